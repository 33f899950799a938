using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend;

/// <summary>Checks the author's own members in the body of a model, which must not conflict with the generated ones.</summary>
internal static class MemberReader
{
    /// <summary>Returns the members that are written in the body, not those that come from the parameters or from being a record.</summary>
    public static ImmutableArray<ISymbol> Of(INamedTypeSymbol model) =>
    [
        .. model.GetMembers().Where(member => !member.IsImplicitlyDeclared
            && member is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.UserDefinedOperator) }
            && member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is not ParameterSyntax)),
    ];

    public static void Check(
        INamedTypeSymbol model, ImmutableArray<ISymbol> members, ImmutableArray<LayerReader.Parameter> parameters, ModelTraits traits,
        List<Finding> findings)
    {
        var layers = new HashSet<string>(parameters.Select(p => p.Symbol.Name));
        var setsRequired = parameters.Length > 0
            && parameters[0].Symbol.ContainingSymbol.GetAttributes().Any(a => a.AttributeClass?.Name == "SetsRequiredMembersAttribute");
        for (var i = 0; i < members.Length; i++)
        {
            var (member, anchor) = (members[i], new Anchor(Place.Member, i));
            if (layers.Contains(member.Name))
            {
                if (member is IPropertySymbol { SetMethod: null } or IFieldSymbol { IsReadOnly: true })
                    findings.Add(Finding.Of(Rules.ReadOnlyLayer, anchor, member.Name));
            }
            else if (RecordReader.IsModel(model) || RecordReader.IsImported(model) ? IsTaken(model, member, traits)
                : GeneratedMembers.OfBlocks.Contains(member.Name))
                findings.Add(Finding.Of(Rules.TakenMember, anchor, model.Name, Text(member), "Model"));
            else if (!setsRequired && member is (IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                findings.Add(Finding.Of(Rules.RequiredMember, anchor, model.Name, member.Name, "model", "Initialize"));
        }
    }

    /// <summary>Returns true when the generated half has this same member.</summary>
    public static bool IsTaken(INamedTypeSymbol model, ISymbol member, ModelTraits traits) => member is IMethodSymbol method
        ? GeneratedMembers.IsProperty(method.Name, traits) || GeneratedMembers.IsMethodOf(Signature(model, method), traits)
        : GeneratedMembers.IsGenerated(member.Name, traits);

    /// <summary>Returns true when a member defines how a record prints.</summary>
    public static bool IsText(ISymbol member) => member is IMethodSymbol { Name: "ToString", Parameters.IsEmpty: true } or IMethodSymbol { Name: "PrintMembers" };

    /// <summary>Returns true when an attribute defines how a record is written in JSON.</summary>
    public static bool IsJson(AttributeData attribute) =>
        attribute.AttributeClass is { Name: JsonConverter } or { BaseType.Name: JsonConverter };

    private const string JsonConverter = "JsonConverterAttribute";

    /// <summary>Returns the name as source code shows it: <c>operator +</c>.</summary>
    private static string Text(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator }
        ? member.ToDisplayString(new SymbolDisplayFormat())
        : member.Name;

    private static string Signature(INamedTypeSymbol model, IMethodSymbol method)
    {
        var types = method.Parameters.Select(p => SymbolEqualityComparer.Default.Equals(p.Type, model)
            ? GeneratedMembers.Self
            : p.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat));
        return $"{method.MetadataName}{(method.Arity > 0 ? "<>" : "")}({string.Join(", ", types)})";
    }
}
