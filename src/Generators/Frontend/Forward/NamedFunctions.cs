using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// Finds the author's methods that attributes name. <c>nameof(Curves.Mish)</c> is resolved to the method; a text is searched among the
/// methods that are visible from there.
/// </summary>
internal sealed class NamedFunctions(
    INamedTypeSymbol model, Compilation compilation, Sites sites, List<Finding> findings, CancellationToken cancellation)
{
    /// <summary>A name in an attribute, and the methods with that name.</summary>
    /// <param name="Text">The name.</param>
    /// <param name="Methods">The methods, with any parameters.</param>
    public readonly record struct Named(string Text, ImmutableArray<IMethodSymbol> Methods);

    /// <summary>Returns the methods that an argument of an attribute names; null when the argument is not given.</summary>
    public Named? Find(AttributeData attribute, string argument)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax
            || Expression(attribute, syntax, argument) is not { } expression) return null;
        var semantics = compilation.GetSemanticModel(expression.SyntaxTree);
        if (semantics.GetConstantValue(expression, cancellation) is not { HasValue: true, Value: string text }) return null;
        var named = expression is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: [{ Expression: var of }] }
            ? semantics.GetMemberGroup(of, cancellation).Concat(semantics.GetSymbolInfo(of, cancellation).CandidateSymbols)
            : semantics.LookupSymbols(expression.SpanStart, name: text).Concat(model.GetMembers(text));
        return new Named(text, [.. named.OfType<IMethodSymbol>().Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)]);
    }

    /// <summary>
    /// Returns the function of a number that a layer's attribute names; null when it names none, or when something is wrong, which is
    /// reported.
    /// </summary>
    public ScalarFunction? Activation(string layer, AttributeData attribute, AttributeReader reader, string argument)
    {
        if (Find(attribute, argument) is not { } named) return null;
        var fitting = named.Methods.FirstOrDefault(method => Fault(method) is null);
        if (fitting is null)
        {
            var why = named.Methods.IsEmpty ? "no method with this name is visible here" : named.Methods.Select(Fault).FirstOrDefault(fault => fault is { Length: > 0 });
            if (why is not null) reader.Report(Rules.NoFunction, argument, layer, named.Text, why);
            return null;
        }
        var reported = findings.Count;
        var function = new Evaluator([], [], compilation, null, sites, findings, cancellation).RunScalar(fitting);
        // Faults of a method with [Elementwise] are reported at the method.
        if (ElementwiseReader.IsElementwise(fitting)) findings.RemoveRange(reported, findings.Count - reported);
        return function;

        static string? Fault(IMethodSymbol method) => ElementwiseReader.Fault(method)?.Text ?? (method.Parameters.Length == 1 ? null : "takes several numbers, but an activation takes one")
            ?? (method.DeclaringSyntaxReferences.IsEmpty ? "is not of this project, so its code can't be read" : null);
    }

    /// <summary>Returns the loss that an attribute names; null when something is wrong, which is reported.</summary>
    public MethodSpec? Loss(AttributeData attribute, AttributeReader reader, string argument)
    {
        if (Find(attribute, argument) is not { } named) return null;
        var fitting = named.Methods.FirstOrDefault(method => Fault(method) is null);
        if (fitting is null)
        {
            var why = named.Methods.IsEmpty ? "no method with this name is visible here" : named.Methods.Select(Fault).FirstOrDefault(fault => fault is { Length: > 0 });
            if (why is not null) reader.Report(Rules.NoLossFunction, argument, named.Text, why);
            return null;
        }
        var trace = new Evaluator([], [], compilation, null, sites, findings, cancellation).Run(fitting);
        return trace.IsComplete ? new MethodSpec(fitting.Name, trace) : null;

        static string? Fault(IMethodSymbol method) =>
            method.Parameters.Select(p => p.Type).Append(method.ReturnType).Any(t => t.TypeKind == TypeKind.Error) ? ""
            : !method.IsStatic ? "it is an instance method"
            : method.Arity > 0 || method.ContainingType is { IsGenericType: true } ? "it is generic, or stands in a generic type"
            : method.Parameters.Length != 2 || method.Parameters.Any(p => !ForwardReader.IsTensor(p.Type) || p.RefKind != RefKind.None) ? "it does not take two tensors"
            : !ForwardReader.IsTensor(method.ReturnType) ? $"it returns '{method.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'"
            : method.DeclaringSyntaxReferences.IsEmpty ? "it is not of this project, so its code can't be read"
            : MethodBodies.IsMissing(method) ? "it has no body"
            : null;
    }

    private static ExpressionSyntax? Expression(AttributeData attribute, AttributeSyntax syntax, string argument)
    {
        if (syntax.ArgumentList?.Arguments is not { } arguments) return null;
        var named = arguments.FirstOrDefault(a => (a.NameEquals?.Name ?? a.NameColon?.Name)?.Identifier.ValueText == argument);
        var position = attribute.AttributeConstructor?.Parameters.FirstOrDefault(p => p.Name == argument)?.Ordinal ?? -1;
        return named?.Expression
            ?? (position >= 0 && position < arguments.Count && arguments[position] is { NameEquals: null, NameColon: null } positional
                ? positional.Expression : null);
    }
}
