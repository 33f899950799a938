using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelDsl.Training;

/// <summary>
/// Mean and variance of the columns of float32 numbers. Sums of numbers and of squares are exact, as whole numbers of two accumulators for
/// each range of eight exponents. So the order of the numbers changes no bit of the result, and a constant column has exactly variance 0.
/// </summary>
internal sealed class ExactMoments(int columns)
{
    /// <summary>An exponent of float32 is 8 bits; eight exponents share an accumulator.</summary>
    private const int Ranges = 32;

    /// <summary>A number is its significand times a power of 2; the smallest is 2⁻¹⁵⁰ for the exponent 0, which counts as 1.</summary>
    private const int LeastExponent = -150;

    private readonly long[] sums = new long[columns * Ranges];
    private readonly UInt128[] squares = new UInt128[columns * Ranges];

    /// <summary>Number of rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds rows, side by side. An accumulator holds at least 2³¹ of them.</summary>
    /// <returns>The position of the first number that is not finite; −1 if all are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(ReadOnlySpan<float> rows)
    {
        for (var i = 0; i < rows.Length;)
        {
            for (var column = 0; column < columns; column++, i++)
            {
                var bits = BitConverter.SingleToUInt32Bits(rows[i]);
                var exponent = (int)(bits >> 23) & 0xff;
                if (exponent == 0xff) return i;
                var significand = (ulong)(bits & 0x7f_ffff);
                if (exponent == 0) exponent = 1;
                else significand |= 0x80_0000;
                var (place, shift) = (column * Ranges + (exponent >> 3), exponent & 7);
                var number = (long)(significand << shift);
                sums[place] += (int)bits < 0 ? -number : number;
                squares[place] += (significand * significand) << (2 * shift);
            }
            Rows++;
        }
        return -1;
    }

    /// <summary>Returns mean and variance of a column, <c>Σ(x − mean)²/n</c>: the exact values, made doubles at the end.</summary>
    public (double Mean, double Variance) Of(int column)
    {
        var (sum, square, count) = (BigInteger.Zero, BigInteger.Zero, new BigInteger(Rows));
        for (var range = 0; range < Ranges; range++)
        {
            sum += (BigInteger)sums[column * Ranges + range] << (8 * range);
            square += (BigInteger)squares[column * Ranges + range] << (16 * range);
        }
        return (Quotient(sum, count, LeastExponent), Quotient(count * square - sum * sum, count * count, 2 * LeastExponent));
    }

    /// <summary>Returns <c>a/b·2^exponent</c>, with more digits than a double has.</summary>
    private static double Quotient(BigInteger a, BigInteger b, int exponent)
    {
        var shift = Math.Max(0, 80 - (int)(BigInteger.Abs(a).GetBitLength() - b.GetBitLength()));
        return Math.ScaleB((double)((a << shift) / b), exponent - shift);
    }
}
