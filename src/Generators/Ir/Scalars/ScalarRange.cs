namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// The range of the results of a function of numbers. In a choice, the condition narrows the ranges for each branch. So
/// <c>x > 0 ? x : 0</c> is known not to be negative.
/// </summary>
internal static class ScalarRange
{
    /// <summary>Limit on the steps that are followed through nested choices; beyond it nothing is known.</summary>
    private const int MostSteps = 4096;

    /// <param name="function">A function with one result.</param>
    /// <param name="arguments">The ranges of its arguments.</param>
    public static Interval Of(ScalarFunction function, IReadOnlyList<Interval> arguments)
    {
        var left = MostSteps;
        return Range(function.Results[0], new Facts([], []));

        Interval Range(int node, Facts facts)
        {
            if (facts.Known.TryGetValue(node, out var known)) return known;
            if (--left < 0) return Interval.Any;
            var range = Compute(function.Nodes[node], facts);
            if (facts.Told.TryGetValue(node, out var told)) range = range.And(told);
            return facts.Known[node] = range;
        }

        Interval Compute(ScalarNode node, Facts facts)
        {
            var x = node.Operands;
            var isSame = x.Count == 2 && x[0] == x[1];
            return node.Operation switch
            {
                nameof(ScalarOperations.Argument) => arguments[(int)node.Value],
                nameof(ScalarOperations.Number) => Interval.Of(node.Value),
                nameof(ScalarOperations.Add) => Of(0) + Of(1),
                nameof(ScalarOperations.Subtract) => isSame ? Interval.Of(0) : Of(0) - Of(1),
                nameof(ScalarOperations.Multiply) => isSame ? Of(0).Square() : Of(0) * Of(1),
                nameof(ScalarOperations.Divide) => Of(0) / Of(1),
                nameof(ScalarOperations.Negate) => -Of(0),
                nameof(ScalarOperations.Abs) => Of(0).Abs(),
                nameof(ScalarOperations.Sqrt) => Of(0).Sqrt(),
                nameof(ScalarOperations.Exp) => Of(0).Rising(Math.Exp),
                nameof(ScalarOperations.ExpMinus1) => Of(0).Rising(static x => Math.Exp(x) - 1),
                nameof(ScalarOperations.Log) => Of(0).Log(),
                nameof(ScalarOperations.Sin) or nameof(ScalarOperations.Cos) => Interval.Signed,
                nameof(ScalarOperations.Tanh) => Of(0).Rising(Math.Tanh),
                nameof(ScalarOperations.Sigmoid) => Of(0).Rising(static x => 1 / (1 + Math.Exp(-x))),
                nameof(ScalarOperations.Softplus) => Of(0).Rising(static x => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)))),
                nameof(ScalarOperations.Normal) => Interval.Unit,
                nameof(ScalarOperations.Floor) => Of(0).Rising(Math.Floor),
                nameof(ScalarOperations.Power) when Of(0).IsNotNegative || (Of(1).IsPoint && Of(1).Least % 2 == 0) => Interval.NotNegative,
                nameof(ScalarOperations.Less) => Either(Branch(x[2], Above(x[1], x[0])), Branch(x[3], Above(x[0], x[1]))),
                nameof(ScalarOperations.Equal) => x[0] == x[1] ? Of(2) : Of(2).Or(Of(3)),
                _ => Interval.Any,
            };

            Interval Of(int operand) => Range(x[operand], facts);

            // Returns the facts that hold when one node is not less than another.
            Facts? Above(int more, int less)
            {
                var (upper, lower) = (Range(more, facts), Range(less, facts));
                var above = upper.And(Interval.NotNegative with { Least = lower.Least });
                var below = lower.And(Interval.NotPositive with { Most = upper.Most });
                if (above.IsEmpty || below.IsEmpty) return null;
                return new Facts(new Dictionary<int, Interval>(facts.Told) { [more] = above, [less] = below }, []);
            }

            Interval? Branch(int result, Facts? holds) => holds is null ? null : Range(result, holds);
        }
    }

    /// <summary>Returns the range of both branches. A branch that is never taken adds nothing.</summary>
    private static Interval Either(Interval? a, Interval? b) => (a, b) switch
    {
        ({ } one, { } other) => one.Or(other),
        _ => a ?? b ?? Interval.Any,
    };

    /// <summary>The ranges that conditions gave for some nodes, and the ranges that follow for others.</summary>
    private sealed record Facts(Dictionary<int, Interval> Told, Dictionary<int, Interval> Known);
}
