using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using YesNoModel = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.YesNo>;

namespace ModelDsl.Tests.Training;

public class AllocationTests
{
    private static readonly Dataset Data = ToyData.Clouds(2000);

    public static TheoryData<Optimizer> Optimizers => new()
    {
        new Sgd(0.01),
        new Sgd(10 * new LearningRate.Optimal(1e-2), Momentum: 0.5, Nesterov: true),
        new RmsProp(Momentum: 0.5, Centered: true),
        new Adam(Amsgrad: true) { ClipNorm = 1, WeightDecay = 0.01, ExcludeFromWeightDecay = ["Bias"], UseEma = true, EmaOverwriteFrequency = 3 },
        new Nadam { GlobalClipNorm = 1, WeightDecay = 0.01, GradientAccumulationSteps = 2 },
        new Lion(new LearningRate.OneCycle(0.001, 5000)) { ClipValue = 1 },
        new Adagrad(new LearningRate.CosineRestarts(0.01, 10)),
        new Adadelta(new LearningRate.Piecewise([5, 10], [1, 0.5, 0.1])),
        new Adamax { Formula = Formula.PyTorch },
        new Ftrl(0.1, L1: 1e-3, Beta: 1),
    };

    /// <summary>
    /// The allowed difference between two runs in an epoch's own records; code that is compiled again meanwhile keeps more of them on the
    /// stack. It is less than a byte a step: the smallest object, allocated once a step, would make 48,000 bytes.
    /// </summary>
    private const long Tolerance = 1000;

    /// <summary>An epoch of 2,000 steps allocates as little as one of 20 on the same data: only the epoch's own records.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_step_allocates_nothing(Optimizer optimizer)
    {
        var few = PerEpoch(optimizer, batchSize: 100);
        var many = PerEpoch(optimizer, batchSize: 1);
        Assert.InRange(few, 1, 8000);
        Assert.InRange(many, few - Tolerance, few + Tolerance);
    }

    [Fact]
    public void Neither_does_one_with_numbers_as_labels()
    {
        var oneHot = (Data | Functions.OneHot(3)).ThrowIfFail();
        long PerEpoch(int batchSize) => Difference(epochs => YesNoModel.Initialize(1).Fit(oneHot, Options(new Sgd(), batchSize, epochs)));
        Assert.InRange(PerEpoch(1) - PerEpoch(100), -Tolerance, Tolerance);
    }

    private static FitOptions Options(Optimizer optimizer, int batchSize, int epochs) => new()
    {
        Optimizer = optimizer,
        BatchSize = batchSize,
        Epochs = epochs,
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(100),
        Callbacks = [new Counter(), new EarlyStopping(patience: 1000)],
    };

    private static long PerEpoch(Optimizer optimizer, int batchSize) =>
        Difference(epochs => Model.Initialize(1).Fit(Data, Options(optimizer, batchSize, epochs)));

    private static long Difference(Action<int> fit)
    {
        long Bytes(int epochs)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            fit(epochs);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Bytes(3);
        return (Bytes(14) - Bytes(4)) / 10;
    }

    private sealed record Counter : Callback
    {
        private long steps;

        public override void OnBatchEnd(TrainingContext context) => steps += context.Step;
    }
}
