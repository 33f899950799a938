using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Tests.Scalars;

/// <summary>
/// Second derivatives at points where a factor of the first derivative is 0: they are those of the product, not of the factor alone.
/// </summary>
public class CurvatureAtZeroTests
{
    public static TheoryData<string, double> Functions => new()
    {
        { "3·x²·eˣ", 6 }, { "x²/(x + 4)", 0.5 }, { "5·x·tanh x", 10 }, { "(x² + x³)·√(x + 9)", 6 }, { "eˣ·sin(x)·7", 14 },
    };

    [Theory, MemberData(nameof(Functions))]
    public void The_curvature_at_0_is_right(string name, double expected)
    {
        var build = new ScalarBuilder();
        var x = new Scalar(build, build.Argument(0));
        var square = x * x;
        var value = name switch
        {
            "3·x²·eˣ" => 3 * square * x.Exp(),
            "x²/(x + 4)" => square / (x + 4),
            "5·x·tanh x" => 5 * (x * x.Tanh()),
            "(x² + x³)·√(x + 9)" => (square + square * x) * (x + 9).Sqrt(),
            _ => 7 * (x.Exp() * x.Append(ScalarOperations.Sin)),
        };
        var curvature = ScalarDerivative.By(ScalarDerivative.By(build.Build("f", 1, value.Step), 0)!, 0)!;
        Assert.Equal(expected, ScalarInterpreter.Run(curvature, [0, 1, 1]), 1e-12);
    }
}
