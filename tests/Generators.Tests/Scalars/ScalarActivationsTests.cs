using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;
using ElementType = ModelDsl.Engines.ElementType;

namespace ModelDsl.Generators.Tests.Scalars;

/// <summary>
/// Activations written as functions of numbers have the values and derivatives of the reference engine, also at kinks and at the ends of
/// the range.
/// </summary>
public class ScalarActivationsTests
{
    private static readonly double[] Points =
    [
        .. Enumerable.Range(-60, 121).Select(i => i / 6.0), -0.5, 0.5, -1, 1, -3, 3, 6, 0, 1e-9, -1e-9, 40, -40, 1e5, -1e5,
        double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    public static TheoryData<string> Names => [.. ActivationTable.Elementwise.Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_value_is_the_engines(string name)
    {
        var function = ActivationTable.Of(name).Function();
        foreach (var x in Points.Where(x => !double.IsInfinity(x)))
            AssertSame(name, x, Activate(name, x), ScalarInterpreter.Run(function, [x]));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_derivative_is_the_engines(string name)
    {
        var slope = ScalarDerivative.By(ActivationTable.Of(name).Function(), 0)!;
        foreach (var x in Points.Where(double.IsFinite)) AssertSame(name, x, Derivative(name, x), ScalarInterpreter.Run(slope, [x, 1]));
    }

    /// <summary>Tests the slope as written in the row; it uses only the output if that is enough.</summary>
    [Theory, MemberData(nameof(Names))]
    public void The_written_slope_is_the_engines(string name)
    {
        var (row, slope) = (ActivationTable.Of(name), ActivationTable.Of(name).Slope());
        foreach (var x in Points.Where(double.IsFinite))
            AssertSame(name, x, Derivative(name, x), ScalarInterpreter.Run(slope, [row.DerivativeFromOutput ? Activate(name, x) : x]));
    }

    /// <summary>At ±∞ the slope is its limit, and a gradient of 0 stays 0.</summary>
    [Theory, MemberData(nameof(Names))]
    public void The_derivative_at_infinity_is_its_limit(string name)
    {
        var slope = ScalarDerivative.By(ActivationTable.Of(name).Function(), 0)!;
        foreach (var sign in new[] { 1, -1 })
        {
            // Quotients of infinities have no value: x/(1 + |x|), and formulas with √(x² + 4) − x.
            if (name is "Softsign" or "Squareplus") continue;
            var limit = ScalarInterpreter.Run(slope, [sign * 1e4, 1]);
            AssertSame(name, sign * double.PositiveInfinity, limit, ScalarInterpreter.Run(slope, [sign * double.PositiveInfinity, 1]));
        }
        Assert.All(Points.Where(double.IsFinite), x => Assert.Equal(0, ScalarInterpreter.Run(slope, [x, 0])));
    }

    private static double Activate(string name, double x) =>
        Run(x, (engine, buffer) => engine.Activate(Enum.Parse<ActivationKind>(name), buffer, buffer));

    private static double Derivative(string name, double x) => Run(x, (engine, buffer) =>
    {
        var one = engine.Allocate(ElementType.Float, [1]);
        engine.Fill(1, one);
        var kind = Enum.Parse<ActivationKind>(name);
        if (Activations.DerivativeFromOutput(kind)) engine.Activate(kind, buffer, buffer);
        engine.ActivateGradient(kind, buffer, one, buffer);
    });

    private static double Run(double x, Action<ITensorEngine, TensorBuffer> instruction)
    {
        var (buffer, result) = (Engine.Reference.Allocate(ElementType.Float, [1]), new double[1]);
        Engine.Reference.Write([x], buffer);
        instruction(Engine.Reference, buffer);
        Engine.Reference.Read(buffer, result);
        return result[0];
    }

    private static void AssertSame(string name, double x, double expected, double actual) =>
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-9 * (1 + Math.Abs(expected)), $"{name} of {x:R}: expected {expected:R}, got {actual:R}.");
}
