using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Reads functions of numbers, where they stand, by running them on numbers of which nothing is known.</summary>
internal static class ElementwiseReader
{
    /// <summary>A kernel has eight buffers, of which the result and the gradients of two orders are three.</summary>
    private const int MostArguments = 4;

    public static bool IsElementwise(IMethodSymbol method) => method.GetAttributes().Any(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Elementwise));

    /// <summary>What is wrong with a function of its own, without any model: all that the generator has to say of it.</summary>
    public static EquatableArray<Diagnostic> Check(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        if (context.TargetSymbol is not IMethodSymbol { Name.Length: > 0 } method || context.SemanticModel.Compilation is not { } compilation) return [];
        var (sites, findings) = (new Sites(), new List<Finding>());
        if (Fault(method) is { } fault)
            return fault.Length == 0 ? [] : [Diagnostic.Create(Rules.ElementwiseSignature, method.Locations[0], method.Name, fault)];
        new Evaluator([], [], compilation, null, sites, findings, cancellation).RunScalar(method);
        return findings.Select(sites.Diagnose).ToEquatableArray();
    }

    /// <summary>What is wrong with a signature; empty where the compiler has said it, null where nothing is.</summary>
    public static string? Fault(IMethodSymbol method) =>
        method.Parameters.Select(p => p.Type).Append(method.ReturnType).Any(t => t.TypeKind == TypeKind.Error) ? ""
        : !method.IsStatic ? "is an instance method"
        : method.Arity > 0 || method.ContainingType is { IsGenericType: true } ? "is generic, or stands in a generic type"
        : method.IsAsync || method.Parameters.Any(p => p.RefKind != RefKind.None || p.IsParams) ? "takes references or a list"
        : FaultOf(method.Parameters, method.ReturnType) is { } fault ? fault
        : !method.DeclaringSyntaxReferences.IsEmpty && method.DeclaringSyntaxReferences.All(r => r.GetSyntax() is MethodDeclarationSyntax { Body: null, ExpressionBody: null }) ? "has no body"
        : null;

    /// <summary>What is wrong with the numbers that a function takes and gives, or null.</summary>
    public static string? FaultOf(ImmutableArray<IParameterSymbol> parameters, ITypeSymbol result) =>
        result.SpecialType != SpecialType.System_Single ? $"returns '{result.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}', not float"
        : parameters.Length is 0 or > MostArguments ? $"takes {Literal.Of(parameters.Length)} numbers, not one to {Literal.Of(MostArguments)}"
        : parameters.FirstOrDefault(p => p.Type.SpecialType != SpecialType.System_Single) is { } other
            ? $"takes '{other.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}', not float"
        : null;
}
