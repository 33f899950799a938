using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>The effect of an operation on probabilities.</summary>
internal enum Effect
{
    /// <summary>
    /// The operation computes with them. When all its inputs are made from probabilities, or are the same for every sample, so is its
    /// result. An operation without an entry of its own has this effect too.
    /// </summary>
    Computes,

    /// <summary>Numbers are moved, left out or averaged. They stay probabilities, but not all of them are in their places.</summary>
    Moves,

    /// <summary>They are no longer probabilities: weights mix them, a table is read at them, or their logarithm is taken.</summary>
    Ends,
}

/// <summary>Returns the range of an operation's results, and whether they come near both its ends.</summary>
internal delegate (Interval Range, bool Spans) RangeRule(MeaningAnalysis known, Operation operation);

/// <summary>Returns the range of the sums of a result's rows; null when it is not known.</summary>
internal delegate Interval? SumRule(MeaningAnalysis known, Operation operation);

/// <summary>The effect of an operation on the meaning of its operands.</summary>
/// <param name="Range">The range of its first result.</param>
/// <param name="Effect">Its effect on probabilities.</param>
internal sealed record MeaningRow(RangeRule Range, Effect Effect = Effect.Computes)
{
    /// <summary>True when the result is linear in one operand and the others are constant.</summary>
    public bool IsLinear { get; init; }

    /// <summary>True when it is linear in all operands together.</summary>
    public bool IsSum { get; init; }

    /// <summary>The rule for the range of the sums of rows. For most operations it gives null.</summary>
    public SumRule Sums { get; init; } = static (_, _) => null;
}

/// <summary>
/// Every operation that lowering may write before the loss, with its effect on a <see cref="Meaning"/>. Layers and functions are made from
/// these operations, so they need no entries of their own.
/// </summary>
internal static class MeaningTable
{
    private static readonly RangeRule Unknown = static (_, _) => (Interval.Any, false);

    private static readonly MeaningRow Nothing = new(Unknown);

    /// <summary>The size from which a number counts as near an infinite end.</summary>
    private const double Far = 1e3;

    /// <summary>Numbers at which the author's functions are tried.</summary>
    private static readonly double[] Tried = [0, .. new[] { 0.1, 1, 10, 1e3, 1e6 }.SelectMany(static x => new[] { x, -x })];

    /// <summary>The range of the first operand's numbers, and zeros.</summary>
    private static readonly RangeRule WithZeros = static (known, op) =>
        (known[op.Operands[0]].Range.Or(Interval.Of(0)), known[op.Operands[0]].Spans);

    /// <summary>The sums of the first operand's rows, which the operation does not change.</summary>
    private static readonly SumRule SameSums = static (known, op) => known[op.Operands[0]].Sums;

    private static readonly SumRule SumsToOne = static (_, _) => Interval.Of(1);

    /// <summary>
    /// The range of means of numbers. Probabilities of classes depend on each other, so they are never all as large as one of them can be.
    /// </summary>
    private static readonly RangeRule Averaged = static (known, op) => known[op.Operands[0]] is var x
        && (x.Probabilities is not { Activation: var activation } || ActivationTable.YesOrNo.Contains(activation)) ? (x.Range, x.Spans)
            : (x.Range, false);

    private static readonly Dictionary<OperationDefinition, MeaningRow> Rows = new()
    {
        // Sources of numbers
        [Sources.Input] = new(Unknown),
        [Sources.Parameter] = new(static (_, _) => (Interval.Any, true)),
        [Sources.State] = new(Unknown),
        [Elementwise.Fill] = new(static (_, op) => (NumberOf(op.Attributes.Factor), false)) { Sums = FilledSums },
        [Elementwise.Normal] = new(Unknown),
        [Elementwise.Uniform] = new(static (_, _) => (Interval.Unit, false)),
        [Sequences.CausalMask] = new(Unknown),
        [Constants.Numbers] = new(static (_, op) => (op.Attributes.Given.Select(NumberOf).Aggregate(static (a, b) => a.Or(b)), false)),
        [Constants.Multiples] = new(static (_, op) =>
            (Interval.Of(0).Or(NumberOf(op.Attributes.Factor * (op.Result.Type.Columns.Size - 1.0))), false)),

        // Operations that move numbers
        [Sources.Reshape] = Moved(
            isLinear: true) with
        { Sums = static (known, op) => HasSameColumns(op) ? known[op.Operands[0]].Sums : null },
        [Layouts.Permute] = Moved(isLinear: false),
        [Layouts.Flip] = Moved(isLinear: true) with { Sums = SameSums },
        [Sequences.Columns] = Moved(isLinear: true) with { Sums = TakenSums },
        [Sequences.PlaceColumns] = new(WithZeros, Effect.Moves) { IsLinear = true },
        [Layouts.ConcatColumns] = new(static (known, op) => Joined(op.Operands.Select(x => known[x])), Effect.Moves)
        {
            IsSum = true,
            Sums = static (known, op) => Combined(known, op, static (a, b) => a + b),
        },
        [Reductions.BroadcastColumns] = new(Factored, Effect.Moves) { IsLinear = true },
        [Reductions.BroadcastScalar] = new(Factored, Effect.Moves) { IsLinear = true },
        [Reductions.MeanColumns] = Moved(isLinear: true) with { Range = Averaged },
        [Images.AveragePool] = Moved(isLinear: true) with
        {
            Range = Averaged,
            Sums = static (known, op) => IsPadded(op) ? null : Exact(known, op.Operands[0]),
        },
        [Images.MaxPool] = Moved(isLinear: false),
        [Sources.StopGradient] = Moved(isLinear: false) with { Sums = SameSums },
        [Images.Patches] = new(WithZeros, Effect.Moves) { IsLinear = true, Sums = PaddedSums },
        [Images.PatchesGradient] = new(Summed, Effect.Moves) { IsLinear = true },
        [Images.AveragePoolGradient] = new(Summed, Effect.Moves) { IsLinear = true },
        [Images.DepthwiseImageGradient] = new(Product, Effect.Moves) { IsLinear = true },
        [Elementwise.Dropout] = new(Dropped, Effect.Moves),
        [Images.ChannelDropout] = new(Dropped, Effect.Moves),
        [Images.Pixels] = new(static (known, op) => (known[op.Operands[1]].Range, known[op.Operands[1]].Spans), Effect.Moves),

        // Arithmetic
        [Elementwise.Scale] = new(Factored, Effect.Computes)
        {
            IsLinear = true,
            Sums = static (known, op) =>
                op.Attributes.Factor.BatchPower == 0 ? known[op.Operands[0]].Sums * NumberOf(op.Attributes.Factor) : null,
        },
        [Elementwise.Add] = new(static (known, op) => known.Combined(op, static (a, b) => a + b), Effect.Computes)
        {
            IsLinear = true,
            IsSum = true,
            Sums = static (known, op) => Combined(known, op, static (a, b) => a + b),
        },
        [Elementwise.Subtract] = new(Subtracted, Effect.Computes)
        {
            IsLinear = true,
            IsSum = true,
            Sums = static (known, op) => Combined(known, op, static (a, b) => a - b),
        },
        [Elementwise.Multiply] = new(Multiplied, Effect.Computes) { IsLinear = true },
        [Arithmetic.Divide] = new(static (known, op) => known.Combined(op, static (a, b) => a / b), Effect.Computes),
        [Arithmetic.Abs] = Computed(static x => x.Abs()),
        [Arithmetic.Sign] = Computed(static x => x.Sign()),
        [Arithmetic.Sqrt] = Computed(static x => x.Sqrt()),
        [Arithmetic.Clamp] = new(Clamped, Effect.Computes),
        [Arithmetic.Log] = Computed(static x => x.Log(), Effect.Ends),
        [Arithmetic.Less] = new(static (_, _) => (Interval.Unit, false), Effect.Ends),
        [Arithmetic.Where] = new(Chosen, Effect.Computes),
        [Maps.Map] = new(Mapped, Effect.Computes),

        // Additional losses
        [Reductions.Sum] = new(static (known, op) => (Summed(known, op).Range * NumberOf(op.Attributes.Factor), false)),

        // Activations
        [Elementwise.Activate] = new(Activated, Effect.Computes),
        [Losses.Softmax] = new(static (_, op) => (IsOfOne(op) ? Interval.Of(1) : Interval.Unit, true)) { Sums = SumsToOne },
        [RowActivations.Sparsemax] = new(static (_, op) => (IsOfOne(op) ? Interval.Of(1) : Interval.Unit, true)) { Sums = SumsToOne },
        [RowActivations.LogSoftmax] = new(static (_, op) => (IsOfOne(op) ? Interval.Of(0) : Interval.NotPositive, true)),
        [RowActivations.Glu] = new(static (known, op) => (Interval.Any, known[op.Operands[0]].Spans)),
        [RowActivations.PRelu] = new(static (known, op) => (Interval.Any, known[op.Operands[0]].Spans)),

        // Weights
        [Matrices.MatMul] = new(Product, Effect.Ends),
        [Matrices.GroupedMatMul] = new(Product, Effect.Ends),
        [Masks.MaskedMatMul] = new(Product, Effect.Ends),
        [Masks.MaskedMean] = new(WithZeros, Effect.Moves),
        [Masks.MaskedSum] = new(static (known, op) => (Summed(known, op).Range * NumberOf(op.Attributes.Factor), false)),
        [Matrices.BatchMatMul] = new(static (known, op) => (Product(known, op).Range, known.DoSpan(op.Operands[0], op.Operands[1]))),
        [Images.DepthwiseConvolution] = new(Product, Effect.Ends),
        [Matrices.AddBias] = new(Biased) { IsLinear = true },
        [Normalizations.ScaleRows] = new(Weighted),
        [Normalizations.Standardize] = new(static (_, op) => IsAlone(op) ? (Interval.Of(0), false) : (Interval.Any, true)),
        [Normalizations.ReciprocalSqrt] = new(static (_, _) => (Interval.NotNegative, false)),
        [Sequences.Gather] = new(static (known, op) => (known[op.Operands[1]].Range, known[op.Operands[1]].Spans), Effect.Ends),
        [Recurrences.SimpleRnnSteps] = new(static (_, op) => (RangeOf(op.Attributes.Activation), true), Effect.Ends),
        [Recurrences.LstmSteps] = new(Stored, Effect.Ends),
        [Recurrences.GruSteps] = new(Gated, Effect.Ends),
    };

    public static bool Has(OperationDefinition operation) => Rows.ContainsKey(operation);

    public static MeaningRow Of(OperationDefinition operation) => Rows.TryGetValue(operation, out var row) ? row : Nothing;

    /// <summary>
    /// Returns the effect of an operation on probabilities. When an author's function takes a logarithm, a loss may take its result for
    /// logits.
    /// </summary>
    public static Effect EffectOf(Operation operation)
    {
        var takesLogarithm = operation.Attributes.Function is { } function && function.Nodes.Any(node => node.Is(ScalarOperations.Log));
        return takesLogarithm ? Effect.Ends : Of(operation.Definition).Effect;
    }

    private static MeaningRow Moved(bool isLinear) =>
        new(static (known, op) => (known[op.Operands[0]].Range, known[op.Operands[0]].Spans), Effect.Moves) { IsLinear = isLinear };

    private static MeaningRow Computed(Func<Interval, Interval> rule, Effect effect = Effect.Computes) =>
        new((known, op) => (rule(known[op.Operands[0]].Range), known[op.Operands[0]].Spans), effect);

    /// <summary>Returns the range of a factor. A power of the batch size is positive, so it keeps the factor's sign.</summary>
    private static Interval NumberOf(Coefficient factor) =>
        factor.BatchPower == 0 ? Interval.Of(factor.Value) : factor.Value >= 0 ? Interval.NotNegative : Interval.NotPositive;

    private static (Interval, bool) Factored(MeaningAnalysis known, Operation op) =>
        Scaled(known[op.Operands[0]], NumberOf(op.Attributes.Factor));

    private static (Interval, bool) Scaled(Meaning x, Interval factor) => (x.Range * factor, x.Spans);

    private static bool IsSame(Operation op) => ReferenceEquals(op.Operands[0], op.Operands[1]);

    /// <summary>Returns true when an operation over the last axis sees only one number.</summary>
    private static bool IsOfOne(Operation op) => op.Result.Type.Columns.Size == 1;

    private static (Interval, bool) Subtracted(MeaningAnalysis known, Operation op) =>
        IsSame(op) ? (Interval.Of(0), false) : known.Combined(op, static (a, b) => a - b);

    private static (Interval, bool) Biased(MeaningAnalysis known, Operation op)
    {
        var (x, bias) = (known[op.Operands[0]], known[op.Operands[1]]);
        return (x.Range + bias.Range, bias.IsWeight || x.Spans);
    }

    /// <summary>
    /// Returns the range of a function of one or two numbers. It comes near both ends of its range when it does so at some numbers that it
    /// may be given. Two numbers that are not free of each other may never occur as a pair.
    /// </summary>
    private static (Interval, bool) Mapped(MeaningAnalysis known, Operation op)
    {
        var (function, given) = (op.Attributes.Function!, op.Operands.Select(x => known[x]).ToArray());
        var range = ScalarRange.Of(function, [.. given.Select(x => x.Range)]);
        Interval[]? tried = given switch
        {
            [{ Spans: true } x] => [.. NumbersIn(x.Range).Select(number => ScalarRange.Of(function, [Interval.Of(number)]))],
            [var x, var y] when known.DoSpan(op.Operands[0], op.Operands[1]) =>
                [.. from a in NumbersIn(x.Range) from b in NumbersIn(y.Range) select ScalarRange.Of(function,
                    [Interval.Of(a), Interval.Of(b)])],
            _ => null,
        };
        return (range, tried is not null && tried.Any(y => IsNear(y.Most, range.Least)) && tried.Any(y => IsNear(-y.Least, -range.Most)));

        static IEnumerable<double> NumbersIn(Interval range) => Tried.Where(range.Contains).Concat([range.Least, range.Most])
            .Where(number => !double.IsInfinity(number)).Distinct();

        // Rounding is no distance. An infinite end is far away.
        static bool IsNear(double number, double least) =>
            double.IsInfinity(least) ? number <= -Far : number <= least + 1e-3 * Math.Max(1, Math.Abs(least));
    }

    /// <summary>
    /// Returns the range of weighted means of old and new values, starting from 0. The gate gives the weights; when it may leave [0, 1],
    /// the range is unknown.
    /// </summary>
    private static (Interval, bool) Gated(MeaningAnalysis known, Operation op) =>
        RangeOf(op.Attributes.RecurrentActivation).IsWithin(Interval.Unit)
        ? (RangeOf(op.Attributes.Activation).Or(Interval.Of(0)), true)
        : (Interval.Any, true);

    /// <summary>Returns the range of a cell's activated value times the output gate.</summary>
    private static (Interval, bool) Stored(MeaningAnalysis known, Operation op) =>
        (RangeOf(op.Attributes.Activation) * RangeOf(op.Attributes.RecurrentActivation), true);

    private static Interval RangeOf(string activation) => ActivationTable.Of(activation).Range;

    /// <summary>
    /// Returns the range of a product with a factor. A factor changes the range, but numbers with both signs keep both signs.
    /// </summary>
    private static (Interval, bool) Weighted(MeaningAnalysis known, Operation op) =>
        (known[op.Operands[0]].Range * known[op.Operands[1]].Range, known[op.Operands[0]].Spans);

    private static (Interval, bool) Multiplied(MeaningAnalysis known, Operation op) => IsSame(op)
        ? (known[op.Operands[0]].Range.Square(), known[op.Operands[0]].Spans)
        : known.Combined(op, static (a, b) => a * b);

    /// <summary>
    /// Returns the range of sums of products. They are not negative when no factor is negative, and unknown otherwise. A kernel that learns
    /// can give any numbers.
    /// </summary>
    private static (Interval Range, bool Spans) Product(MeaningAnalysis known, Operation op)
    {
        var (a, b) = (known[op.Operands[0]], known[op.Operands[1]]);
        var range = a.Range.IsNotNegative && b.Range.IsNotNegative ? Interval.NotNegative : Interval.Any;
        return (range, a.IsWeight || b.IsWeight);
    }

    /// <summary>Returns the range of sums of some of the numbers.</summary>
    private static (Interval Range, bool Spans) Summed(MeaningAnalysis known, Operation op) => known[op.Operands[0]] switch
    {
        { Range.IsNotNegative: true } => (Interval.NotNegative, false),
        { Range.IsNotPositive: true } => (Interval.NotPositive, false),
        var x => (Interval.Any, x.Spans),
    };

    private static (Interval, bool) Dropped(MeaningAnalysis known, Operation op) =>
        Scaled(known[op.Operands[0]], new Interval(0, 1 / (1 - op.Attributes.Rate)));

    private static (Interval, bool) Clamped(MeaningAnalysis known, Operation op)
    {
        var (x, least, most) = (known[op.Operands[0]], op.Attributes.Least, op.Attributes.Most);
        return (x.Range.Rising(number => Math.Min(Math.Max(number, least), most)), x.Spans);
    }

    private static (Interval, bool) Joined(IEnumerable<Meaning> parts)
    {
        var all = parts.ToArray();
        var range = all.Select(part => part.Range).Aggregate(static (a, b) => a.Or(b));
        var spanning = all.Where(part => part.Spans).Select(part => part.Range).ToArray();
        return (range, spanning.Any(part => part.Least == range.Least) && spanning.Any(part => part.Most == range.Most));
    }

    /// <summary>
    /// Returns the range of a choice by a comparison. The range of each side is narrowed by the comparison: a maximum with 0 is not
    /// negative. When the sides are the two compared values, the result spans its range under the same condition as their sum. A side that
    /// the condition does not concern spans it by itself.
    /// </summary>
    private static (Interval, bool) Chosen(MeaningAnalysis known, Operation op)
    {
        var (condition, yes, no) = (op.Operands[0], op.Operands[1], op.Operands[2]);
        if (!condition.Producer.Is(Arithmetic.Less)) return Either(known[yes].Range, known[no].Range);
        var (less, more) = (condition.Producer.Operands[0], condition.Producer.Operands[1]);
        var (range, spans) = Either(Where(yes, less, more), Where(no, more, less));
        return (range, spans || (((yes, no) == (less, more) || (yes, no) == (more, less)) && known.DoSpan(yes, no)));

        (Interval, bool) Either(Interval first, Interval second)
        {
            var range = first.Or(second);
            return (range, (range == first && known.IsFreeOf(yes, condition)) || (range == second && known.IsFreeOf(no, condition)));
        }

        Interval Where(Value side, Value lower, Value upper)
        {
            var range = known[side].Range;
            if (side == upper) range = range.And(Interval.NotNegative with { Least = known[lower].Range.Least });
            if (side == lower) range = range.And(Interval.NotPositive with { Most = known[upper].Range.Most });
            return range.IsEmpty ? known[side].Range : range;
        }
    }

    private static (Interval, bool) Activated(MeaningAnalysis known, Operation op)
    {
        var (x, activation) = (known[op.Operands[0]], op.Attributes.Activation);
        var row = ActivationTable.Of(activation);
        return (row.Range.And(ScalarRange.Of(row.Function(), [x.Range])), x.Spans);
    }

    private static Interval? FilledSums(MeaningAnalysis known, Operation op) => op.Result.Type is { Rank: > 0, Columns.IsBatch: false } type
        && op.Attributes.Factor.BatchPower == 0 ? Interval.Of(op.Attributes.Factor.Value * type.Columns.Size) : null;

    /// <summary>
    /// Returns the range of a row's sum, from the sums of both operands, when one of these is a single number. Two unknown sums may depend
    /// on each other.
    /// </summary>
    private static Interval? Combined(MeaningAnalysis known, Operation op, Func<Interval, Interval, Interval> rule) =>
        (known[op.Operands[0]].Sums, known[op.Operands[1]].Sums) is ({ } a, { } b) && (a.IsPoint || b.IsPoint) ? rule(a, b) : null;

    private static Interval? Exact(MeaningAnalysis known, Value x) => known[x].Sums is { IsPoint: true } sums ? sums : null;

    /// <summary>
    /// Returns the sums of a part of each row. For numbers that are not negative, they lie between 0 and the sum of the whole row.
    /// </summary>
    private static Interval? TakenSums(MeaningAnalysis known, Operation op) => HasSameColumns(op) ? known[op.Operands[0]].Sums
        : known[op.Operands[0]] is { Varies: true, Range.IsNotNegative: true } ? Exact(known, op.Operands[0])?.Or(Interval.Of(0)) : null;

    /// <summary>Returns the sums of rows after padding. Pixels that are put around an image are zeros.</summary>
    private static Interval? PaddedSums(MeaningAnalysis known, Operation op) => op.Attributes.Window!.Cells != 1 ? null
        : IsPadded(op) ? Exact(known, op.Operands[0])?.Or(Interval.Of(0)) : known[op.Operands[0]].Sums;

    private static bool IsPadded(Operation op) =>
        op.Attributes.Window is not { Rows: { Before: 0, After: 0 }, Columns: { Before: 0, After: 0 } };

    private static bool HasSameColumns(Operation op) => op.Operands[0].Type.Columns == op.Result.Type.Columns;

    /// <summary>Returns true when a sample's statistics come from one number each, which is its own mean.</summary>
    private static bool IsAlone(Operation op) =>
        op.Results[1].Type.IsPerSample && op.Results[1].Type.Elements == op.Operands[0].Type.Elements;
}
