using ModelDsl.Engines;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Tests.Scalars;

/// <summary>
/// The meaning of a function of numbers, step by step in double precision. It is written a second time, independent of the table and of
/// emitted kernels.
/// </summary>
internal static class ScalarInterpreter
{
    public static double Run(ScalarFunction function, double[] arguments, double[]? given = null) =>
        Run(function, arguments, given, step => step);

    /// <summary>Runs like an engine that rounds the result of every step to float32.</summary>
    public static double RunInFloat32(ScalarFunction function, params double[] arguments) =>
        Run(function, arguments, null, step => (float)step);

    private static double Run(ScalarFunction function, double[] arguments, double[]? given, Func<double, double> rounded)
    {
        var steps = new double[function.Nodes.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            var node = function.Nodes[i];
            double[] x = [.. node.Operands.Select(o => steps[o])];
            steps[i] = rounded(node.Operation switch
            {
                "Argument" => arguments[(int)node.Value],
                "Given" => given![(int)node.Value],
                "Number" => node.Value,
                "Add" => x[0] + x[1],
                "Subtract" => x[0] - x[1],
                "Multiply" => x[0] * x[1],
                "Divide" => x[0] / x[1],
                "Negate" => -x[0],
                "Abs" => Math.Abs(x[0]),
                "Sqrt" => Math.Sqrt(x[0]),
                "Exp" => Math.Exp(x[0]),
                "ExpMinus1" => x[0] > 1e-5 || x[0] < -1e-5 ? Math.Exp(x[0]) - 1 : x[0] + x[0] * x[0] / 2 + x[0] * x[0] * x[0] / 6,
                "Log" => Math.Log(x[0]),
                "Sin" => Math.Sin(x[0]),
                "Cos" => Math.Cos(x[0]),
                "Tanh" => Math.Tanh(x[0]),
                "Sigmoid" => 1 / (1 + Math.Exp(-x[0])),
                "Softplus" => x[0] > 30 ? x[0] + Math.Exp(-x[0]) : x[0] < -30 ? Math.Exp(x[0]) : Math.Log(1 + Math.Exp(x[0])),
                "Normal" => Normal(x[0]),
                "Floor" => Math.Floor(x[0]),
                "Power" => Math.Pow(x[0], x[1]),
                "Less" => x[0] < x[1] ? x[2] : x[3],
                "Equal" => x[0] == x[1] ? x[2] : x[3],
                _ => throw new InvalidOperationException($"The interpreter does not know {node.Operation}: say here what it means."),
            });
        }
        return steps[function.Results[0]];
    }

    /// <summary>Maps a function over buffers of an engine; the last buffer receives the results.</summary>
    public static void Map(ScalarFunction function, ITensorEngine engine, TensorBuffer[] operands, TensorBuffer destination, double[] given)
    {
        var numbers = operands.Select(operand =>
        {
            var values = new double[operand.Count];
            engine.Read(operand, values);
            return values;
        }).ToArray();
        engine.Write(Enumerable.Range(0, destination.Count).Select(i => Run(function, [.. numbers.Select(n => n[i])], given)).ToArray(),
            destination);
    }

    /// <summary>The normal distribution by the reference engine's GELU, which is x·Φ(x).</summary>
    private static double Normal(double x)
    {
        if (double.IsInfinity(x)) return x > 0 ? 1 : 0;
        if (Math.Abs(x) < 1e-3) return 0.5 + x * (1 - x * x / 6) / Math.Sqrt(2 * Math.PI);
        var buffer = Engine.Reference.Allocate(ElementType.Float, [1]);
        var result = new double[1];
        Engine.Reference.Write([x], buffer);
        Engine.Reference.Activate(ActivationKind.Gelu, buffer, buffer);
        Engine.Reference.Read(buffer, result);
        return result[0] / x;
    }
}
