using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>An angle as whole quarter turns and a rest, in integers: many GPUs have no double precision.</summary>
/// <remarks>
/// The angle is m·2ᵏ with a whole m of 24 bits. The bits of 2/π that count four or more quarter turns, times m·2ᵏ, are left out, because
/// sines repeat after four. The next 96 bits times m give the turns and 62 bits of their fraction, for every float32. Payne and Hanek,
/// "Radian reduction for trigonometric functions", 1983.
/// </remarks>
internal readonly struct QuarterTurns
{
    private const float Smallest = 0.785398163f;

    /// <summary>π/2 of one fraction's last bit, 2⁻⁶², and what float32 loses of it.</summary>
    private const float Unit = (float)(1.5707963267948966 / (1L << 62));
    private const float UnitRest = (float)(1.5707963267948966 / (1L << 62) - Unit);

    private QuarterTurns(int whole, float rest) => (Whole, Rest) = (whole, rest);

    /// <summary>The number of whole quarter turns, modulo four.</summary>
    public readonly int Whole;

    /// <summary>The rest, from −π/4 to π/4.</summary>
    public readonly float Rest;

    /// <summary>Divides an angle.</summary>
    /// <param name="angle">A finite number, in radians.</param>
    public static QuarterTurns Of(float angle)
    {
        var bits = Interop.FloatAsInt(angle);
        if (!(MathF.Abs(angle) > Smallest)) return new(0, angle);
        ulong m = (bits & 0x007FFFFF) | 0x00800000;
        // The first bit that counts less than four quarter turns: k + 30 places after the start of the table.
        var place = (int)((bits >> 23) & 0xFF) - 120;
        var (word, shift) = (place >> 5, place & 31);
        var (first, second, third) = (Window(word, shift), Window(word + 1, shift), Window(word + 2, shift));
        var low = m * second + ((m * third) >> 32);
        var turns = ((ulong)(uint)(m * first + (low >> 32)) << 32) | (uint)low;
        var whole = (int)((turns + (1UL << 61)) >> 62);
        var rest = (long)(turns - ((ulong)(uint)whole << 62));
        var sign = (bits >> 31) == 0 ? 1 : -1;
        return new(sign * whole, sign * (rest * Unit + rest * UnitRest));
    }

    private static ulong Window(int word, int shift) => (uint)((((ulong)Word(word) << 32) | Word(word + 1)) << shift >> 32);

    /// <summary>Returns 32 bits of 2/π. The first word is the part before the point, which is 0.</summary>
    private static uint Word(int word) => word switch
    {
        1 => 0xA2F9836E,
        2 => 0x4E441529,
        3 => 0xFC2757D1,
        4 => 0xF534DDC0,
        5 => 0xDB629599,
        6 => 0x3C439041,
        7 => 0xFE5163AB,
        _ => 0,
    };
}
