using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>A fault in the signature of a method.</summary>
/// <param name="Text">A part of a sentence; empty when the compiler has reported the fault.</param>
/// <param name="At">The part of the signature that is wrong; null for the method's name.</param>
internal readonly record struct SignatureFault(string Text, SyntaxNode? At = null)
{
    /// <summary>Returns the place to underline.</summary>
    public Location In(IMethodSymbol method) => At is null ? method.Locations[0] : Squiggle.Of(At);
}

/// <summary>The parts of a signature in source code; null for a method of another project and for a part that is not written.</summary>
internal static class SignatureParts
{
    public static SyntaxNode? Result(IMethodSymbol method) => Declaration(method)?.ReturnType;

    public static SyntaxNode? Parameters(IMethodSymbol method) => Declaration(method)?.ParameterList;

    public static SyntaxNode? TypeParameters(IMethodSymbol method) => Declaration(method)?.TypeParameterList;

    public static SyntaxNode? Of(IParameterSymbol parameter) => parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();

    public static SyntaxNode? TypeOf(IParameterSymbol parameter) => (Of(parameter) as ParameterSyntax)?.Type;

    private static MethodDeclarationSyntax? Declaration(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as MethodDeclarationSyntax;
}
