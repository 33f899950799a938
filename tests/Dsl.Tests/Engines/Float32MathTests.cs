using System.Numerics;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Tests.Engines;

public class Float32MathTests
{
    [Fact]
    public void Reciprocal_square_roots_are_right_to_two_units_in_the_last_place()
    {
        AreRight<WideLanes, Vector512<float>>();
        AreRight<MachineLanes, Vector<float>>();
        AreRight<ScalarLane, float>();

        static void AreRight<TLanes, TVector>() where TLanes : struct, ILanes<TVector> where TVector : struct
        {
            var random = new System.Random(1);
            for (var exponent = -126; exponent <= 127; exponent++)
            {
                foreach (var mantissa in new[] { 1.0, 1.0 + 1.2e-7, 1.5,
                    2.0 - 1.2e-7 }.Concat(Enumerable.Range(0, 100).Select(_ => 1.0 + random.NextDouble())))
                {
                    var x = (float)Math.ScaleB(Math.Min(mantissa, 2.0 - 1.2e-7), exponent);
                    var expected = 1.0 / Math.Sqrt(x);
                    var actual = ReciprocalSqrt<TLanes, TVector>(x);
                    if (!(Math.Abs(actual / expected - 1.0) <= 2.4e-7)) Assert.Fail($"1/√{x:R}: expected {expected:R}, got {actual:R}.");
                }
            }
        }
    }

    [Fact]
    public void Reciprocal_square_roots_of_zero_and_infinity_are_finite()
    {
        AreFinite<WideLanes, Vector512<float>>();
        AreFinite<MachineLanes, Vector<float>>();
        AreFinite<ScalarLane, float>();

        static void AreFinite<TLanes, TVector>() where TLanes : struct, ILanes<TVector> where TVector : struct
        {
            foreach (var x in new[] { 0f, -0f, float.Epsilon, 1e-39f })
                Assert.Equal(Math.ScaleB(1.0, 63), ReciprocalSqrt<TLanes, TVector>(x), 1e13);
            Assert.Equal(0, ReciprocalSqrt<TLanes, TVector>(float.PositiveInfinity));
            Assert.Equal(float.NaN, ReciprocalSqrt<TLanes, TVector>(float.NaN));
        }
    }

    private static float ReciprocalSqrt<TLanes, TVector>(float x) where TLanes : struct, ILanes<TVector> where TVector : struct =>
        TLanes.Max(Float32Math<TLanes, TVector>.ReciprocalSqrt(TLanes.Broadcast(x)));

    /// <summary>Tries every 4,096th float from −110 to 95, and the numbers at the ends.</summary>
    [Fact]
    public void Exponentials_are_right_to_two_units_in_the_last_place()
    {
        AreRight<WideLanes, Vector512<float>>();
        AreRight<MachineLanes, Vector<float>>();
        AreRight<ScalarLane, float>();

        static void AreRight<TLanes, TVector>() where TLanes : struct, ILanes<TVector> where TVector : struct
        {
            for (var bits = 0u; bits <= 0x42be0000u; bits += 4096)
            {
                foreach (var x in new[] { BitConverter.UInt32BitsToSingle(bits), -BitConverter.UInt32BitsToSingle(bits) })
                {
                    var expected = Math.Exp(x);
                    var unit = Math.Max(Math.ScaleB(1, -149), Math.ScaleB(1, Math.ILogB(expected) - 23));
                    var actual = Exp<TLanes, TVector>(x);
                    if ((float)expected == float.PositiveInfinity) Assert.Equal(float.PositiveInfinity, actual);
                    else if (!(Math.Abs(actual - expected) <= 2 * unit)) Assert.Fail($"e^{x:R}: expected {expected:R}, got {actual:R}.");
                }
            }
            Assert.Equal(1f, Exp<TLanes, TVector>(0f));
            Assert.Equal(0f, Exp<TLanes, TVector>(float.NegativeInfinity));
            Assert.Equal(0f, Exp<TLanes, TVector>(float.MinValue));
            Assert.Equal(float.PositiveInfinity, Exp<TLanes, TVector>(float.PositiveInfinity));
            Assert.Equal(float.NaN, Exp<TLanes, TVector>(float.NaN));
        }
    }

    [Fact]
    public void Logarithms_of_one_and_more_are_right_to_two_units_in_the_last_place()
    {
        AreRight<WideLanes, Vector512<float>>();
        AreRight<MachineLanes, Vector<float>>();
        AreRight<ScalarLane, float>();

        static void AreRight<TLanes, TVector>() where TLanes : struct, ILanes<TVector> where TVector : struct
        {
            for (var bits = 0x00800000u; bits <= 0x3f800000u; bits += 4096)
            {
                var x = BitConverter.UInt32BitsToSingle(bits);
                var expected = x < 1e-5 ? x - 0.5 * x * x : Math.Log(1.0 + x);
                var actual = TLanes.Max(Float32Math<TLanes, TVector>.Log1Plus(TLanes.Broadcast(x)));
                if (!(Math.Abs(actual / expected - 1.0) <= 2.4e-7)) Assert.Fail($"log(1 + {x:R}): expected {expected:R}, got {actual:R}.");
            }
            Assert.Equal(0f, TLanes.Max(Float32Math<TLanes, TVector>.Log1Plus(TLanes.Broadcast(0f))));
            Assert.Equal(float.NaN, TLanes.Max(Float32Math<TLanes, TVector>.Log1Plus(TLanes.Broadcast(float.NaN))));
        }
    }

    private static float Exp<TLanes, TVector>(float x) where TLanes : struct, ILanes<TVector> where TVector : struct =>
        TLanes.Max(Float32Math<TLanes, TVector>.Exp(TLanes.Broadcast(x)));
}
