using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Parts of sums, one after the other in memory.</summary>
internal struct PartArguments
{
    public ArrayView<float> X, Destination;
    public int Parts, Count;
    public float Factor;
}

/// <summary>
/// Sums whose terms are shared out among groups. The parts are added in order by a second launch, so that a run gives the same bits each
/// time.
/// </summary>
internal static class PartKernels
{
    public static readonly GpuKernel<PartArguments> Sum = new(RunSum);

    private static void RunSum(PartArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var sum = 0f;
            for (var part = 0; part < a.Parts; part++) sum += a.X[part * a.Count + i];
            a.Destination[i] = a.Factor * sum;
        }
    }
}
