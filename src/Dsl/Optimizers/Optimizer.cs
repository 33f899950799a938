using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Formatting;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// How parameters follow from gradients: an immutable value. What it remembers between steps lives in the
/// <see cref="OptimizerState"/> of a run, so that one value serves any number of runs. The options that every optimizer has are those of
/// Keras's base optimizer.
/// </summary>
/// <remarks>
/// To add an optimizer: a record with its hyper-parameters, its <see cref="Memory"/>, and its update rule, a kernel.
/// </remarks>
[JsonConverter(typeof(TextJson))]
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
public abstract partial record Optimizer
{
    /// <summary>Sets what every optimizer has.</summary>
    protected Optimizer(LearningRate learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate, a number or a schedule.</summary>
    public LearningRate LearningRate { get; init; }

    /// <summary>
    /// All that is remembered between steps, of the parameters' shape each, in the order of <see cref="OptimizerState.Slots"/>:
    /// <see cref="Memory"/>, and what the options need. With the number of steps it is the whole state.
    /// </summary>
    [JsonIgnore]
    public Seq<OptimizerSlot> Slots
    {
        get
        {
            var slots = Memory;
            if (GradientAccumulationSteps > 1) slots = slots.Add(new OptimizerSlot("gradient_accumulator"));
            if (UseEma) slots = slots.Add(new OptimizerSlot("average"));
            return slots;
        }
    }

    /// <summary>What its formula remembers, in the order that <see cref="Update"/> gets it.</summary>
    protected internal abstract Seq<OptimizerSlot> Memory { get; }

    /// <summary>
    /// A digest of its formula, where the generator wrote it: formulas that compute otherwise have another. With the values of its fields it is what
    /// a run's checkpoints know an optimizer by.
    /// </summary>
    protected internal virtual string FormulaDigest => "";

    /// <summary>Everything that is wrong with it, a sentence each; none when it can be used.</summary>
    public IEnumerable<string> Faults() =>
    [
        .. Nulls.Of(nameof(LearningRate), LearningRate, "give a number or a schedule"), .. LearningRate?.Faults() ?? [],
        .. FormulaFaults() ?? [], .. OptionFaults(),
    ];

    /// <summary>What is wrong with the hyper-parameters of its formula, a sentence each.</summary>
    protected abstract IEnumerable<string> FormulaFaults();

    /// <summary>Changes parameters and memory by one step of the formula, in place, allocating nothing.</summary>
    /// <param name="engine">The engine whose memory all buffers are.</param>
    /// <param name="parameters">All trainable parameters as one vector, <see cref="ParameterArena.Trainable"/>.</param>
    /// <param name="gradient">The gradient, of the same layout.</param>
    /// <param name="memory">A buffer for each of <see cref="Memory"/>.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">Number of updates made before this one.</param>
    public abstract void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step);

    /// <summary>The optimizer with its hyper-parameters, and the options that are set: the same text in every culture.</summary>
    public sealed override string ToString() => ValueText.Of(this, PrintMembers);

    /// <summary>Writes the learning rate and the options that are set; a derived optimizer's own members follow.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(LearningRate), LearningRate), (nameof(WeightDecay), WeightDecay == 0 ? null : WeightDecay),
        (nameof(ExcludeFromWeightDecay), ExcludeFromWeightDecay), (nameof(ClipValue), ClipValue), (nameof(ClipNorm), ClipNorm),
        (nameof(GlobalClipNorm), GlobalClipNorm), (nameof(UseEma), UseEma ? UseEma : null), (nameof(EmaMomentum), UseEma ? EmaMomentum : null),
        (nameof(EmaOverwriteFrequency), EmaOverwriteFrequency),
        (nameof(GradientAccumulationSteps), GradientAccumulationSteps == 1 ? null : GradientAccumulationSteps));

    /// <summary>The fault of a number that must lie in [0, 1), or none.</summary>
    private protected static IEnumerable<string> UnlessFraction(string name, double value)
    {
        if (!(value >= 0 && value < 1)) yield return $"{name} is {Text(value)}, but must be at least 0 and less than 1, 0.9 for instance";
    }

    /// <summary>The fault of a number that must be finite and above 0, or none.</summary>
    private protected static IEnumerable<string> UnlessPositive(string name, double value, string example)
    {
        if (!(value > 0 && double.IsFinite(value)))
            yield return $"{name} is {Text(value)}, but must be a finite number above 0, {example} for instance";
        else foreach (var fault in UnlessHeld(name, value)) yield return fault;
    }

    /// <summary>The fault of a number that must be finite and not negative, or none.</summary>
    private protected static IEnumerable<string> UnlessNotNegative(string name, double value, string example)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            yield return $"{name} is {Text(value)}, but must be a finite number that is not negative, {example} for instance";
        else foreach (var fault in UnlessHeld(name, value)) yield return fault;
    }

    /// <summary>The fault of a finite number that float32 can't hold with all its digits, or none: engines would compute with 0 or infinity.</summary>
    private static IEnumerable<string> UnlessHeld(string name, double value)
    {
        if (value != 0 && !float.IsNormal((float)value))
            yield return $"{name} is {Text(value)}, which float32 can't hold: its size must lie between 1.2E-38 and 3.4E+38";
    }

    /// <summary>The fault of a formula that is none, or none.</summary>
    private protected static IEnumerable<string> UnlessFormula(Formula formula)
    {
        if (!Enum.IsDefined(formula)) yield return $"Formula is {(int)formula}, but must be Formula.Keras or Formula.PyTorch";
    }

    /// <summary>The faults of hyper-parameters that are no finite numbers: what generated halves of optimizers check.</summary>
    protected static IEnumerable<string> UnlessFinite(params (string Name, double Value)[] numbers)
    {
        foreach (var (name, value) in numbers)
        {
            if (!double.IsFinite(value)) yield return $"{name} is {Text(value)}, but must be a finite number";
            else foreach (var fault in UnlessHeld(name, value)) yield return fault;
        }
    }

    private protected static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something that an optimizer remembers for every parameter.</summary>
/// <param name="Name">Its name in checkpoints: Keras's.</param>
/// <param name="Initial">What it is before the first step.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct OptimizerSlot(string Name, double Initial = 0)
{
    /// <inheritdoc/>
    public override string ToString() => ValueText.Of(this, PrintMembers);
}
