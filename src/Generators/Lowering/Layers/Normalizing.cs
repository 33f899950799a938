using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The options that all normalization layers have. Gamma or beta is null when the layer has none.</summary>
internal sealed record NormalizationSpec(double Epsilon, WeightSpec? Gamma, WeightSpec? Beta)
{
    /// <summary>Returns a layer in the form for summaries, with the options that differ from the defaults.</summary>
    public string Text(string layer, params string[] arguments)
    {
        string[] all = [.. arguments, .. Beta is null ? ["no beta"] : Array.Empty<string>(), .. Gamma is null ? ["no gamma"] : Array.Empty<string>()];
        return all.Length == 0 ? layer : $"{layer}({string.Join(", ", all)})";
    }
}

/// <summary>The code that normalization layers share: arguments, and <c>Gamma·x + Beta</c>.</summary>
internal static class Normalizing
{
    /// <returns>Null when the compiler has reported an argument.</returns>
    public static NormalizationSpec? Read(string name, AttributeReader attribute)
    {
        if (Epsilon(name, attribute, 0.001) is not { } epsilon) return null;
        var (gamma, beta) = (WeightReader.Read(name, attribute, "Gamma", "Ones"), WeightReader.Read(name, attribute, "Beta", "Zeros"));
        return new NormalizationSpec(epsilon, attribute.Bool("Scale", true) ? gamma : null, attribute.Bool("Center", true) ? beta : null);
    }

    /// <summary>Returns the argument <c>Epsilon</c>; null when the compiler has reported it.</summary>
    public static double? Epsilon(string name, AttributeReader attribute, double otherwise)
    {
        var epsilon = attribute.Double("Epsilon", otherwise);
        if (epsilon is { } number && (!(number > 0) || double.IsInfinity(number)))
            attribute.Report(Rules.Epsilon, "Epsilon", name, Literal.Of(number));
        return epsilon;
    }

    /// <summary>Returns numbers with mean 0 and variance 1 in each group, and the mean and variance before.</summary>
    public static (Value Standardized, Value Mean, Value Variance) Standardize(
        LayerBuilder build, NormalizationSpec spec, Value x, TensorType statistics, int groups)
    {
        var attributes = new OperationAttributes { Epsilon = spec.Epsilon, Groups = groups, Type = statistics };
        var results = build.Graph.AppendAll(
            Normalizations.Standardize, [x], attributes, [build.Name + "Standardized", build.Name + "BatchMean", build.Name + "BatchVariance"]);
        return (results[0], results[1], results[2]);
    }

    /// <summary>Returns the layer's gamma and beta, each null when the layer has none. It makes the parameters in this order.</summary>
    public static (Value? Gamma, Value? Beta) Parameters(LayerBuilder build, NormalizationSpec spec, Dim features)
    {
        var gamma = spec.Gamma is { } factors ? build.Parameter("Gamma", TensorType.Float(features), factors) : null;
        var beta = spec.Beta is { } shifts ? build.Parameter("Beta", TensorType.Float(features), shifts) : null;
        return (gamma, beta);
    }

    /// <summary>Returns <c>factor·x + shift</c> for each row. A factor or shift that is null is left out.</summary>
    public static Value ScaleShift(LayerBuilder build, Value x, Value? factor, Value? shift)
    {
        if (factor is not null) x = build.Graph.Append(Normalizations.ScaleRows, shift is null ? build.Name : build.Name + "Scaled", x, factor);
        return shift is null ? x : build.Graph.Append(Matrices.AddBias, build.Name, x, shift);
    }
}
