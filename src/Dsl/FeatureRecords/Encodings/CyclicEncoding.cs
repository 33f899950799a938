using ModelDsl.Formatting;

namespace ModelDsl.FeatureRecords;

/// <summary>A number that goes round, as sine and cosine of its angle.</summary>
internal sealed class CyclicEncoding(double period) : FeatureEncoding
{
    public override string ToString() => $"cyclic({NumberText.Of(period)})";

    internal override int Width(bool isOptional) => isOptional ? 3 : 2;

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt) =>
        [$"sin {column.Name}", $"cos {column.Name}", .. column.IsOptional ? [$"{column.Name} is missing"] : Array.Empty<string>()];

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) => new Circle(period, column.IsOptional);

    /// <summary>Writes sine and cosine of a share of the circle.</summary>
    internal static void Write(double turns, Span<float> to)
    {
        // Whole turns are taken off first: the sine of a large angle would lose its digits.
        var (sin, cos) = Math.SinCos(2 * Math.PI * (turns - Math.Floor(turns)));
        (to[0], to[1]) = ((float)sin, (float)cos);
    }

    private sealed class Circle(double period, bool isOptional) : ColumnEncoder
    {
        internal override string? Number(double value, Span<float> to)
        {
            if (!double.IsFinite(value)) return IsNotFinite;
            var turns = value / period;
            if (!double.IsFinite(turns)) return "is too large for its period";
            Write(turns, to);
            if (to.Length > 2) to[2] = 0;
            return null;
        }

        internal override string? Missing(Span<float> to)
        {
            if (!isOptional) return IsMissing;
            to.Clear();
            if (to.Length > 2) to[2] = 1;
            return null;
        }
    }
}
