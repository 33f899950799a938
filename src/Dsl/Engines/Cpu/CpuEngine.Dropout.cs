using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    /// <summary>Draws a part of the numbers after the other onto the stack: no mask is stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        const int Part = 256;
        Span<float> uniforms = stackalloc float[Part];
        ref var uniform = ref MemoryMarshal.GetReference(uniforms);
        // Uniform numbers are multiples of 2⁻²⁴; so is the least that is kept, which makes it exact in float32.
        var least = TLanes.Broadcast((float)(Math.Ceiling(rate * (1 << 24)) / (1 << 24)));
        var (scale, zero, width) = (TLanes.Broadcast((float)(1.0 / (1.0 - rate))), TLanes.Broadcast(0f), (nuint)TLanes.Count);
        for (var start = 0; start < destination.Count; start += Part)
        {
            var length = Math.Min(Part, destination.Count - start);
            Philox.Fill(uniforms[..length], key, stream, (uint)start / 4);
            ref var from = ref Unsafe.Add(ref First(x), start);
            ref var to = ref Unsafe.Add(ref First(destination), start);
            for (nuint i = 0; i < (nuint)length; i += width)
            {
                var scaled = TLanes.Multiply(scale, TLanes.Load(ref from, i));
                Store(TLanes.Less(TLanes.Load(ref uniform, i), least, zero, scaled), ref to, i, (nuint)length);
            }
        }
    }
}
