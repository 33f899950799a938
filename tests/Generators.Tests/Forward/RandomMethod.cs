using System.Collections.Immutable;
using System.Globalization;
using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>
/// A random well-typed forward method: a list of numbers, read as a program. Each number chooses an operation and its operands. The class
/// tracks the variables' shapes by its own rules.
/// </summary>
internal sealed class RandomMethod
{
    private const int MostElements = 48;

    private static readonly string[] Functions =
        [.. Enumerable.Range(0, 6).Select(i => $"Own{i}"), "Relu", "Tanh", "Sigmoid", "Gelu", "Softplus", "Silu", "Elu", "Abs", "Square", "Half", "Softsign", "Selu", "Sign", "LeakyRelu", "Mish", "LogSigmoid"];

    private readonly int[] choices;
    private readonly List<string> lines = [];
    private readonly List<(string Name, ImmutableArray<int> Shape)> values;
    private readonly List<(string Name, int Inputs, int Units)> layers = [];
    private readonly List<(string Carrier, string Penalty)> losses = [];
    private readonly string result;
    private readonly string? aside;
    private int position;

    private RandomMethod(string name, int[] choices)
    {
        (Name, this.choices) = (name, choices);
        HasInputs = Next(2) == 1;
        values = HasInputs ? [("x.Left", [3, 2]), ("x.Right", [6])] : [("x", [12])];
        while (position < choices.Length && values.Count < 12) Operation();
        var last = values[^1];
        // A tensor that carries a loss is returned.
        string[] carriers = [.. losses.Select(l => l.Carrier).Where(name => name != last.Name), last.Name];
        result = carriers.Length > 1 ? $"Concat([{string.Join(", ", carriers.Select(name => name + ".Flatten()"))}])"
            : last.Shape.Length == 1 ? last.Name : last.Shape.IsEmpty ? last.Name + ".Reshape(-1, 1)" : last.Name + ".Flatten()";
        if (Next(3) != 1) return;
        var other = values[Next(values.Count)];
        aside = other.Shape.IsEmpty ? other.Name + ".Reshape(-1, 1)" : other.Name;
    }

    public string Name { get; }

    /// <summary>Whether it takes two tensors.</summary>
    public bool HasInputs { get; }

    /// <summary>Whether it returns two tensors.</summary>
    public bool HasOutputs => aside is not null;

    private string Signature => $"{Name} m, {(HasInputs ? "(Tensor Left, Tensor Right)" : "Tensor")} x, Noise noise";

    /// <summary>Whether the author stops the gradient on purpose, so that it is not that of the function.</summary>
    public bool StopsGradient => lines.Any(line => line.Contains("StopGradient", StringComparison.Ordinal));

    /// <summary>Whether it has functions of floats.</summary>
    public bool HasFloats => lines.Any(line => line.Contains("Own", StringComparison.Ordinal) || line.Contains("Map", StringComparison.Ordinal));

    /// <summary>An input may be unread, and probabilities may be made twice or have one class.</summary>
    public string Source => "#pragma warning disable MDSL045, MDSL048, MDSL147\n" + ForwardModel.Of(
        HasOutputs ? $"{Body}return ({result} | m.Out, {aside});" : $"{Body}return {result} | m.Out;",
        $"internal static Tensor Added({Signature}) {{ {Body}return {Sum}; }} " + string.Concat(Enumerable.Range(0, 6).Select(i => RandomCurve.Of($"Own{i}", choices, i)))
        + RandomCurve.Of("Pair", choices, 6, "float x, float y") + "private static Tensor Half(Tensor t) { var h = t; for (var i = 0; i < 2; i++) h = h - 0.25 * t; return h; }",
        string.Concat(layers.Select(l => $"[Dense({l.Units})] Dense {l.Name}, ")) + "[Dense(2)] Dense Out", Losses + (HasInputs ? ", Input(\"Left\", 3, 2), Input(\"Right\", 6)" : ""), HasInputs ? "" : "12", Name, Signature)
        .Replace("static Tensor F(", HasOutputs ? "static (Tensor Result, Tensor Aside) F(" : "static Tensor F(", StringComparison.Ordinal);

    private string Losses => HasOutputs ? "MeanSquaredError(Output = \"Result\"), MeanSquaredError(Output = \"Aside\")" : "MeanSquaredError";

    private string Body => string.Concat(lines.Select(line => line + "\n        "));

    /// <summary>The loss that the method adds, for each sample.</summary>
    private string Sum => losses.Count == 0 ? $"0 * {(HasInputs ? "x.Right" : "x")}[.., 0]" : string.Join(" + ", losses.Select(l => l.Penalty));

    public static RandomMethod Of(string name, int[] choices) => new(name, choices);

    private int Next(int count)
    {
        var choice = position < choices.Length ? choices[position] : 0;
        position++;
        return choice % count;
    }

    private double Number() => (1 + Next(30)) / 8.0;

    private void Add(string expression, ImmutableArray<int> shape)
    {
        if (shape.Aggregate(1, (a, b) => a * b) > MostElements) return;
        var name = $"v{values.Count}";
        lines.Add($"var {name} = {expression};");
        values.Add((name, shape));
    }

    private void Operation()
    {
        // The latest values are chosen more often, so that programs become deep.
        var at = values.Count - 1 - Math.Min(Next(3), values.Count - 1);
        var (x, shape) = values[at];
        var rank = shape.Length;
        var axis = rank == 0 ? 0 : Next(rank);
        var named = Next(2) == 0 ? axis + 1 : axis - rank;
        switch (Next(21))
        {
            case 0 or 1:
                Add($"{x} | {Functions[Next(Functions.Length)]}", shape);
                break;
            case 2:
                var number = Number().ToString("R", CultureInfo.InvariantCulture);
                Add(new[] { $"{number} * {x}", $"{x} + {number}", $"{number} - {x}", $"{x} / {number}", $"{number} / (Square({x}) + 1)", $"-{x}", $"{x} - {number}" }[Next(7)], shape);
                break;
            case 3 or 4:
                var same = values.Where(v => v.Shape.SequenceEqual(shape)).ToArray();
                var y = same[Next(same.Length)].Name;
                Add(
                    new[]
                    {
                        $"{x} + {y}", $"{x} - {y}", $"Tanh({x} * {y})", $"{x} / (Square({y}) + 1)", $"Maximum({x}, {y})", $"Minimum({x}, 2 * {y})",
                        $"Map(Pair, {x}, {y})", $"Where({x} > 1 * {y}, {x}, 0.5 * {y})", $"Where({x} <= 0.1, {y}, {x})", $"Where({x} < 1 * {y}, {y}, {x})", $"Where({y} >= 0.3, {y}, -{x})",
                    }[Next(11)],
                    shape);
                break;
            case 5 or 6 or 7 when rank > 0:
                var shared = layers.Where(l => l.Inputs == shape[^1]).ToArray();
                if (shape.Aggregate(6, (a, b) => a * b) > MostElements * shape[^1]) break;
                if (shared.Length == 0 || Next(3) == 0) layers.Add(($"L{layers.Count}", shape[^1], 2 + Next(4)));
                var layer = shared.Length > 0 && layers.Count > 0 && layers[^1].Inputs != shape[^1] ? shared[Next(shared.Length)]
                    : layers.Last(l => l.Inputs == shape[^1]);
                Add($"{x} | m.{layer.Name}", shape.SetItem(rank - 1, layer.Units));
                break;
            case 8 when rank > 0:
                Reshape(x, shape, axis);
                break;
            case 9 when rank > 1:
                var axes = Enumerable.Range(1, rank).ToArray();
                (axes[axis], axes[rank - 1]) = (axes[rank - 1], axes[axis]);
                Add($"{x}.Transpose(0, {string.Join(", ", axes)})", [.. axes.Select(a => shape[a - 1])]);
                break;
            case 10 when rank > 0:
                var (from, to) = (Next(shape[axis]), shape[axis] - Next(shape[axis]));
                if (from >= to) (from, to) = (to - 1, from + 1);
                var before = string.Concat(Enumerable.Repeat(".., ", axis + 1));
                if (Next(3) == 0 && rank > 1) Add($"{x}[{before}^{to - from}]", shape.RemoveAt(axis));
                else Add($"{x}[{before}{from}..{(Next(2) == 0 || to == shape[axis] ? to : $"^{shape[axis] - to}")}]", shape.SetItem(axis, to - from));
                break;
            case 11 when rank > 0:
                var fits = values.Where(v =>
                    v.Shape.Length == rank && v.Shape.Where((d, k) => k != axis && d != shape[k]).Any() == false).ToArray();
                var other = fits[Next(fits.Length)];
                Add($"Concat([{x}, {other.Name}], {named})", shape.SetItem(axis, shape[axis] + other.Shape[axis]));
                break;
            case 12 when rank > 0:
                var sections = Enumerable.Range(1, shape[axis]).Where(n => shape[axis] % n == 0).ToArray();
                var count = sections[Next(sections.Length)];
                Add($"{x}.Split({count}, {named})[{Next(count)}]", shape.SetItem(axis, shape[axis] / count));
                break;
            case 13 or 14 when rank > 0:
                var reduction = new[] { "Sum", "Mean", "Max" }[Next(3)];
                var (of, by) = Next(2) == 0 ? (x, $"{named}") : (Named(x, shape), $"\"{AxisName(axis)}\"");
                var (sum, kept) = ($"{of}.{reduction}({by})", $"({x} - {of}.{reduction}({by}, keepDims: true).BroadcastTo(-1, {Sizes(x, shape)}))");
                if (Next(2) == 0) Add(of == x ? sum : Nameless(sum, rank - 1), shape.RemoveAt(axis));
                else Add(of == x ? kept : Nameless(kept, rank), shape);
                break;
            case 15 when rank > 1:
                var turned = Enumerable.Range(1, rank).ToArray();
                (turned[^1], turned[^2]) = (turned[^2], turned[^1]);
                Add($"Tanh(MatMul({x}, {x}.Transpose(0, {string.Join(", ", turned)})))", shape.SetItem(rank - 1, shape[rank - 2]));
                break;
            case 16 when rank > 0:
                Add(Next(2) == 0 ? $"{x}.Softmax()" : $"Tanh({x}.LogSoftmax())", shape);
                break;
            case 17:
                Add(
                    new[] { $"Exp(Tanh({x}))", $"Log(Square({x}) + 1)", $"Sqrt(Square({x}) + 0.5)", $"Clip({x}, -1.1, 0.9)", $"{x} * StopGradient({x})" }[Next(5)],
                    shape);
                break;
            case 18:
                Add(new[] { $"{x} + noise.Normal({x})", $"Tanh({x}) * noise.Normal({x})", $"{x} * noise.Uniform({x}, -0.5, 1.5)", $"Where(noise.Uniform({x}) < 0.4, {x}, -{x})" }[Next(4)], shape);
                break;
            case 19 when losses.Count < 3:
                var (factor, penalized) = (Number(), values[Next(values.Count)].Name);
                var (weight, penalty) = (factor.ToString("R", CultureInfo.InvariantCulture), $"Square(Tanh({penalized})).Flatten().Mean(-1)");
                losses.Add(($"v{values.Count}", $"{weight} * {penalty}"));
                Add($"{x} | WithLoss({penalty}, {weight})", shape);
                break;
            case 20 when rank > 0:
                Add(Next(2) == 0 ? $"{x}.Flip({named})" : Nameless($"{Named(x, shape)}.Flip(\"{AxisName(axis)}\")", rank), shape);
                break;
            default:
                Add($"Tanh({x})", shape);
                break;
        }
    }

    private static string AxisName(int axis) => ((char)('a' + axis)).ToString();

    private static string Named(string x, ImmutableArray<int> shape) => $"{x}.Named({string.Join(", ", shape.Select((_, axis) => $"\"{AxisName(axis)}\""))})";

    /// <summary>The result meets tensors without names, or with other names.</summary>
    private static string Nameless(string x, int rank) => rank == 0 ? x : $"{x}.Named({string.Join(", ", Enumerable.Repeat("\"_\"", rank))})";

    /// <summary>Returns the sizes of a variable's axes, some as numbers, some read from its shape.</summary>
    private string Sizes(string x, ImmutableArray<int> shape) => string.Join(", ", shape.Select((size, axis) => Next(2) == 0 ? $"{size}" : $"{x}.Shape[{axis + 1}]"));

    /// <summary>Splits an axis, or joins two.</summary>
    private void Reshape(string x, ImmutableArray<int> shape, int axis)
    {
        var factors = Enumerable.Range(1, shape[axis]).Where(n => shape[axis] % n == 0).ToArray();
        var factor = factors[Next(factors.Length)];
        var result = shape.Length < 3 ? shape.RemoveAt(axis).InsertRange(axis, ImmutableArray.Create(factor, shape[axis] / factor))
            : axis == 0 ? shape.RemoveAt(0).SetItem(0, shape[0] * shape[1])
            : shape.RemoveAt(axis).SetItem(axis - 1, shape[axis - 1] * shape[axis]);
        // The first size follows from the total and the other sizes.
        var first = Next(2) == 0 ? $"{result[0]}" : $"{x}.Shape.Tail.Size / {result.Skip(1).Aggregate(1, (a, b) => a * b)}";
        Add($"{x}.Reshape(-1, {string.Join(", ", [first, .. result.Skip(1).Select(size => $"{size}")])})", result);
    }
}
