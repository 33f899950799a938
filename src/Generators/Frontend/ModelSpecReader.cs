using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>From a declaration to its spec: the only stage that sees symbols and syntax.</summary>
internal static class ModelSpecReader
{
    /// <summary>Reads a type with [Model]; null for a second part of a type that was read already.</summary>
    public static ModelCandidate? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var model = context.Attributes[0];
        if (FirstModelAttribute(symbol)?.ApplicationSyntaxReference is { } first && !IsWithin(context.TargetNode, first)) return null;

        var findings = new List<Finding>();
        var declaration = DeclarationReader.Read(symbol, context.TargetNode, findings);
        var parameters = LayerReader.ParametersOf(symbol, cancellation);
        var expressions = new List<Location>();
        var compilation = context.SemanticModel.Compilation;
        var functions = new NamedFunctions(symbol, compilation, expressions, findings, cancellation);
        var inputFindings = new List<Finding>();
        var input = InputReader.Read(symbol, model, inputFindings);
        var traits = new ModelTraits(input.Inputs.Count, ReadDerivatives(symbol.Name, model, findings));
        var layers = LayerReader.Read(symbol, parameters, traits, functions, findings);
        var members = MemberReader.Of(symbol);
        MemberReader.Check(symbol, members, parameters, traits, findings);
        findings.AddRange(inputFindings);
        var (loss, lossAttribute) = LossReader.Read(symbol, functions, findings);
        ImmutableArray<string> names = [.. parameters.Select(p => p.Symbol.Name)];
        var draft = input.Shape is { } shape && findings.Count == 0 && declaration is not null && loss is not null && layers.All(l => l.Spec is not null)
            ? new ModelSpec(declaration, shape, layers.Select(l => l.Spec!).ToEquatableArray(), loss) { Inputs = input.Inputs, InputAxes = input.Axes, Derivatives = traits.Derivatives }
            : null;
        var forward = input.AreUnknown ? default : ForwardReader.Read(symbol, names, input.Inputs, members, compilation, draft, expressions, findings, cancellation);
        if (!forward.HasMethod && input.Inputs.Count > 0)
        {
            var inputs = string.Join(" and ", input.Inputs.Select(i => i.Name));
            findings.Add(Finding.Of(Rules.InputsWithoutForward, new Anchor(Place.Model), symbol.Name, inputs, InputReader.Elements(input.Inputs)));
        }

        ModelSpec? spec = null;
        if (findings.Count == 0 && draft is not null && forward.HasMethod == forward.Spec is not null)
        {
            spec = draft with { Forward = forward.Spec };
        }

        var map = new DeclarationMap(
            (TypeDeclarationSyntax)context.TargetNode, AttributeSite.Of(model)!, AttributeSite.Of(lossAttribute), [.. parameters.Select(p => p.Syntax)],
            [.. layers.Select(LayerSite.Of)], [.. members.Select(member => member.Locations[0])], expressions, [.. input.Attributes.Select(a => AttributeSite.Of(a)!)]);
        var skeleton = declaration is null ? null : new ModelOutput(declaration, null, Taken(symbol, parameters, members, traits))
        {
            Inputs = input.Inputs, Derivatives = traits.Derivatives,
        };
        return new ModelCandidate(skeleton, spec, findings, map);
    }

    /// <summary>The generated members for which the author's own leave no room.</summary>
    private static EquatableArray<string> Taken(
        INamedTypeSymbol symbol, ImmutableArray<LayerReader.Parameter> parameters, ImmutableArray<ISymbol> members, ModelTraits traits) => parameters
        .Select(p => p.Symbol.Name)
        .Where(name => GeneratedMembers.IsGenerated(name, traits))
        .Concat(members.Where(member => MemberReader.IsTaken(symbol, member, traits)).Select(member => member.MetadataName))
        .Distinct()
        .ToEquatableArray();

    private static bool IsWithin(SyntaxNode node, SyntaxReference reference) =>
        node.SyntaxTree == reference.SyntaxTree && node.FullSpan.Contains(reference.Span);

    private static AttributeData? FirstModelAttribute(INamedTypeSymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Model));

    private static Derivatives ReadDerivatives(string name, AttributeData model, List<Finding> findings)
    {
        var asked = new AttributeReader(model, Place.Input, -1, findings).Enum("Derivatives") ?? 0;
        if ((asked & ~(int)GeneratedMembers.Every) == 0) return (Derivatives)asked;
        findings.Add(Finding.Of(Rules.UnknownDerivatives, new Anchor(Place.Input, Argument: "Derivatives"), name, Literal.Of(asked)));
        return Derivatives.None;
    }
}
