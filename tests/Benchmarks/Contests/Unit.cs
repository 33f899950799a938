namespace Benchmarks;

/// <summary>A unit of measurement, and how people read it.</summary>
/// <param name="Name">The unit of the figures in the file.</param>
/// <param name="Scales">Multiples of the unit with their symbols, the largest first.</param>
public sealed record Unit(string Name, params IReadOnlyList<(double Size, string Symbol)> Scales)
{
    /// <summary>Wall time.</summary>
    public static Unit Seconds { get; } = new("seconds", (1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"));

    /// <summary>Memory.</summary>
    public static Unit Bytes { get; } = new("bytes", (1e6, "MB"), (1e3, "kB"), (1, "B"));

    /// <summary>Work that is done in a second.</summary>
    public static Unit PerSecond { get; } = new("a second", (1, "/s")) { IsRate = true };

    /// <summary>Things that are counted.</summary>
    public static Unit Count { get; } = new("count", (1, ""));

    /// <summary>True if larger is better.</summary>
    public bool IsRate { get; init; }

    /// <summary>Returns the largest multiple of which the value holds at least one.</summary>
    public (double Size, string Symbol) ScaleFor(double value) => Scales.FirstOrDefault(s => Math.Abs(value) >= s.Size, Scales[^1]);

    /// <summary>Writes a value in the multiple that fits it: <c>83.1 ms</c>.</summary>
    public string Text(double value)
    {
        var (size, symbol) = ScaleFor(value);
        return $"{value / size:0.###} {symbol}".TrimEnd();
    }
}
