using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Inspection;

/// <summary>
/// The Dense layer that computes a model's outputs, found in its description. A forward method may use its layers in any way, so the
/// callers
/// compare what they conclude with the model's own predictions.
/// </summary>
/// <param name="Kernel">The kernel, <c>[in, out]</c>.</param>
/// <param name="Bias">The bias, <c>[out]</c>; null if there is none.</param>
/// <param name="Activation">The activation after it, in lower case; empty for none.</param>
/// <param name="Before">The layers before it, in order.</param>
internal sealed record LinearReading(int Kernel, int? Bias, string Activation, Seq<LayerDescription> Before)
{
    /// <summary>Layers that change no number in predictions.</summary>
    private static readonly string[] Silent = ["Flatten", "Reshape", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout"];

    /// <summary>Returns whether a layer changes no number in predictions, and not their order.</summary>
    public static bool IsSilent(LayerDescription layer) => Silent.Contains(Kind(layer));

    /// <summary>Returns the last Dense layer of a model, or an error that says why it doesn't compute the outputs alone.</summary>
    public static Fin<LinearReading> Of(ModelDescription model)
    {
        if (!model.Outputs.IsEmpty) return Error.New($"it has the outputs {model.OutputNames}, and a model with one output is needed");
        var layers = model.Layers.ToArray();
        var last = layers.Length - 1;
        while (last >= 0 && IsSilent(layers[last])) last--;
        var activation = "";
        if (last > 0 && Kind(layers[last]) is "Activation" or "Softmax" && Kind(layers[last - 1]) == "Dense")
        {
            activation = layers[last].Layer == "Softmax" ? "softmax" : Argument(layers[last].Layer);
            last--;
        }
        if (last < 0 || Kind(layers[last]) != "Dense")
            return Error.New($"its last layer is {(last < 0 ? "none" : $"'{layers[last].Name}', {layers[last].Layer}")}, and a Dense layer is needed");
        var own = Argument(layers[last].Layer);
        if (own.Length > 0 && activation.Length > 0) return Error.New($"its layer '{layers[last].Name}' has the activation {own} before another one");
        var names = model.Parameters.Map(parameter => parameter.Name).ToArray();
        var (kernel, bias) = (Array.IndexOf(names, layers[last].Name + ".Kernel"), Array.IndexOf(names, layers[last].Name + ".Bias"));
        if (kernel < 0) return Error.New($"it has no tensor {layers[last].Name}.Kernel");
        return new LinearReading(kernel, bias < 0 ? null : bias, own + activation, layers.Take(last).ToSeq().Strict());
    }

    /// <summary>Returns the kind of a layer: <c>Dense</c> for <c>Dense(10, softmax)</c>.</summary>
    public static string Kind(LayerDescription layer) => layer.Layer.Split('(')[0];

    /// <summary>
    /// Returns the activation in a layer's text: of <c>Dense(10, softmax, no bias)</c>, or of <c>Activation(softmax)</c>.
    /// </summary>
    private static string Argument(string layer)
    {
        var open = layer.IndexOf('(', StringComparison.Ordinal);
        if (open < 0) return "";
        var parts = layer[(open + 1)..^1].Split(", ").Where(part => part != "no bias").ToArray();
        return string.Join(", ", layer.StartsWith("Dense", StringComparison.Ordinal) ? parts.Skip(1) : parts);
    }
}
