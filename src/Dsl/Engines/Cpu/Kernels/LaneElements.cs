using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// As many elements of each buffer as a vector has, from one on; at the end fewer, which are computed as a whole vector is. A kernel names its buffers by constants, so that each
/// choice is made when it is compiled.
/// </summary>
internal ref struct LaneElements<TLanes, TVector> : IElements<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private readonly ref float b0, b1, b2, b3, b4, b5, b6, b7;
    private readonly ref float numbers;
    private readonly nuint end;

    public LaneElements(ref readonly KernelBuffers buffers, ref readonly KernelNumbers numbers, nuint end)
    {
        b0 = ref First(in buffers, 0);
        b1 = ref First(in buffers, 1);
        b2 = ref First(in buffers, 2);
        b3 = ref First(in buffers, 3);
        b4 = ref First(in buffers, 4);
        b5 = ref First(in buffers, 5);
        b6 = ref First(in buffers, 6);
        b7 = ref First(in buffers, 7);
        this.numbers = ref Unsafe.As<KernelNumbers, float>(ref Unsafe.AsRef(in numbers));
        this.end = end;
    }

    /// <summary>The first of the elements.</summary>
    public nuint Index { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Load(int buffer) => TLanes.Load(ref At(buffer), Index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Number(int index) => TLanes.Broadcast(Unsafe.Add(ref numbers, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(int buffer, TVector value)
    {
        if (Index + (nuint)TLanes.Count <= end) TLanes.Store(value, ref At(buffer), Index);
        else Lane.StoreFirst(value, ref At(buffer), Index, (int)(end - Index));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref float At(int buffer)
    {
        switch (buffer)
        {
            case 0: return ref b0;
            case 1: return ref b1;
            case 2: return ref b2;
            case 3: return ref b3;
            case 4: return ref b4;
            case 5: return ref b5;
            case 6: return ref b6;
            default: return ref b7;
        }
    }

    private static ref float First(ref readonly KernelBuffers buffers, int buffer)
    {
        if (buffers[buffer] is { } given) return ref given.First;
        return ref Unsafe.NullRef<float>();
    }
}

/// <summary>A kernel's buffers; null from the last on.</summary>
[InlineArray(KernelLimits.Buffers)]
internal struct KernelBuffers
{
    private CpuBuffer? first;
}

/// <summary>A kernel's numbers.</summary>
[InlineArray(KernelLimits.Numbers)]
internal struct KernelNumbers
{
    private float first;
}
