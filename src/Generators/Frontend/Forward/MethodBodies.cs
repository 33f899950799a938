using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Finds the body of a method. A partial method has it in the other half, whichever half has the attribute.</summary>
internal static class MethodBodies
{
    /// <summary>Returns the half of a method that has its body.</summary>
    public static IMethodSymbol Written(IMethodSymbol method) => method.PartialImplementationPart ?? method;

    /// <summary>Returns true when a method of this project is declared without a body.</summary>
    public static bool IsMissing(IMethodSymbol method) => Written(method).DeclaringSyntaxReferences is { IsEmpty: false } declarations
        && declarations.All(declaration => declaration.GetSyntax() is MethodDeclarationSyntax { Body: null, ExpressionBody: null });
}
