using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>A layer that multiplies windows by weights, adds a bias and applies an activation.</summary>
internal abstract record ConvolutionSpec(string Name, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias) : LayerSpec(Name)
{
    public sealed override string Text =>
        $"{Kind}({Numbers}{Activated(Activation)}{(UseBias ? "" : ", no bias")})";

    /// <summary>The name of the layer's record.</summary>
    protected abstract string Kind { get; }

    /// <summary>The numbers before the activation, in the form for summaries.</summary>
    protected virtual string Numbers => Window.Text(1, 1);
}

/// <summary>Reads the options of all convolutions, and options that several of them have.</summary>
internal static class ConvolutionReader
{
    /// <summary>Reads window, activation and bias, and makes a spec from them; null when an error was reported.</summary>
    public static LayerSpec? Read(
        string name, AttributeReader attribute, WindowArguments arguments, Func<WindowSpec, string, bool, WeightSpec, LayerSpec?> make,
        bool isTransposed = false)
    {
        var activation = attribute.Activation(name, "activation");
        var bias = WeightReader.Read(name, attribute, "Bias", "Zeros");
        var window = WindowReader.Read(name, attribute, arguments, strides: 1, causal: arguments.OverSequence && !isTransposed);
        return activation is null || window is null ? null : make(window, activation, attribute.Bool("UseBias", true), bias);
    }

    /// <summary>Returns the number of filters; null when an error was reported.</summary>
    public static int? Filters(string name, AttributeReader attribute)
    {
        if (attribute.Int("filters") is not { } filters) return null;
        if (filters > 0) return filters;
        attribute.Report(Rules.FiltersNotPositive, "filters", name, Literal.Of(filters));
        return null;
    }

    /// <summary>Returns a positive number, by default 1; null when an error was reported.</summary>
    public static int? Positive(string name, AttributeReader attribute, string option, string text)
    {
        var number = attribute.Int(option) ?? 1;
        return WindowReader.IsPositive(name, attribute, number, option, text) ? number : null;
    }

    public static WeightSpec Weight(string name, AttributeReader attribute, string tensor) =>
        WeightReader.Read(name, attribute, tensor, "GlorotUniform");
}
