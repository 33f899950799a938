using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// Writes functions of numbers. What is computed twice is one step, constants are folded, and what changes no bit is left out; nothing that would change a result, not even that of
/// numbers that are none, is simplified.
/// </summary>
internal sealed class ScalarBuilder
{
    private readonly List<ScalarNode> nodes = [];
    private readonly Dictionary<ScalarNode, int> known = [];

    public ScalarNode this[int step] => nodes[step];

    public int Argument(int index) => Add(new ScalarNode(nameof(ScalarOperations.Argument), [], index));

    public int Given(int index) => Add(new ScalarNode(nameof(ScalarOperations.Given), [], index));

    public int Number(double value) => Add(new ScalarNode(nameof(ScalarOperations.Number), [], value));

    /// <summary>The value of a step that is a constant.</summary>
    public double? Constant(int step) => nodes[step].Is(ScalarOperations.Number) ? nodes[step].Value : null;

    public int Append(ScalarOperation operation, params int[] x)
    {
        if (operation.Evaluate is { } evaluate && x.All(o => Constant(o) is not null)) return Number(evaluate([.. x.Select(o => nodes[o].Value)]));
        return ScalarIdentities.Simplify(this, operation, x) ?? Add(new ScalarNode(operation.Name, x.ToEquatableArray()));
    }

    /// <summary>The first of two steps where a condition holds, else the second. A condition is made of comparisons, and gives 1 and 0.</summary>
    public int Choose(int condition, int yes, int no)
    {
        if (Constant(condition) is { } truth) return truth != 0 ? yes : no;
        var (node, x) = (nodes[condition], nodes[condition].Operands);
        return Append(ScalarOperations.Of(node), x[0], x[1], Choose(x[2], yes, no), Choose(x[3], yes, no));
    }

    /// <summary>The sum of two derivatives.</summary>
    public int? Sum(int? a, int? b) => a is not { } x ? b : b is not { } y ? a : Append(ScalarOperations.Add, x, y);

    public int? Negative(int? derivative) => derivative is { } d ? Append(ScalarOperations.Negate, d) : null;

    /// <summary>
    /// A derivative times a factor. Where one of both has become 0, nothing flows, even if the other is ∞: what lies in the limit at ±∞, and at poles behind a flat place,
    /// is 0. So <c>x·sigmoid(x)</c> has the slope 1 at ∞ and 0 at −∞.
    /// </summary>
    /// <param name="derivative">The derivative.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="isUpstream">Whether the derivative is what flows in from outside, which is not ∞ unless all is lost.</param>
    public int? Flow(int? derivative, int factor, bool isUpstream = false)
    {
        if (derivative is not { } d) return null;
        var product = Append(ScalarOperations.Multiply, d, factor);
        var otherwise = product;
        if (!isUpstream && !IsBounded(d) && Constant(factor) is null) otherwise = UnlessZero(factor, otherwise);
        if (!IsBounded(factor) && Constant(d) is null) otherwise = UnlessZero(d, otherwise);
        return UnlessNaN(product, otherwise);
    }

    /// <summary>A derivative by a divisor; 0 where the derivative is, as in <see cref="Flow"/>.</summary>
    public int? Quotient(int? derivative, int divisor)
    {
        if (derivative is not { } d) return null;
        var quotient = Append(ScalarOperations.Divide, d, divisor);
        return Constant(d) is not null || Constant(divisor) is { } and not 0 ? quotient : UnlessNaN(quotient, UnlessZero(d, quotient));
    }

    /// <summary>A result, or another where it is NaN. Where it is a number, its own derivative counts, not that of a factor that happens to be 0.</summary>
    private int UnlessNaN(int result, int otherwise) => otherwise == result ? result : Append(ScalarOperations.Equal, result, result, result, otherwise);

    private int UnlessZero(int factor, int otherwise) => Append(ScalarOperations.Equal, factor, Number(0), factor, otherwise);

    /// <summary>Writes a function's steps out, its arguments and given numbers replaced; gives its results.</summary>
    public int[] Inline(ScalarFunction function, IReadOnlyList<int> arguments, IReadOnlyList<int>? given = null)
    {
        var steps = new int[function.Nodes.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            var node = function.Nodes[i];
            steps[i] = node.Is(ScalarOperations.Argument) ? arguments[(int)node.Value]
                : node.Is(ScalarOperations.Given) && given is not null ? given[(int)node.Value]
                : node.Operands.Count == 0 ? Add(node)
                : Append(ScalarOperations.Of(node), [.. node.Operands.Select(o => steps[o])]);
        }
        return [.. function.Results.Select(r => steps[r])];
    }

    /// <summary>The function that gives some of the steps, without those that are of no use.</summary>
    public ScalarFunction Build(string name, int arguments, params int[] results)
    {
        var (used, numbers) = (new bool[nodes.Count], new int[nodes.Count]);
        foreach (var result in results) used[result] = true;
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (!used[i]) continue;
            foreach (var operand in nodes[i].Operands) used[operand] = true;
        }
        var kept = new List<ScalarNode>();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (!used[i]) continue;
            numbers[i] = kept.Count;
            kept.Add(nodes[i] with { Operands = nodes[i].Operands.Select(o => numbers[o]).ToEquatableArray() });
        }
        return new ScalarFunction(name, arguments, kept.ToEquatableArray(), results.Select(r => numbers[r]).ToEquatableArray());
    }

    /// <summary>Whether a step is finite whatever the arguments are.</summary>
    private bool IsBounded(int step)
    {
        var node = nodes[step];
        if (node.Is(ScalarOperations.Number)) return !double.IsNaN(node.Value) && !double.IsInfinity(node.Value);
        var isChoice = node.Is(ScalarOperations.Less) || node.Is(ScalarOperations.Equal);
        return ScalarOperations.Of(node).IsBounded ?? node.Operands.Skip(isChoice ? 2 : 0).All(IsBounded);
    }

    private int Add(ScalarNode node)
    {
        if (known.TryGetValue(node, out var step)) return step;
        nodes.Add(node);
        return known[node] = nodes.Count - 1;
    }
}
