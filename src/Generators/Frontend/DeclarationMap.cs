using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;

namespace ModelDsl.Generators.Frontend;

/// <summary>An attribute in source code. It holds no symbol, so that it may be kept from one edit to the next.</summary>
/// <param name="Syntax">The attribute; null when its text is not part of this project.</param>
/// <param name="Parameters">Names of its constructor's parameters.</param>
internal sealed record AttributeSite(AttributeSyntax? Syntax, ImmutableArray<string> Parameters)
{
    public static AttributeSite? Of(AttributeData? attribute) => attribute is null ? null : new AttributeSite(
        attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax,
        [.. (attribute.AttributeConstructor?.Parameters ?? []).Select(p => p.Name)]);

    /// <summary>Returns the expression of an argument; null when it is not written.</summary>
    /// <param name="names">Its name, or several names between commas, of which the first one that is written counts.</param>
    public ExpressionSyntax? Argument(string names)
    {
        if (Syntax is not { ArgumentList.Arguments: { Count: > 0 } arguments } || names.Length == 0) return null;
        return names.Split(',').Select(Written).FirstOrDefault(expression => expression is not null);

        ExpressionSyntax? Written(string name)
        {
            var named = arguments.FirstOrDefault(a => (a.NameColon?.Name ?? a.NameEquals?.Name)?.Identifier.ValueText == name);
            if (named is not null) return named.Expression;
            var position = Parameters.IndexOf(name);
            return position >= 0 && position < arguments.Count && arguments[position] is { NameColon: null, NameEquals: null } positional
                ? positional.Expression : null;
        }
    }

    /// <summary>Returns the items of a <c>params</c> array, written as arguments or as one array.</summary>
    /// <param name="first">The number of arguments before the array.</param>
    public IReadOnlyList<ExpressionSyntax> Items(int first = 0)
    {
        if (Syntax?.ArgumentList is not { Arguments: var arguments }) return [];
        var positional = arguments.Skip(first).Where(a => a.NameEquals is null).Select(a => a.Expression).ToArray();
        return positional.FirstOrDefault() switch
        {
            ArrayCreationExpressionSyntax { Initializer.Expressions: var elements } => [.. elements],
            ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: var elements } => [.. elements],
            CollectionExpressionSyntax { Elements: var elements } =>
                [.. elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression)],
            _ => positional,
        };
    }
}

/// <summary>
/// A layer's attributes: the layer's own, the initializers, and those for repetition, for training and for both directions.
/// </summary>
internal sealed record LayerSite(
    AttributeSite? Attribute, ImmutableArray<AttributeSite> Initializers, AttributeSite? Repeat, AttributeSite? Frozen,
    AttributeSite? Directions)
{
    public static LayerSite Of(LayerReader.Layer layer) => new(
        AttributeSite.Of(layer.Attribute), layer.Initializers.IsDefault ? []
            : [.. layer.Initializers.Select(i => AttributeSite.Of(i)!)], AttributeSite.Of(layer.Repeat),
        AttributeSite.Of(layer.Frozen), AttributeSite.Of(layer.Directions));
}

/// <summary>Finds the location of an anchor in a model's declaration.</summary>
internal sealed class DeclarationMap(
    TypeDeclarationSyntax model, AttributeSite input, IReadOnlyList<AttributeSite> losses, IReadOnlyList<ParameterSyntax> parameters,
    IReadOnlyList<LayerSite> layers, IReadOnlyList<Location> members, Sites sites, IReadOnlyList<AttributeSite> inputs,
    AttributeSite? weights)
{
    public static DeclarationMap Of(RecordReading reading, TypeDeclarationSyntax node, AttributeData attribute) => new(
        node, AttributeSite.Of(attribute)!, [.. reading.Losses.Select(loss => AttributeSite.Of(loss)!)],
        [.. reading.Parameters.Select(p => p.Syntax)], [.. reading.Layers.Select(LayerSite.Of)],
        [.. reading.Members.Select(member => member.Locations[0])], reading.Sites,
        [.. reading.Input.Attributes.Select(a => AttributeSite.Of(a)!)], AttributeSite.Of(reading.Weights));

    /// <summary>
    /// Returns the map of a model that comes from a file. All that is not in the author's half is reported at the attribute that names the
    /// file.
    /// </summary>
    public static DeclarationMap OfImported(
        TypeDeclarationSyntax node, AttributeData attribute, IEnumerable<AttributeData> losses, IEnumerable<ISymbol> members, Sites sites,
        AttributeData? weights) => new(
        node, AttributeSite.Of(attribute)!, [.. losses.Select(loss => AttributeSite.Of(loss)!)], [], [],
        [.. members.Select(member => member.Locations[0])], sites, [], AttributeSite.Of(weights))
        { isImported = true };

    private bool isImported;

    /// <summary>Returns the diagnostic for a finding, at its place, with the places that explain it.</summary>
    public Diagnostic Diagnose(Finding finding) => Diagnostic.Create(
        finding.Rule, Locate(finding.Anchor), [.. finding.Others.Select(Locate), .. sites.Around(finding.Anchor)], [.. finding.Arguments]);

    /// <summary>
    /// Returns the diagnostic for a finding of the whole model. If the model comes from a file, its layers and its method have no place but
    /// the attribute that names the file.
    /// </summary>
    public Diagnostic DiagnoseWhole(Finding finding) =>
        Diagnose(isImported && !IsAuthors(finding.Anchor) ? finding with { Anchor = new Anchor(Place.Input), Others = [] } : finding);

    private Location Locate(Anchor anchor) => anchor.Place switch
    {
        Place.Model => model.Identifier.GetLocation(),
        Place.Input => Argument(input, anchor)?.GetLocation() ?? Whole(input),
        Place.NamedInput => NamedInput(inputs[anchor.Index], anchor),
        Place.Loss => Argument(losses[anchor.Index], anchor)?.GetLocation() ?? Whole(losses[anchor.Index]),
        Place.Weights when weights is not null => Argument(weights, anchor)?.GetLocation() ?? Whole(weights),
        Place.Repeat when layers[anchor.Index].Repeat is { } repeat => Argument(repeat, anchor)?.GetLocation() ?? Whole(repeat),
        Place.Directions when layers[anchor.Index].Directions is { } both => Argument(both, anchor)?.GetLocation() ?? Whole(both),
        Place.Frozen when layers[anchor.Index].Frozen is { } frozen => Whole(frozen),
        Place.Layer => parameters[anchor.Index].Identifier.GetLocation(),
        Place.LayerType => parameters[anchor.Index].Type?.GetLocation() ?? parameters[anchor.Index].GetLocation(),
        Place.Member => members[anchor.Index],
        Place.Expression => sites.Locate(anchor),
        Place.Initialize when layers[anchor.Index].Initializers[anchor.Part] is { } initialize =>
            Argument(initialize, anchor)?.GetLocation() ?? Whole(initialize),
        Place.LayerAttribute when layers[anchor.Index].Attribute is { } attribute =>
            Argument(attribute, anchor)?.GetLocation() ?? Whole(attribute),
        _ => parameters[anchor.Index].GetLocation(),
    };

    /// <summary>Returns true for a place in the author's half of a model that comes from a file.</summary>
    private bool IsAuthors(Anchor anchor) => anchor.Place switch
    {
        Place.Model => true,
        Place.Loss => anchor.Index < losses.Count,
        Place.Weights => weights is not null,
        _ => false,
    };

    private Location NamedInput(AttributeSite attribute, Anchor anchor)
    {
        if (attribute.Syntax is not { ArgumentList.Arguments: { Count: > 0 } arguments }) return Whole(attribute);
        if (anchor.Argument == "name") return arguments[0].Expression.GetLocation();
        var dimensions = attribute.Items(first: 1);
        return anchor.Part > 0 && anchor.Part <= dimensions.Count ? dimensions[anchor.Part - 1].GetLocation() : Whole(attribute);
    }

    private Location Whole(AttributeSite attribute) => attribute.Syntax?.GetLocation() ?? model.Identifier.GetLocation();

    /// <summary>Returns the expression of an argument: by name, by the position of its parameter, or the i-th of a params array.</summary>
    private static ExpressionSyntax? Argument(AttributeSite attribute, Anchor anchor)
    {
        if (anchor is not { Place: Place.Input, Argument.Length: 0 }) return attribute.Argument(anchor.Argument);
        var dimensions = attribute.Items();
        return anchor.Index >= 0 && anchor.Index < dimensions.Count ? dimensions[anchor.Index] : null;
    }
}
