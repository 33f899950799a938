using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Tests.Scalars;

/// <summary>
/// Activations with other numbers than the usual ones: their values and slopes are those of Keras's and PyTorch's formulas.
/// </summary>
public class ActivationNumbersTests
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>The kinks are not multiples of one half.</summary>
    private static readonly (string Name, ActivationNumbers Numbers)[] All =
    [
        ("Relu", new(0, 6, 0)), ("Relu", new(0.3, 2.2, 0)), ("Relu", new(0, 4.1, 1.2)), ("Relu", new(1.7, 0.7, 3.3)), ("Relu", new(0.1, Infinity, 0.4)), ("Relu", new(0, 0, 0)),
        ("LeakyRelu", new(0.3, Infinity, 0)), ("LeakyRelu", new(1.5, Infinity, 0)), ("LeakyRelu", new(0, Infinity, 0)),
        ("Elu", new(0.4, Infinity, 0)), ("Elu", new(-1.5, Infinity, 0)), ("Celu", new(0.6, Infinity, 0)), ("Celu", new(3, Infinity, 0)),
        ("SoftShrink", new(0, Infinity, 1.3)), ("SoftShrink", new(0, Infinity, 0)), ("HardShrink", new(0, Infinity, 1.3)), ("HardShrink", new(0, Infinity, 0)),
        ("Squareplus", new(0.3, Infinity, 0)), ("Squareplus", new(9, Infinity, 0)), ("Threshold", new(0.7, Infinity, -0.4)), ("Threshold", new(-20, Infinity, 1.3)),
    ];

    private static readonly double[] Sizes =
        [0, 1e-40, 1.2e-38, 1e-30, 1e-20, 1e-10, 1e-5, 1e-3, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 6, 7, 10, 20, 50, 80, 88, 89, 110, 1e3, 1e5,
        1e9, 1.8e19, 1e25, 1e38];

    private static readonly double[] Points = [.. Sizes.SelectMany(size => new[] { size, -size }).Select(x => (double)(float)x)];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, All.Length)];

    [Theory, MemberData(nameof(Rows))]
    public void Values_and_slopes_are_those_of_the_formula(int index)
    {
        var (name, numbers) = All[index];
        var value = ActivationTable.Of(name).Function(numbers);
        var slope = ScalarDerivative.By(value, 0);
        foreach (var x in Points)
        {
            AssertNear($"{name} with {numbers} of {x:R}", Value(name, numbers, x), ScalarInterpreter.Run(value, [x]), ScalarInterpreter.RunInFloat32(value, x));
            AssertNear(
                $"The slope of {name} with {numbers} at {x:R}", Slope(name, numbers, x), slope is null ? 0 : ScalarInterpreter.Run(slope, [x, 1]),
                slope is null ? 0 : ScalarInterpreter.RunInFloat32(slope, x, 1));
        }
        Assert.Equal(double.NaN, ScalarInterpreter.Run(value, [double.NaN]));
    }

    /// <summary>The examples of Keras's documentation of relu, and its kinks.</summary>
    [Theory]
    [InlineData(0.0, Infinity, 0.0, new[] { 0.0, 0, 0, 5, 10 })]
    [InlineData(0.5, Infinity, 0.0, new[] { -5, -2.5, 0, 5, 10 })]
    [InlineData(0.0, 5.0, 0.0, new[] { 0.0, 0, 0, 5, 5 })]
    [InlineData(0.0, Infinity, 5.0, new[] { 0.0, 0, 0, 0, 10 })]
    [InlineData(0.5, 7.0, 5.0, new[] { -7.5, -5, -2.5, 0, 7 })]
    public void Relu_with_options_is_keras_s(double slope, double most, double threshold, double[] expected)
    {
        var relu = ActivationTable.Of("Relu").Function(new ActivationNumbers(slope, most, threshold));
        Assert.Equal(expected, new double[] { -10, -5, 0, 5, 10 }.Select(x => ScalarInterpreter.Run(relu, [x])));
    }

    /// <summary>
    /// At the border of two pieces, the derivative of the lower piece counts; at the largest value it is 0. A cut-off infinity becomes
    /// finite.
    /// </summary>
    [Fact]
    public void Kinks_and_infinities_are_as_they_are_written()
    {
        AssertSlopes([0.25, 1, 0, 0], "Relu", new(0.25, 6, 1), 1, 2, 6, 9);
        AssertSlopes([0.25, 1], "LeakyRelu", new(0.25, Infinity, 0), 0, 1);
        AssertSlopes([0.5, 1], "Elu", new(0.5, Infinity, 0), 0, 1);
        AssertSlopes([1, 1], "Celu", new(0.5, Infinity, 0), 0, 1);
        AssertSlopes([0, 0, 1], "SoftShrink", new(0, Infinity, 2), 2, -2, -3);
        AssertSlopes([0, 0, 1], "HardShrink", new(0, Infinity, 2), 2, -2, -3);
        AssertSlopes([0, 1], "Threshold", new(7, Infinity, -2), -2, -1);
        AssertValues([7, 7, -1], "Threshold", new(7, Infinity, -2), -Infinity, -2, -1);
        AssertValues([0, 6], "Relu", new(0, 6, 0), -Infinity, Infinity);
        AssertValues([-0.5], "Elu", new(0.5, Infinity, 0), -Infinity);
        AssertValues([0], "HardShrink", new(0, Infinity, 2), 1);
    }

    private static void AssertValues(double[] expected, string name, ActivationNumbers numbers, params double[] points)
    {
        var function = ActivationTable.Of(name).Function(numbers);
        Assert.Equal(expected, points.Select(x => ScalarInterpreter.Run(function, [x])));
    }

    private static void AssertSlopes(double[] expected, string name, ActivationNumbers numbers, params double[] points)
    {
        var slope = ScalarDerivative.By(ActivationTable.Of(name).Function(numbers), 0)!;
        Assert.Equal(expected, points.Select(x => ScalarInterpreter.Run(slope, [x, 1])));
    }

    private static void AssertNear(string what, double expected, double actual, double inFloat32)
    {
        Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Abs(expected) + 1e-12, $"{what}: expected {expected:R}, got {actual:R}.");
        Assert.True(Math.Abs(expected - inFloat32) <= 1e-5 * Math.Abs(expected) + 1e-6, $"{what}: expected {expected:R}, in float32 {inFloat32:R}.");
    }

    private static double Value(string name, ActivationNumbers numbers, double x)
    {
        var (alpha, most, threshold) = numbers;
        return name switch
        {
            "Relu" or "LeakyRelu" => x > threshold ? Math.Min(x, most) : alpha * (x - threshold),
            "Elu" => x > 0 ? x : alpha * ExpMinus1(x),
            "Celu" => x > 0 ? x : alpha * ExpMinus1(x / alpha),
            "SoftShrink" => Math.Abs(x) <= threshold ? 0 : x - Math.CopySign(threshold, x),
            "HardShrink" => Math.Abs(x) <= threshold ? 0 : x,
            "Threshold" => x > threshold ? x : alpha,
            _ => x < 0 ? alpha / 2 / (Math.Sqrt(x * x + alpha) - x) : (x + Math.Sqrt(x * x + alpha)) / 2,
        };
    }

    private static double Slope(string name, ActivationNumbers numbers, double x)
    {
        var (alpha, most, threshold) = numbers;
        return name switch
        {
            "Relu" or "LeakyRelu" => x <= threshold ? alpha : x < most ? 1 : 0,
            "Elu" => x > 0 ? 1 : alpha * Math.Exp(x),
            "Celu" => x > 0 ? 1 : Math.Exp(x / alpha),
            "SoftShrink" or "HardShrink" => Math.Abs(x) > threshold ? 1 : 0,
            "Threshold" => x > threshold ? 1 : 0,
            _ => Value(name, numbers, x) / Math.Sqrt(x * x + alpha),
        };
    }

    private static double ExpMinus1(double x) => Math.Abs(x) < 1 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1;
}
