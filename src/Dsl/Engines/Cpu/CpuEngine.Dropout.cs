using System.Numerics.Tensors;
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
        var least = Least(rate);
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

    /// <summary>The numbers of an image's channels are drawn once, and looked at for every pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ChannelDropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        var (columns, width, images) = ((nuint)x.Columns, (nuint)TLanes.Count, x.Shape[0]);
        var (least, scale, zero) = (Least(rate), TLanes.Broadcast((float)(1.0 / (1.0 - rate))), TLanes.Broadcast(0f));
        ref var uniform = ref Scratch.Take(x.Columns);
        for (var image = 0; image < images; image++)
        {
            Philox.Fill(MemoryMarshal.CreateSpan(ref uniform, x.Columns), key, stream, (uint)(image * ((x.Columns + 3) / 4)));
            var pixels = (nuint)(x.Rows / images);
            ref var from = ref Unsafe.Add(ref First(x), (nuint)image * pixels * columns);
            ref var to = ref Unsafe.Add(ref First(destination), (nuint)image * pixels * columns);
            for (nuint pixel = 0; pixel < pixels; pixel++)
            {
                for (nuint j = 0; j < columns; j += width)
                {
                    var scaled = TLanes.Multiply(scale, TLanes.Load(ref from, pixel * columns + j));
                    Store(TLanes.Less(TLanes.Load(ref uniform, j), least, zero, scaled), ref Unsafe.Add(ref to, pixel * columns), j, columns);
                }
            }
        }
    }

    /// <summary>A part of the numbers after the other; always whole parts, so that a number does not depend on how many there are.</summary>
    [SkipLocalsInit]
    public void Normal(RandomKey key, uint stream, TensorBuffer destination)
    {
        const int Part = 256;
        Span<float> radii = stackalloc float[Part];
        Span<float> angles = stackalloc float[Part];
        var to = Floats(destination);
        for (var start = 0; start < to.Length; start += Part)
        {
            Philox.Fill(radii, key, stream, (uint)start / 4);
            Philox.Fill(angles, key, stream + RandomStreams.Angles, (uint)start / 4);
            TensorPrimitives.Subtract(1f, radii, radii);
            TensorPrimitives.Log(radii, radii);
            TensorPrimitives.Multiply(radii, -2f, radii);
            TensorPrimitives.Sqrt(radii, radii);
            TensorPrimitives.Multiply(angles, MathF.Tau, angles);
            TensorPrimitives.Cos<float>(angles, angles);
            TensorPrimitives.Multiply(radii, angles, radii);
            var length = Math.Min(Part, to.Length - start);
            radii[..length].CopyTo(to[start..]);
        }
    }

    /// <summary>Uniform numbers are multiples of 2⁻²⁴; so is the least that is kept, which makes it exact in float32.</summary>
    private static TVector Least(double rate) => TLanes.Broadcast((float)(Math.Ceiling(rate * (1 << 24)) / (1 << 24)));
}
