using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>A batch that is gathered from the samples on the device. Only one of the two views of the samples is read.</summary>
internal struct SampleArguments
{
    public ArrayView<byte> Bytes;
    public ArrayView<float> Floats, Centers, Scales, Destination;
    public ArrayView<int> Rows;
    public Divisor Width;
    public int CenterStep, ScaleStep, Count;

    /// <summary>Returns the row and the column of a number of the batch.</summary>
    public readonly (int Row, int Column) Split(int index)
    {
        var row = Width.Quotient(index);
        return (row, index - row * Width.Value);
    }

    /// <summary>Returns the position of a number among the samples, which may be more than an int counts.</summary>
    public readonly long Place(int row, int column) => (long)Rows[row] * Width.Value + column;

    /// <summary>Returns a number of the batch, as the host computes it.</summary>
    public readonly float Scaled(float x, int column) => (x - Centers[column * CenterStep]) * Scales[column * ScaleStep];
}

/// <summary>Batches of samples.</summary>
internal static class SampleKernels
{
    public static readonly GpuKernel<SampleArguments> OfBytes = new(RunOfBytes), OfFloats = new(RunOfFloats);

    private static void RunOfBytes(SampleArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (row, column) = a.Split(i);
            a.Destination[i] = a.Scaled(a.Bytes[a.Place(row, column)], column);
        }
    }

    private static void RunOfFloats(SampleArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (row, column) = a.Split(i);
            a.Destination[i] = a.Scaled(a.Floats[a.Place(row, column)], column);
        }
    }
}
