using System.Globalization;
using System.Text;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>Random functions of floats, as C#: arithmetic, functions, branches by statements and by expressions, loops.</summary>
internal static class RandomCurve
{
    public static string Of(string name, int[] choices, int seed, string parameters = "float x")
    {
        var random = new Random(choices.Aggregate(seed, (hash, choice) => unchecked(31 * hash + choice)));
        var body = new StringBuilder();
        var variables = parameters.Split(", ").Select(p => p.Split(' ')[1]).ToList();
        for (var i = 0; i < 4; i++)
        {
            var (a, b, number) = (Any(), Any(), (0.25 * random.Next(-6, 7)).ToString("0.0#", CultureInfo.InvariantCulture) + "f");
            var (left, right) = (Expression(a, b, number), Expression(b, a, number));
            body.Append(random.Next(4) switch
            {
                0 => $"var v{i} = {a} > {number} ? {left} : {right}; ",
                1 => $"float v{i}; if ({a} < 0.5f * {b} || {b} > {number}) v{i} = {left}; else {{ v{i} = {right}; }} ",
                2 => $"var v{i} = {a}; for (var i{i} = 1; i{i} < 3; i{i}++) v{i} = Tanh(v{i} * i{i} + {number}); if ({b} > {number} && {a} <= 0.5f) return {left}; ",
                _ => $"var v{i} = {left}; ",
            });
            variables.Add($"v{i}");
        }
        return $"private static float {name}({parameters}) {{ {body}return Tanh({variables[^1]}); }}\n    ";

        string Any() => variables[random.Next(variables.Count)];

        string Expression(string a, string b, string number) => random.Next(10) switch
        {
            0 => $"{a} + {b}",
            1 => $"{a} - {number}",
            2 => $"Tanh({a} * {b})",
            3 => $"{a} / (1 + {b} * {b})",
            4 => $"MathF.Sin({a}) * {number}",
            5 => $"Sigmoid({a})",
            6 => $"MathF.Max({a}, {b})",
            7 => $"MathF.Sqrt({a} * {a} + 0.5f)",
            8 => $"Softplus(-{a})",
            _ => $"MathF.Exp(-{a} * {a})",
        };
    }
}
