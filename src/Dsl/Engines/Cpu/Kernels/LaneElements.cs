using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// One vector of elements of each buffer, from an index on. At the end of a buffer, a whole vector is computed, but only the first elements
/// are stored.
/// </summary>
internal ref struct LaneElements<TLanes, TVector, TPart> : IElements<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TPart : struct, IVectorPart
{
    private readonly KernelMemory memory;
    private readonly TVector n0, n1, n2, n3, n4, n5, n6, n7;
    private readonly ref float more;
    private readonly int count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneElements(ref readonly KernelMemory memory, ref readonly KernelNumbers numbers, int count)
    {
        this.memory = memory;
        this.count = count;
        (n0, n1, n2, n3) = (TLanes.Broadcast(numbers[0]), TLanes.Broadcast(numbers[1]), TLanes.Broadcast(numbers[2]),
            TLanes.Broadcast(numbers[3]));
        (n4, n5, n6, n7) = (TLanes.Broadcast(numbers[4]), TLanes.Broadcast(numbers[5]), TLanes.Broadcast(numbers[6]),
            TLanes.Broadcast(numbers[7]));
        more = ref Unsafe.As<KernelNumbers, float>(ref Unsafe.AsRef(in numbers));
    }

    /// <summary>Index of the first element.</summary>
    public nuint Index { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Load(int buffer) => TLanes.Load(ref memory.Of(buffer), Index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(int buffer, TVector value)
    {
        if (TPart.IsWhole) TLanes.Store(value, ref memory.Of(buffer), Index);
        else Lane.StoreFirst(value, ref memory.Of(buffer), Index, count);
    }

    /// <summary>Returns a number of the kernel. The first numbers stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Number(int index) => index switch
    {
        0 => n0,
        1 => n1,
        2 => n2,
        3 => n3,
        4 => n4,
        5 => n5,
        6 => n6,
        7 => n7,
        _ => TLanes.Broadcast(Unsafe.Add(ref more, index)),
    };
}

/// <summary>The part of a vector that is stored. It is a type, so that the choice is made when a kernel is compiled.</summary>
internal interface IVectorPart
{
    /// <summary>False if only the first lanes are stored.</summary>
    static abstract bool IsWhole { get; }
}

/// <summary>A whole vector.</summary>
internal readonly struct WholeVector : IVectorPart
{
    public static bool IsWhole => true;
}

/// <summary>The first lanes of a vector.</summary>
internal readonly struct FirstLanes : IVectorPart
{
    public static bool IsWhole => false;
}
