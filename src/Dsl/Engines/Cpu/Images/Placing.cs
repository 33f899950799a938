using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>How a vector comes to its place in images or patches.</summary>
internal interface IPlacing<TVector> where TVector : struct
{
    static abstract void Put(TVector value, ref float to, nuint index, nuint total);
}

/// <summary>The ways there are.</summary>
internal static class Placing<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Added to what other windows left there; zero is added behind the last channel.</summary>
    public readonly struct Adding : IPlacing<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(TVector value, ref float to, nuint index, nuint total) =>
            CpuEngine<TLanes, TVector>.Store(TLanes.Add(TLanes.Load(ref to, index), value), ref to, index, total);
    }

    /// <summary>Added, where channels are whole vectors.</summary>
    public readonly struct AddingWhole : IPlacing<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(TVector value, ref float to, nuint index, nuint total) => TLanes.Store(TLanes.Add(TLanes.Load(ref to, index), value), ref to, index);
    }

    /// <summary>Written, but not behind the end.</summary>
    public readonly struct WritingWithin : IPlacing<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(TVector value, ref float to, nuint index, nuint total) => CpuEngine<TLanes, TVector>.Store(value, ref to, index, total);
    }

    /// <summary>Written, where no other window has the cell and channels are whole vectors.</summary>
    public readonly struct Writing : IPlacing<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put(TVector value, ref float to, nuint index, nuint total) => TLanes.Store(value, ref to, index);
    }

    /// <summary>Whether gradients of windows may be written instead of added.</summary>
    public static bool MayWrite(Window window, Shape images) =>
        window.StrideHeight > (window.Height - 1) * window.DilationHeight
        && window.StrideWidth > (window.Width - 1) * window.DilationWidth
        && images[3] % TLanes.Count == 0;

    /// <summary>Clears some samples of images, unless every number is written anyway.</summary>
    public static void Clear(CpuBuffer images, Shape places, Window window, bool writes, nuint start, nuint end)
    {
        if (writes && Tile(window.Height, window.StrideHeight, window.Top, places[1], images.Shape[1])
            && Tile(window.Width, window.StrideWidth, window.Left, places[2], images.Shape[2])) return;
        var sample = images.Count / images.Shape[0];
        images.Floats[((int)start * sample)..((int)end * sample)].Clear();
    }

    private static bool Tile(int size, int stride, int before, int places, int length) => size == stride && before == 0 && places * stride == length;
}
