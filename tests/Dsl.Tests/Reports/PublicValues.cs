using System.Reflection;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Tests.FeatureRecords;
using ModelDsl.Tests.Training;
using static LanguageExt.Prelude;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Reports;

/// <summary>A value of every public type of the library that has values; the laws of printing use them.</summary>
internal static class PublicValues
{
    public static readonly Evaluation Held = new(0.5611, Seq1(new MetricValue("accuracy", 0.8042)));

    public static readonly Epoch Epoch = new(3, 0.5432, Seq1(new MetricValue("accuracy", 0.8123)), Held, TimeSpan.FromSeconds(1.25), 0.001);

    public static readonly Epoch Bare = new(1, double.NaN, default, None, TimeSpan.FromMilliseconds(35), 0.01);

    public static readonly FoldResult Fold = new(1, Held, Seq(Bare, Epoch), TimeSpan.FromSeconds(0.4));

    public static readonly NewtonIteration Iteration = new(2, 0.5432, 3.21e-5, 12, 1);

    public static readonly Dataset Data = Dataset.Create<byte>([2, 2], [1, 2, 3, 4, 5, 6, 7, 8], [0, 1], ["cat", "dog"], name: "pets").ThrowIfFail();

    public static readonly FeatureImportance Importance = new("age", Seq(0.5, 0.25, 0.75));

    public static readonly DependencePoint Point = new("21.5", Seq1(21.5), Seq(0.25, 0.75));

    public static readonly ColumnCoefficients Weight = new("age", Seq(0.5, -0.25), Seq(1.0, -0.5));

    public static readonly CalibrationBin Bin = new(0.7, 0.8, 36, 0.7512, 0.6944);

    private static readonly Table<FeatureRow> Rows = Table<FeatureRow>.Of(FeatureGoldenTests.Rows).ThrowIfFail();

    private static readonly ClassProbability<string> Sure = new("cat", 0.9821f);

    private static readonly Model Network = Model.Initialize(1);

    public static readonly ModelVersion Version = new(2, new DateTimeOffset(2026, 12, 1, 8, 30, 0, TimeSpan.FromHours(1)), "5f0c2d1e9a7b3c44");

    private static readonly ServedModel<Model> Served = ServedModel<Model>.Of(Network).ThrowIfFail();

    private static readonly Tensor Numbers = Tensor.Create([2, 3], [0.5f, 1f, -1.5f, 2f, 1e-9f, 3f]);

    private static readonly FitOptions Options = new()
    {
        Epochs = 5,
        Optimizer = new Adam(0.01),
        Metrics = [Metric.Accuracy, new TopK(2)],
        ClassWeights = new Dictionary<int, double> { [1] = 2.5 },
        Validation = Data,
        Callbacks = [new EarlyStopping(patience: 2), new LambdaCallback(onTrainEnd: _ => { })],
        Train = ["Output"],
        Threads = 1,
    };

    private static readonly Error Refusal = Network.Fit(ToyData.Clouds(20),
        new FitOptions { Epochs = 0, BatchSize = -1 }).Match(_ => throw new InvalidOperationException(), e => e);

    /// <summary>Types without a value to print, with the reason.</summary>
    public static readonly IReadOnlyDictionary<Type, string> Without = new Dictionary<Type, string>
    {
        [typeof(TextJson)] = "a converter, which writes others",
        [typeof(SeqJson<>)] = "a converter, which writes others",
        [typeof(OptionJson<>)] = "a converter, which writes others",
        [typeof(ListJson)] = "a converter, which writes others",
        [typeof(NumbersJson)] = "a converter, which writes others",
        [typeof(ShapeJson)] = "a converter, which writes others",
        [typeof(TensorJson)] = "a converter, which writes others",
        [typeof(ConfusionMatrixJson)] = "a converter, which writes others",
        [typeof(RowCells)] = "the reader's place in a table, which only emitted code gets",
        [typeof(SampleSource)] = "abstract; what derives from it has the text of its own type",
        [typeof(SampleRandom)] = "the random numbers of a sample, which only a function gets, for the time of a call",
        [typeof(DeviceException)] = "an exception prints as all exceptions do, with its type and its stack",
        [typeof(Float32Arithmetic<,>)] = "operations, which are a type argument and never a value",
    };

    private static readonly object[] Given =
    [
        // Figures
        Held.Metrics[0], Held, Epoch, new CrossValidation(Seq1(Fold), TimeSpan.FromSeconds(2.2)), Fold, Iteration,
        new Fitted<Model>(Network, Seq1(Epoch), false, "val_loss has not improved."), new Minimum<Model>(Network, MinimumEnd.Converged, Seq1(Iteration)),
        ConfusionMatrix.Create([0, 0, 1, 1], [0, 1, 1, 1], 2, Seq("cat", "dog")).ThrowIfFail(),

        // What a model learnt
        Importance, new PermutationImportance(Held.Metrics[0], Seq1(Importance)), Point, new PartialDependence("age", Seq("no", "yes"), Seq1(Point)),
        Weight, new Coefficients(Seq("no", "yes"), Seq1(Weight), Weight with { Column = "intercept" }),
        Bin, new Calibration("the top class", Seq1(Bin), 0.0512, 0.1234), new TemperatureScaled<Model>(Network, 1.4213, 0.5432, 0.5121),

        // Errors
        Refusal, new NonFiniteLoss<Model>("The loss became infinite. Try …", "The loss became infinite", 2, 3, double.NaN, Seq1(Epoch), Network),
        new CallbackFailed<Model>(new EarlyStopping(), "OnEpochEnd", "in epoch 2", new InvalidOperationException("No."), 2, Seq1(Epoch), Network),
        new OptionFailed<Model>("The metric median", "Add", "in epoch 2", new InvalidOperationException("No."), 2, Seq1(Epoch), Network),
        new DataFailed<Model>("A file has changed.", 2, Seq1(Epoch), Network), new DeviceFailed<Model>("The device is gone.", 2, Seq1(Epoch), Network),
        new FoldFailed(1, 5, Refusal),

        // Options
        Options, new NewtonCg { OnIteration = _ => { } }, new CsvOptions { Label = "species", Ignore = ["id"] }, new FashionMnistOptions { Folder = "data" },
        new Sgd(0.1, Momentum: 0.9), new RmsProp(), new Adagrad(), new Adadelta(), new Ftrl(), new AdamW { ExcludeFromWeightDecay = ["Bias"] }, new Nadam(), new Adamax(), new Lion(),
        new Adam(0.5 * new LearningRate.Optimal(1e-4)) { ClipNorm = 1, UseEma = true, GradientAccumulationSteps = 4 },
        new LearningRate.Constant(0.01), new LearningRate.InverseTime(0.1, 10, 0.5), new LearningRate.Optimal(1e-4),
        new LearningRate.Scaled(0.5, 0.01),
        new LearningRate.Exponential(0.1, 10, 0.96), new LearningRate.Step(0.1, 30), new LearningRate.Polynomial(0.1, 10),
        new LearningRate.Piecewise([10, 20], [0.1, 0.05, 0.01]), new LearningRate.Cosine(0.1, 10), new LearningRate.CosineRestarts(0.1, 10),
        new LearningRate.OneCycle(0.1, 10),
        Metric.Accuracy, Metric.SparseCategoricalAccuracy, Metric.CategoricalAccuracy, new BinaryAccuracy(0.25), Metric.TopK(),
        new Precision(Class: 2), Metric.Recall,
        Metric.F1, Metric.Auc, Metric.MeanAbsoluteError, Metric.MeanSquaredError, Metric.RootMeanSquaredError, Metric.R2Score, Metric.Accuracy.Of("Digit"),
        new BackupAndRestore("run.safetensors"), new CsvLogger("log.csv"), new EarlyStopping(), new LambdaCallback(onTrainBegin: _ => { }),
        new LearningRateScheduler((_, rate) => rate), new ModelCheckpoint("best.safetensors", saveBestOnly: true, keepLast: 3), new ProgressBar(),
        new ReduceLearningRateOnPlateau(), new ModelDsl.TensorBoard(), new TerminateOnNaN(),
        new OutputPlace.File("run.csv"), new OutputPlace.Files("{epoch}.safetensors"), new OutputPlace.Folder("logs"),

        // Data
        Data, new DataFeature("age", 3), new Parts(Data, Data), new Fold(0, Data, Data), Standardization.Fit(Data), new FashionData(Data, Data, "data"), new DownloadProgress("a.gz", 3, null),
        new IdxArray(IdxType.UInt8, [2, 2], [], [1, 2, 3, 4]), new IdxPart("images.idx"), new NpyArray(NpyType.UInt8, [2, 2], [1, 2, 3, 4]),
        new NamedTensor("Output.Bias", Numbers), new UnreadTensor("Steps", "I64", [1]),
        new SafetensorsFile(Seq1(new NamedTensor("Output.Bias", Numbers)), HashMap(("model", "Net"))),
        new UnreadTensor("num_batches_tracked", "I64", [2]),
        SampleStream.Of<int>([], 100, _ => Data),

        // Rows of tables
        Rows, new TableParts<FeatureRow>(Rows, Rows), new CsvFormat { DecimalComma = true, MissingMarks = ["NA"] }, FeatureRow.Schema, FeatureRow.Schema.Columns[0],
        FeatureEncoder<FeatureRow>.Learn(Rows).ThrowIfFail(), Sure, new Prediction<string>("cat", Seq(Sure, new ClassProbability<string>("dog", 0.0179f))),

        new TextOptions { MaxTokens = 9, Length = 3 }, TextVectorizer.Learn(["a good film", "good"], new TextOptions { Length = 3 }).ThrowIfFail(),

        // Models and tensors
        Numbers, Numbers.Shape, (Slice)(1..3), new Batch(Numbers, Tensor.Create([2], [0, 1])), Model.Description, new LayerDescription("Output", "Dense(3)", [3], 9, 21),
        Model.Description.Parameters[0], new InputDescription("Image", [2], 0), new IndexRange(0, 2, 1, 10), new MergedAxes([4, 4, 8], AxesSource.Windows),
        new OutputDescription("Digit", [3], 0, [], 0, LabelKind.ClassIndices, OutputKind.Probabilities, LossKind.SparseCategoricalCrossentropy) { Weight = 0.5 },
        new TimeDistributed<Dense>(new Dense(Numbers, null)), new Bidirectional<Dense>(new Dense(Numbers, null), new Dense(Numbers, null)), new LayerCall("Hidden", Numbers), new ParameterArena(Engine.Cpu, Model.Description), Network.Predictor(2).ThrowIfFail(),
        new OptimizerState(new Sgd(), new ParameterArena(Engine.Cpu, Model.Description)), new OptimizerSlot("momentum", 0.5), new Noise(new RandomKey(1, 2)),
        new RandomKey(1, 2), new Philox.Block(1, 2, 3, 4), new Window(2, 2), new Blocks(0, 3), new MemoryRegion<IDeviceEngine>(),
        new ProgramMemory(784, 2000), new SamplePreparation(Numbers.Buffer, 0.5, 1), new AdaptedLayer("Scale", AdaptationKind.Normalization, 0),
        new TrainingContext(new FakeRun(Options), 2, 1, 0.5432),

        // Serving
        Version, new Answer<string>("cat", Version), new ServingOptions { Watch = TimeSpan.FromSeconds(2), Name = "pets" }, Served, new BatchingOptions(),
        Served.Batching().ThrowIfFail(), new QueueIsFull(1024),
        new InvalidValue("line 7", "Age", "-5 is …"), new InvalidValues("The row: Age: -5 is ….", Seq1(new InvalidValue(null, "Age", "-5 is …"))),
    ];

    /// <summary>Values by type; a generic type has its definition as key.</summary>
    public static readonly IReadOnlyDictionary<Type, object> All = Given.Concat(Layers())
        .GroupBy(value => Key(value.GetType())).ToDictionary(same => same.Key, same => same.First());

    /// <summary>
    /// The types that have values: no interfaces, enumerations or attributes, and no types that are abstract or live only on the stack.
    /// </summary>
    public static IEnumerable<Type> Types => typeof(Tensor).Assembly.GetExportedTypes()
        .Where(type => !type.Name.Contains('<') && !type.IsInterface && !type.IsEnum && !type.IsAbstract
        && !type.IsByRefLike && !type.IsSubclassOf(typeof(Attribute)) && !type.IsSubclassOf(typeof(Delegate)));

    private static Type Key(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    /// <summary>Returns every layer with small tensors; an optional tensor is missing in one of two layers.</summary>
    private static IEnumerable<object> Layers() => typeof(Layer).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract && !type.IsGenericType).Select(type =>
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var nullability = new NullabilityInfoContext();
        return constructor.Invoke([.. constructor.GetParameters().Select((p, i) =>
            i % 2 == 1 && nullability.Create(p).WriteState == NullabilityState.Nullable ? null
                : Tensor.Create([2, 2], [1f, 2f, 3f, 0.5f]))]);
    });
}
