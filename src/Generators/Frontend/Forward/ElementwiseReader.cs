using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Reads functions of numbers where they are declared, by running them on numbers with unknown values.</summary>
internal static class ElementwiseReader
{
    /// <summary>A kernel has eight buffers; three of them are the result and the gradients of two orders.</summary>
    private const int MostArguments = 4;

    public static bool IsElementwise(IMethodSymbol method) =>
        method.GetAttributes().Any(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Elementwise));

    /// <summary>Returns all findings about a function alone, without any model.</summary>
    public static EquatableArray<Diagnostic> Check(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not IMethodSymbol { Name.Length: > 0 } method
            || context.SemanticModel.Compilation is not { } compilation) return [];
        var (sites, findings) = (new Sites(), new List<Finding>());
        if (Fault(method) is { Text: var text } fault)
            return text.Length == 0 ? [] : [Diagnostic.Create(Rules.ElementwiseSignature, fault.In(method), method.Name, text)];
        new Evaluator([], [], compilation, null, sites, findings, cancellation).RunScalar(method);
        return findings.Select(sites.Diagnose).ToEquatableArray();
    }

    /// <summary>Returns what is wrong with a signature; null when it is right.</summary>
    public static SignatureFault? Fault(IMethodSymbol method) =>
        method.Parameters.Select(p => p.Type).Append(method.ReturnType).Any(t => t.TypeKind == TypeKind.Error) ? new("")
        : !method.IsStatic ? new("is an instance method")
        : method.Arity > 0 || method.ContainingType is { IsGenericType: true } ? new("is generic, or stands in a generic type", SignatureParts.TypeParameters(method))
        : method.IsAsync ? new("is async")
        : method.Parameters.FirstOrDefault(p => p.RefKind != RefKind.None || p.IsParams) is { } reference ? new("takes references or a list", SignatureParts.Of(reference))
        : FaultOf(method) is { } fault ? fault
        : MethodBodies.IsMissing(method) ? new("has no body")
        : null;

    /// <summary>Returns what is wrong with the numbers that a function takes and returns; null when they are right.</summary>
    public static SignatureFault? FaultOf(IMethodSymbol method) =>
        method.ReturnType.SpecialType != SpecialType.System_Single ? new($"returns '{Text(method.ReturnType)}', not float", SignatureParts.Result(method))
        : method.Parameters.Length is 0 or > MostArguments
            ? new($"takes {Literal.Of(method.Parameters.Length)} numbers, not one to {Literal.Of(MostArguments)}", SignatureParts.Parameters(method))
        : method.Parameters.FirstOrDefault(p => p.Type.SpecialType != SpecialType.System_Single) is { } other
            ? new($"takes '{Text(other.Type)}', not float", SignatureParts.TypeOf(other))
        : null;

    private static string Text(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
