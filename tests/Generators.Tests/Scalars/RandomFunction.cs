using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Tests.Scalars;

/// <summary>
/// Random functions of numbers from lists of choices. They are smooth enough for differences, with kinks and branches, and their values
/// stay near 1.
/// </summary>
internal static class RandomFunction
{
    private static readonly double[] Constants = [0, 1, -1, 0.5, 2, -0.25];

    public static ScalarFunction Of(int[] choices, int arguments)
    {
        var build = new ScalarBuilder();
        var steps = Enumerable.Range(0, arguments).Select(build.Argument).ToList();
        Grow(choices, steps, build.Number, (name, x) => build.Append(ScalarOperations.All.Single(o => o.Name == name), x));
        return build.Build("Random", arguments, build.Append(ScalarOperations.Tanh, steps[^1]));
    }

    /// <summary>Returns a function of one number, and its value, computed without a builder.</summary>
    public static (ScalarFunction Function, double Value) WithValue(int[] choices, double x)
    {
        var values = new List<double> { x };
        Grow(choices, values, static number => number, static (name, v) => name switch
        {
            "Add" => v[0] + v[1],
            "Subtract" => v[0] - v[1],
            "Multiply" => v[0] * v[1],
            "Divide" => v[0] / v[1],
            "Negate" => -v[0],
            "Abs" => Math.Abs(v[0]),
            "Sin" => Math.Sin(v[0]),
            "Tanh" => Math.Tanh(v[0]),
            "Sigmoid" => 1 / (1 + Math.Exp(-v[0])),
            "Softplus" => v[0] > 30 ? v[0] + Math.Exp(-v[0]) : v[0] < -30 ? Math.Exp(v[0]) : Math.Log(1 + Math.Exp(v[0])),
            "Less" => v[0] < v[1] ? v[2] : v[3],
            "Equal" => v[0] == v[1] ? v[2] : v[3],
            _ => throw new InvalidOperationException(name),
        });
        return (Of(choices, 1), Math.Tanh(values[^1]));
    }

    private static void Grow<T>(int[] choices, List<T> values, Func<double, T> number, Func<string, T[], T> apply)
    {
        for (var i = 0; i + 1 < choices.Length; i += 2)
        {
            var (a, b) = (Any(choices[i] / 16), Any(choices[i + 1]));
            values.Add((choices[i] % 13) switch
            {
                0 => apply("Add", [a, b]),
                1 => apply("Subtract", [a, b]),
                2 => apply("Multiply", [a, b]),
                3 => apply("Divide", [a, apply("Add", [number(1), apply("Multiply", [b, b])])]),
                4 => apply("Negate", [a]),
                5 => apply("Abs", [a]),
                6 => apply("Sin", [a]),
                7 => apply("Tanh", [a]),
                8 => apply("Sigmoid", [a]),
                9 => apply("Softplus", [a]),
                10 => apply("Less", [a, b, b, a]),
                11 => apply("Less", [a, a, b, a]),
                _ => apply("Less", [a, number(Constants[choices[i + 1] % Constants.Length]), a, apply("Equal", [b, b, b, a])]),
            });
        }

        T Any(int choice) => (choice % 5) switch
        {
            0 => number(Constants[choice / 5 % Constants.Length]),
            _ => values[values.Count - 1 - choice / 5 % Math.Min(4, values.Count)],
        };
    }
}
