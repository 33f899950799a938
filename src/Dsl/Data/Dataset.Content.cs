using System.Runtime.InteropServices;
using ModelDsl.Data;

namespace ModelDsl;

public sealed partial class Dataset
{
    private const int CheckedAtOnce = 1 << 16;

    /// <summary>
    /// Returns a CRC-32C of everything that training reads from this set: every sample as it is in a batch, every label and weight, in
    /// order. Sets that give the same batches have the same check, however they store their numbers.
    /// </summary>
    internal uint ContentCheck()
    {
        var rows = Math.Clamp(CheckedAtOnce / Math.Max(samples.Width, 1), 1, Count);
        var order = new int[rows];
        var values = new float[rows * samples.Width];
        var classes = new int[labels is not null && LabelKind == LabelKind.ClassIndices ? rows * labels.Width : 0];
        var targets = new float[labels is not null && LabelKind != LabelKind.ClassIndices ? rows * labels.Width : 0];
        var ofSamples = new float[HasWeights ? rows : 0];
        var check = ~0u;
        for (var begin = 0; begin < Count; begin += rows)
        {
            var count = Math.Min(rows, Count - begin);
            var block = order.AsSpan(0, count);
            for (var i = 0; i < count; i++) block[i] = begin + i;
            CopySamples(block, values);
            check = Crc32C.Add(check, MemoryMarshal.AsBytes(values.AsSpan(0, count * samples.Width)));
            if (classes.Length > 0) CopyClasses(block, classes);
            if (targets.Length > 0) CopyTargets(block, targets);
            check = Crc32C.Add(check, MemoryMarshal.AsBytes(classes.AsSpan(0, classes.Length / rows * count)));
            check = Crc32C.Add(check, MemoryMarshal.AsBytes(targets.AsSpan(0, targets.Length / rows * count)));
            if (HasWeights) CopyWeights(block, ofSamples);
            check = Crc32C.Add(check, MemoryMarshal.AsBytes(ofSamples.AsSpan(0, ofSamples.Length / rows * count)));
        }
        return ~check;
    }
}
