using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>Reads the numbers of an activation from an attribute. The arguments have the names of the numbers.</summary>
internal static class ActivationReader
{
    /// <param name="name">Name of the layer.</param>
    /// <param name="layer">Name of the layer's record.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="attribute">The attribute.</param>
    public static ActivationSpec Read(string name, string layer, string activation, AttributeReader attribute)
    {
        var options = ActivationTable.Of(activation).Options;
        var taken = options.Length == 0 ? $"{activation} has no options" : $"{activation} takes {string.Join(", ", options.Select(o => o.Name))} only";
        foreach (var other in ActivationOption.Names.Where(other => options.All(o => o.Name != other)))
            if (attribute.Double(other) is { } value)
                attribute.Report(Rules.ActivationOption, other, name, other, Literal.Of(value), taken);

        var given = options.Select(option => (Option: option, Value: Number(option) ?? option.Usual)).ToArray();
        foreach (var (option, value) in given.Where(g => !g.Option.Legal(g.Value)))
            attribute.Report(Rules.ActivationOption, Argument(option), name, option.Name, Literal.Of(value), $"it must be {option.Range}");

        var unusual = given.Where(g => g.Value != g.Option.Usual).ToArray();
        var numbers = ActivationNumbers.Of(
            option => given.Where(g => g.Option.Name == option).Select(g => (double?)g.Value).FirstOrDefault());
        return new ActivationSpec(name, unusual.Length > 0 && numbers == ActivationTable.UpTo6 ? ActivationTable.Relu6 : activation)
        {
            Layer = layer,
            Numbers = unusual.Length == 0 || numbers == ActivationTable.UpTo6 ? null : numbers,
            Options = string.Join(", ", unusual.Select(g => $"{Words(g.Option.Name)} {Literal.Of(g.Value)}")),
        };

        double? Number(ActivationOption option) => attribute.Double(option.Name) ?? attribute.Double(Parameter(option));
        string Argument(ActivationOption option) => attribute.Double(option.Name) is null ? Parameter(option) : option.Name;
    }

    /// <summary>Returns the name of the constructor's parameter: <c>negativeSlope</c>.</summary>
    private static string Parameter(ActivationOption option) => char.ToLowerInvariant(option.Name[0]) + option.Name.Substring(1);

    /// <summary>Returns the name as words: <c>negative slope</c>.</summary>
    private static string Words(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
