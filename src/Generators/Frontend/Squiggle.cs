using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// Finds the part of a wrong expression to underline. It is the step of a pipeline, the argument of a call, or the keyword of a statement
/// with a body.
/// </summary>
internal static class Squiggle
{
    /// <summary>Returns the own part of an expression or statement, without the steps before it.</summary>
    public static Location Of(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseOrExpression } pipe when !IsName(pipe.Left) => pipe.Right.GetLocation(),
        BinaryExpressionSyntax { Left: BinaryExpressionSyntax } chain => Between(chain.OperatorToken.SpanStart, chain),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax step } call
            when !IsName(step.Expression) => Between(step.Name.SpanStart, call),
        MemberAccessExpressionSyntax step when !IsName(step.Expression) => step.Name.GetLocation(),
        ElementAccessExpressionSyntax element when !IsName(element.Expression) => element.ArgumentList.GetLocation(),
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        LocalFunctionStatementSyntax function => function.Identifier.GetLocation(),
        TryStatementSyntax or LockStatementSyntax or UsingStatementSyntax or FixedStatementSyntax or CheckedStatementSyntax
            or UnsafeStatementSyntax
            or CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or SwitchStatementSyntax =>
                node.GetFirstToken().GetLocation(),
        _ => node.GetLocation(),
    };

    /// <summary>Returns an argument between parentheses or brackets, by its position; null when there is none.</summary>
    public static SyntaxNode? Argument(SyntaxNode node, int index)
    {
        BaseArgumentListSyntax? list = node switch
        {
            InvocationExpressionSyntax call => call.ArgumentList,
            ElementAccessExpressionSyntax element => element.ArgumentList,
            _ => null,
        };
        return list is not null && index < list.Arguments.Count ? list.Arguments[index].Expression : null;
    }

    /// <summary>Returns a side of an operator or of an assignment with an operator; null for another node.</summary>
    public static SyntaxNode? Side(SyntaxNode node, string side) => (node, side) switch
    {
        (BinaryExpressionSyntax binary, Diagnostics.Anchor.Left) => binary.Left,
        (BinaryExpressionSyntax binary, Diagnostics.Anchor.Right) => binary.Right,
        (AssignmentExpressionSyntax assignment, Diagnostics.Anchor.Right) => assignment.Right,
        _ => null,
    };

    /// <summary>Returns true for a name, which is short enough to be underlined together with what follows.</summary>
    private static bool IsName(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax member => IsName(member.Expression),
        SimpleNameSyntax or AliasQualifiedNameSyntax or InstanceExpressionSyntax or PredefinedTypeSyntax => true,
        _ => false,
    };

    private static Location Between(int start, SyntaxNode node) =>
        Location.Create(node.SyntaxTree, TextSpan.FromBounds(start, node.Span.End));
}
