using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Tests.Scalars;

/// <summary>
/// Functions of a number, their slopes and their curvatures over all of float32. If double precision gives a number that float32 has,
/// float32 gives it too. No intermediate step overflows to infinity or becomes NaN.
/// </summary>
public class ScalarRangeTests
{
    private static readonly double[] Sizes =
        [0, float.Epsilon, 1e-40, 1.2e-38, 1e-30, 1e-20, 1e-10, 1e-5, 1e-3, 0.1, 0.5, 1, 1.5, 2, 3, 5, 6, 10, 20, 50, 80, 88, 88.7, 89,
        89.4, 100, 110, 1e3, 1e5, 1e9, 1.01e9, 1e13, 1.8e19, 1e25, 1e38, 3e38, float.MaxValue];

    public static TheoryData<string> Functions =>
        [.. ScalarCalls.Names.Where(name => Of(name) is not null).Concat(ActivationTable.Elementwise.Select(row => row.Name)).Distinct()];

    public static TheoryData<string> Slopes => [.. ActivationTable.Elementwise.Select(row => row.Name)];

    /// <summary>Tests the written slope of an activation, and the second derivatives that follow from it.</summary>
    [Theory, MemberData(nameof(Slopes))]
    public void The_slope_of_an_activation_is_right_over_all_of_float32(string name) =>
        AssertRight(name, ActivationTable.Of(name).Slope(), derivatives: 1);

    [Theory, MemberData(nameof(Functions))]
    public void A_function_is_right_over_all_of_float32(string name) => AssertRight(name, Of(name) ?? ActivationTable.Of(name).Function());

    private static void AssertRight(string name, ScalarFunction value, int derivatives = 2)
    {
        var slope = ScalarDerivative.By(value, 0);
        var curvature = slope is null || derivatives < 2 ? null : ScalarDerivative.By(slope, 0);
        foreach (var x in Sizes.SelectMany(size => new[] { size, -size }).Append(double.PositiveInfinity).Append(double.NegativeInfinity)
            .Append(double.NaN).Select(x => (double)(float)x))
        {
            AssertSame(value, "value", x);
            if (slope is not null) AssertSame(slope, "slope", x, 1);
            if (curvature is not null) AssertSame(curvature, "curvature", x, 1, 1);
        }

        void AssertSame(ScalarFunction function, string what, params double[] at)
        {
            var (wanted, actual) = (ScalarInterpreter.Run(function, at), ScalarInterpreter.RunInFloat32(function, at));
            // Float32 need not find a limit that double precision does not find.
            if (double.IsNaN(wanted) && !double.IsNaN(at[0])) return;
            var same = double.IsInfinity((float)wanted) ? actual.Equals((double)(float)wanted) || Math.Abs(actual) > 3.3e38 : double.IsNaN(wanted) ? double.IsNaN(actual) || what != "value" : Math.Abs(wanted - actual) <= 1e-5 * (1 + Math.Abs(wanted));
            if (!same) Assert.Fail($"The {what} of {name} at {at[0]:R} is {wanted:R}, but in float32 {actual:R}.");
        }
    }

    private static ScalarFunction? Of(string name)
    {
        var build = new ScalarBuilder();
        return ScalarCalls.Write(build, name, [build.Argument(0)]) is { } step ? build.Build(name, 1, step) : null;
    }
}
