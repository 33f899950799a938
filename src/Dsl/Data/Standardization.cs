using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// Mean and deviation of each feature, fitted on training data and then applied to any set: <c>(x − mean) / deviation</c>. Fit it on the
/// training part only: values learned from the validation part make its score too good.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed class Standardization
{
    private readonly double[] means;
    private readonly double[] deviations;

    private Standardization(Shape sampleShape, double[] means, double[] deviations) =>
        (SampleShape, this.means, this.deviations) = (sampleShape, means, deviations);

    /// <summary>Shape of the samples that it was fitted on.</summary>
    public Shape SampleShape { get; }

    /// <summary>The mean of each feature.</summary>
    public ReadOnlySpan<double> Means => means;

    /// <summary>
    /// The deviation of each feature, dividing by the count as scikit-learn's <c>StandardScaler</c> does; 1 for a constant feature.
    /// </summary>
    public ReadOnlySpan<double> Deviations => deviations;

    /// <summary>Computes mean and deviation of each feature of a training set, after its scaling, in double precision.</summary>
    public static Standardization Fit(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        var width = train.SampleShape.Size;
        var (means, squares) = (new double[width], new double[width]);
        var (sample, first, constant) = (new double[width], new double[width], new bool[width]);
        Array.Fill(constant, true);
        train.CopySample(0, first);
        for (var row = 0; row < train.Count; row++)
        {
            train.CopySample(row, sample);
            for (var i = 0; i < width; i++)
            {
                means[i] += sample[i];
                constant[i] &= sample[i] == first[i];
            }
        }
        for (var i = 0; i < width; i++) means[i] = constant[i] ? first[i] : means[i] / train.Count;
        for (var row = 0; row < train.Count; row++)
        {
            train.CopySample(row, sample);
            for (var i = 0; i < width; i++) squares[i] += (sample[i] - means[i]) * (sample[i] - means[i]);
        }
        for (var i = 0; i < width; i++) squares[i] = constant[i] ? 1 : Math.Sqrt(squares[i] / train.Count);
        return new Standardization(train.SampleShape, means, squares);
    }

    /// <summary>Returns the shape that it was fitted on, and the first of its numbers.</summary>
    public override string ToString() =>
        $"Standardization of {SampleShape}: means {ValueText.List(means)}, deviations {ValueText.List(deviations)}";

    internal Fin<Dataset> Apply(Dataset data) => data.SampleShape == SampleShape
        ? data.Standardized(means, deviations)
        : Error.New($"{data.Name}: samples have the shape {data.SampleShape}, but the standardization was fitted on {SampleShape}.");
}
