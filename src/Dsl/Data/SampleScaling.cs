using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ModelDsl.Formatting;

namespace ModelDsl.Data;

/// <summary>
/// What <c>Scale</c> and <c>Standardize</c> do with the numbers of a sample: <c>(x − center)·scale</c>, one pair for all, or a pair for
/// each. A model remembers that of its training data.
/// </summary>
internal sealed class SampleScaling
{
    /// <summary>The largest relative difference of equal scalings: files and sums keep more digits than this.</summary>
    private const double Tolerance = 1e-6;

    private static readonly ConditionalWeakTable<Tensor, SampleScaling> OfTensors = [];

    private readonly double[] centers;
    private readonly double[] scales;

    private SampleScaling(double[] centers, double[] scales) => (this.centers, this.scales) = (centers, scales);

    /// <summary>The scaling that changes no number.</summary>
    internal static SampleScaling None { get; } = new([0], [1]);

    /// <summary>Whether it changes no number.</summary>
    internal bool IsNone => scales is [1] && centers is [0];

    /// <summary>Returns the scaling of a data set.</summary>
    internal static SampleScaling Of(Dataset data) =>
        data.IsPlain ? None : Of([.. Enumerable.Range(0, data.SampleShape.Size).Select(data.UnitOf)]);

    /// <summary>Returns the scaling of samples side by side.</summary>
    internal static SampleScaling Join(IEnumerable<(SampleScaling Scaling, int Width)> parts) =>
        Of([.. parts.SelectMany(part => Enumerable.Range(0, part.Width).Select(part.Scaling.At))]);

    private static SampleScaling Of((double Center, double Scale)[] pairs)
    {
        if (Array.TrueForAll(pairs, pair => pair == pairs[0])) pairs = [pairs[0]];
        return new SampleScaling(Array.ConvertAll(pairs, pair => pair.Center), Array.ConvertAll(pairs, pair => pair.Scale));
    }

    /// <summary>Returns the scaling of the samples that a tensor was made of; null if it is not known.</summary>
    internal static SampleScaling? Of(Tensor tensor) => OfTensors.TryGetValue(tensor, out var scaling) ? scaling : null;

    /// <summary>Keeps the scaling of the samples that a tensor was made of beside it.</summary>
    internal static Tensor Mark(Tensor tensor, SampleScaling scaling)
    {
        OfTensors.AddOrUpdate(tensor, scaling);
        return tensor;
    }

    /// <summary>Whether two scalings give the same numbers, but for rounding.</summary>
    internal bool IsLike(SampleScaling other)
    {
        var count = Math.Max(scales.Length, other.scales.Length);
        for (var i = 0; i < count; i++)
        {
            var (mine, its) = (At(i), other.At(i));
            // NaN, for a position that one of them lacks, is never within the tolerance.
            if (!(Math.Abs(mine.Scale - its.Scale) <= Tolerance * Math.Abs(its.Scale))) return false;
            // A center counts by what its difference does to the result.
            if (Math.Abs(mine.Center - its.Center) * Math.Abs(its.Scale)
                > Tolerance * Math.Max(1, Math.Abs(its.Center * its.Scale))) return false;
        }
        return true;
    }

    /// <summary>Returns whether it can be that of samples with this count of numbers.</summary>
    internal bool Fits(int width) => scales.Length == 1 || scales.Length == width;

    /// <summary>The transform that does the same.</summary>
    internal FeatureTransform Transform => FeatureTransform.Of(centers, scales);

    /// <summary>Whether each feature has a pair of its own.</summary>
    internal bool IsByFeature => scales.Length > 1;

    /// <summary>Returns the scaling in words: <c>scaled by x·0.00392157</c>.</summary>
    public override string ToString() => IsNone ? "not scaled" : "scaled by " + Formula;

    private string Formula => IsByFeature ? "(x − center)·scale with a pair for each feature"
        : centers[0] == 0 ? $"x·{NumberText.Of(scales[0], "G6")}"
        : $"(x − {NumberText.Of(centers[0], "G6")})·{NumberText.Of(scales[0], "G6")}";

    /// <summary>Returns the scaling as JSON, for files.</summary>
    internal string ToJson() => new JsonObject { ["centers"] = Numbers(centers), ["scales"] = Numbers(scales) }.ToJsonString();

    /// <summary>Reads the scaling of a file.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    internal static SampleScaling FromJson(string text)
    {
        try
        {
            var json = JsonNode.Parse(text)!;
            double[] Read(string key) => [.. json[key]!.AsArray().Select(number => number!.GetValue<double>())];
            var (centers, scales) = (Read("centers"), Read("scales"));
            if (scales.Length > 0 && centers.Length == scales.Length && centers.All(double.IsFinite)
                && scales.All(scale => double.IsFinite(scale) && scale != 0))
                return new SampleScaling(centers, scales);
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException
            or FormatException)
        {
            throw new FormatException(fault.Message, fault);
        }
        throw new FormatException("it needs as many finite centers as scales, none of which is 0");
    }

    private (double Center, double Scale) At(int position) =>
        scales.Length == 1 ? (centers[0], scales[0])
            : position < scales.Length ? (centers[position], scales[position]) : (double.NaN, double.NaN);

    private static JsonArray Numbers(double[] numbers) => [.. numbers.Select(number => (JsonNode)JsonValue.Create(number))];
}
