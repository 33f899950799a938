using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using ModelDsl.Engines;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Tests.Scalars;

/// <summary>
/// Derivatives of functions of numbers: each rule and random functions against differences, also for branches that are not taken, and for 0
/// times ∞.
/// </summary>
public class ScalarDerivativeTests
{
    public static TheoryData<string> Operations => [.. ScalarOperations.All.Where(o => o.Arity > 0).Select(o => o.Name)];

    [Fact]
    public void The_operations_are_those_of_kernels_arithmetic()
    {
        var methods = typeof(IArithmetic<>).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(m => (m.Name, m.GetParameters().Length));
        string[] writtenByHandAlone = ["Number", "MultiplyAdd", "ReciprocalSqrt"];
        Assert.Equal(methods.Where(m => !writtenByHandAlone.Contains(m.Name)).Order(),
            ScalarOperations.All.Where(o => o.Arity > 0).Select(o => (o.Name, o.Arity)).Order());
        var fields = typeof(ScalarOperations).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => f.GetValue(null))
            .OfType<ScalarOperation>();
        Assert.Equal(fields.Select(o => o.Name).Order(), ScalarOperations.All.Select(o => o.Name).Order());
    }

    [Theory, MemberData(nameof(Operations))]
    public void Every_operation_has_the_derivative_that_differences_show(string name)
    {
        var operation = ScalarOperations.All.Single(o => o.Name == name);
        var build = new ScalarBuilder();
        var function = build.Build("F", operation.Arity, build.Append(operation, [.. Enumerable.Range(0, operation.Arity).Select(build.Argument)]));
        var random = new Random(1);
        for (var trial = 0; trial < 50; trial++)
        {
            double[] x = [.. Enumerable.Range(0, operation.Arity).Select(_ => 0.1 + 2 * random.NextDouble())];
            if (operation.Evaluate is { } evaluate) Assert.Equal(ScalarInterpreter.Run(function, x), evaluate(x), 12);
            AssertDerivatives(function, x);
        }
    }

    [Fact]
    public void Random_functions_have_the_derivatives_that_differences_show() => ForAll(300, choices =>
    {
        var function = RandomFunction.Of(choices, arguments: 2);
        var random = new Random(choices.Length);
        for (var trial = 0; trial < 5; trial++) AssertDerivatives(function, [2 * random.NextDouble() - 1, 2 * random.NextDouble() - 1]);
    });

    /// <summary>Derives twice, as products of the Hessian do.</summary>
    [Fact]
    public void A_derivative_can_be_derived_again() => ForAll(60, choices =>
    {
        if (ScalarDerivative.By(RandomFunction.Of(choices, arguments: 1), 0) is { } slope) AssertDerivatives(slope, [0.37, 1.3]);
    });

    [Fact]
    public void Nothing_of_a_branch_that_is_not_taken_gets_through()
    {
        var b = new ScalarBuilder();
        var (x, zero) = (b.Argument(0), b.Number(0));
        // x > 0 ? √x·log x : 0; neither factor is a number everywhere.
        var value = b.Append(ScalarOperations.Multiply, b.Append(ScalarOperations.Sqrt, x), b.Append(ScalarOperations.Log, x));
        var function = b.Build("F", 1, b.Append(ScalarOperations.Less, zero, x, value, zero));
        var slope = ScalarDerivative.By(function, 0)!;
        foreach (var at in new[] { -1.0, 0.0, double.NegativeInfinity })
            Assert.Equal((0, 0), (ScalarInterpreter.Run(function, [at]), ScalarInterpreter.Run(slope, [at, 1])));
        AssertDerivatives(function, [0.7]);
    }

    [Fact]
    public void Where_a_slope_has_vanished_infinity_does_not_count()
    {
        var b = new ScalarBuilder();
        var x = b.Argument(0);
        var square = b.Append(ScalarOperations.Multiply, x, x);
        Assert.Equal(0, At(b.Append(ScalarOperations.Sqrt, square), 0));
        Assert.Equal(0, At(b.Append(ScalarOperations.Exp, b.Append(ScalarOperations.Negate, square)), double.PositiveInfinity));
        Assert.Equal(1, At(b.Append(ScalarOperations.Multiply, x, b.Append(ScalarOperations.Sigmoid, x)), double.PositiveInfinity));
        Assert.Equal(0, At(b.Append(ScalarOperations.Multiply, x, b.Append(ScalarOperations.Sigmoid, x)), double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, At(b.Append(ScalarOperations.Sqrt, x), 0));
        Assert.Equal(0, At(b.Append(ScalarOperations.Sqrt, x), 0, upstream: 0));
        Assert.Equal(0, At(b.Append(ScalarOperations.Log, x), 0, upstream: 0));
        Assert.Equal(double.NaN, At(square, double.NaN));
        // A slope of 0 does not hide a result that is already lost.
        foreach (var lost in new[] { double.NaN, double.PositiveInfinity }) Assert.Equal(double.NaN, At(square, 0, upstream: lost));
        // A power of 0 is 0 for every positive exponent.
        var power = ScalarDerivative.By(b.Build("F", 2, b.Append(ScalarOperations.Power, x, b.Argument(1))), 1)!;
        foreach (var exponent in new[] { 0.3, 1, 2.5 }) Assert.Equal(0, ScalarInterpreter.Run(power, [0, exponent, 1]));

        double At(int step, double at, double upstream = 1) => ScalarInterpreter.Run(ScalarDerivative.By(b.Build("F", 1, step), 0)!, [at, upstream]);
    }

    /// <summary>A derivative of 0 needs a guard only if its factor may be ∞.</summary>
    [Fact]
    public void What_is_always_finite_is_multiplied_as_it_is()
    {
        var b = new ScalarBuilder();
        var (x, y) = (b.Argument(0), b.Argument(1));
        var bounded = b.Append(ScalarOperations.Tanh, x);
        int[] finite = [bounded, b.Append(ScalarOperations.Less, x, b.Number(0), b.Number(0.1), bounded),
            b.Append(ScalarOperations.Equal, x, y, bounded, b.Number(2))];
        Assert.All(finite, factor => Assert.DoesNotContain(Slope(factor).Nodes, IsGuard));
        Assert.Contains(Slope(b.Append(ScalarOperations.Exp, x)).Nodes, IsGuard);
        Assert.Contains(Slope(b.Append(ScalarOperations.Less, x, b.Number(0), b.Number(0.1), x)).Nodes, IsGuard);

        // The variable is z, which only the product has, so that the slope is the factor.
        ScalarFunction Slope(int factor) => ScalarDerivative.By(b.Build("F", 3, b.Append(ScalarOperations.Multiply, b.Argument(2), factor)), 2)!;
        static bool IsGuard(ScalarNode node) => node.Is(ScalarOperations.Equal) && node.Operands[0] == node.Operands[2];
    }

    /// <summary>Products and roots are exact and cheap; the rounding error of a power grows with its exponent.</summary>
    [Fact]
    public void Powers_of_small_whole_numbers_and_halves_are_products_and_roots()
    {
        foreach (var power in Enumerable.Range(-64, 129).Select(p => (double)p).Concat([0.5, -0.5]))
            Assert.DoesNotContain(Of(power).Nodes, node => node.Is(ScalarOperations.Power));
        foreach (var power in new[] { 65, -65, 1.5, double.PositiveInfinity, double.NaN })
            Assert.Contains(Of(power).Nodes, node => node.Is(ScalarOperations.Power));

        static ScalarFunction Of(double power)
        {
            var b = new ScalarBuilder();
            var function = b.Build("F", 1, b.Append(ScalarOperations.Power, b.Argument(0), b.Number(power)));
            foreach (var x in new[] { -1.1, 0.7, 1.3 })
            {
                var (expected, actual) = (Math.Pow(x, power), ScalarInterpreter.Run(function, [x]));
                if (!(expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-13 * Math.Abs(expected))) Assert.Fail($"{x} to the power of {power}: expected {expected:R}, got {actual:R}");
            }
            return function;
        }
    }

    /// <summary>Also for equal numbers: a constant computed at compile time equals the engine's result.</summary>
    [Theory, MemberData(nameof(Operations))]
    public void A_folded_constant_is_what_would_be_computed(string name)
    {
        var operation = ScalarOperations.All.Single(o => o.Name == name);
        double[][] numbers = [[]];
        for (var i = 0; i < operation.Arity; i++)
            numbers = [.. numbers.SelectMany(x => new[] { -1, 0, 0.5, 2 }, (x, next) => (double[])[.. x, next])];
        foreach (var x in numbers)
        {
            var (known, unknown) = (new ScalarBuilder(), new ScalarBuilder());
            var folded = known.Build("F", 0, known.Append(operation, [.. x.Select(known.Number)]));
            var computed = unknown.Build("F", x.Length, unknown.Append(operation, [.. x.Select((_, i) => unknown.Argument(i))]));
            Assert.Equal(ScalarInterpreter.Run(computed, x), ScalarInterpreter.Run(folded, []), 1e-12);
        }
    }

    [Fact]
    public void A_function_of_steps_alone_has_no_derivative()
    {
        var b = new ScalarBuilder();
        Assert.Null(ScalarDerivative.By(b.Build("F", 1, b.Append(ScalarOperations.Floor, b.Argument(0))), 0));
        Assert.Null(ScalarDerivative.By(b.Build("F", 2, b.Argument(0)), 1));
        Assert.Null(ScalarDerivative.By(b.Build("F", 1, b.Number(3)), 0));
    }

    /// <summary>Identities change no result for any number: compares a builder that uses them with the unchanged steps.</summary>
    [Fact]
    public void Simplified_functions_give_what_unsimplified_ones_do() => ForAll(300, choices =>
    {
        foreach (var x in new[] { 0, 1, -1, 0.3, -2.7, 1e300, -1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN })
        {
            var (function, expected) = RandomFunction.WithValue(choices, x);
            var actual = ScalarInterpreter.Run(function, [x]);
            if (!(expected.Equals(actual) || expected == actual || Math.Abs(expected - actual) <= 1e-9 * Math.Abs(expected))) Assert.Fail($"{function} at {x:R}: expected {expected:R}, got {actual:R}");
        }
    });

    private static void ForAll(int times, Action<int[]> law) =>
        Prop.ForAll(Gen.Choose(0, 1 << 20).ArrayOf(14).ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(times));

    /// <summary>If a step crosses a kink, a step a thousand times smaller distinguishes that from a wrong derivative.</summary>
    private static void AssertDerivatives(ScalarFunction function, double[] x)
    {
        for (var argument = 0; argument < x.Length; argument++)
        {
            var derived = ScalarDerivative.By(function, argument) is { } slope ? ScalarInterpreter.Run(slope, [.. x, 1.7]) : 0;
            if (!double.IsFinite(derived)) Assert.Fail($"{function}: no number at {string.Join(", ", x)}");
            if (!(Fits(1e-4) || Fits(1e-7))) Assert.Fail($"{function} by {argument} at {string.Join(", ", x)}: derived {derived:R}, measured {Measured(1e-4):R}");

            bool Fits(double step) => Math.Abs(derived - Measured(step)) <= 1e-6 * Math.Max(1, Math.Abs(derived));
            double Measured(double step) => 1.7 * (8 * (At(step) - At(-step)) - (At(2 * step) - At(-2 * step))) / (12 * step);
            double At(double by) => ScalarInterpreter.Run(function, [.. x.Select((v, i) => i == argument ? v + by : v)]);
        }
    }
}
