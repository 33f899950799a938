namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// The derivative of a function of numbers, as a function of its arguments and of the gradient of its result. It is taken in forward mode,
/// step by step along one argument. At a branch the derivative is chosen in the same way as the value, before anything is multiplied with
/// it. So a NaN in the other branch has no effect.
/// </summary>
internal static class ScalarDerivative
{
    /// <summary>Returns <c>gradient·∂f/∂argument</c>; null when the function is constant or piecewise constant in the argument.</summary>
    public static ScalarFunction? By(ScalarFunction function, int argument)
    {
        var build = new ScalarBuilder();
        var arguments = Enumerable.Range(0, function.Arguments).Select(build.Argument).ToArray();
        var (steps, tangents) = (new int[function.Nodes.Count], new int?[function.Nodes.Count]);
        for (var i = 0; i < steps.Length; i++)
        {
            var node = function.Nodes[i];
            var operation = ScalarOperations.Of(node);
            if (node.Is(ScalarOperations.Argument))
            {
                steps[i] = arguments[(int)node.Value];
                tangents[i] = (int)node.Value == argument ? build.Number(1) : null;
                continue;
            }
            int[] x = [.. node.Operands.Select(o => steps[o])];
            steps[i] = node.Is(ScalarOperations.Number) ? build.Number(node.Value)
                : node.Is(ScalarOperations.Given) ? build.Given((int)node.Value) : build.Append(operation, x);
            tangents[i] = operation.Tangent(build, steps[i], x, [.. node.Operands.Select(o => tangents[o])]);
        }
        if (tangents[function.Results[0]] is not { } slope) return null;
        var upstream = build.Argument(function.Arguments);
        return build.Build(function.Name + "Slope", function.Arguments + 1, build.Flow(upstream, slope, isUpstream: true)!.Value);
    }
}
