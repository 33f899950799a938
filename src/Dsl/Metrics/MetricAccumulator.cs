namespace ModelDsl;

/// <summary>Gathers a metric over the batches of an epoch or an evaluation. It allocates nothing.</summary>
public abstract class MetricAccumulator
{
    /// <summary>The figure over everything added since the last reset; NaN when that is nothing.</summary>
    public abstract double Result { get; }

    /// <summary>Forgets everything.</summary>
    public abstract void Reset();

    /// <summary>Makes memory for a number of samples, before the first is added. One that keeps only counts has nothing to do.</summary>
    public virtual void Reserve(int samples) { }

    /// <summary>
    /// All that it has gathered as numbers, for checkpoints within an epoch; null, the default, where it can't be written down, so that there
    /// are none.
    /// </summary>
    public virtual double[]? State => null;

    /// <summary>Takes a <see cref="State"/> back.</summary>
    /// <exception cref="ArgumentException">The numbers are no such state.</exception>
    public virtual void Restore(ReadOnlySpan<double> state) => throw new NotSupportedException("This metric can't be restored.");

    /// <summary>A count of a state as a whole number.</summary>
    private protected static long Whole(double number) => number is >= 0 and < 1L << 53 && number == Math.Floor(number)
        ? (long)number
        : throw new ArgumentException(FormattableString.Invariant($"The state of a metric has {number} where a count must be."));

    /// <summary>Checks how many numbers a state has.</summary>
    private protected static void CheckLength(ReadOnlySpan<double> state, int expected)
    {
        if (state.Length != expected) throw new ArgumentException($"The state of a metric has {state.Length} numbers, but must have {expected}.");
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="outputs">The model's outputs, <c>[N, …]</c> in row-major order.</param>
    /// <param name="labels">The labels, <c>[N, …]</c>.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, BatchLabels labels);
}

/// <summary>The labels of a batch; one of the two spans is empty, as the model's loss says.</summary>
/// <param name="classes">Class indices.</param>
/// <param name="targets">Real numbers.</param>
public readonly ref struct BatchLabels(ReadOnlySpan<int> classes, ReadOnlySpan<float> targets)
{
    /// <summary>Class indices, one for every row of the output.</summary>
    public ReadOnlySpan<int> Classes { get; } = classes;

    /// <summary>Real numbers of the output's shape.</summary>
    public ReadOnlySpan<float> Targets { get; } = targets;
}

/// <summary>A share: how many of how many.</summary>
internal abstract class ShareAccumulator : MetricAccumulator
{
    private long right;
    private long total;

    public sealed override double Result => (double)right / total;

    public sealed override void Reset() => (right, total) = (0, 0);

    public sealed override double[] State => [right, total];

    public sealed override void Restore(ReadOnlySpan<double> state)
    {
        CheckLength(state, 2);
        (right, total) = (Whole(state[0]), Whole(state[1]));
    }

    protected void Count(long right, long total)
    {
        this.right += right;
        this.total += total;
    }
}
