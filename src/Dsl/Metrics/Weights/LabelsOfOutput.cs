namespace ModelDsl.Metrics;

/// <summary>The labels of one of several outputs, taken out of rows that hold those of all. Its memory is made with the first batch.</summary>
/// <param name="model">The model.</param>
/// <param name="output">Which of its outputs.</param>
internal sealed class LabelsOfOutput(ModelDescription model, OutputDescription output)
{
    private readonly int width = model.LabelShape.Size;
    private readonly int count = output.LabelShape.Size;
    private int[] classes = [];
    private float[] targets = [];

    /// <summary>The labels of a batch.</summary>
    /// <param name="packed">The labels of all outputs, a row for each sample.</param>
    /// <param name="unknown">What a class index becomes that is none of the output's, but ignored; null for what it is.</param>
    public BatchLabels Take(ReadOnlySpan<float> packed, int? unknown = null)
    {
        var numbers = packed.Length / width * count;
        if (output.Labels == LabelKind.Values)
        {
            if (targets.Length < numbers) targets = new float[numbers];
            for (var (row, to) = (0, 0); to < numbers; row += width, to += count) packed.Slice(row + output.FirstLabel, count).CopyTo(targets.AsSpan(to));
            return new BatchLabels([], targets.AsSpan(0, numbers));
        }
        if (classes.Length < numbers) classes = new int[numbers];
        for (var (row, to) = (0, 0); to < numbers; row += width, to += count)
        {
            for (var i = 0; i < count; i++)
            {
                var label = (int)packed[row + output.FirstLabel + i];
                classes[to + i] = (uint)label < (uint)output.Shape[^1] ? label : unknown ?? label;
            }
        }
        return new BatchLabels(classes.AsSpan(0, numbers), []);
    }
}
