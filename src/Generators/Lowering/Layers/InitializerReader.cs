using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>Reads the initializer of a tensor from an option of its layer, or from an <c>[Initialize]</c> beside the layer.</summary>
internal static class InitializerReader
{
    /// <param name="layer">Name of the layer.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="tensor">The prefix of the options.</param>
    /// <param name="usual">The default initializer.</param>
    public static InitializerSpec Read(string layer, AttributeReader attribute, string tensor, string usual)
    {
        var option = tensor + "Initializer";
        var name = Name(layer, attribute, option);
        if (attribute.TakeInitializer(tensor) is not { } initialize) return new InitializerSpec(name ?? usual, []);
        if (attribute.Member(option) is not null)
            initialize.Report(Rules.InitializerFit, "tensor", layer, tensor, name ?? option, $"{option} already sets its first values");
        return Name(layer, initialize, "initializer") is { } own ? new InitializerSpec(own, Arguments(layer, tensor, own, initialize)) : new InitializerSpec(usual, []);
    }

    /// <summary>
    /// Reports each <c>[Initialize]</c> that no tensor has taken: the layer does not have the tensor, or its initializer is given already.
    /// </summary>
    public static void ReportOthers(string layer, AttributeReader attribute)
    {
        foreach (var initialize in attribute.UntakenInitializers)
        {
            var (tensor, name) = (initialize.String("tensor") ?? "", initialize.Member("initializer")?.Name ?? "");
            var reason = attribute.InitializedTensors.Count == 0 ? "the layer has no tensors"
                : attribute.InitializedTensors.Contains(tensor) ? "its first values are already set"
                : $"the layer has {string.Join(", ", attribute.InitializedTensors)}";
            initialize.Report(Rules.InitializerFit, "tensor", layer, tensor, name, reason);
        }
    }

    private static string? Name(string layer, AttributeReader attribute, string argument)
    {
        if (attribute.Member(argument) is not { } member) return null;
        if (member.Name is { } name && InitializerTable.Has(name)) return name;
        attribute.Report(Rules.UnknownInitializer, argument, layer, Literal.Of(member.Value));
        return null;
    }

    private static EquatableArray<InitializerArgument> Arguments(string layer, string tensor, string name, AttributeReader initialize)
    {
        var options = InitializerTable.Of(name).Options;
        var takes = options.Length == 0 ? "takes no numbers" : $"takes {string.Join(", ", options.Select(o => o.Name))} only";
        foreach (var other in InitializerTable.Options.Where(other => options.All(o => o.Name != other)))
            if (initialize.IsGiven(other)) Report(other, $"{name} {takes}");

        if (name == "RandomUniform" && (initialize.Double("Minval") ?? -0.05) > (initialize.Double("Maxval") ?? 0.05))
            Report(initialize.IsGiven("Maxval") ? "Maxval" : "Minval", "its Minval must not be above its Maxval");
        return options.Where(o => initialize.IsGiven(o.Name)).Select(Argument).ToEquatableArray();

        InitializerArgument Argument(InitializerOption option)
        {
            var parameter = char.ToLowerInvariant(option.Name[0]) + option.Name.Substring(1);
            if (option.Legal is null)
            {
                var member = initialize.Member(option.Name);
                if (member?.Name is null) Report(option.Name, $"the {option.Name} must be {option.Range}");
                return new InitializerArgument(parameter, $"global::ModelDsl.{option.Name}.{member?.Name}");
            }
            var value = initialize.Double(option.Name) ?? double.NaN;
            if (!option.Legal(value)) Report(option.Name, $"the {option.Name} {Literal.Of(value)} must be {option.Range}");
            return new InitializerArgument(parameter, Literal.Of(value));
        }

        void Report(string argument, string reason) => initialize.Report(Rules.InitializerFit, argument, layer, tensor, name, reason);
    }
}
