using ModelDsl.Data;
using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>
/// A first layer that only scales samples. Code that gathers samples may scale them itself and write them to <see cref="Buffer"/> instead
/// of <see cref="ModelProgram.Input"/>, and then run <see cref="ModelProgram.RunPrepared"/>. Both ways give the same bits.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed class SamplePreparation
{
    private readonly TensorBuffer? mean;
    private readonly TensorBuffer? variance;
    private readonly float least;
    private readonly float offset;
    private FeatureTransform? transform;

    /// <summary>Describes <c>x·scale + offset</c>.</summary>
    /// <param name="buffer">The scaled samples.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">The number that is added.</param>
    public SamplePreparation(TensorBuffer buffer, double scale, double offset)
    {
        (Buffer, this.offset) = (buffer, (float)offset);
        transform = FeatureTransform.OfLayer([0f], [(float)scale]);
    }

    /// <summary>Describes <c>(x − mean)/max(√variance, least)</c> for each column.</summary>
    /// <param name="buffer">The scaled samples.</param>
    /// <param name="mean">The means, <c>[columns]</c>.</param>
    /// <param name="variance">The variances, <c>[columns]</c>.</param>
    /// <param name="least">The least divisor.</param>
    public SamplePreparation(TensorBuffer buffer, TensorBuffer mean, TensorBuffer variance, double least) =>
        (Buffer, this.mean, this.variance, this.least) = (buffer, mean, variance, (float)least);

    /// <summary>The scaled samples, <c>[N, …]</c>.</summary>
    public TensorBuffer Buffer { get; }

    /// <summary>Returns what it computes, and for which shape.</summary>
    public override string ToString() => $"{(mean is null ? "x·scale + offset" : "(x − mean)/deviation")} of {Buffer.Shape}";

    /// <summary>The number that is added after the transform.</summary>
    internal float Offset => offset;

    /// <summary>Returns the transform of a sample. Statistics are read at the first call: no run changes them.</summary>
    /// <param name="engine">The engine, whose memory the host can read.</param>
    /// <param name="width">Count of numbers in a sample: a multiple of the columns.</param>
    internal FeatureTransform Transform(ITensorEngine engine, int width)
    {
        if (transform is not null) return transform;
        var (means, variances) = (new float[mean!.Count], new float[variance!.Count]);
        engine.Read(mean, means);
        engine.Read(variance, variances);
        var count = means.Length == 1 ? 1 : width;
        var (centers, scales) = (new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            centers[i] = means[i % means.Length];
            scales[i] = 1 / MathF.Max(MathF.Sqrt(variances[i % means.Length]), least);
        }
        return transform = FeatureTransform.OfLayer(centers, scales);
    }
}
