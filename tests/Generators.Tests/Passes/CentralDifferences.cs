using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>The gradient of a graph's loss in its parameters, from values of the loss alone.</summary>
internal static class CentralDifferences
{
    private const double Step = 2e-3;

    /// <summary>
    /// Returns the error of a differentiated graph's gradients, by difference quotients of sixth order. It is the largest difference within
    /// a parameter, relative to the parameter's largest derivative.
    /// </summary>
    public static double Error(Graph graph, RandomData data)
    {
        var run = GraphInterpreter.Run(graph, data);
        var worst = 0.0;
        foreach (var parameter in graph.Operations.Where(o => o.Is(Sources.Parameter)))
        {
            var derived = run[graph.Outputs.Single(o => o.Role == OutputRole.Gradient && o.Index == parameter.Attributes.Index).Value];
            var numbers = data.Numbers(parameter.Result, derived.Length);
            var size = derived.Max(Math.Abs);
            for (var i = 0; i < numbers.Length; i++)
            {
                var at = numbers[i];
                double Loss(double step)
                {
                    numbers[i] = at + step * Step;
                    return GraphInterpreter.LossOf(graph, data);
                }
                var measured = (45 * (Loss(1) - Loss(-1)) - 9 * (Loss(2) - Loss(-2)) + Loss(3) - Loss(-3)) / (60 * Step);
                numbers[i] = at;
                size = Math.Max(size, Math.Abs(measured));
                worst = Math.Max(worst, Math.Abs(measured - derived[i]) / Math.Max(size, 1e-3));
            }
        }
        return worst;
    }
}
