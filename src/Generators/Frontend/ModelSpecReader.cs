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
        var layers = LayerReader.Read(symbol, parameters, functions, findings);
        var members = MemberReader.Of(symbol);
        MemberReader.Check(symbol, members, parameters, findings);
        var input = ReadInput(symbol.Name, model, findings);
        var (loss, lossAttribute) = LossReader.Read(symbol, functions, findings);
        ImmutableArray<string> names = [.. parameters.Select(p => p.Symbol.Name)];
        var forward = ForwardReader.Read(symbol, names, members, compilation, expressions, findings, cancellation);

        ModelSpec? spec = null;
        if (findings.Count == 0 && declaration is { } type && input is { } shape && loss is not null && layers.All(l => l.Spec is not null)
            && forward.HasMethod == forward.Spec is not null)
        {
            spec = new ModelSpec(type, shape, layers.Select(l => l.Spec!).ToEquatableArray(), loss) { Forward = forward.Spec };
            var checks = ModelLowering.Check(spec);
            findings.AddRange(checks.Findings);
            if (checks.Model is null) spec = null;
        }

        var map = new DeclarationMap(
            (TypeDeclarationSyntax)context.TargetNode, model, lossAttribute, [.. parameters.Select(p => p.Syntax)], layers, members, expressions);
        var diagnostics = findings.Select(f => Diagnostic.Create(f.Rule, map.Locate(f.Anchor), [.. f.Arguments])).ToEquatableArray();
        var output = declaration is null ? null : new ModelOutput(declaration, spec, spec is null ? Taken(symbol, parameters, members) : []);
        return new ModelCandidate(output, diagnostics);
    }

    /// <summary>The generated members for which the author's own leave no room.</summary>
    private static EquatableArray<string> Taken(
        INamedTypeSymbol symbol, ImmutableArray<LayerReader.Parameter> parameters, ImmutableArray<ISymbol> members) => parameters
        .Select(p => p.Symbol.Name)
        .Where(GeneratedMembers.IsGenerated)
        .Concat(members.Where(member => MemberReader.IsTaken(symbol, member)).Select(member => member.MetadataName))
        .Distinct()
        .ToEquatableArray();

    private static bool IsWithin(SyntaxNode node, SyntaxReference reference) =>
        node.SyntaxTree == reference.SyntaxTree && node.FullSpan.Contains(reference.Span);

    private static AttributeData? FirstModelAttribute(INamedTypeSymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == MetadataNames.Model);

    private static EquatableArray<int>? ReadInput(string name, AttributeData model, List<Finding> findings)
    {
        var reader = new AttributeReader(model, Place.Input, -1, findings);
        if (reader.HasErrors) return null;
        var shape = reader.Ints("inputShape") ?? [];
        if (shape.Count == 0)
        {
            findings.Add(Finding.Of(Rules.NoInputShape, new Anchor(Place.Input), name));
            return null;
        }
        for (var i = 0; i < shape.Count; i++)
        {
            if (shape[i] <= 0)
                findings.Add(Finding.Of(Rules.InputNotPositive, new Anchor(Place.Input, i), Literal.Of(i + 1), name, Literal.Of(shape[i])));
        }
        return shape;
    }
}
