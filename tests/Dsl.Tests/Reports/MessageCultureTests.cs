using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Tests.Training;
using static ModelDsl.Functions;
using Line = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using YesNoModel = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.YesNo>;

namespace ModelDsl.Tests.Reports;

/// <summary>Numbers in error messages look the same in every culture: the sign and the decimal point.</summary>
public class MessageCultureTests
{
    private static readonly Model Network = Model.Initialize(1);

    private static readonly Dataset Data = ToyData.Clouds(12);

    private static readonly Tensor Numbers = Tensor.Zeros([2, 3]);

    private static readonly FitOptions Wrong = new()
    {
        Epochs = -1,
        BatchSize = -5,
        Threads = -2,
        DeviceDataBytes = -3,
        Metrics = [new TopK(-1), new BinaryAccuracy(-0.5), new Precision(Class: -2)],
        ClassWeights = new Dictionary<int, double> { [-1] = -2.5 },
        Callbacks =
        [
            new EarlyStopping("loss", minDelta: double.NegativeInfinity, patience: -1, mode: (MonitorMode)(-7), startFromEpoch: -2),
            new ReduceLearningRateOnPlateau("loss", factor: -0.5, patience: -1, cooldown: -2, minLearningRate: -0.5),
            new ModelCheckpoint("a.safetensors", everyEpochs: -1, everySteps: -2, keepLast: -3),
            new ModelDsl.TensorBoard("logs", histogramFreq: -1, updateFreq: -2),
            new BackupAndRestore("b.safetensors", everyEpochs: -1, everySteps: -2),
        ],
    };

    private static readonly Optimizer[] Optimizers =
    [
        new Sgd(-0.5, Momentum: -1.5) { WeightDecay = -0.5, ClipNorm = -1.5, EmaMomentum = -0.5, EmaOverwriteFrequency = -3,
            GradientAccumulationSteps = -2, Formula = (Formula)(-4) },
        new RmsProp(-0.5, Rho: 1.5, Momentum: -0.5, Epsilon: -1e-7), new Adagrad(-0.5), new Adadelta(-0.5), new Ftrl(-0.5,
            LearningRatePower: 0.5), new Adam(1e-300, Beta1: -0.5), new Adamax(-0.5), new Nadam(-0.5), new Lion(-0.5),
        new Adam(new LearningRate.InverseTime(-0.1, -10, -0.5)), new Adam(new LearningRate.Exponential(-0.1, -10, -0.96)),
        new Adam(new LearningRate.Step(-0.1, -30)),
        new Adam(new LearningRate.Polynomial(-0.1, -10)), new Adam(new LearningRate.Piecewise([-10, -20], [-0.1, -0.05, -0.01])),
        new Adam(new LearningRate.Cosine(-0.1, -10)),
        new Adam(new LearningRate.CosineRestarts(-0.1, -10)), new Adam(new LearningRate.OneCycle(-0.1, -10)),
        new Adam(new LearningRate.Optimal(-1e-4)), new Adam(-0.5 * (LearningRate)0.1),
    ];

    private static readonly Func<object?>[] Calls =
    [
        () => Network.Fit(Data, Wrong).Case,
        .. Optimizers.Select(optimizer => (Func<object?>)(() => Network.Fit(Data, new FitOptions { Optimizer = optimizer }).Case)),
        () => Network.Fit(Data,
            new FitOptions { Callbacks = [new LambdaCallback(onTrainBegin: context => context.SetLearningRate(-0.5))] }).Case,
        () => Line.Initialize(1).Fit(ToyData.Line(40), new FitOptions { Epochs = 90, Optimizer = new Sgd(30.5) }).Case,
        () => Network.Evaluate(Data, -1).Case,
        () => Network.Predict(Data, -1).Case,
        () => Network.Predictor(-1).Case,
        () => (Network with { Bias = Tensor.Create([3], [0, float.NegativeInfinity, 0]) }).Predict(Data).Case,
        () => Network.LossAndGradient(Data, -1).Case,
        () => Model.CrossValidate(Data, threads: -1).Case,
        () => Model.CrossValidate(Data, folds: -1).Case,
        () => ConfusionMatrix.Create([], [], -1).Case,
        () => ConfusionMatrix.Create([-2], [0], 2).Case,
        () => ConfusionMatrix.Create([0], [-3], 2).Case,
        () => (Data | OneHot(-1)).Case,
        () => (Data | Split(-0.5, 1)).Case,
        () => (Data | KFold(-1)).Case,
        () => (Data | OfClasses(-1)).Case,
        () => (Data | IsClass(-1)).Case,
        () => (Data | WithSampleWeights([.. Enumerable.Repeat(-0.5f, 12)])).Case,
        () => Dataset.Create<float>([1], [1], [-2]).Case,
        () => Dataset.Create<float>([1], [float.NegativeInfinity], [1]).Case,
        () => Dataset.Create<float>([-1], [1], [1]).Case,
        () => Data | Take(-1),
        () => Data | Scale(-1e30f) | Scale(-1e30f) | Scale(-1e30f) | Scale(-1e30f),
        () => Scale(float.NegativeInfinity),
        () => { Data.CopySamples([-1], new float[2]); return null; },
        () => { Data.CopySamples([0], new float[1]); return null; },
        () => ConfusionMatrix.Create([0], [0], 2).ThrowIfFail()[-1, 0],
        () => ConfusionMatrix.Create([0], [0], 2).ThrowIfFail()[0, -1],
        () => Tensor.Zeros([2, 1, 0]).Sum(-1),
        () => Engine.Cpu.View(Engine.Cpu.Allocate(ElementType.Float, [2]), -1, [2]),
        () => { new ProgramMemory(1, 1).Check(Model.Description, Engine.Cpu, -1); return null; },
        () => Functions.Clip(Numbers, -0.5, -1.5),
        () => Tensor.Create([], [-0.5f]).Flatten(),
        () => Tensor.Create([], [-0.5f]).Sum(-1),
        () => Noise.None.Uniform(Numbers, -0.5, -1.5),
        () => Shape.Create(-1),
        () => Numbers.Sum(-9),
        () => Numbers.Split(-2),
        () => Numbers.Reshape(-2, -3),
        () => Numbers.Transpose(-1, -4),
        () => Numbers.BroadcastTo(-2, -3),
        () => Numbers[-7..],
        () => ModelCalls.Loss(Network, new Batch(Tensor.Zeros([1, 2]), Tensor.Create([1], [-1]))),
        () => ModelCalls.Loss(YesNoModel.Initialize(1), new Batch(Tensor.Zeros([1, 2]), Tensor.Create([1, 3], [0f, -0.5f, 1]))),
        () => ModelCalls.Loss(Network, new Batch(Tensor.Zeros([1, 2]), Tensor.Create([1], [1]), Tensor.Create([1], [-0.5f]))),
        () =>
        {
            new LayerCall("Words", Tensor.Create([1, 1], [-0.5f])).CheckIndices(3);
            return null;
        },
    ];

    [Theory]
    [InlineData("fi-FI"), InlineData("de-DE"), InlineData("ar-SA")]
    public void Messages_are_the_same_in_every_culture(string culture)
    {
        var told = Array.ConvertAll(Calls, Message);
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            for (var i = 0; i < Calls.Length; i++) Assert.Equal(told[i], Message(Calls[i]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.All(told, message => Assert.NotEmpty(message));
    }

    private static string Message(Func<object?> call)
    {
        try
        {
            return call() is Error error ? error.Message : "";
        }
        catch (ArgumentException fault)
        {
            return fault.Message;
        }
    }
}
