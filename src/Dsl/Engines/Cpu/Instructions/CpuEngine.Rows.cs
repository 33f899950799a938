using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <content>
/// Sums and products of rows, parts of instructions. As everywhere in this engine, vectors are loaded past the end of a row. The
/// destination may be one of the operands.
/// </content>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    /// <summary>Computes <c>to = a + b</c>.</summary>
    private static void Add(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to) => Zip(default(Sum), a, b, to);

    /// <summary>Computes <c>to = a − b</c>.</summary>
    private static void Subtract(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to) => Zip(default(Difference), a, b, to);

    /// <summary>Computes <c>to = a · b</c>.</summary>
    private static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to) => Zip(default(ElementProduct), a, b, to);

    /// <summary>Computes <c>to = −x</c>.</summary>
    private static void Negate(ReadOnlySpan<float> x, Span<float> to) => Maps<TLanes, TVector>.Map(
        default(Negative), ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(to), (nuint)x.Length);

    /// <summary>Computes <c>to = a · b + c</c>, and rounds the product.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void MultiplyAdd(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> to)
    {
        Debug.Assert(b.Length >= a.Length && c.Length >= a.Length && to.Length >= a.Length);
        ref var fromA = ref MemoryMarshal.GetReference(a);
        ref var fromB = ref MemoryMarshal.GetReference(b);
        ref var fromC = ref MemoryMarshal.GetReference(c);
        ref var destination = ref MemoryMarshal.GetReference(to);
        var (width, count) = ((nuint)TLanes.Count, (nuint)a.Length);
        nuint i = 0;
        for (; i + width <= count; i += width) TLanes.Store(At(ref fromA, ref fromB, ref fromC, i), ref destination, i);
        if (i < count) Lane.StoreFirst(At(ref fromA, ref fromB, ref fromC, i), ref destination, i, (int)(count - i));

        static TVector At(ref float a, ref float b, ref float c, nuint i) =>
            TLanes.Add(TLanes.Multiply(TLanes.Load(ref a, i), TLanes.Load(ref b, i)), TLanes.Load(ref c, i));
    }

    private static void Zip<TFunction>(TFunction function, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> to)
        where TFunction : struct, IBinaryFunction<TVector>
    {
        Debug.Assert(b.Length >= a.Length && to.Length >= a.Length);
        Maps<TLanes, TVector>.Zip(
            function, ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), ref MemoryMarshal.GetReference(to),
            (nuint)a.Length);
    }

    private readonly struct Sum : IBinaryFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.Add(a, b);
    }

    private readonly struct Difference : IBinaryFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.Subtract(a, b);
    }

    private readonly struct ElementProduct : IBinaryFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.Multiply(a, b);
    }

    private readonly struct Negative : IFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => TLanes.Multiply(x, TLanes.Broadcast(-1f));
    }
}
