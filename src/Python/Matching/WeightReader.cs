using LanguageExt;
using ModelDsl.Files;
using ModelDsl.Layouts;

namespace ModelDsl.Matching;

/// <summary>Reads the parameters of a model from weights of Python.</summary>
internal static class WeightReader
{
    /// <summary>Returns the parameters, or an error that names every tensor without a place.</summary>
    /// <param name="weights">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Its parameters, of which some may stay.</param>
    /// <param name="map">What to do where names don't say it.</param>
    public static Fin<Seq<Tensor>> Read(ForeignWeights weights, ModelDescription model, Seq<Tensor> parameters, WeightMap map) =>
        ForeignWeights.Guarded(weights.Name, () =>
        {
            var layers = Selection.Of(OwnLayer.Of(model), map);
            var tree = new ModuleTree(Selection.Of(weights.Tensors, map), weights.Framework, weights.Modules);
            var matcher = new Matcher(layers, tree, weights.Framework, new GivenNames(map, layers, tree));
            if (Misfit.Of(model, matcher, tree) is { } misfit) throw new FileFault(misfit);
            var read = parameters.ToArray();
            foreach (var tensor in matcher.Found.Values.SelectMany(fit => fit.Tensors.Select(tensor => (fit.Layer.Description, tensor))))
                read[tensor.tensor.Own.Index] = Make(weights, tensor.Description, tensor.tensor, map);
            return Prelude.toSeq(read).Strict();
        });

    private static Tensor Make(ForeignWeights weights, LayerDescription layer, FittedTensor tensor, WeightMap map)
    {
        Numbers[] from = [.. tensor.From.Select(foreign => new Numbers(weights.Numbers(foreign), [.. foreign.Shape.Dimensions]))];
        int[] shape = [.. tensor.Own.Shape.Dimensions];
        var own = tensor.Part.Convert(from, shape).Reshape(shape);
        if (weights.Framework == Framework.PyTorch) own = FeatureOrder.Own(layer, tensor.Own.Property, own, map);
        return Tensor.Create(tensor.Own.Shape, own.Values);
    }
}
