using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Rules;

namespace ModelDsl.Generators.Passes.Autodiff;

/// <summary>
/// Forward-mode differentiation: one walk over the operations. Each operation passes the tangents of its operands to its results, by the
/// rule in its row. Values that move by themselves get a direction, which is passed to the program. On the graph of a gradient it gives the
/// product of the Hessian and a direction.
/// </summary>
internal sealed class ForwardMode
{
    private readonly GraphBuilder builder = new();
    private readonly Dictionary<Value, Value> tangents = [];
    private readonly TangentBuilder build;

    private ForwardMode(Graph graph, params (OperationDefinition Source, OperationDefinition Direction)[] moving)
    {
        build = new TangentBuilder(builder);
        for (var start = 0; start < graph.Operations.Length;)
        {
            // Appends all operations of a layer, then their tangents: this is the order in which they are read.
            var origin = graph.Operations[start].Origin;
            ImmutableArray<Operation> part = [.. graph.Operations.Skip(start).TakeWhile(o => o.Origin == origin)];
            foreach (var operation in part) builder.Append(operation);
            builder.Origin = new Origin(Phase.Tangent, origin.Text);
            foreach (var operation in part)
            {
                var direction = moving.FirstOrDefault(m => operation.Is(m.Source)).Direction;
                if (direction is not null) tangents[operation.Result] = build.Direction(direction, operation.Result);
                else if (operation.Operands.Any(tangents.ContainsKey)) Derive(operation);
            }
            start += part.Length;
        }
    }

    /// <summary>
    /// Adds outputs to the graph of a gradient: each parameter's part of the product of the Hessian and a direction. All parameters move
    /// along this direction. States stay unchanged: their next values are not outputs.
    /// </summary>
    public static Graph HessianVectorProduct(Graph gradient)
    {
        var mode = new ForwardMode(gradient, (Sources.Parameter, Sources.Direction));
        var outputs = gradient.Outputs.Where(o => o.Role != OutputRole.State).ToArray();
        var products = outputs.Where(o => o.Role == OutputRole.Gradient).Select(o => mode.TangentOf(o, OutputRole.Product)).ToArray();
        return mode.builder.Build(outputs.Concat(products));
    }

    /// <summary>
    /// Returns the graph of predictions with their tangent as a further output. The tangent is taken along directions of the parameters
    /// and, when it may move, of the input.
    /// </summary>
    public static Graph JacobianVectorProduct(Graph prediction, bool inputMoves)
    {
        var parameters = (Sources.Parameter, Sources.Direction);
        var mode = inputMoves ? new ForwardMode(prediction, parameters, (Sources.Input, Sources.InputDirection))
            : new ForwardMode(prediction, parameters);
        var outputs = prediction.Outputs.ToArray();
        var tangents = outputs.Where(o => o.Role == OutputRole.Prediction).Select(o => mode.TangentOf(o, OutputRole.Tangent)).ToArray();
        return mode.builder.Build(outputs.Concat(tangents));
    }

    private GraphOutput TangentOf(GraphOutput output, OutputRole role) =>
        output with { Role = role, Value = tangents.TryGetValue(output.Value, out var tangent) ? tangent : build.Zero(output.Value) };

    private void Derive(Operation operation)
    {
        var rule = operation.Definition.Tangent
            ?? throw new InvalidOperationException($"{operation.Definition} has no tangent rule, but what it is computed from moves.");
        var moved = rule(build, operation, [.. operation.Operands.Select(o => tangents.TryGetValue(o, out var tangent) ? tangent : null)]);
        for (var i = 0; i < moved.Length; i++)
            if (moved[i] is { } tangent) tangents[operation.Results[i]] = tangent;
    }
}
