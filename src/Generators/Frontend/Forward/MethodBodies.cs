using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Where the body of a method stands: of a partial one at its other half, whichever half has the attribute.</summary>
internal static class MethodBodies
{
    /// <summary>The half of a method that has its body.</summary>
    public static IMethodSymbol Written(IMethodSymbol method) => method.PartialImplementationPart ?? method;

    /// <summary>Whether a method of this project is declared without a body.</summary>
    public static bool IsMissing(IMethodSymbol method) => Written(method).DeclaringSyntaxReferences is { IsEmpty: false } declarations
        && declarations.All(declaration => declaration.GetSyntax() is MethodDeclarationSyntax { Body: null, ExpressionBody: null });
}
