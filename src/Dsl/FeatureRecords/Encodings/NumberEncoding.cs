using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl.FeatureRecords;

/// <summary>How a number is scaled.</summary>
internal enum Scaling
{
    None,
    Normal,
    LogNormal,
    Range,
}

/// <summary>
/// A number that stays a number. It learns three numbers: the one that stands for a missing number, and the center and the scale of
/// <c>(x − center) / scale</c>.
/// </summary>
internal sealed class NumberEncoding(Scaling scaling, Missing missing, bool indicator) : FeatureEncoding
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind}(missing: {Fill}, indicator: {indicator})");

    private const string IsTooSmall = "is −1 or less, but Log takes the logarithm of 1 + x";

    private string Kind => scaling switch
    {
        Scaling.None => "number",
        Scaling.Normal => "normalize",
        Scaling.LogNormal => "normalize log",
        _ => "min max",
    };

    private Missing Fill => missing == ModelDsl.Missing.Default ? ModelDsl.Missing.Median : missing;

    internal override int Width(bool isOptional) => isOptional && indicator ? 2 : 1;

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt) =>
        Width(column.IsOptional) == 2 ? [column.Name, column.Name + " is missing"] : [column.Name];

    internal override (string Name, double Center, double Scale) Unit(FeatureColumn column, Statistics learnt, int number, string name) =>
        number > 0 ? base.Unit(column, learnt, number, name)
            : (scaling == Scaling.LogNormal ? $"log(1 + {name})" : name, learnt.Numbers[1], 1 / learnt.Numbers[2]);

    internal override string? Refused(double number) => base.Refused(number) ?? (HasNoLogarithm(number) ? IsTooSmall : null);

    internal override Fin<Statistics> Learn(ColumnSample sample, bool isOptional)
    {
        var present = sample.Sorted();
        if (present.Length == 0 && Fill != ModelDsl.Missing.Zero)
            return Error.New($"has no number in any training row, so its {Fill.ToString().ToLowerInvariant()} is not known");
        var fill = Fill switch
        {
            ModelDsl.Missing.Zero => 0,
            ModelDsl.Missing.Mean => SortedNumbers.Moments(present).Mean,
            _ => SortedNumbers.Median(present),
        };
        // As in scikit-learn's pipelines, numbers are replaced before they are scaled.
        double[] all = [.. present, .. Enumerable.Repeat(fill, sample.Missing)];
        if (scaling == Scaling.LogNormal) all = Array.ConvertAll(all, Log1P);
        Array.Sort(all);
        var (center, scale) = scaling switch
        {
            Scaling.None => (0, 1),
            Scaling.Range => (all[0], all[^1] > all[0] ? all[^1] - all[0] : 1),
            _ => SortedNumbers.Moments(all),
        };
        return double.IsFinite(scale) && double.IsFinite(center)
            ? new Statistics([fill, center, scale], [])
            : Error.New("has numbers that are too far apart for a scale in double precision");
    }

    internal override string? Misfit(Statistics learnt, bool isOptional) =>
        learnt.Words.Length > 0 || learnt.Numbers is not [var fill, var center, > 0 and < double.PositiveInfinity] || !double.IsFinite(fill)
            || !double.IsFinite(center)
            ? "needs three finite numbers, the last of them positive"
            : null;

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) =>
        new Scaler(learnt.Numbers[0], learnt.Numbers[1], learnt.Numbers[2], scaling == Scaling.LogNormal, column.IsOptional);

    private bool HasNoLogarithm(double number) => scaling == Scaling.LogNormal && number <= -1;

    /// <summary>Returns log(1 + x), also for small x exactly (Higham, 2002).</summary>
    private static double Log1P(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    private sealed class Scaler(double fill, double center, double scale, bool log, bool isOptional) : ColumnEncoder
    {
        internal override string? Number(double value, Span<float> to)
        {
            if (to.Length > 1) to[1] = 0;
            return Write(value, to);
        }

        internal override string? Missing(Span<float> to)
        {
            if (!isOptional) return IsMissing;
            if (to.Length > 1) to[1] = 1;
            return Write(fill, to);
        }

        private string? Write(double value, Span<float> to)
        {
            if (!double.IsFinite(value)) return IsNotFinite;
            if (log && value <= -1) return IsTooSmall;
            var scaled = (float)(((log ? Log1P(value) : value) - center) / scale);
            to[0] = scaled;
            return float.IsFinite(scaled) ? null : "is too large for float32 after scaling";
        }
    }
}
