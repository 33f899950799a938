namespace ModelDsl.Metrics;

/// <summary>
/// Extracts the labels of one of several outputs from rows that hold those of all outputs. Its memory is allocated with the first batch.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="output">One of its outputs.</param>
internal sealed class LabelsOfOutput(ModelDescription model, OutputDescription output)
{
    private readonly int width = model.LabelShape.Size;
    private readonly int count = output.LabelShape.Size;
    private int[] classes = [];
    private float[] targets = [];

    /// <summary>Returns the labels of a batch.</summary>
    /// <param name="packed">The labels of all outputs, a row for each sample.</param>
    /// <param name="unknown">The replacement for an ignored class index that is not one of the output's classes; null to keep it.</param>
    public BatchLabels Take(ReadOnlySpan<float> packed, int? unknown = null)
    {
        var numbers = packed.Length / width * count;
        if (output.Labels == LabelKind.Values)
        {
            if (targets.Length < numbers) targets = new float[numbers];
            for (var (row, to) = (0, 0); to < numbers; row += width, to += count)
                packed.Slice(row + output.FirstLabel, count).CopyTo(targets.AsSpan(to));
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
