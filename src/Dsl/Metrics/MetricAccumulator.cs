using ModelDsl.Metrics;

namespace ModelDsl;

/// <summary>Accumulates a metric over the batches of an epoch or an evaluation. It allocates nothing.</summary>
public abstract class MetricAccumulator
{
    private CountedRows<float>? ofOutputs, ofTargets;
    private CountedRows<int>? ofClasses;

    /// <summary>The figure over everything added since the last reset; NaN if nothing was added.</summary>
    public abstract double Result { get; }

    /// <summary>Removes everything that was added.</summary>
    public abstract void Reset();

    /// <summary>
    /// Allocates memory for a number of samples, before the first is added. An accumulator that keeps only counts does nothing.
    /// </summary>
    public virtual void Reserve(int samples) { }

    /// <summary>
    /// Everything that it has accumulated, as numbers, for checkpoints within an epoch. The default is null: the state can't be written, so
    /// there are no such checkpoints.
    /// </summary>
    public virtual double[]? State => null;

    /// <summary>Restores a <see cref="State"/>.</summary>
    /// <exception cref="ArgumentException">The numbers are not such a state.</exception>
    public virtual void Restore(ReadOnlySpan<double> state) => throw new NotSupportedException("This metric can't be restored.");

    /// <summary>Returns a count in a state as a whole number.</summary>
    private protected static long Whole(double number) => number is >= 0 and < 1L << 53 && number == Math.Floor(number)
        ? (long)number
        : throw new ArgumentException(FormattableString.Invariant($"The state of a metric has {number} where a count must be."));

    /// <summary>Checks the length of a state.</summary>
    private protected static void CheckLength(ReadOnlySpan<double> state, int expected)
    {
        if (state.Length != expected) throw new ArgumentException($"The state of a metric has {state.Length} numbers, but must have {expected}.");
    }

    /// <summary>
    /// Adds a batch. Where a mask leaves rows out, the others lie one after the other, and there may be fewer than a sample has.
    /// </summary>
    /// <param name="outputs">The model's outputs, <c>[N, …]</c> in row-major order.</param>
    /// <param name="labels">The labels, <c>[N, …]</c>.</param>
    public abstract void Add(ReadOnlySpan<float> outputs, BatchLabels labels);

    /// <summary>Adds the rows of a batch that count.</summary>
    /// <param name="outputs">The model's outputs.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="counted">For each row 1, or 0 if a mask leaves it out; empty if all rows count.</param>
    internal virtual void Add(ReadOnlySpan<float> outputs, BatchLabels labels, ReadOnlySpan<float> counted)
    {
        if (!counted.Contains(0f)) Add(outputs, labels);
        else if (counted.ContainsAnyExcept(0f))
        {
            var classes = (ofClasses ??= new()).Take(labels.Classes, counted);
            Add((ofOutputs ??= new()).Take(outputs, counted), new(classes, (ofTargets ??= new()).Take(labels.Targets, counted)));
        }
    }
}

/// <summary>The labels of a batch; one of the two spans is empty, depending on the model's loss.</summary>
/// <param name="classes">Class indices.</param>
/// <param name="targets">Real numbers.</param>
public readonly ref struct BatchLabels(ReadOnlySpan<int> classes, ReadOnlySpan<float> targets)
{
    /// <summary>Class indices, one for each row of the output.</summary>
    public ReadOnlySpan<int> Classes { get; } = classes;

    /// <summary>Real numbers in the output's shape.</summary>
    public ReadOnlySpan<float> Targets { get; } = targets;
}

/// <summary>A share: the number of correct ones, divided by the total.</summary>
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
