using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Metrics;

/// <summary>Every metric of the library can resume from its state; a checkpoint within an epoch needs that.</summary>
public class MetricStateTests
{
    private const int Columns = 3;
    private const int Count = 24;

    private static readonly ModelDescription[] Models =
    [
        Model(LossKind.SparseCategoricalCrossentropy, OutputKind.Probabilities), Model(LossKind.CategoricalCrossentropy,
            OutputKind.Probabilities),
        Model(LossKind.BinaryCrossentropy, OutputKind.IndependentProbabilities), Model(LossKind.MeanSquaredError, OutputKind.Values),
    ];

    private static ModelDescription Model(LossKind loss, OutputKind output) => new(
        "Toy", [2], [Columns], loss == LossKind.SparseCategoricalCrossentropy ? [] : [Columns],
        loss == LossKind.SparseCategoricalCrossentropy ? LabelKind.ClassIndices : LabelKind.Values, output, loss, default, default);

    public static TheoryData<Type> Metrics =>
        [.. typeof(Metric).Assembly.GetTypes().Where(MetricReferenceTests.StandsAlone)];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void It_goes_on_from_its_state_with_the_same_bits(Type type)
    {
        Metric[] metrics = [MetricReferenceTests.Create(type), .. type == typeof(TopK) ? new[] { Metric.TopK(2) } : []];
        var started = 0;
        foreach (var metric in metrics)
        {
            foreach (var model in Models)
            {
                if (metric.Start(model).Case is Error) continue;
                started++;
                for (var cut = 0; cut <= Count; cut += 4)
                {
                    MetricAccumulator New() => metric.Start(model).ThrowIfFail();
                    var (whole, first, rest) = (New(), New(), New());
                    Add(whole, model, 0, cut);
                    Add(whole, model, cut, Count);
                    Add(first, model, 0, cut);
                    Add(rest, model, 0, 4);
                    rest.Restore(first.State);
                    Assert.Equal(first.Result, rest.Result);
                    Add(rest, model, cut, Count);
                    Assert.Equal(whole.Result, rest.Result);
                    // A state that is too long is an error; it is not read past its end.
                    Assert.Throws<ArgumentException>(() => New().Restore([.. first.State!, 1]));
                }
            }
        }
        Assert.NotEqual(0, started);
    }

    [Fact]
    public void Strange_counts_are_refused()
    {
        foreach (var number in new[] { double.NaN, -1, 0.5, double.PositiveInfinity, 1e300 })
            Assert.Throws<ArgumentException>(() => Metric.Accuracy.Start(Models[0]).ThrowIfFail().Restore([number, 4]));
    }

    private static void Add(MetricAccumulator accumulator, ModelDescription model, int begin, int end)
    {
        if (begin == end) return;
        var classes = new int[end - begin];
        var (outputs, targets) = (new float[classes.Length * Columns], new float[classes.Length * Columns]);
        for (var i = 0; i < outputs.Length; i++)
        {
            var at = (uint)(begin * Columns + i);
            outputs[i] = MathF.Round(Philox.Uniform(new RandomKey(1), 1, at) * 8) / 8;
            targets[i] = model.Loss == LossKind.MeanSquaredError
                ? Philox.Uniform(new RandomKey(1), 2, at) : Philox.Uniform(new RandomKey(1), 2, at) > 0.5f ? 1 : 0;
            classes[i / Columns] = (int)(Philox.Uniform(new RandomKey(1), 3, (uint)(begin + i / Columns)) * Columns);
        }
        accumulator.Add(outputs, model.Labels == LabelKind.ClassIndices ? new BatchLabels(classes, default)
            : new BatchLabels(default, targets));
    }
}
