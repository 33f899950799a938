using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// Runs a method while it is compiled: C# is computed, functions of tensors are written down. So loops are unrolled, calls of the author's methods are written out
/// and variables are gone, by the rules of C# and no others. The first thing that can't be read ends it.
/// </summary>
internal sealed partial class Evaluator(
    EquatableArray<PartSpec> parts, bool training, Compilation compilation, List<Location> expressions, List<Finding> findings,
    CancellationToken cancellation)
{
    /// <summary>Statements and expressions of one run: more are a loop that was meant to end.</summary>
    private const int MostSteps = 200_000;

    /// <summary>Lambdas within lambdas: more call themselves.</summary>
    private const int MostCalls = 100;

    /// <summary>Tensors of one method: more would be a program that takes minutes to compile.</summary>
    private const int MostTensors = 5_000;

    private readonly ImmutableArray<LayerSpec> layers = [.. parts.SelectMany(part => part.Layers)];
    private readonly List<TensorNode> nodes = [];
    private readonly Dictionary<SyntaxNode, int> places = [];
    private readonly Stack<IMethodSymbol> calls = new();
    private Scope scope = new(null);
    private AbstractValue returned = new AbstractValue.Nothing();
    private int steps;

    /// <summary>The way of a method; null where it can't be read, which is reported.</summary>
    public TensorTrace? Run(IMethodSymbol method)
    {
        try
        {
            nodes.Add(new TensorNode(TensorNode.Input, [], Place: -1));
            AbstractValue[] arguments = [new AbstractValue.Model(parts, 0, "", null), new AbstractValue.Tensor(0), new AbstractValue.Constant(training)];
            var declaration = method.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).First();
            var result = Enter(new AbstractValue.Function(method, null, null), Bodies(method), [.. arguments.Take(method.Parameters.Length)], declaration);
            if (result is not AbstractValue.Tensor tensor) throw new UnreadableException();
            return new TensorTrace(nodes.ToEquatableArray(), tensor.Node);
        }
        catch (UnreadableException)
        {
            return null;
        }
    }

    /// <summary>Appends a tensor.</summary>
    private AbstractValue.Tensor Add(TensorNode node, SyntaxNode syntax)
    {
        if (nodes.Count == MostTensors) throw Refuse(Rules.TooLong, syntax, Literal.Of(MostTensors));
        nodes.Add(node with { Place = PlaceOf(syntax), Text = node.Text.Length > 0 ? node.Text : Text(syntax) });
        return new AbstractValue.Tensor(nodes.Count - 1);
    }

    /// <summary>Names a tensor after the variable that holds it, unless it has a name.</summary>
    private AbstractValue Named(AbstractValue value, string name)
    {
        if (value is AbstractValue.Tensor { Node: > 0 and var node } && nodes[node].Name.Length == 0 && node == nodes.Count - 1) nodes[node] = nodes[node] with { Name = name };
        return value;
    }

    private int PlaceOf(SyntaxNode syntax)
    {
        if (places.TryGetValue(syntax, out var place)) return place;
        expressions.Add(syntax.GetLocation());
        return places[syntax] = expressions.Count - 1;
    }

    private UnreadableException Refuse(DiagnosticDescriptor rule, SyntaxNode syntax, params string[] arguments)
    {
        findings.Add(Finding.Of(rule, new Anchor(Place.Expression, PlaceOf(syntax)), [Text(syntax), .. arguments]));
        return new UnreadableException();
    }

    private UnreadableException NotDifferentiable(IOperation operation, string instead) => Refuse(Rules.NotDifferentiable, operation.Syntax, instead);

    private UnreadableException NotConstant(IOperation operation, string why) => Refuse(Rules.NotConstant, operation.Syntax, why);

    /// <summary>The compiler has reported what it can't bind, unless it is a member that only the generated half will have.</summary>
    private UnreadableException Unbound(IOperation operation)
    {
        var name = operation.Syntax.DescendantTokens().FirstOrDefault(token => token.IsKind(SyntaxKind.IdentifierToken) && GeneratedMembers.IsGenerated(token.ValueText));
        return name.RawKind == 0
            ? new UnreadableException()
            : NotDifferentiable(operation, $"'{name.ValueText}' is generated from this method, so the method can't use it");
    }

    private void Step(SyntaxNode syntax)
    {
        cancellation.ThrowIfCancellationRequested();
        if (++steps > MostSteps) throw Refuse(Rules.TooLong, syntax, Literal.Of(MostSteps));
    }

    /// <summary>An expression on one line, without comments, cut where it is long.</summary>
    private static string Text(SyntaxNode syntax)
    {
        const int Most = 60;
        var text = new System.Text.StringBuilder();
        foreach (var token in syntax.DescendantTokens())
        {
            if (text.Length > 0 && (token.HasLeadingTrivia || token.GetPreviousToken().TrailingTrivia.Any())) text.Append(' ');
            text.Append(token.Text.Replace("\r", "").Replace('\n', ' '));
            if (text.Length > Most) return string.Concat(text.ToString().Substring(0, Most).TrimEnd(), "…");
        }
        return text.ToString();
    }

    /// <summary>Enters a method with arguments, and gives what it returns.</summary>
    private AbstractValue Enter(AbstractValue.Function function, ImmutableArray<IOperation> bodies, ImmutableArray<AbstractValue> arguments, SyntaxNode caller)
    {
        // The same lambda within itself may be another one that was made by an earlier turn of a loop.
        var method = function.Method.PartialImplementationPart ?? function.Method;
        if (calls.Count == MostCalls || (method.MethodKind != MethodKind.LambdaMethod && calls.Contains(method, SymbolEqualityComparer.Default)))
            throw Refuse(Rules.Recursion, caller);
        calls.Push(method);
        var (before, outside) = (returned, scope);
        (returned, scope) = (new AbstractValue.Nothing(), new Scope(function.Captured));
        for (var i = 0; i < method.Parameters.Length; i++) scope.Declare(method.Parameters[i], arguments[i]);
        foreach (var body in bodies)
        {
            if (Execute(body) == Flow.Return) break;
        }
        var result = returned;
        (returned, scope) = (before, outside);
        calls.Pop();
        return result;
    }

    /// <summary>The body of a method of this compilation.</summary>
    private ImmutableArray<IOperation> Bodies(IMethodSymbol method)
    {
        var found = (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences
            .Where(reference => compilation.ContainsSyntaxTree(reference.SyntaxTree))
            .Select(reference => reference.GetSyntax(cancellation))
            .Select(syntax => compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation));
        foreach (var operation in found)
        {
            if (operation is Microsoft.CodeAnalysis.Operations.IMethodBodyOperation body && (body.BlockBody ?? body.ExpressionBody) is { } block) return [block];
        }
        return [];
    }
}
