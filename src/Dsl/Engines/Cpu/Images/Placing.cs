using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>A way to put a vector into images or patches.</summary>
internal interface IPlacing<TVector> where TVector : struct
{
    static abstract void Put(TVector value, ref float to, nuint index, nuint total);
}

/// <summary>The ways to put a vector.</summary>
internal static class Placing<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Adds to the numbers of other windows. Past the last channel it adds zero.</summary>
    public readonly struct Adding : IPlacing<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(TVector value, ref float to, nuint index, nuint total) =>
            CpuEngine<TLanes, TVector>.Store(TLanes.Add(TLanes.Load(ref to, index), value), ref to, index, total);
    }

    /// <summary>Adds, if the channels are whole vectors.</summary>
    public readonly struct AddingWhole : IPlacing<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(TVector value, ref float to, nuint index, nuint total) =>
            TLanes.Store(TLanes.Add(TLanes.Load(ref to, index), value), ref to, index);
    }

    /// <summary>Writes, but not past the end.</summary>
    public readonly struct WritingWithin : IPlacing<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(TVector value, ref float to, nuint index, nuint total) =>
            CpuEngine<TLanes, TVector>.Store(value, ref to, index, total);
    }

    /// <summary>Writes, if no other window has the cell and the channels are whole vectors.</summary>
    public readonly struct Writing : IPlacing<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(TVector value, ref float to, nuint index, nuint total) => TLanes.Store(value, ref to, index);
    }

    /// <summary>Returns true if the gradients of windows may be written instead of added.</summary>
    public static bool MayWrite(Window window, Shape images) =>
        window.StrideHeight > (window.Height - 1) * window.DilationHeight
        && window.StrideWidth > (window.Width - 1) * window.DilationWidth
        && images[3] % TLanes.Count == 0;

    /// <summary>Sets some samples of images to zero, unless every number will be written.</summary>
    public static void Clear(CpuBuffer images, Shape places, Window window, bool writes, nuint start, nuint end)
    {
        if (writes && Tile(window.Height, window.StrideHeight, window.Top, places[1], images.Shape[1])
            && Tile(window.Width, window.StrideWidth, window.Left, places[2], images.Shape[2])) return;
        var sample = images.Count / images.Shape[0];
        images.Floats[((int)start * sample)..((int)end * sample)].Clear();
    }

    private static bool Tile(int size, int stride, int before, int places, int length) =>
        size == stride && before == 0 && places * stride == length;
}
