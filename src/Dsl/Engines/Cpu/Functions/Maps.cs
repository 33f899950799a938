using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Passes over elements; each is compiled together with its function.</summary>
internal static class Maps<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary><c>to = f(from)</c></summary>
    [MethodImpl(HotLoop.Options)]
    public static void Map<TFunction>(
        TFunction function, ref float from, ref float to, nuint count) where TFunction : struct, IFunction<TVector>
    {
        var width = (nuint)TLanes.Count;
        nuint i = 0;
        for (; i + width <= count; i += width) TLanes.Store(function.Of(TLanes.Load(ref from, i)), ref to, i);
        if (i < count) Lane.StoreFirst(function.Of(TLanes.Load(ref from, i)), ref to, i, (int)(count - i));
    }

    /// <summary>Computes <c>to = f(a, b)</c>.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Zip<TFunction>(TFunction function, ref float a, ref float b, ref float to, nuint count)
        where TFunction : struct, IBinaryFunction<TVector>
    {
        var width = (nuint)TLanes.Count;
        nuint i = 0;
        for (; i + width <= count; i += width) TLanes.Store(function.Of(TLanes.Load(ref a, i), TLanes.Load(ref b, i)), ref to, i);
        if (i < count) Lane.StoreFirst(function.Of(TLanes.Load(ref a, i), TLanes.Load(ref b, i)), ref to, i, (int)(count - i));
    }
}
