using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <content>The whole range of float32 numbers.</content>
public abstract partial class EngineLaws
{
    private static readonly double[] Magnitudes =
        [0, 1e-40, 1.2e-38, 1e-30, 1e-20, 1e-10, 1e-5, 1e-3, 0.1, 0.5, 1, 1.5, 2, 3, 5, 6, 10, 20, 50, 80, 88, 88.7, 89, 100, 110, 1e3, 1e5,
        1e9, 1e13, 1.8e19, 1e25, 1e38, 3e38, float.MaxValue];

    /// <summary>Numbers of every size with both signs, infinities and NaN, as float32 has them.</summary>
    private static readonly double[] WholeRange =
        [.. Magnitudes.SelectMany(size => new[] { size, -size }).Append(double.PositiveInfinity).Append(double.NegativeInfinity)
            .Append(double.NaN).Select(x => (double)(float)x)];

    public static TheoryData<ActivationKind> ElementwiseActivations => [.. InstructionTable.Activations];

    [Theory, MemberData(nameof(ElementwiseActivations))]
    public void Activations_and_their_slopes_are_right_over_the_whole_range(ActivationKind kind)
    {
        AssertRight($"{kind}", 1e-36, (e, x, _, to) => e.Activate(kind, x, to));
        AssertRight($"The slope of {kind}", 1e-6, (e, x, g, to) =>
        {
            if (ModelDsl.Engines.Activations.DerivativeFromOutput(kind)) e.Activate(kind, x, x);
            e.ActivateGradient(kind, x, g, to);
        });
    }

    private void AssertRight(string what, double tolerance, Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer> call)
    {
        var (expected, actual) = (Run(ModelDsl.Engine.Reference), Run(engine));
        for (var i = 0; i < WholeRange.Length; i++)
        {
            var (x, e, a) = (WholeRange[i], epsilon < 1e-10 ? expected[i] : (float)expected[i], actual[i]);
            // An engine need not find a limit that double precision does not find.
            if (double.IsNaN(e) && !double.IsNaN(x)) continue;
            if (!(e.Equals(a) || Math.Abs(e - a) <= 1e-4 * Math.Abs(e) + tolerance + epsilon * Math.Min(Math.Abs(x), 1.0))) Assert.Fail($"{what} at {x:R}: expected {e:R}, got {a:R}.");
        }

        double[] Run(ITensorEngine on)
        {
            Shape shape = [WholeRange.Length];
            var (x, g, to, results) = (on.Allocate(ElementType.Float, shape), on.Allocate(ElementType.Float, shape),
                on.Allocate(ElementType.Float, shape), new double[WholeRange.Length]);
            on.Write(WholeRange, x);
            on.Fill(1, g);
            call(on, x, g, to);
            on.Read(to, results);
            return results;
        }
    }
}
