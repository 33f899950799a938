using LanguageExt;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>
/// Gradient descent takes a single sample's gradient without writing it to memory (ADR 26). The trained model is the same, bit by bit.
/// </summary>
public class DescentTests
{
    /// <summary>No number of a gradient is so large. The limit makes the gradient be written and checked, but changes nothing.</summary>
    private const double NoLimit = 1e30;

    private static readonly (string Name, Func<Sgd, FitOptions, double[]> Fit)[] Models =
        [Of<WidePenalized>(), Of<WideTwice>(), Of<WideTied>(), Of<FeatureClassifier>()];

    private static readonly (string Name, Sgd Optimizer)[] Optimizers =
    [
        ("plain", new Sgd(0.05)),
        ("scheduled", new Sgd(0.02 * new LearningRate.Optimal(0.01))),
        ("decaying", new Sgd(0.05) { WeightDecay = 0.01 }),
        ("averaged", new Sgd(0.05) { UseEma = true, EmaMomentum = 0.8, EmaOverwriteFrequency = 7 }),
        ("accumulating", new Sgd(0.05) { GradientAccumulationSteps = 3 }),
        ("momentum", new Sgd(0.05, Momentum: 0.5)),
    ];

    public static TheoryData<string> OptimizerNames => [.. Optimizers.Select(o => o.Name)];

    /// <summary>21 samples: with batches of two, the last sample is alone.</summary>
    [Theory, MemberData(nameof(OptimizerNames))]
    public void What_is_trained_is_the_same(string name)
    {
        var sgd = Optimizers.Single(o => o.Name == name).Optimizer;
        foreach (var (model, fit) in Models)
        {
            foreach (var batch in new[] { 1, 2 })
            {
                var options = new FitOptions { Epochs = 3, BatchSize = batch, Seed = 4 };
                Assert.True(fit(sgd with { ClipValue = NoLimit }, options).SequenceEqual(fit(sgd, options)), $"{model}, {name}, batches of {batch}");
                Assert.Equal(fit(sgd, options with { Threads = 1 }), fit(sgd, options with { Threads = 2 }));
            }
        }
    }

    /// <summary>A run that diverges ends with the last finite model, which is found by repeating the steps.</summary>
    [Theory, InlineData(1), InlineData(2)]
    public void What_is_left_of_a_run_that_diverges_is_the_same(int batch)
    {
        var (data, options) = (Data<WidePenalized>(), new FitOptions { Epochs = 400, BatchSize = batch, Seed = 4 });
        double[] Left(Sgd sgd) => WidePenalized.Initialize(2).Fit(data, options with { Optimizer = sgd }).Match(
            Succ: _ => throw new InvalidOperationException("It did not diverge."),
            Fail: error => Numbers.Of(((NonFiniteLoss<WidePenalized>)error).Model));
        Assert.Equal(Left(new Sgd(1e4) { ClipValue = 1e38 }), Left(new Sgd(1e4)));
    }

    private static (string, Func<Sgd, FitOptions, double[]>) Of<T>() where T : class, IModel<T>
    {
        var data = Data<T>();
        return (typeof(T).Name, (sgd, options) =>
            Numbers.Of(T.Initialize(2).Fit(data, options with { Optimizer = sgd }).ThrowIfFail().Model));
    }

    private static Dataset Data<T>() where T : class, IModel<T>
    {
        var batch = Numbers.Random<T>(21, 3);
        return T.Description.Labels == LabelKind.ClassIndices
            ? Dataset.Create([T.Description.InputShape[0]], batch.Inputs.ToArray(), batch.Labels.ToClasses()).ThrowIfFail()
            : Dataset.Create([T.Description.InputShape[0]], batch.Inputs.ToArray(), batch.Labels.ToArray(),
                [.. T.Description.LabelShape.Dimensions]).ThrowIfFail();
    }
}
