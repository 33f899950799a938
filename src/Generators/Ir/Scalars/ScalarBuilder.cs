using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// Writes functions of numbers. Equal steps become one step, constants are folded, and steps that change no bit are left out. Nothing is
/// simplified that would change a result, not even a result for NaN.
/// </summary>
internal sealed class ScalarBuilder
{
    private readonly List<ScalarNode> nodes = [];
    private readonly Dictionary<ScalarNode, int> known = [];

    public ScalarNode this[int step] => nodes[step];

    public int Argument(int index) => Add(new ScalarNode(nameof(ScalarOperations.Argument), [], index));

    public int Given(int index) => Add(new ScalarNode(nameof(ScalarOperations.Given), [], index));

    public int Number(double value) => Add(new ScalarNode(nameof(ScalarOperations.Number), [], value));

    /// <summary>Returns the value of a step that is a constant; null for any other step.</summary>
    public double? Constant(int step) => nodes[step].Is(ScalarOperations.Number) ? nodes[step].Value : null;

    public int Append(ScalarOperation operation, params int[] x)
    {
        if (operation.Evaluate is { } evaluate && x.All(o => Constant(o) is not null))
            return Number(evaluate([.. x.Select(o => nodes[o].Value)]));
        return ScalarIdentities.Simplify(this, operation, x) ?? Add(new ScalarNode(operation.Name, x.ToEquatableArray()));
    }

    /// <summary>
    /// Returns the first of two steps where a condition holds, and the second otherwise. A condition is made of comparisons, and gives 1
    /// and 0.
    /// </summary>
    public int Choose(int condition, int yes, int no)
    {
        if (Constant(condition) is { } truth) return truth != 0 ? yes : no;
        var (node, x) = (nodes[condition], nodes[condition].Operands);
        return Append(ScalarOperations.Of(node), x[0], x[1], Choose(x[2], yes, no), Choose(x[3], yes, no));
    }

    /// <summary>Returns the sum of two derivatives.</summary>
    public int? Sum(int? a, int? b) => a is not { } x ? b : b is not { } y ? a : Append(ScalarOperations.Add, x, y);

    public int? Negative(int? derivative) => derivative is { } d ? Append(ScalarOperations.Negate, d) : null;

    /// <summary>
    /// Returns a derivative times a factor. When one of them has become 0, the result is 0, even when the other is ∞. This is the limit at
    /// ±∞, and at a pole where the next function is constant. So <c>x·sigmoid(x)</c> has the slope 1 at ∞ and 0 at −∞.
    /// </summary>
    /// <param name="derivative">The derivative.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="isUpstream">
    /// True for a derivative that comes from outside. It is ∞ only when the computation has failed already.
    /// </param>
    public int? Flow(int? derivative, int factor, bool isUpstream = false)
    {
        if (derivative is not { } d) return null;
        var product = Append(ScalarOperations.Multiply, d, factor);
        var otherwise = product;
        if (!isUpstream && !IsBounded(d) && Constant(factor) is null) otherwise = UnlessZero(factor, otherwise);
        if (!IsBounded(factor) && Constant(d) is null) otherwise = UnlessZero(d, otherwise);
        return UnlessNaN(product, otherwise);
    }

    /// <summary>Returns a derivative divided by a divisor. It is 0 where the derivative is 0, as in <see cref="Flow"/>.</summary>
    public int? Quotient(int? derivative, int divisor)
    {
        if (derivative is not { } d) return null;
        var quotient = Append(ScalarOperations.Divide, d, divisor);
        return Constant(d) is not null || Constant(divisor) is { } and not 0 ? quotient : UnlessNaN(quotient, UnlessZero(d, quotient));
    }

    /// <summary>
    /// Returns a result, or another one when the result is NaN. A result that is a number keeps its own derivative, not the derivative of a
    /// factor that happens to be 0.
    /// </summary>
    private int UnlessNaN(int result, int otherwise) =>
        otherwise == result ? result : Append(ScalarOperations.Equal, result, result, result, otherwise);

    private int UnlessZero(int factor, int otherwise) => Append(ScalarOperations.Equal, factor, Number(0), factor, otherwise);

    /// <summary>Writes the steps of a function, with its arguments and given numbers replaced, and returns its results.</summary>
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

    /// <summary>Returns the function whose results are some of the steps, without unused steps.</summary>
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

    /// <summary>Returns true when a step is finite for all arguments.</summary>
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
