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
/// An optimizer: it changes parameters by their gradients. It is an immutable value. Its memory between steps is in the
/// <see cref="OptimizerState"/> of a run, so one value serves any number of runs. The options that every optimizer has are those of Keras's
/// base optimizer.
/// </summary>
/// <remarks>
/// To add an optimizer, write a record with its hyper-parameters, its <see cref="Memory"/>, and its update rule, a kernel.
/// </remarks>
[JsonConverter(typeof(TextJson))]
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
public abstract partial record Optimizer
{
    /// <summary>Sets the options of every optimizer.</summary>
    protected Optimizer(LearningRate learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate, a number or a schedule.</summary>
    public LearningRate LearningRate { get; init; }

    /// <summary>
    /// Everything that is remembered between steps, each in the shape of the parameters, in the order of
    /// <see cref="OptimizerState.Slots"/>: <see cref="Memory"/>, and the slots that the options need. With the number of steps it is the
    /// whole state.
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

    /// <summary>The slots that its formula needs, in the order in which <see cref="Update"/> gets them.</summary>
    protected internal abstract Seq<OptimizerSlot> Memory { get; }

    /// <summary>
    /// A digest of its formula, if the generator wrote it: formulas that compute differently have different digests. A run's checkpoints
    /// identify an optimizer by this digest and the values of its fields.
    /// </summary>
    protected internal virtual string FormulaDigest => "";

    /// <summary>Returns everything that is wrong with it, one sentence each; none if it can be used.</summary>
    public IEnumerable<string> Faults() =>
    [
        .. Nulls.Of(nameof(LearningRate), LearningRate, "give a number or a schedule"), .. LearningRate?.Faults() ?? [],
        .. FormulaFaults() ?? [], .. OptionFaults(),
    ];

    /// <summary>Returns the faults of the hyper-parameters of its formula, one sentence each.</summary>
    protected abstract IEnumerable<string> FormulaFaults();

    /// <summary>Changes parameters and memory by one step of the formula, in place and without allocation.</summary>
    /// <param name="engine">The engine whose memory holds all buffers.</param>
    /// <param name="parameters">All trainable parameters as one vector, <see cref="ParameterArena.Trainable"/>.</param>
    /// <param name="gradient">The gradient, in the same layout.</param>
    /// <param name="memory">A buffer for each of <see cref="Memory"/>.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">Number of updates made before this one.</param>
    public abstract void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step);

    /// <summary>Returns the optimizer with its hyper-parameters, and the options that are set: the same text in every culture.</summary>
    public sealed override string ToString() => ValueText.Of(this, PrintMembers);

    /// <summary>Writes the learning rate and the options that are set; a derived optimizer's own members follow.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(LearningRate), LearningRate), (nameof(WeightDecay), WeightDecay == 0 ? null : WeightDecay),
        (nameof(ExcludeFromWeightDecay), ExcludeFromWeightDecay), (nameof(ClipValue), ClipValue), (nameof(ClipNorm), ClipNorm),
        (nameof(GlobalClipNorm), GlobalClipNorm), (nameof(UseEma), UseEma ? UseEma : null),
        (nameof(EmaMomentum), UseEma ? EmaMomentum : null),
        (nameof(EmaOverwriteFrequency), EmaOverwriteFrequency),
        (nameof(GradientAccumulationSteps), GradientAccumulationSteps == 1 ? null : GradientAccumulationSteps));

    /// <summary>Returns the fault of a number that must be in [0, 1), or none.</summary>
    private protected static IEnumerable<string> UnlessFraction(string name, double value)
    {
        if (!(value >= 0 && value < 1)) yield return $"{name} is {Text(value)}, but must be at least 0 and less than 1, 0.9 for instance";
    }

    /// <summary>Returns the fault of a number that must be finite and above 0, or none.</summary>
    private protected static IEnumerable<string> UnlessPositive(string name, double value, string example)
    {
        if (!(value > 0 && double.IsFinite(value)))
            yield return $"{name} is {Text(value)}, but must be a finite number above 0, {example} for instance";
        else foreach (var fault in UnlessHeld(name, value)) yield return fault;
    }

    /// <summary>Returns the fault of a number that must be finite and not negative, or none.</summary>
    private protected static IEnumerable<string> UnlessNotNegative(string name, double value, string example)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            yield return $"{name} is {Text(value)}, but must be a finite number that is not negative, {example} for instance";
        else foreach (var fault in UnlessHeld(name, value)) yield return fault;
    }

    /// <summary>
    /// Returns the fault of a finite number that float32 can't hold with all its digits, or none: engines would compute with 0 or infinity.
    /// </summary>
    private static IEnumerable<string> UnlessHeld(string name, double value)
    {
        if (value != 0 && !float.IsNormal((float)value))
            yield return $"{name} is {Text(value)}, which float32 can't hold: its size must lie between 1.2E-38 and 3.4E+38";
    }

    /// <summary>Returns the fault of an undefined formula, or none.</summary>
    private protected static IEnumerable<string> UnlessFormula(Formula formula)
    {
        if (!Enum.IsDefined(formula)) yield return $"Formula is {(int)formula}, but must be Formula.Keras or Formula.PyTorch";
    }

    /// <summary>Returns the faults of hyper-parameters that are not finite: the generated halves of optimizers use this check.</summary>
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

/// <summary>A number that an optimizer remembers for every parameter.</summary>
/// <param name="Name">Its name in checkpoints, as in Keras.</param>
/// <param name="Initial">Its value before the first step.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct OptimizerSlot(string Name, double Initial = 0)
{
    /// <inheritdoc/>
    public override string ToString() => ValueText.Of(this, PrintMembers);
}
