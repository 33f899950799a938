using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// Runs a method while it is compiled. C# code is computed, and functions of tensors are recorded. So loops are unrolled, calls of the
/// author's methods are written out, and variables disappear, all by the rules of C#. A statement that cannot be read is reported. Code
/// that does not depend on it is still read.
/// </summary>
internal sealed partial class Evaluator(
    EquatableArray<PartSpec> parts, EquatableArray<InputSpec> inputs, Compilation compilation, ITensorTypes? types, Sites sites,
    List<Finding> findings,
    CancellationToken cancellation)
{
    /// <summary>Limit on the statements and expressions of one run. A method that exceeds it has an endless loop.</summary>
    private const int MostSteps = 200_000;

    /// <summary>Limit on nested calls of lambdas. Lambdas that exceed it call themselves.</summary>
    private const int MostCalls = 100;

    /// <summary>Limit on the tensors of one method. A program with more would take minutes to compile.</summary>
    private const int MostTensors = 5_000;

    private readonly ImmutableArray<LayerSpec> layers = [.. parts.SelectMany(part => part.Layers)];
    private readonly List<TensorNode> nodes = [];
    private readonly HashSet<int> refused = [];
    private readonly Stack<IMethodSymbol> calls = new();
    private readonly List<AbstractValue.Waiting> waiting = [];
    private Scope scope = new(null);
    private AbstractValue returned = new AbstractValue.Nothing();
    private int steps;
    private int draws;
    private int failures;

    /// <summary>The calls and loops around the current code, for findings.</summary>
    private int way;
    private bool training;

    /// <summary>True when the record is a block, whose shapes are known only where it is used.</summary>
    public bool IsOfBlock { get; init; }

    /// <summary>Number of outputs that the method returns when there are several; 0 otherwise.</summary>
    public int Outputs { get; init; }

    /// <summary>Returns the trace of a forward method. Parts that cannot be read are reported, and then the trace has no result.</summary>
    public TensorTrace Run(IMethodSymbol method, bool training)
    {
        this.training = training;
        Input();
        nodes.AddRange(inputs.Select(input => new TensorNode(TensorNode.InputPart, [0], Place: -1)
        {
            Numbers = [input.First],
            Integers = input.Shape,
            Axes = input.Axes,
            Name = input.Name,
            Text = input.Name
        }));
        return Run(method, [.. method.Parameters.Select(Argument)]);
    }

    /// <summary>Returns the trace of a method from tensors to a tensor, in the same way.</summary>
    public TensorTrace Run(IMethodSymbol method) => Run(method, [.. method.Parameters.Select(_ => Input())]);

    private AbstractValue.Tensor Input()
    {
        nodes.Add(new TensorNode(TensorNode.Input, [], Place: -1));
        return new AbstractValue.Tensor(nodes.Count - 1);
    }

    private TensorTrace Run(IMethodSymbol method, ImmutableArray<AbstractValue> arguments)
    {
        try
        {
            var declaration = method.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellation)).First();
            var result = Enter(new AbstractValue.Function(method, null, null), Bodies(method), arguments, declaration);
            if (Joined(result) is not { } tensor || failures > 0) return new TensorTrace(nodes.ToEquatableArray(), TensorTrace.NoResult);
            CheckLosses(method, tensor);
            return new TensorTrace(nodes.ToEquatableArray(), tensor.Node);
        }
        catch (UnreadableException unreadable)
        {
            // After the end of reading, nothing more is reported.
            return new TensorTrace(unreadable.Ends ? [] : nodes.ToEquatableArray(), TensorTrace.NoResult);
        }
    }

    /// <summary>Returns a method's result as one tensor. Several outputs become one node.</summary>
    private AbstractValue.Tensor? Joined(AbstractValue result)
    {
        if (Outputs == 0 || result is not AbstractValue.Sequence { Items: var items }) return result as AbstractValue.Tensor;
        if (items.Length != Outputs || !items.All(item => item is AbstractValue.Tensor)) return null;
        nodes.Add(new TensorNode(TensorNode.Outputs,
            items.Select(item => ((AbstractValue.Tensor)item).Node).ToEquatableArray(), Place: -1));
        return new AbstractValue.Tensor(nodes.Count - 1);
    }

    /// <summary>Returns an argument of the method: the model, the batch, <c>training</c>, or the random numbers.</summary>
    private AbstractValue Argument(IParameterSymbol parameter) =>
        parameter.Ordinal == 0 ? new AbstractValue.Model(parts, 0, "", null)
        : parameter.Ordinal == 1 ? inputs.Count == 0 ? new AbstractValue.Tensor(0)
            : new AbstractValue.Sequence(
                [.. inputs.Select((_, i) => new AbstractValue.Tensor(1 + i))])
            { Names = [.. inputs.Select(input => input.Name)] }
        : parameter.Type.SpecialType == SpecialType.System_Boolean ? new AbstractValue.Constant(training)
        : new AbstractValue.Noise();

    /// <summary>Reports a loss that is added to a value that the method does not return: it would be lost, silently.</summary>
    private void CheckLosses(IMethodSymbol method, AbstractValue.Tensor result)
    {
        if (waiting.Count > 0) throw Refuse(Rules.LostLoss, waiting[0].At.Syntax, method.Name);
        var reached = TensorTrace.Reached(nodes, result.Node);
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (reached[i] || nodes[i].Function != TensorNode.WithLoss) continue;
            findings.Add(Finding.Of(Rules.LostLoss, nodes[i].Anchor, nodes[i].Text, method.Name));
            throw new UnreadableException();
        }
    }

    /// <summary>Appends a tensor.</summary>
    private AbstractValue.Tensor Add(TensorNode node, IOperation at)
    {
        if (nodes.Count == MostTensors) throw End(Rules.TooLong, at.Syntax, Literal.Of(MostTensors));
        nodes.Add(node with { Place = sites.Add(at), Way = way, Text = node.Text.Length > 0 ? node.Text : Text(at.Syntax) });
        return new AbstractValue.Tensor(nodes.Count - 1);
    }

    /// <summary>Names a tensor after the variable that holds it, unless it has a name.</summary>
    private AbstractValue Named(AbstractValue value, string name)
    {
        if (value is not AbstractValue.Tensor { Node: var node } || node != nodes.Count - 1) return value;
        // When the axes of a tensor were just renamed, the tensor before the renaming gets the name too.
        for (var renamed = true; renamed && nodes[node].Function != TensorNode.Input
            && nodes[node].Name.Length == 0; node = nodes[node].Operands[0])
        {
            renamed = nodes[node].Function == TensorNode.Renamed;
            nodes[node] = nodes[node] with { Name = name };
        }
        return value;
    }

    /// <summary>Reports an expression once, because loops reach it again.</summary>
    private UnreadableException Refuse(DiagnosticDescriptor rule, SyntaxNode syntax, params string[] arguments)
    {
        var place = sites.Add(syntax);
        if (refused.Add(place)) findings.Add(
            Finding.Of(rule, new Anchor(Place.Expression, place) { Way = way }, [Text(syntax), .. arguments]));
        return new UnreadableException();
    }

    /// <summary>Reports a fault that ends the reading.</summary>
    private UnreadableException End(DiagnosticDescriptor rule, SyntaxNode syntax, params string[] arguments)
    {
        Refuse(rule, syntax, arguments);
        return new UnreadableException(ends: true);
    }

    private UnreadableException NotDifferentiable(IOperation operation, string instead) =>
        Refuse(ofNumbers ? Rules.NotElementwise : Rules.NotDifferentiable, operation.Syntax, instead);

    private UnreadableException NotConstant(IOperation operation, string why) => Refuse(Rules.NotConstant, operation.Syntax, why);

    /// <summary>
    /// Reports code that the compiler cannot bind. The compiler has reported it already, unless it is a member that only the generated half
    /// will have.
    /// </summary>
    private UnreadableException Unbound(IOperation operation)
    {
        var name = operation.Syntax.DescendantTokens().FirstOrDefault(token => token.IsKind(SyntaxKind.IdentifierToken)
            && GeneratedMembers.IsGenerated(token.ValueText, new ModelTraits(inputs.Count, Outputs, GeneratedMembers.Every)));
        return name.RawKind == 0
            ? new UnreadableException()
            : NotDifferentiable(operation, $"'{name.ValueText}' is generated from this method, so the method can't use it");
    }

    private void Step(SyntaxNode syntax)
    {
        cancellation.ThrowIfCancellationRequested();
        if (++steps > MostSteps) throw End(Rules.TooLong, syntax, Literal.Of(MostSteps));
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }
        catch (InsufficientExecutionStackException)
        {
            throw End(Rules.NotDifferentiable, syntax, "it is nested too deeply: give parts of it to variables");
        }
    }

    /// <summary>Returns an expression as one line without comments. A long one is cut.</summary>
    private static string Text(SyntaxNode syntax)
    {
        const int Most = 60;
        var text = new System.Text.StringBuilder();
        foreach (var token in syntax.DescendantTokens())
        {
            if (text.Length > 0 && (token.HasLeadingTrivia || token.GetPreviousToken().TrailingTrivia.Any())) text.Append(' ');
            // The text becomes a comment of generated code, which any of C#'s line ends would end.
            text.Append(string.Join(" ", token.Text.Replace("\r", "").Split('\n', '\u0085', '\u2028', '\u2029')));
            if (text.Length > Most) return string.Concat(text.ToString().Substring(0, Most).TrimEnd(), "…");
        }
        return text.ToString();
    }

    /// <summary>Enters a method with arguments, and returns its result.</summary>
    private AbstractValue Enter(
        AbstractValue.Function function, ImmutableArray<IOperation> bodies, ImmutableArray<AbstractValue> arguments, SyntaxNode caller)
    {
        // The same lambda within itself may be another lambda, made by an earlier iteration of a loop.
        var method = MethodBodies.Written(function.Method).OriginalDefinition;
        if (calls.Count == MostCalls
            || (method.MethodKind != MethodKind.LambdaMethod && calls.Contains(method, SymbolEqualityComparer.Default)))
            throw Refuse(Rules.Recursion, caller);
        var (failed, before, outside, branches, branch, reached) = (failures, returned, scope, returns, path, way);
        if (calls.Count > 0) way = sites.Way(caller, way);
        calls.Push(method);
        (returned, scope, returns, path) = (new AbstractValue.Nothing(), new Scope(function.Captured), [], null);
        if (function.Receiver is { } receiver) scope.Declare(method.ContainingType, receiver);
        var parameters = ParametersOf(method);
        for (var i = 0; i < parameters.Length; i++) scope.Declare(parameters[i], arguments[i]);
        foreach (var body in bodies)
        {
            if (Execute(body) == Flow.Return) break;
        }
        var result = Result(isDecided: returned is not AbstractValue.Nothing);
        (returned, scope, returns, path, way) = (before, outside, branches, branch, reached);
        calls.Pop();
        // A function that was passed as an argument may not have been called, so it has not assigned its captured variables.
        return failures > failed && arguments.Any(argument => argument is AbstractValue.Function)
            ? throw new UnreadableException() : result;
    }

    /// <summary>Returns a method's parameters: first the parameter of the extension block around it, then its own.</summary>
    private static ImmutableArray<IParameterSymbol> ParametersOf(IMethodSymbol method) =>
        method is { IsStatic: false, ContainingType: { IsExtension: true, ExtensionParameter: { } receiver } }
            ? method.Parameters.Insert(0, receiver) : method.Parameters;

    /// <summary>Returns the body of a method of this compilation.</summary>
    private ImmutableArray<IOperation> Bodies(IMethodSymbol method)
    {
        var found = MethodBodies.Written(method).DeclaringSyntaxReferences
            .Where(reference => compilation.ContainsSyntaxTree(reference.SyntaxTree))
            .Select(reference => reference.GetSyntax(cancellation))
            .Select(syntax => compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(syntax, cancellation));
        foreach (var operation in found)
        {
            // A property with an expression body has only its block.
            if (operation is IBlockOperation only) return [only];
            if (operation is IMethodBodyOperation body && (body.BlockBody ?? body.ExpressionBody) is { } block) return [block];
        }
        return [];
    }
}
