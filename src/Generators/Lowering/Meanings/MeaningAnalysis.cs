using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>Finds the meaning of every value of a graph: one operation after the other, by its row in <see cref="MeaningTable"/>.</summary>
internal sealed class MeaningAnalysis
{
    /// <summary>
    /// Limit on the operations that are searched for a value that two values depend on. Beyond it, the two are assumed to have one.
    /// </summary>
    private const int MostLookedThrough = 256;

    private readonly Dictionary<Value, Meaning> meanings = [];
    private readonly Dictionary<Operation, Step> steps = [];

    /// <param name="operations">Operations, each after the ones it uses.</param>
    /// <param name="begun">The steps that the operations belong to, each with the number of its first operation.</param>
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
            meanings[operation.Results[0]] = meaning;
            // Further results of an operation, such as statistics and values for gradients, may lie anywhere.
            foreach (var beside in operation.Results.Skip(1))
                meanings[beside] = meaning with { Range = Interval.Any, Spans = false, OneSidedBy = null, Sums = null };
        }
    }

    public IReadOnlyList<Operation> Operations { get; }

    public Meaning this[Value value] => meanings[value.Stored];

    /// <summary>Returns the step that an operation belongs to.</summary>
    public Step StepOf(Operation operation) => steps[operation];

    /// <summary>Returns the step that made a value.</summary>
    public Step StepOf(Value value) => steps[value.Producer];

    /// <summary>Returns the range of an operation on two operands, element by element.</summary>
    public (Interval Range, bool Spans) Combined(Operation operation, Func<Interval, Interval, Interval> rule)
    {
        var (left, right) = (operation.Operands[0], operation.Operands[1]);
        return (rule(this[left].Range, this[right].Range), DoSpan(left, right));
    }

    /// <summary>Returns true when a result of two values comes near both ends of the range that its rule gives.</summary>
    public bool DoSpan(Value left, Value right)
    {
        var (a, b) = (this[left], this[right]);
        return a.IsConstant ? b.Spans : b.IsConstant ? a.Spans : IsFreeOf(left, right) || IsFreeOf(right, left);
    }

    /// <summary>Returns the operands in which an operation is linear, all together; none when it is not linear.</summary>
    public IReadOnlyList<Value> LinearOperands(Operation operation)
    {
        var row = MeaningTable.Of(operation.Definition);
        var open = operation.Operands.Where(operand => this[operand].Varies).ToArray();
        if (!(open.Length == 1 ? row.IsLinear || row.IsSum : row.IsSum)) return [];
        var isFixed = operation.Operands.All(
            operand => open.Contains(operand) || this[operand] is { IsConstant: true, Range.IsPoint: true });
        return isFixed || operation.Is(Matrices.AddBias) ? open : [];
    }

    /// <summary>Returns true when a layer's weights multiply the input of an operation.</summary>
    public bool IsWeighed(Operation operation) =>
        (operation.Is(Matrices.MatMul) || operation.Is(Matrices.GroupedMatMul) || operation.Is(Masks.MaskedMatMul)
            || operation.Is(Images.DepthwiseConvolution))
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
            Probabilities = Made(operation, step) ?? Kept(operation, range, step) ?? MadeOther(operation, step),
            Sums = row.Sums(this, operation),
            IsMask = operation.Is(Arithmetic.Less) || (operands is [{ IsMask: true }] && row.Effect == Effect.Moves),
            OneSidedBy = !range.IsNotNegative && !range.IsNotPositive ? null
                : (isMoved ? First(varied, operand => operand.OneSidedBy) : null) ?? step,
            MadeConstantBy = varies ? null : varied.Length > 0 ? step : First(operands, operand => operand.MadeConstantBy),
        };

        static Step? First(Meaning[] of, Func<Meaning, Step?> by) => of.Select(by).FirstOrDefault(known => known is not null);
    }

    /// <summary>Returns the probabilities that an operation makes; null when it makes none.</summary>
    private static Probabilities? Made(Operation operation, Step step) =>
        ActivationOf(operation) is { } activation ? new Probabilities(activation, step) { Maker = operation } : null;

    /// <summary>
    /// Returns probabilities, or logarithms of these, from an activation that mostly has another purpose: a gate with borders, or a
    /// logarithm in a sum.
    /// </summary>
    private static Probabilities? MadeOther(Operation operation, Step step) =>
        operation.Is(Elementwise.Activate) && operation.Attributes.Activation is var activation
        && (ActivationTable.YesOrNo.Contains(activation) || ActivationTable.Logarithms.ContainsKey(activation))
            ? new Probabilities(activation, step) { Maker = operation }
            : null;

    /// <summary>Returns the activation of an operation, when it makes probabilities or their logarithms; null otherwise.</summary>
    public static string? ActivationOf(Operation operation) =>
        operation.Is(Losses.Softmax) ? ActivationTable.Softmax
        : operation.Is(RowActivations.LogSoftmax) ? ActivationTable.LogSoftmax
        : operation.Is(RowActivations.Sparsemax) ? ActivationTable.Sparsemax
        : operation.Is(Elementwise.Activate) && operation.Attributes.Activation == ActivationTable.Sigmoid ? ActivationTable.Sigmoid
        : null;

    /// <summary>
    /// Returns the probabilities of its operands that an operation keeps. Numbers that are the same for every sample, such as learned
    /// factors and noise, do not change the kind. Neither do numbers that only choose. Other numbers do: then the probabilities are only
    /// weights of these numbers.
    /// </summary>
    private Probabilities? Kept(Operation operation, Interval range, Step step)
    {
        var effect = MeaningTable.EffectOf(operation);
        if (effect == Effect.Ends) return null;
        var numbers = operation.Is(Arithmetic.Where) ? operation.Operands.Skip(1) : operation.Operands;
        var counted = numbers.Select(operand => this[operand]).Where(x => !x.IsMask && (x.Varies || x.Probabilities is not null)).ToArray();
        if (counted.Length == 0 || counted.Any(x => x.Probabilities is null)) return null;
        var all = counted.Select(x => x.Probabilities!).ToArray();
        var kept = all.FirstOrDefault(made => !ActivationTable.YesOrNo.Contains(made.Activation)) ?? all[0];
        if (effect == Effect.Moves) return KeepsRows(operation, kept) ? kept : kept with { ChangedBy = kept.ChangedBy ?? step };

        // Other computations with logarithms are the author's own responsibility.
        var isLogarithm = ActivationTable.Logarithms.TryGetValue(kept.Activation, out var ofLogarithm);
        if (isLogarithm && !IsExponential(operation)) return null;
        if (AreLogits(kept, range) || AreDistances(operation, all)) return null;
        return kept with
        {
            Activation = ofLogarithm ?? kept.Activation,
            ChangedBy = kept.IsComputed ? kept.ChangedBy : step,
            IsComputed = true,
            AreDifferences = all.All(made => made.AreDifferences)
                || (operation.Is(Elementwise.Subtract) && all is [var a, var b] && a.Maker != b.Maker),
        };
    }

    /// <summary>Returns true when an operation only gives probabilities another shape, and a loss can see them through it.</summary>
    private static bool KeepsRows(Operation operation, Probabilities made) =>
        operation.Is(Sources.Reshape) && LastActivation.KeepsRows(operation, made.Activation);

    private static bool IsExponential(Operation operation) => operation.Is(Elementwise.Activate) && operation.Attributes.Activation == "Exponential";

    /// <summary>
    /// Returns true when probabilities of a yes or no were stretched and shifted so far that they can express both. Then they are logits
    /// with bounds. The probabilities of classes depend on each other, and no stretching makes them logits.
    /// </summary>
    private static bool AreLogits(Probabilities made, Interval range) => ActivationTable.YesOrNo.Contains(made.Activation)
        && range.Least <= -LeastOfLogits && range.Most >= LeastOfLogits && !double.IsInfinity(range.Length);

    /// <summary>The logit of 98 %.</summary>
    private const double LeastOfLogits = 4;

    /// <summary>
    /// Returns true when an operation makes distances between samples or codes from differences: squares or absolute values.
    /// </summary>
    private static bool AreDistances(Operation operation, Probabilities[] made)
    {
        var row = MeaningTable.Of(operation.Definition);
        return !row.IsSum && !(row.IsLinear && made.Length == 1) && made.All(numbers => numbers.AreDifferences);
    }

    /// <summary>
    /// Returns true when a value comes near all of its range for every value of another. It then has weights of its own.
    /// </summary>
    public bool IsFreeOf(Value x, Value other) => this[x].Spans && WeighedBy(x) is { } product && !Depends(other, product);

    /// <summary>
    /// Returns the product with weights that a value depends on, when the value depends on nothing else that varies; null otherwise.
    /// </summary>
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
