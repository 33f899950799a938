using System.Globalization;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>docs/reference/activations.md says what the code does: its numbers were computed elsewhere.</summary>
public class ActivationReferenceTests
{
    [Fact]
    public void The_page_lists_every_activation_in_order() =>
        Assert.Equal(Enum.GetNames<ActivationKind>(), Rows().Skip(1).Select(row => row[0]));

    [Fact]
    public void The_page_gives_the_values_of_every_elementwise_activation()
    {
        var points = Rows().First()[2..^1].Select(head => Number(head[2..^1])).ToArray();
        Assert.Equal(5, points.Length);
        foreach (var row in Rows().Skip(1))
        {
            var kind = Enum.Parse<ActivationKind>(row[0]);
            if (!InstructionTable.Activations.Contains(kind)) continue;
            foreach (var (x, text) in points.Zip(row[2..^1]))
            {
                var (expected, actual) = (Number(text), ReferenceActivations.Value(kind, x));
                Assert.True(Math.Abs(expected - actual) <= 1e-8 * Math.Abs(expected), $"{kind}({x:R}): expected {expected:R}, got {actual:R}.");
            }
        }
    }

    /// <summary>The examples of Keras's documentation of relu, and its kinks.</summary>
    [Theory]
    [InlineData(0.0, double.PositiveInfinity, 0.0, new[] { 0.0, 0, 0, 5, 10 })]
    [InlineData(0.5, double.PositiveInfinity, 0.0, new[] { -5, -2.5, 0, 5, 10 })]
    [InlineData(0.0, 5.0, 0.0, new[] { 0.0, 0, 0, 5, 5 })]
    [InlineData(0.0, double.PositiveInfinity, 5.0, new[] { 0.0, 0, 0, 0, 10 })]
    [InlineData(0.5, 7.0, 5.0, new[] { -7.5, -5, -2.5, 0, 7 })]
    public void Relu_with_options_is_keras_s(double slope, double most, double threshold, double[] expected)
    {
        double[] x = [-10, -5, 0, 5, 10];
        Assert.Equal(expected, x.Select(v => ReferenceActivations.Value(ActivationKind.Relu, new(slope, most, threshold), v)));
    }

    /// <summary>Where pieces meet the lower one's derivative counts, at the largest value none; what is no number stays so, and infinity is finite where it is cut off.</summary>
    [Fact]
    public void Kinks_and_infinities_are_as_they_are_written_on_every_engine()
    {
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            Near([0.25, 1, 0, 0], Derivatives(engine, ActivationKind.Relu, new(0.25, 6.0, 1.0), 1, 2, 6, 9));
            Near([0.25, 1], Derivatives(engine, ActivationKind.LeakyRelu, new(0.25), 0, 1));
            Near([0.5, 1], Derivatives(engine, ActivationKind.Elu, new(0.5), 0, 1));
            Near([1, 1], Derivatives(engine, ActivationKind.Celu, new(0.5), 0, 1));
            Near([0, 0, 1], Derivatives(engine, ActivationKind.SoftShrink, new(0.0, Threshold: 2.0), 2, -2, -3));
            Near([0, 0, 1], Derivatives(engine, ActivationKind.HardShrink, new(0.0, Threshold: 2.0), 2, -2, -3));
            Near([0, 1], Derivatives(engine, ActivationKind.Threshold, new(7.0, Threshold: -2.0), -2, -1));
            Near([7, 7, -1, double.NaN], Values(engine, ActivationKind.Threshold, new(7.0, Threshold: -2.0), double.NegativeInfinity, -2, -1, double.NaN));
            Near([0, 6, double.NaN], Values(engine, ActivationKind.Relu, new(0.0, 6.0), double.NegativeInfinity, double.PositiveInfinity, double.NaN));
            Near([-0.5, double.NaN], Values(engine, ActivationKind.Elu, new(0.5), double.NegativeInfinity, double.NaN));
            Near([double.NaN, 0], Values(engine, ActivationKind.HardShrink, new(0.0, Threshold: 2.0), double.NaN, 1));
            Near([double.NaN], Derivatives(engine, ActivationKind.LeakyRelu, new(0.25), double.NaN));
        }

        static void Near(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), p => Assert.Equal(p.Item1, p.Item2, 1e-6));

        static double[] Values(ITensorEngine engine, ActivationKind kind, ActivationOptions options, params double[] x) =>
            Run(engine, x, (from, _, to) => engine.ActivateWith(kind, options, from, to));

        static double[] Derivatives(ITensorEngine engine, ActivationKind kind, ActivationOptions options, params double[] x) =>
            Run(engine, x, (from, ones, to) => engine.ActivateWithGradient(kind, options, from, ones, to));

        static double[] Run(ITensorEngine engine, double[] x, Action<TensorBuffer, TensorBuffer, TensorBuffer> call)
        {
            var (from, ones, to) = (New(), New(), New());
            engine.Write(x, from);
            engine.Fill(1, ones);
            call(from, ones, to);
            var values = new double[x.Length];
            engine.Read(to, values);
            return values;

            TensorBuffer New() => engine.Allocate(ElementType.Float, [x.Length]);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows() =>
        ReferencePage.Lines("activations")
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Replace("\\|", "∣", StringComparison.Ordinal).Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());
}
