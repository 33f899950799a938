using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>What is wrong with the signature of a method.</summary>
/// <param name="Text">A part of a sentence; empty where the compiler has said it.</param>
/// <param name="At">The part of the signature that is wrong; null for the method's name.</param>
internal readonly record struct SignatureFault(string Text, SyntaxNode? At = null)
{
    /// <summary>What is to be underlined.</summary>
    public Location In(IMethodSymbol method) => At is null ? method.Locations[0] : Squiggle.Of(At);
}

/// <summary>The parts of a signature as they are written; null for those of another project and for what is not written.</summary>
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
