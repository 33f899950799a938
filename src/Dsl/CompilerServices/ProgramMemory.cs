using ModelDsl.Data;
using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>The memory that a program needs for each sample of a run, as counted by the generator.</summary>
/// <param name="Largest">Count of numbers of a sample in the largest of its buffers.</param>
/// <param name="Numbers">Count of numbers of a sample in all of them.</param>
public readonly record struct ProgramMemory(long Largest, long Numbers)
{
    /// <summary>Runs below this many bytes are not compared with the machine's memory.</summary>
    private const long WorthAsking = 1L << 30;

    /// <summary>Checks that a run over this many samples has room: in a tensor, and in the machine.</summary>
    /// <exception cref="ArgumentException">There is no room, or there is no sample.</exception>
    internal void Check(ModelDescription model, ITensorEngine engine, int rows)
    {
        if (rows <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(rows), FormattableString.Invariant($"{model.Name} can't compute {rows} samples together: there must be 1 at least."));
        if (Largest * rows > int.MaxValue)
        {
            throw new TooManySamples(
                $"{model.Name} can't compute {rows} samples together: one of its tensors would have {Largest * rows} numbers, but a tensor has " +
                $"{int.MaxValue} at most. Take batches of {int.MaxValue / Largest} samples or fewer.");
        }
        // A device checks its own memory.
        var bytes = (double)Numbers * rows * (ReferenceEquals(engine, Engine.Reference) ? sizeof(double) : sizeof(float));
        if (engine is IDeviceEngine || bytes < WorthAsking) return;
        var there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes <= there) return;
        throw new TooManySamples(FormattableString.Invariant(
            $"{model.Name} needs {bytes / 1e9:F1} GB of memory to compute {rows} samples together, but there are {there / 1e9:F1} GB: take smaller batches."));
    }
}
