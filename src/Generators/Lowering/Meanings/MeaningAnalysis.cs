using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>What every value of a graph means: each operation in turn, by its row in <see cref="MeaningTable"/>.</summary>
internal sealed class MeaningAnalysis
{
    /// <summary>So many operations are looked through for a value that two have in common; where there are more, they have one.</summary>
    private const int MostLookedThrough = 256;

    private readonly Dictionary<Value, Meaning> meanings = [];
    private readonly Dictionary<Operation, Step> steps = [];

    /// <param name="operations">Operations, each after what it uses.</param>
    /// <param name="begun">What they were made for, each with the number of its first operation.</param>
    public MeaningAnalysis(IReadOnlyList<Operation> operations, IReadOnlyList<(int First, Step Step)> begun)
    {
        Operations = operations;
        var (step, next) = (Step.Source, 0);
        for (var i = 0; i < operations.Count; i++)
        {
            while (next < begun.Count && begun[next].First <= i) step = begun[next++].Step;
            var operation = operations[i];
            steps[operation] = step;
            var meaning = MeaningOf(operation, step);
            foreach (var result in operation.Results) meanings[result] = meaning;
        }
    }

    public IReadOnlyList<Operation> Operations { get; }

    public Meaning this[Value value] => meanings[value.Stored];

    /// <summary>What an operation was made for.</summary>
    public Step StepOf(Operation operation) => steps[operation];

    /// <summary>What made a value.</summary>
    public Step StepOf(Value value) => steps[value.Producer];

    /// <summary>Two operands, computed with element by element.</summary>
    public (Interval Range, bool Spans) Combined(Operation operation, Func<Interval, Interval, Interval> rule)
    {
        var (left, right) = (operation.Operands[0], operation.Operands[1]);
        var (a, b) = (this[left], this[right]);
        var spans = a.IsConstant ? b.Spans : b.IsConstant ? a.Spans : IsFreeOf(left, right) || IsFreeOf(right, left);
        return (rule(a.Range, b.Range), spans);
    }

    /// <summary>The operand of which an operation's result is a linear function; null where there is none.</summary>
    public Value? LinearOperand(Operation operation)
    {
        if (!MeaningTable.Of(operation.Definition).IsLinear) return null;
        var open = operation.Operands.Where(operand => this[operand].Varies).Distinct().ToArray();
        if (open is not [var only] || operation.Operands.Count(operand => operand == only) > 1) return null;
        var isFixed = operation.Operands.All(operand => operand == only || this[operand] is { IsConstant: true, Range.IsPoint: true });
        return isFixed || operation.Is(Matrices.AddBias) ? only : null;
    }

    /// <summary>Whether a layer's weights multiply what an operation is given.</summary>
    public bool IsWeighed(Operation operation) =>
        (operation.Is(Matrices.MatMul) || operation.Is(Matrices.GroupedMatMul) || operation.Is(Images.DepthwiseConvolution))
        && this[operation.Operands[1]].IsWeight;

    private Meaning MeaningOf(Operation operation, Step step)
    {
        var row = MeaningTable.Of(operation.Definition);
        var operands = operation.Operands.Select(operand => this[operand]).ToArray();
        var (range, spans) = row.Range(this, operation);
        var varied = operands.Where(operand => operand.Varies).ToArray();
        var varies = operation.Is(Sources.Input) || (varied.Length > 0 && !range.IsPoint);
        var isMoved = row.Effect == Effect.Moves || row.IsLinear;
        return new Meaning(range)
        {
            Spans = spans,
            Varies = varies,
            Learns = operation.Is(Sources.Parameter) || operation.Is(Sources.State) || operands.Any(operand => operand.Learns),
            IsWeight = operation.Is(Sources.Parameter) || (operands is [{ IsWeight: true }] && row.Effect == Effect.Moves),
            Probabilities = Made(operation, step) ?? Kept(operation, operands, range, step),
            OneSidedBy = !range.IsNotNegative && !range.IsNotPositive ? null
                : (isMoved ? First(varied, operand => operand.OneSidedBy) : null) ?? step,
            StilledBy = varies ? null : varied.Length > 0 ? step : First(operands, operand => operand.StilledBy),
        };

        static Step? First(Meaning[] of, Func<Meaning, Step?> by) => of.Select(by).FirstOrDefault(known => known is not null);
    }

    /// <summary>The probabilities that an operation makes; null where it makes none.</summary>
    private static Probabilities? Made(Operation operation, Step step) =>
        ActivationOf(operation) is { } activation ? new Probabilities(activation, step) : null;

    /// <summary>The activation of probabilities, or of their logarithms, that an operation is; null for none of these.</summary>
    public static string? ActivationOf(Operation operation) =>
        operation.Is(Losses.Softmax) ? ActivationTable.Softmax
        : operation.Is(RowActivations.LogSoftmax) ? ActivationTable.LogSoftmax
        : operation.Is(RowActivations.Sparsemax) ? ActivationTable.Sparsemax
        : operation.Is(Elementwise.Activate) && operation.Attributes.Activation == ActivationTable.Sigmoid ? ActivationTable.Sigmoid
        : null;

    /// <summary>
    /// What an operation leaves of its operands' probabilities. Numbers of both signs are none any more, and what is computed of logarithms
    /// is for the author to know.
    /// </summary>
    private static Probabilities? Kept(Operation operation, Meaning[] operands, Interval range, Step step)
    {
        var effect = MeaningTable.EffectOf(operation);
        var isNoisy = operands.Any(operand => operand.IsConstant && !operand.Range.IsPoint);
        var hasBothSigns = !isNoisy && !range.IsNotNegative && !range.IsNotPositive;
        if (effect == Effect.Ends || (effect == Effect.Computes && hasBothSigns)) return null;
        var counted = (operation.Is(Arithmetic.Where) ? operands.Skip(1) : operands).Where(operand => !operand.IsConstant).ToArray();
        if (counted.Length == 0 || counted.Any(operand => operand.Probabilities is null)) return null;
        var all = counted.Select(operand => operand.Probabilities!).ToArray();
        var kept = all.FirstOrDefault(made => made.Activation != ActivationTable.Sigmoid) ?? all[0];
        if (kept.Activation == ActivationTable.LogSoftmax && effect == Effect.Computes) return null;
        return effect == Effect.Computes && !kept.IsComputed
            ? kept with { ChangedBy = step, IsComputed = true }
            : kept with { ChangedBy = kept.ChangedBy ?? step };
    }

    /// <summary>Whether a value comes near all of its range whatever another is: it has weights of its own.</summary>
    private bool IsFreeOf(Value x, Value other) => this[x].Spans && WeighedBy(x) is { } product && !Depends(other, product);

    /// <summary>The product with weights of which a value is a function by itself; null where it is one of several values.</summary>
    private Operation? WeighedBy(Value x)
    {
        while (true)
        {
            if (IsWeighed(x.Producer)) return x.Producer;
            var open = x.Producer.Operands.Where(operand => this[operand].Varies).ToArray();
            if (open is not [var only]) return null;
            x = only;
        }
    }

    private static bool Depends(Value x, Operation on)
    {
        var (open, seen) = (new Stack<Operation>([x.Producer]), new HashSet<Operation>());
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (!seen.Add(next)) continue;
            if (next == on || seen.Count > MostLookedThrough) return true;
            foreach (var operand in next.Operands) open.Push(operand.Producer);
        }
        return false;
    }
}
