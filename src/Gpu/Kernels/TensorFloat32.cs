using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Numbers in TensorFloat32: float32 without the lowest 13 bits.</summary>
internal static class TensorFloat32
{
    /// <summary>
    /// Returns the bits of the nearest TensorFloat32 number, and of two the one further from 0. NaN stays NaN. PTX ISA: cvt.rna.tf32.f32.
    /// </summary>
    public static uint Bits(float x)
    {
        var bits = Interop.FloatAsInt(x);
        return float.IsNaN(x) ? bits | 0x00400000u : (bits + 0x1000u) & ~0x1FFFu;
    }
}
