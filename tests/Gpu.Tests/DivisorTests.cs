using FsCheck;
using FsCheck.Fluent;

namespace ModelDsl.Gpu.Tests;

public sealed class DivisorTests
{
    private static readonly int[] Edges =
    [
        1, 2, 3, 4, 5, 6, 7, 9, 10, 31, 32, 33, 641, 65535, 65536, 65537, 0x3FFFFFFF, 0x40000000, 0x40000001,
        int.MaxValue - 1, int.MaxValue,
    ];

    [Fact]
    public void A_prepared_divisor_divides_as_the_processor_does() =>
        Prop.ForAll(
            Gen.OneOf(Gen.Elements(Edges), Gen.Choose(1, 1000), Gen.Choose(1, int.MaxValue)).ToArbitrary(),
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            (divisor, number) => Check(divisor, number)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    /// <summary>Quotients change at multiples.</summary>
    [Fact]
    public void Numbers_beside_multiples_are_divided_right()
    {
        foreach (var divisor in Edges)
            foreach (var times in new[] { 0, 1, 2, 3, int.MaxValue / divisor / 2, int.MaxValue / divisor })
                foreach (var number in new[] { (long)divisor * times - 1, (long)divisor * times, (long)divisor * times + 1, int.MaxValue })
                    if (number is >= 0 and <= int.MaxValue) Check(divisor, (int)number);
    }

    /// <summary>Empty tensors have sizes of 0.</summary>
    [Fact]
    public void One_is_taken_for_zero() => Assert.Equal((1, 17), (new Divisor(0).Value, new Divisor(0).Quotient(17)));

    private static void Check(int divisor, int number) => Assert.Equal(number / divisor, new Divisor(divisor).Quotient(number));
}
