using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Numbers in bfloat16: the upper half of a float32 number's bits.</summary>
internal static class BFloat16
{
    /// <summary>Returns the nearest bfloat16 number, and of two the even one. NaN stays NaN.</summary>
    public static float Round(float x) => Interop.IntAsFloat(Bits(x) << 16);

    /// <summary>Returns the bits of the nearest bfloat16 number, in the lower half.</summary>
    public static uint Bits(float x)
    {
        var bits = Interop.FloatAsInt(x);
        return float.IsNaN(x) ? (bits >> 16) | 0x40u : (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16;
    }
}
