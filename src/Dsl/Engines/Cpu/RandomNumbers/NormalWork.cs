using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// <see cref="ITensorEngine.Normal"/>. Its items are the parts that <see cref="RandomParts"/> counts. Whole parts are always drawn, so that
/// a number does not depend on the count of numbers.
/// </summary>
internal readonly record struct NormalWork(RandomKey Key, uint Stream, CpuBuffer Destination) : IRangeWork
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
            TensorPrimitives.Subtract(1f, radii, radii);
            TensorPrimitives.Log(radii, radii);
            TensorPrimitives.Multiply(radii, -2f, radii);
            TensorPrimitives.Sqrt(radii, radii);
            TensorPrimitives.Multiply(angles, MathF.Tau, angles);
            TensorPrimitives.Cos<float>(angles, angles);
            TensorPrimitives.Multiply(radii, angles, radii);
            radii[..(int)length].CopyTo(Destination.Floats[(int)begin..]);
        }
    }
}
