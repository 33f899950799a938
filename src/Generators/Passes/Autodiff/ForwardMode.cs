using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Rules;

namespace ModelDsl.Generators.Passes.Autodiff;

/// <summary>
/// Forward-mode differentiation: one walk over the operations, each handing the tangents of its operands on to its results by the rule in its
/// row. What moves by itself gets a direction, which the program is given. On a gradient's graph it gives the product of the Hessian and a
/// direction.
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
            // All of a layer, then its tangents: so they are read.
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
    /// Of the graph of a gradient: beside all that it gives, each parameter's part of the Hessian times the direction along which all
    /// parameters move. States stay: their next are no outputs.
    /// </summary>
    public static Graph HessianVectorProduct(Graph gradient)
    {
        var mode = new ForwardMode(gradient, (Sources.Parameter, Sources.Direction));
        var outputs = gradient.Outputs.Where(o => o.Role != OutputRole.State).ToArray();
        var products = outputs.Where(o => o.Role == OutputRole.Gradient).Select(o => mode.TangentOf(o, OutputRole.Product)).ToArray();
        return mode.builder.Build(outputs.Concat(products));
    }

    /// <summary>Of the graph of predictions: beside them, their tangent along directions of the parameters and, where it may move, of the input.</summary>
    public static Graph JacobianVectorProduct(Graph prediction, bool inputMoves)
    {
        var parameters = (Sources.Parameter, Sources.Direction);
        var mode = inputMoves ? new ForwardMode(prediction, parameters, (Sources.Input, Sources.InputDirection)) : new ForwardMode(prediction, parameters);
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
