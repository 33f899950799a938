namespace ModelDsl.Training;

/// <summary>The results of a batch, on the host.</summary>
/// <param name="step">Index of its step in the epoch, from 0.</param>
/// <param name="rows">Number of its samples.</param>
/// <param name="loss">Its loss.</param>
/// <param name="outputLosses">The losses of several outputs; empty if no figure is made of them.</param>
/// <param name="outputs">The predictions; empty if no metric looks at them.</param>
/// <param name="labels">The labels; empty if no metric looks at them.</param>
/// <param name="counted">The rows that count; empty if all do, or if no metric looks at them.</param>
internal readonly ref struct BatchResults(
    int step, int rows, double loss, ReadOnlySpan<double> outputLosses, ReadOnlySpan<float> outputs, BatchLabels labels,
    ReadOnlySpan<float> counted)
{
    public int Step { get; } = step;

    public int Rows { get; } = rows;

    public double Loss { get; } = loss;

    public ReadOnlySpan<double> OutputLosses { get; } = outputLosses;

    public ReadOnlySpan<float> Outputs { get; } = outputs;

    public BatchLabels Labels { get; } = labels;

    public ReadOnlySpan<float> Counted { get; } = counted;
}
