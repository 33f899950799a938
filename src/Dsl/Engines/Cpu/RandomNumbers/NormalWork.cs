using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// <see cref="ITensorEngine.Normal"/>. Its items are the parts that <see cref="RandomParts"/> counts. Whole parts are always drawn, so that
/// a number does not depend on the count of numbers.
/// </summary>
internal readonly record struct NormalWork<TLanes, TVector>(RandomKey Key, uint Stream, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [SkipLocalsInit]
    public void Run(nuint start, nuint end)
    {
        Span<float> radii = stackalloc float[RandomParts.Length];
        Span<float> angles = stackalloc float[RandomParts.Length];
        for (var part = start; part < end; part++)
        {
            var (begin, length) = RandomParts.Of(part, Destination.Count);
            Philox.Fill(radii, Key, Stream, (uint)begin / 4);
            Philox.Fill(angles, Key, Stream + RandomStreams.Angles, (uint)begin / 4);
            Maps<TLanes, TVector>.Zip(
                default(BoxMuller), ref MemoryMarshal.GetReference(radii), ref MemoryMarshal.GetReference(angles),
                ref MemoryMarshal.GetReference(radii), RandomParts.Length);
            radii[..(int)length].CopyTo(Destination.Floats[(int)begin..]);
        }
    }

    /// <summary>Makes a normal number of two uniform ones: <c>√(−2·ln(1 − u))·cos(2π·v)</c>.</summary>
    private readonly struct BoxMuller : IBinaryFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector u, TVector v)
        {
            var logarithm = TLanes.Log(TLanes.Subtract(TLanes.Broadcast(1f), u));
            var radius = TLanes.Sqrt(TLanes.Multiply(logarithm, TLanes.Broadcast(-2f)));
            return TLanes.Multiply(radius, TLanes.Cos(TLanes.Multiply(v, TLanes.Broadcast(MathF.Tau))));
        }
    }
}
