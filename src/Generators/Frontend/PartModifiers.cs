using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>The modifiers of a parameter from <c>[Repeat]</c> and <c>[Frozen]</c>.</summary>
/// <param name="Repeat">The attribute, when the parameter is repeated.</param>
/// <param name="Frozen">The attribute, when the parameter is frozen.</param>
/// <param name="Count">The number of repetitions; null for a parameter that is not repeated.</param>
/// <param name="Type">The type of one repetition; null when something is wrong, which is reported.</param>
internal readonly record struct PartModifiers(AttributeData? Repeat, AttributeData? Frozen, int? Count, ITypeSymbol? Type)
{
    private const int MostCount = 1000;

    public static PartModifiers Read(IParameterSymbol parameter, int index, List<Finding> findings)
    {
        var (repeat, frozen) = (Find(MetadataNames.Repeat), Find(MetadataNames.Frozen));
        var element = ElementOf(parameter.Type);
        if (repeat is null)
        {
            if (element is null) return new PartModifiers(null, frozen, null, parameter.Type);
            Report(Rules.RepeatType, new Anchor(Place.LayerType, index), "is a Seq without a length: write [Repeat(n)] before it, with the number for n");
            return new PartModifiers(null, frozen, null, null);
        }
        var broken = new PartModifiers(repeat, frozen, null, null);
        if (repeat.ConstructorArguments is not [{ Value: int count }]) return broken;
        if (element is null)
        {
            var type = parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            if (parameter.Type.TypeKind != TypeKind.Error)
                Report(Rules.RepeatType, new Anchor(Place.LayerType, index), $"is repeated, but has the type '{type}': write 'Seq<{type}>', with 'using LanguageExt;'");
            return broken;
        }
        if (count is >= 1 and <= MostCount) return new PartModifiers(repeat, frozen, count, element);
        Report(Rules.RepeatCount, new Anchor(Place.Repeat, index, "count"), Literal.Of(count), $"a record can have 1 to {Literal.Of(MostCount)} of one kind");
        return broken;

        AttributeData? Find(string name) => parameter.GetAttributes().FirstOrDefault(a => MetadataNames.Is(a.AttributeClass, name));

        void Report(DiagnosticDescriptor rule, Anchor anchor, params string[] arguments) =>
            findings.Add(Finding.Of(rule, anchor, [parameter.Name, .. arguments]));
    }

    /// <summary>Returns the type of a list's elements; null when a type is no list.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { MetadataName: "Seq`1", ContainingNamespace.Name: "LanguageExt", TypeArguments: [var element] } ? element : null;

    /// <summary>Returns the parameter with its modifiers: frozen, and repeated as often as declared.</summary>
    public PartSpec Apply(PartSpec part, int index, List<Finding> findings)
    {
        if (Frozen is not null)
        {
            if (part.Layers.All(layer => LayerTable.Of(layer).Tensors.IsEmpty))
                findings.Add(Finding.Of(Rules.FrozenWithout, new Anchor(Place.Frozen, index), part.Name));
            part = part switch
            {
                LayerPart { Layer: var layer } => new LayerPart(layer with { Frozen = true }),
                RecordPart record => record with { Frozen = true },
                _ => part,
            };
        }
        return Count is { } count
            ? new RepeatedPart(part.Name,
                Enumerable.Range(0, count).Select(number => Numbered(part, Literal.Of(number))).ToEquatableArray())
            : part;
    }

    private static PartSpec Numbered(PartSpec part, string number) => part switch
    {
        LayerPart { Layer: var layer } => new LayerPart(layer with { Name = number }),
        RecordPart record => record with { Name = number },
        _ => part,
    };
}
