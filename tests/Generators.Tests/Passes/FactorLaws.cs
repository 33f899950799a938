using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>
/// Factors may follow one another in any order, with their products anywhere. The compiled result equals the step-by-step result in
/// float32. All numbers are powers of two, or such times x, so nothing is rounded.
/// </summary>
public class FactorLaws
{
    private const int Rows = 1024;

    private static readonly TensorType Matrix = TensorType.Float(Dim.Batch, 3);

    /// <summary>A factor: its sign and exponent, whether it is divided by the batch size, and how it is written.</summary>
    private sealed record Step(int Exponent, bool IsNegative, int BatchPower, int Kind)
    {
        public Coefficient Factor => new((IsNegative ? -1 : 1) * Math.Pow(2, Exponent), BatchPower);
    }

    private static readonly Gen<Step> Steps =
        from exponent in Gen.Frequency((3, Gen.Choose(-110, 110)), (2, Gen.Choose(-6, 6)), (1, Gen.Elements(-126, -100, 100, 127)))
        from isNegative in Gen.Elements(false, true)
        from power in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Constant(-1)))
        from kind in Gen.Choose(0, 3)
        select new Step(exponent, isNegative, power, kind);

    [Property(MaxTest = 3000)]
    public Property Compiled_is_computed_one_after_the_other() => Prop.ForAll(
        Steps.ArrayOf().Where(steps => steps.Length < 9).ToArbitrary(), Gen.Choose(-20, 20).ToArbitrary(), Gen.Elements(true,
            false).ToArbitrary(),
        (steps, exponent, startsWithConstant) =>
        {
            var build = new GraphBuilder();
            var x = build.Source(Sources.Input, "x", Matrix);
            var value = startsWithConstant ? build.Constant("c", Matrix, Math.Pow(2, 6 * exponent)) : x;
            foreach (var step in steps) value = Apply(build, value, step);
            var graph = build.Build([new GraphOutput(OutputRole.Prediction, value)]);
            var input = 1.5f * MathF.Pow(2, exponent);
            var (before, after) = (Compute(graph, input), Compute(DeadCode.Run(Simplify.Run(Simplify.Run(graph))), input));
            return before.Equals(after).Label($"{before} became {after}");
        });

    [Theory]
    [InlineData(new[] { 1e-30, 1e-30, 1e30, 1e30 }, 0)]
    [InlineData(new[] { 1e30, 1e30, 1e-30, 1e-30 }, float.PositiveInfinity)]
    [InlineData(new[] { 1e30, 1e30, 1e-30, 1e-25, 10 }, float.PositiveInfinity)]
    [InlineData(new[] { 1e-25, 1e25, 2 }, 3)]
    public void Numbers_between_that_leave_the_range_decide(double[] factors, float expected)
    {
        foreach (var kind in (int[])[0, 1, 2])
        {
            var build = new GraphBuilder();
            var value = build.Source(Sources.Input, "x", Matrix);
            foreach (var factor in factors) value = Apply(build, value, factor, kind);
            var graph = build.Build([new GraphOutput(OutputRole.Prediction, value)]);
            Assert.Equal(expected, Compute(DeadCode.Run(Simplify.Run(graph)), 1.5f), expected is 0 or float.PositiveInfinity ? 0 : 1e-4f);
        }
    }

    [Fact]
    public void Usual_factors_are_one()
    {
        var build = new GraphBuilder();
        var value = build.Source(Sources.Input, "x", Matrix);
        foreach (var factor in new[] { 1 / 255.0, 2, 0.5, 10, -0.1 }) value = Apply(build, value, factor, 0);
        var graph = DeadCode.Run(Simplify.Run(build.Build([new GraphOutput(OutputRole.Prediction, value)])));
        Assert.Single(graph.Operations, operation => operation.Is(Elementwise.Scale));
    }

    private static Value Apply(GraphBuilder build, Value value, Step step) => Apply(build, value, step.Factor, step.Kind);

    private static Value Apply(GraphBuilder build, Value value, Coefficient factor, int kind) => kind switch
    {
        1 => build.Append(Elementwise.Multiply, "y", value, build.Constant("c", Matrix, factor)),
        2 => build.Append(Elementwise.Multiply, "y", build.Constant("c", Matrix, factor), value),
        _ => build.Append(Elementwise.Scale, "y", new OperationAttributes { Factor = factor }, value),
    };

    /// <summary>Returns the prediction when all inputs are one number, in float32 without denormal numbers.</summary>
    private static float Compute(Graph graph, float input)
    {
        var values = new Dictionary<Value, float>();
        foreach (var operation in graph.Operations)
        {
            var x = operation.Operands.Select(operand => values[operand]).ToArray();
            var factor = Flushed((float)(operation.Attributes.Factor.Value * Math.Pow(Rows, operation.Attributes.Factor.BatchPower)));
            values[operation.Result] = Flushed(
                operation.Is(Sources.Input) ? input
                : operation.Is(Elementwise.Fill) ? factor
                : operation.Is(Elementwise.Scale) ? x[0] * factor
                : operation.Is(Elementwise.Multiply) ? x[0] * x[1]
                : throw new NotSupportedException(operation.Definition.Name));
        }
        return values[graph.Outputs.Single().Value];
    }

    // Removes the sign of zeros, because engines differ in it.
    private static float Flushed(float value) => float.IsSubnormal(value) || value == 0 ? 0 : value;
}
