using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>A feature attribute with its parameter, while it is read.</summary>
/// <param name="attribute">The attribute.</param>
/// <param name="kind">Its name, without the suffix.</param>
/// <param name="parameter">Name of the parameter.</param>
/// <param name="cell">The type of the parameter's values.</param>
/// <param name="faults">The list to which faults are added.</param>
internal sealed class FeatureArguments(AttributeData attribute, string kind, string parameter, CellSpec cell, FeatureFaults faults)
{
    private readonly AttributeSite site = AttributeSite.Of(attribute)!;

    public string Kind => kind;

    public CellSpec Cell => cell;

    public AttributeReader Reader { get; } = new(attribute, Place.LayerAttribute, 0, []);

    /// <summary>The place of the whole attribute.</summary>
    public Location? At => site.Syntax?.GetLocation();

    /// <summary>Reports a fault at an argument, or at the attribute when the argument is not written.</summary>
    public void Report(DiagnosticDescriptor rule, string argument, params string[] arguments) =>
        faults.Add(rule, site.Argument(argument)?.GetLocation() ?? At, [kind, parameter, .. arguments]);

    /// <summary>Reports a fault at an item of the attribute's list.</summary>
    public void ReportItem(DiagnosticDescriptor rule, int item, params string[] arguments)
    {
        var items = site.Items();
        faults.Add(rule, item >= 0 && item < items.Count ? items[item].GetLocation() : At, [kind, parameter, .. arguments]);
    }

    /// <summary>
    /// Returns the name of a member of an enumeration; empty for the first member, which is the default. It is null for a number without a
    /// member, which is reported.
    /// </summary>
    public string? Member(string argument)
    {
        if (Reader.Member(argument) is not { Value: not 0 } member) return "";
        if (member.Name is null) Report(Rules.FeatureOption, argument, $"the {argument} {Support.Literal.Of(member.Value)}", $"{argument} must be one of the members of {argument}");
        return member.Name;
    }
}
