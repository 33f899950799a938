using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>The sizes at which an instruction is tried, and the seed of its numbers.</summary>
public sealed record Trial(int Rows, int Columns, int Inner, int Seed);

/// <summary>
/// Operands and results of one instruction on one engine. Each buffer is a view with NaN guards on both sides. A kernel that reads a
/// neighbour's number shows NaN; a kernel that writes out of bounds destroys a guard. Results start as NaN, too.
/// </summary>
public sealed class GuardedMemory(ITensorEngine engine, int seed, int alias = 0)
{
    private const int Guard = 19;
    private readonly System.Random random = new(seed);
    private readonly List<(TensorBuffer Storage, int Count)> storages = [];
    private readonly List<TensorBuffer> results = [];

    public ITensorEngine Engine => engine;

    /// <summary>How many operands may share their memory with the destination.</summary>
    public int Aliases { get; private set; }

    /// <summary>Returns a buffer with given numbers.</summary>
    public TensorBuffer Of(Shape shape, params double[] values)
    {
        var view = Unwritten(shape);
        engine.Write(values, view);
        return view;
    }

    /// <summary>Returns a buffer with random float32 numbers between bounds.</summary>
    public TensorBuffer Random(Shape shape, double low = -2.0, double high = 2.0)
    {
        var values = new double[shape.Size];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(low + (high - low) * random.NextDouble());
        return Of(shape, values);
    }

    /// <summary>
    /// Returns random multiples of 1/32 between bounds. Float32 holds the sums of their products exactly, so no rounding crosses a jump.
    /// </summary>
    public TensorBuffer Exact(Shape shape, double low = -2.0, double high = 2.0) =>
        Of(shape, [.. Enumerable.Range(0, shape.Size).Select(_ => Math.Round(32.0 * (low + (high - low) * random.NextDouble())) / 32.0)]);

    /// <summary>Returns random indices, as numbers.</summary>
    public double[] Indices(int count, int limit) => [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(limit))];

    /// <summary>Returns random class indices.</summary>
    public TensorBuffer Labels(int rows, int classes)
    {
        var labels = engine.Allocate(ElementType.Int32, [rows]);
        engine.Write(Enumerable.Range(0, rows).Select(_ => random.Next(classes)).ToArray(), labels);
        return labels;
    }

    /// <summary>
    /// Returns a destination: a new buffer or, when this memory tries aliases, an operand whose memory the destination may share.
    /// </summary>
    public TensorBuffer Result(Shape shape, params TensorBuffer[] mayBe)
    {
        Aliases = mayBe.Length;
        return Changed(alias > 0 && alias <= mayBe.Length ? mayBe[alias - 1] : Unwritten(shape));
    }

    /// <summary>Marks an operand as a result too.</summary>
    public TensorBuffer Changed(TensorBuffer buffer)
    {
        results.Add(buffer);
        return buffer;
    }

    /// <summary>Reads the numbers of the results.</summary>
    public double[][] Results() => [.. results.Select(Read)];

    /// <summary>Reads the numbers of a buffer.</summary>
    public double[] Read(TensorBuffer buffer)
    {
        var values = new double[buffer.Count];
        engine.Read(buffer, values);
        return values;
    }

    /// <summary>
    /// Fails when results are not the same numbers. A plain comparison comes first, because a comparison that explains each number takes a
    /// hundred times longer.
    /// </summary>
    public static void AssertSame(double[][] expected, double[][] actual)
    {
        if (expected.Length == actual.Length && expected.Zip(actual).All(pair => pair.Item1.AsSpan().SequenceEqual(pair.Item2))) return;
        Assert.Equal(expected, actual);
        Assert.Fail("The results differ.");
    }

    /// <summary>Fails when a number beside a buffer was overwritten.</summary>
    public void CheckGuards()
    {
        foreach (var (storage, count) in storages)
        {
            var values = Read(storage);
            if (!values[..Guard].All(double.IsNaN) || !values[(Guard + count)..].All(double.IsNaN)) Assert.Fail("A guard was overwritten.");
        }
    }

    /// <summary>Returns a buffer of NaN between its guards.</summary>
    private TensorBuffer Unwritten(Shape shape)
    {
        var storage = engine.Allocate(ElementType.Float, [shape.Size + 2 * Guard]);
        engine.Fill(double.NaN, storage);
        storages.Add((storage, shape.Size));
        return engine.View(storage, Guard, shape);
    }
}
