using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;

namespace ModelDsl.Generators.Frontend;

/// <summary>Finds the location of an anchor in a model's declaration.</summary>
internal sealed class DeclarationMap(
    TypeDeclarationSyntax model, AttributeData input, AttributeData? loss, IReadOnlyList<ParameterSyntax> parameters,
    IReadOnlyList<LayerReader.Layer> layers, IReadOnlyList<ISymbol> members, IReadOnlyList<Location> expressions)
{
    public Location Locate(Anchor anchor) => anchor.Place switch
    {
        Place.Model => model.Identifier.GetLocation(),
        Place.Input => Argument(input, anchor)?.GetLocation() ?? Whole(input),
        Place.Loss => loss is null ? model.Identifier.GetLocation() : Argument(loss, anchor)?.GetLocation() ?? Whole(loss),
        Place.Repeat when layers[anchor.Index].Repeat is { } repeat => Argument(repeat, anchor)?.GetLocation() ?? Whole(repeat),
        Place.Frozen when layers[anchor.Index].Frozen is { } frozen => Whole(frozen),
        Place.Layer => parameters[anchor.Index].Identifier.GetLocation(),
        Place.LayerType => parameters[anchor.Index].Type?.GetLocation() ?? parameters[anchor.Index].GetLocation(),
        Place.Member => members[anchor.Index].Locations[0],
        Place.Expression => expressions[anchor.Index],
        Place.Initialize when layers[anchor.Index].Initializers[anchor.Part] is { } initialize => Argument(initialize, anchor)?.GetLocation() ?? Whole(initialize),
        Place.LayerAttribute when layers[anchor.Index].Attribute is { } attribute => Argument(attribute, anchor)?.GetLocation() ?? Whole(attribute),
        _ => parameters[anchor.Index].GetLocation(),
    };

    private Location Whole(AttributeData attribute) => attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? model.Identifier.GetLocation();

    /// <summary>The expression of an argument: by name, by the position of its parameter, or the i-th of a params array.</summary>
    private static ExpressionSyntax? Argument(AttributeData attribute, Anchor anchor)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax() is not AttributeSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }) return null;
        if (anchor.Place == Place.Input)
        {
            var dimensions = Elements(arguments);
            return anchor.Index >= 0 && anchor.Index < dimensions.Count ? dimensions[anchor.Index] : null;
        }
        if (anchor.Argument.Length == 0) return null;

        var named = arguments.FirstOrDefault(a => (a.NameColon?.Name ?? a.NameEquals?.Name)?.Identifier.ValueText == anchor.Argument);
        if (named is not null) return named.Expression;
        var position = attribute.AttributeConstructor?.Parameters.FirstOrDefault(p => p.Name == anchor.Argument)?.Ordinal ?? -1;
        return position >= 0 && position < arguments.Count && arguments[position] is { NameColon: null, NameEquals: null } positional
            ? positional.Expression
            : null;
    }

    /// <summary>The dimensions of [Model(…)], however they are written: as arguments, or as one array.</summary>
    private static IReadOnlyList<ExpressionSyntax> Elements(SeparatedSyntaxList<AttributeArgumentSyntax> arguments) => arguments[0].Expression switch
    {
        ArrayCreationExpressionSyntax { Initializer.Expressions: var elements } => [.. elements],
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: var elements } => [.. elements],
        CollectionExpressionSyntax { Elements: var elements } => [.. elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression)],
        _ => [.. arguments.Select(a => a.Expression)],
    };
}
