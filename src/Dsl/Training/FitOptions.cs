using System.Text;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Formatting;
using ModelDsl.Metrics;
using ModelDsl.Printing;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>The options of training: an immutable value, with Keras's defaults. One value serves any number of runs.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed partial record FitOptions
{
    /// <summary>Number of times that every sample is seen; at least 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>
    /// Number of samples of a step; at least 1. The last step of an epoch takes the rest. If there are fewer samples than this, it is the
    /// only step.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The optimizer: it changes parameters by their gradients.</summary>
    public Optimizer Optimizer { get; init; } = new RmsProp();

    /// <summary>The metrics to measure besides the loss, on training and validation data.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>
    /// The weights of classes in the loss, by class index; 1 for a class without an entry. They apply in training only, as in Keras
    /// (<c>class_weight</c>). If samples have weights too, the two are multiplied. With rows of labels, each row has the weight of its own
    /// class.
    /// </summary>
    public IReadOnlyDictionary<int, double> ClassWeights { get; init; } =
        System.Collections.Immutable.ImmutableDictionary<int, double>.Empty;

    /// <summary>Data to evaluate the model on after every epoch; null for none.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>The callbacks, which observe the run and may ask for a stop; called in this order.</summary>
    public IReadOnlyList<Callback> Callbacks { get; init; } = [];

    /// <summary>
    /// Seed of the order of samples and of dropout. The same seed gives the same bits on any number of threads, and on every processor with
    /// vectors of the same width (docs/engines.md).
    /// </summary>
    public int Seed { get; init; }

    /// <summary>Whether each epoch has another order of samples.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// The engine that runs the training. The trained model's parameters are in its memory, or on the CPU engine if it is an
    /// <see cref="IDeviceEngine"/>.
    /// </summary>
    public ITensorEngine Engine { get; init; } = ModelDsl.Engine.Cpu;

    /// <summary>
    /// The precision in which the engine computes. All but <see cref="ComputePrecision.Default"/> need an engine that supports it.
    /// Parameters, and the returned model, are still float32.
    /// </summary>
    public ComputePrecision Precision { get; init; }

    /// <summary>
    /// Number of threads that may share a step's work; at least 1, at most 1,024. The default is the number of cores. On the CPU engine
    /// small steps use one thread, and the bits are the same for any number. Libtorch has one number for the whole process; during the run
    /// it is this one.
    /// </summary>
    public int Threads { get; init; } = Math.Min(Environment.ProcessorCount, HelperPool.MostThreads);

    /// <summary>
    /// Number of bytes of samples that an <see cref="IDeviceEngine"/> may keep in memory that the host does not see. By default it is as
    /// much as there is room for. Training data comes first, then <see cref="Validation"/>. If a set is too large, its batches are sent one
    /// by one. No bit depends on this option.
    /// </summary>
    public long DeviceDataBytes { get; init; } = long.MaxValue;

    /// <summary>Ends the training after the current step; the run returns the model so far.</summary>
    [JsonIgnore]
    public CancellationToken Cancellation { get; init; }

    /// <summary>Returns the options: the same text in every culture.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(Epochs), Epochs), (nameof(BatchSize), BatchSize), (nameof(Optimizer), Optimizer),
        (nameof(Metrics), Metrics?.Select(m => m?.Name)),
        (nameof(ClassWeights), ClassWeights?.OrderBy(w => w.Key).Select(w => FormattableString.Invariant($"{w.Key}: {w.Value}"))),
        (nameof(Validation), Validation), (nameof(Callbacks), Callbacks), (nameof(Train), Train), (nameof(Seed), Seed),
        (nameof(Shuffle), Shuffle),
        (nameof(Engine), Engine?.Name), (nameof(Precision), Precision == ComputePrecision.Default ? null : Precision),
        (nameof(Threads), Threads),
        (nameof(DeviceDataBytes), DeviceDataBytes == long.MaxValue ? null : DeviceDataBytes));

    /// <summary>The engine in the chosen precision; null if it does not support it.</summary>
    internal ITensorEngine? EngineInPrecision => Precision == ComputePrecision.Default ? Engine : (Engine as IDeviceEngine)?.In(Precision);

    /// <summary>
    /// Returns the values that are null and must not be, one sentence each. Other faults can only be found after these are corrected.
    /// </summary>
    internal IEnumerable<string> NullFaults() =>
    [
        .. Nulls.Of(nameof(Optimizer), Optimizer, "give one, new RmsProp() for instance"), .. Nulls.In(nameof(Metrics), Metrics),
        .. Nulls.Of(nameof(ClassWeights), ClassWeights, "leave it as it is for weights of 1"), .. Nulls.In(nameof(Callbacks), Callbacks),
        .. Nulls.In(nameof(Train), Train), .. Nulls.Of(nameof(Engine), Engine, "leave it as it is for Engine.Cpu"),
    ];

    /// <summary>
    /// Returns everything that is wrong with these options, none of which is null, for a model and its training data: one sentence each.
    /// </summary>
    internal IEnumerable<string> Faults(ModelDescription model, Dataset train)
    {
        if (Epochs < 1) yield return $"Epochs is {Epochs}, but must be at least 1";
        if (BatchSize < 1) yield return $"BatchSize is {BatchSize}, but must be at least 1";
        if (Threads < 1) yield return $"Threads is {Threads}, but must be at least 1";
        if (Threads > HelperPool.MostThreads)
            yield return $"Threads is {Threads}, but must be at most {HelperPool.MostThreads}";
        if (DeviceDataBytes < 0) yield return $"DeviceDataBytes is {DeviceDataBytes}, but must be at least 0";
        if (EngineInPrecision is null)
            yield return $"the engine {Engine.Name} does not compute in {Precision}: leave Precision as it is, or use {EnginesIn(Precision)}";
        if ((Engine as IDeviceEngine)?.Availability.Case is LanguageExt.Common.Error missing) yield return missing.Message.TrimEnd('.');
        foreach (var fault in OptimizerFaults(model)) yield return fault;
        foreach (var fault in TrainFaults(model)) yield return fault;
        foreach (var fault in MetricFaults.Of(Metrics, model)) yield return fault;
        foreach (var fault in RowWeights.Faults(model, ClassWeights)) yield return fault;
        if (train.Check(model).Case is LanguageExt.Common.Error training) yield return training.Message.TrimEnd('.');
        if (Validation?.Check(model).Case is LanguageExt.Common.Error validation) yield return validation.Message.TrimEnd('.');
        foreach (var callback in Callbacks)
            foreach (var fault in FaultsOf(callback)) yield return fault;
    }

    private static string EnginesIn(ComputePrecision precision) =>
        precision == ComputePrecision.TensorFloat32 ? "GpuEngine.Cuda()" : "TorchEngine.Cpu or TorchEngine.Cuda()";

    private string[] FaultsOf(Callback callback) =>
    [
        .. OptionFault.Of<string[]>(callback, nameof(Callback.Faults), () => [.. callback.Faults(this) ?? []]),
        .. OptionFault.Of<string[]>(callback, nameof(Callback.Writes), () => [.. callback.PlaceFaults(this)]),
    ];

    private string[] OptimizerFaults(ModelDescription model)
    {
        string[] faults = OptionFault.Of<string[]>(Optimizer, nameof(Optimizer.Faults), () => [.. Optimizer.Faults()]);
        if (faults.Length > 0) return faults;
        var rate = OptionFault.Of(Optimizer, nameof(LearningRate.At), () => Optimizer.LearningRate.At(0));
        if (!(rate >= 0 && double.IsFinite(rate)))
            return [FormattableString.Invariant($"the learning rate of the first step is {rate}, but must be a finite number that is not negative")];
        OptionFault.Of(Optimizer, nameof(Optimizer.Slots), () => Optimizer.Slots);
        return [.. Optimizer.FaultsFor(TrainedBy(model))];
    }
}
