using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Forward;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>The front end's result for a record with [Optimizer].</summary>
internal sealed record OptimizerCandidate(OptimizerOutput? Output, EquatableArray<Diagnostic> Diagnostics);

/// <summary>Reads optimizers: partial records derived from <c>Optimizer</c>, whose update rule is a function of numbers.</summary>
internal static class OptimizerReader
{
    /// <summary>A kernel has eight buffers; two of them are the weights and the gradient.</summary>
    private const int MostStates = 6;

    public static OptimizerCandidate? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        if (symbol.BaseType is { TypeKind: TypeKind.Error } || declaration.Identifier.IsMissing) return null;
        var (sites, findings) = (new Sites(), new List<Finding>());
        if (EmittedFiles.Find(symbol, declaration) is { } emitted) findings.Add(emitted);
        else
        {
            DeclarationReader.CheckLanguage(symbol.Name, declaration, findings);
            if (GeneratedMembers.OfOptimizers.Contains(symbol.Name)) findings.Add(Finding.Of(Rules.OwnName, new Anchor(Place.Model), "An optimizer", symbol.Name));
        }
        if (findings.Count > 0) return new OptimizerCandidate(null,
            findings.Select(f => Diagnostic.Create(f.Rule, declaration.Identifier.GetLocation(), [.. f.Arguments])).ToEquatableArray());
        if (Fault(symbol, declaration) is { } fault)
            return new OptimizerCandidate(null,
                [Diagnostic.Create(Rules.OptimizerDeclaration, declaration.Identifier.GetLocation(), symbol.Name, fault,
                    Example(declaration))]);

        var type = DeclarationReader.Of(symbol);
        var hasFaults = symbol.GetMembers("FormulaFaults").Any();
        var method = symbol.GetMembers().OfType<IMethodSymbol>().Where(IsUpdate).ToArray();
        if (method.Length != 1)
        {
            var which = method.Length == 0 ? "has no method marked [Update]" : $"has the [Update] methods {string.Join(" and ", method.Select(m => m.Name))}";
            return Failed(Diagnostic.Create(Rules.OptimizerDeclaration, declaration.Identifier.GetLocation(), symbol.Name, which,
                Example(declaration)));
        }
        if (Fault(method[0]) is { Text: var text } wrong)
            return text.Length == 0 ? Failed()
                : Failed(Diagnostic.Create(Rules.UpdateSignature, wrong.In(method[0]), method[0].Name, text, Example(method[0])));
        var rule = new Evaluator([], [], context.SemanticModel.Compilation, null, sites, findings, cancellation).RunUpdate(method[0]);
        if (rule is null) return Failed([.. findings.Select(sites.Diagnose)]);

        if (rule.Value.Numbers.FirstOrDefault(n => symbol.GetMembers(n).Any(ObsoleteParts.IsForbidden)) is { } forbidden
            && !DeclarationReader.Around(symbol).Any(ObsoleteParts.IsObsolete))
            return Failed(Diagnostic.Create(Rules.ForbiddenPart, declaration.Identifier.GetLocation(), forbidden, symbol.Name));

        var states = States(method[0]).Select(p => new OptimizerState(p.Name, Initial(p))).ToEquatableArray();
        var properties = rule.Value.Numbers.Where(
            n => symbol.GetMembers(n).OfType<IPropertySymbol>()
                .Any(p => p.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single));
        var spec = new OptimizerSpec(type, states, rule.Value.Numbers.ToEquatableArray(), properties.ToEquatableArray(),
            rule.Value.Function, hasFaults);
        return new OptimizerCandidate(new OptimizerOutput(type, spec, hasFaults), []);

        OptimizerCandidate Failed(params Diagnostic[] diagnostics) =>
            new(new OptimizerOutput(type, null, hasFaults), diagnostics.ToEquatableArray());
    }

    /// <summary>Returns true when a parameter is known by its name, so that it is no weight, gradient or state.</summary>
    public static bool IsNamed(IParameterSymbol parameter) => parameter.Name is "learningRate" or "step";

    /// <summary>Returns the parameters that are kept between steps.</summary>
    public static IEnumerable<IParameterSymbol> States(IMethodSymbol method) => method.Parameters.Skip(2).Where(p => !IsNamed(p));

    /// <summary>Returns the right form of the declaration.</summary>
    private static string Example(TypeDeclarationSyntax declaration)
    {
        var access = string.Concat(declaration.Modifiers.Where(m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PrivateKeyword).Select(m => m.Text + " "));
        return $"[Optimizer] {access}sealed partial record {declaration.Identifier.Text}({(declaration.ParameterList is { Parameters.Count: > 0 } ? "…" : "")}) : Optimizer(0.01)";
    }

    /// <summary>Returns the right form of the rule's signature, with the author's names.</summary>
    private static string Example(IMethodSymbol method)
    {
        var states = States(method).Take(MostStates).Select(p => p.Name).ToArray();
        string Own(int index, string usual) =>
            index < method.Parameters.Length && !IsNamed(method.Parameters[index]) ? method.Parameters[index].Name : usual;
        string[] numbers = [Own(0, "weight"), Own(1, "gradient"), .. states, .. method.Parameters.Where(IsNamed).Select(p => p.Name)];
        var result = states.Length == 0 ? "float" : $"(float, {string.Join(", ", states.Select(_ => "float"))})";
        return $"{result} {method.Name}({string.Join(", ", numbers.Distinct().Select(name => "float " + name))})";
    }

    private static bool IsUpdate(IMethodSymbol method) =>
        method.GetAttributes().Any(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Update));

    private static double Initial(IParameterSymbol parameter) =>
        parameter.GetAttributes().FirstOrDefault(a =>
            MetadataNames.Is(a.AttributeClass, MetadataNames.State))?.ConstructorArguments is [{ Value: double initial }] ? initial : 0;

    private static string? Fault(INamedTypeSymbol symbol, TypeDeclarationSyntax declaration) =>
        !symbol.IsRecord || symbol.TypeKind != TypeKind.Class ? "is not a record"
        : symbol.BaseType?.ToDisplayString() != MetadataNames.Optimizer ? "is not derived from Optimizer"
        : !declaration.Modifiers.Any(SyntaxKind.PartialKeyword) ? "is not partial"
        : symbol.IsAbstract ? "is abstract"
        : DeclarationReader.Around(symbol).Any(t => t.IsGenericType || t.IsFileLocal) ? "is generic or local to a file, or stands inside such a type"
        : !DeclarationReader.Around(symbol.ContainingType).All(DeclarationReader.IsPartial) ? "stands in a type that is not partial"
        : null;

    /// <summary>Returns what is wrong with a rule's signature; null when it is right.</summary>
    private static SignatureFault? Fault(IMethodSymbol method)
    {
        const string Floats = "does not take floats, weight and gradient first, and return floats";
        var states = States(method).Count();
        ITypeSymbol[] results = method.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple
            ? [.. tuple.TupleElements.Select(e => e.Type)] : [method.ReturnType];
        return method.Parameters.Select(p => p.Type).Concat(results).Any(t => t.TypeKind == TypeKind.Error) ? new("")
            : method.Arity > 0 || method.IsAsync ? new("is generic or async", SignatureParts.TypeParameters(method))
            : method.Parameters.FirstOrDefault(p => p.RefKind != RefKind.None || p.IsParams) is { } reference ? new("takes references or a list", SignatureParts.Of(reference))
            : method.Parameters.Length < 2 || IsNamed(method.Parameters[0]) || IsNamed(method.Parameters[1])
            ? new(Floats, SignatureParts.Parameters(method))
            : method.Parameters.FirstOrDefault(p => p.Type.SpecialType != SpecialType.System_Single) is { } other
            ? new(Floats, SignatureParts.TypeOf(other))
            : results.Any(t => t.SpecialType != SpecialType.System_Single) ? new(Floats, SignatureParts.Result(method))
            : states > MostStates ? new($"keeps {Literal.Of(states)} numbers for each weight, more than {Literal.Of(MostStates)}", SignatureParts.Parameters(method))
            : results.Length != 1 + states
                ? new($"returns {Literal.Of(results.Length)} numbers, but needs one for the weight and {Literal.Of(states)} that it keeps", SignatureParts.Result(method))
            : MethodBodies.IsMissing(method) ? new("has no body")
            : null;
    }
}
