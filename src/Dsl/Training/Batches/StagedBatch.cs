using System.Runtime.ExceptionServices;

namespace ModelDsl.Training;

/// <summary>
/// A batch gathered before its turn: the data that a <see cref="BatchFeed"/> would gather itself, or the exception thrown by gathering.
/// </summary>
/// <param name="size">Number of samples of a full batch.</param>
/// <param name="sample">Count of numbers in a sample.</param>
/// <param name="classes">Count of class indices of a sample; 0 if the program takes none.</param>
/// <param name="targets">Count of targets of a sample; 0 if the program takes none.</param>
/// <param name="isWeighted">Whether samples have weights that the program takes.</param>
internal sealed class StagedBatch(int size, int sample, int classes, int targets, bool isWeighted)
{
    private readonly int[] rows = new int[size];
    private readonly float[] samples = new float[size * sample];
    private readonly int[] classIndices = new int[size * classes];
    private readonly float[] targetNumbers = new float[size * targets];
    private readonly float[] weights = new float[isWeighted ? size : 0];
    private ExceptionDispatchInfo? fault;
    private int count;

    /// <summary>The samples.</summary>
    public ReadOnlySpan<float> Samples => samples.AsSpan(0, count * sample);

    /// <summary>The class indices; empty if there are none.</summary>
    public ReadOnlySpan<int> Classes => classIndices.AsSpan(0, count * classes);

    /// <summary>The targets; empty if there are none.</summary>
    public ReadOnlySpan<float> Targets => targetNumbers.AsSpan(0, count * targets);

    /// <summary>The weights of the samples; empty if there are none.</summary>
    public ReadOnlySpan<float> Weights => weights.AsSpan(0, isWeighted ? count : 0);

    /// <summary>Returns whether the batch holds these samples in this order.</summary>
    public bool Holds(ReadOnlySpan<int> positions) => positions.SequenceEqual(rows.AsSpan(0, count));

    /// <summary>Gathers samples. Throws nothing: see <see cref="ThrowIfFailed"/>.</summary>
    public void Gather(Dataset data, ReadOnlySpan<int> positions)
    {
        (fault, count) = (null, positions.Length);
        positions.CopyTo(rows);
        try
        {
            data.CopySamples(positions, samples);
            if (classes > 0) data.CopyClasses(positions, classIndices);
            if (targets > 0) data.CopyTargets(positions, targetNumbers);
            if (isWeighted) data.CopyWeights(positions, weights);
        }
        catch (Exception thrown)
        {
            fault = ExceptionDispatchInfo.Capture(thrown);
        }
    }

    /// <summary>Throws the exception that gathering this batch threw, at the place where the batch is used.</summary>
    public void ThrowIfFailed() => fault?.Throw();
}
