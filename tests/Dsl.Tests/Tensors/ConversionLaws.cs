using FsCheck.Xunit;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Tensors;

/// <summary>Loops over vectors and their ends do what one number at a time does.</summary>
public class ConversionLaws
{
    private static readonly double[] Special =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300, 1e-320, -0.0, 1 / 3.0];

    [Property]
    public void Numbers_are_converted_as_casts_do(double[] given, byte seed)
    {
        var random = new Random(seed);
        double[] numbers = [.. given, .. Enumerable.Range(0, random.Next(40)).Select(_ => Special[random.Next(Special.Length)])];
        var narrow = new float[numbers.Length];
        Conversions.Narrow(numbers, narrow);
        Assert.Equal(numbers.Select(n => BitConverter.SingleToInt32Bits((float)n)), narrow.Select(BitConverter.SingleToInt32Bits));
        var wide = new double[numbers.Length];
        Conversions.Widen(narrow, wide);
        Assert.Equal(narrow.Select(n => BitConverter.DoubleToInt64Bits(n)), wide.Select(BitConverter.DoubleToInt64Bits));
    }

    [Property]
    public void One_number_that_is_not_finite_is_found_wherever_it_is(byte length, byte place, byte which)
    {
        var numbers = Enumerable.Range(0, length).Select(i => i % 3 == 0 ? double.MaxValue : i - 9.5).ToArray();
        var singles = numbers.Select(n => (float)Math.Clamp(n, float.MinValue, float.MaxValue)).ToArray();
        Assert.True(FiniteNumbers.AreAll<double>(numbers));
        Assert.True(FiniteNumbers.AreAll<float>(singles));
        if (length == 0) return;
        numbers[place % length] = Special[which % 3];
        singles[place % length] = (float)Special[which % 3];
        Assert.False(FiniteNumbers.AreAll<double>(numbers));
        Assert.False(FiniteNumbers.AreAll<float>(singles));
    }
}
