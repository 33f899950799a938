using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Moves the parts that depend only on given numbers, such as <c>1 − ρ</c> or <c>√(1 − β²ᵗ)</c>, out of a function. The host computes them
/// once for each step, in double precision. Otherwise the engine would compute them for each element, in its own precision.
/// </summary>
internal static class HostNumbers
{
    /// <returns>The function, and its given numbers as C#.</returns>
    public static (ScalarFunction Function, string[] Numbers) Split(ScalarFunction function, string[] given)
    {
        var (texts, build, steps) = (new string?[function.Nodes.Count], new ScalarBuilder(), new int[function.Nodes.Count]);
        var numbers = new List<string>();
        var isLeft = new bool[function.Nodes.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var node = function.Nodes[i];
            string?[] x = [.. node.Operands.Select(o => texts[o])];
            texts[i] = node.Is(ScalarOperations.Argument) ? null
                : node.Is(ScalarOperations.Given) ? given[(int)node.Value]
                : node.Is(ScalarOperations.Number) ? Constant(node.Value)
                : x.Any(text => text is null) ? null
                : Text(node.Operation, x!);
            isLeft[i] = texts[i] is not null && !node.Is(ScalarOperations.Number);
        }
        for (var i = 0; i < texts.Length; i++)
        {
            var node = function.Nodes[i];
            if (isLeft[i]) continue;
            steps[i] = node.Is(ScalarOperations.Argument) ? build.Argument((int)node.Value)
                : node.Is(ScalarOperations.Number) ? build.Number(node.Value)
                : build.Append(ScalarOperations.Of(node), [.. node.Operands.Select(Step)]);
        }
        int[] results = [.. function.Results.Select((r, i) => i == 0 ? Step(r) : Significant(build, Step(r)))];
        return (build.Build(function.Name, function.Arguments, results), [.. numbers]);

        int Step(int node)
        {
            if (!isLeft[node]) return steps[node];
            if (!numbers.Contains(texts[node]!)) numbers.Add(texts[node]!);
            return build.Given(numbers.IndexOf(texts[node]!));
        }
    }

    /// <summary>
    /// Sets a vanishing number to 0 before it becomes denormal. A denormal number costs a hundred times as much as another.
    /// </summary>
    private static int Significant(ScalarBuilder build, int state) =>
        build.Append(ScalarOperations.Less, build.Append(ScalarOperations.Abs, state), build.Number(1e-36), build.Number(0), state);

    /// <summary>Returns an operation as C# on doubles; null for an operation that stays with the engine.</summary>
    private static string? Text(string operation, string[] x) => operation switch
    {
        nameof(ScalarOperations.Add) => $"({x[0]} + {x[1]})",
        nameof(ScalarOperations.Subtract) => $"({x[0]} - {x[1]})",
        nameof(ScalarOperations.Multiply) => $"({x[0]} * {x[1]})",
        nameof(ScalarOperations.Divide) => $"({x[0]} / {x[1]})",
        nameof(ScalarOperations.Negate) => $"(-{x[0]})",
        nameof(ScalarOperations.Abs) or nameof(ScalarOperations.Sqrt) or nameof(ScalarOperations.Exp) or nameof(ScalarOperations.Log)
            or nameof(ScalarOperations.Sin)
            or nameof(ScalarOperations.Cos) or nameof(ScalarOperations.Tanh) or nameof(ScalarOperations.Floor) => $"global::System.Math.{operation}({x[0]})",
        nameof(ScalarOperations.Power) => $"global::System.Math.Pow({x[0]}, {x[1]})",
        nameof(ScalarOperations.Less) => $"({x[0]} < {x[1]} ? {x[2]} : {x[3]})",
        nameof(ScalarOperations.Equal) => $"({x[0]} == {x[1]} ? {x[2]} : {x[3]})",
        _ => null,
    };

    private static string Constant(double value) => double.IsNaN(value) ? "double.NaN" : value < 0 ? $"({Literal.OfBound(value)})" : Literal.OfBound(value);
}
