using System.Globalization;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Inspection;

/// <summary>
/// What the layers before a Dense layer do with each number of a sample: <c>x·factor + offset</c>. <c>Rescaling</c> and
/// <c>Normalization</c> change numbers; <c>Flatten</c>, <c>Reshape</c> and layers of noise don't.
/// </summary>
/// <param name="Factors">The factor of each number.</param>
/// <param name="Offsets">The number that is added to each.</param>
internal sealed record InputScaling(double[] Factors, double[] Offsets)
{
    /// <summary>Normalization divides by this at least, as its formula says.</summary>
    private const double LeastDeviation = 1e-7;

    /// <summary>Returns the scaling of some layers, in their order, or an error that names the first layer of another kind.</summary>
    /// <param name="model">The model with these layers.</param>
    /// <param name="layers">The layers.</param>
    public static Fin<InputScaling> Of<T>(T model, Seq<LayerDescription> layers) where T : class, IModel<T>
    {
        var numbers = T.Description.InputShape.Size;
        var (factors, offsets) = (new double[numbers], new double[numbers]);
        Array.Fill(factors, 1);
        foreach (var layer in layers)
        {
            if (LinearReading.IsSilent(layer)) continue;
            switch (LinearReading.Kind(layer))
            {
                case "Rescaling":
                    var arguments = Arguments(layer.Layer);
                    var (scale, offset) = (arguments[0], arguments.Length > 1 ? arguments[1] : 0);
                    for (var i = 0; i < numbers; i++) (factors[i], offsets[i]) = (factors[i] * scale, offsets[i] * scale + offset);
                    break;
                case "Normalization":
                    var (means, variances) = (Tensor(model, layer.Name + ".Mean"), Tensor(model, layer.Name + ".Variance"));
                    for (var i = 0; i < numbers; i++)
                    {
                        // A feature is a place on the last axis, whatever the axes before it.
                        var (mean, deviation) = (means[i % means.Length], Math.Max(Math.Sqrt(variances[i % means.Length]), LeastDeviation));
                        (factors[i], offsets[i]) = (factors[i] / deviation, (offsets[i] - mean) / deviation);
                    }
                    break;
                default:
                    return Error.New($"its layer '{layer.Name}', {layer.Layer}, comes before the last one");
            }
        }
        return new InputScaling(factors, offsets);
    }

    private static double[] Arguments(string layer) => [.. layer[(layer.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(", ")
        .Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static double[] Tensor<T>(T model, string name) where T : class, IModel<T> =>
        model.Parameters[Array.FindIndex(T.Description.Parameters.ToArray(), parameter => parameter.Name == name)].ToDoubles();
}
