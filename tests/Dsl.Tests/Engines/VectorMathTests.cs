using System.Numerics;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public class VectorMathTests
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
                foreach (var mantissa in new[] { 1.0, 1.0 + 1.2e-7, 1.5, 2.0 - 1.2e-7 }.Concat(Enumerable.Range(0, 100).Select(_ => 1.0 + random.NextDouble())))
                {
                    var x = (float)Math.ScaleB(Math.Min(mantissa, 2.0 - 1.2e-7), exponent);
                    var expected = 1.0 / Math.Sqrt(x);
                    var actual = ReciprocalSqrt<TLanes, TVector>(x);
                    Assert.True(Math.Abs(actual / expected - 1.0) <= 2.4e-7, $"1/√{x:R}: expected {expected:R}, got {actual:R}.");
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
            foreach (var x in new[] { 0f, -0f, float.Epsilon, 1e-39f }) Assert.Equal(Math.ScaleB(1.0, 63), ReciprocalSqrt<TLanes, TVector>(x), 1e13);
            Assert.Equal(0, ReciprocalSqrt<TLanes, TVector>(float.PositiveInfinity));
            Assert.Equal(float.NaN, ReciprocalSqrt<TLanes, TVector>(float.NaN));
        }
    }

    private static float ReciprocalSqrt<TLanes, TVector>(float x) where TLanes : struct, ILanes<TVector> where TVector : struct =>
        TLanes.Max(VectorMath<TLanes, TVector>.ReciprocalSqrt(TLanes.Broadcast(x)));
}
