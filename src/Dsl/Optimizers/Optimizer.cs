using System.Globalization;
using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// How parameters follow from gradients: an immutable value. What it remembers between steps lives in the
/// <see cref="OptimizerState"/> of a run, so that one value serves any number of runs.
/// </summary>
/// <remarks>To add an optimizer: a record with its hyper-parameters, its <see cref="Slots"/>, and one instruction of the engine.</remarks>
public abstract record Optimizer
{
    /// <summary>Sets what every optimizer has.</summary>
    protected Optimizer(LearningRate learningRate) => LearningRate = learningRate;

    /// <summary>The learning rate, a number or a schedule.</summary>
    public LearningRate LearningRate { get; init; }

    /// <summary>What it remembers between steps, of the parameters' shape each, in the order that <see cref="Update"/> gets them.</summary>
    public abstract Seq<OptimizerSlot> Slots { get; }

    /// <summary>What is wrong with its hyper-parameters, a sentence each; none when it can be used.</summary>
    public abstract IEnumerable<string> Faults();

    /// <summary>Changes parameters and slots by one step, in place, allocating nothing.</summary>
    /// <param name="engine">The engine whose memory all buffers are.</param>
    /// <param name="parameters">All parameters as one vector, <see cref="ParameterArena.All"/>.</param>
    /// <param name="gradient">The gradient, of the same layout.</param>
    /// <param name="slots">A buffer for each of <see cref="Slots"/>.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">Number of steps made before this one.</param>
    public abstract void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> slots, double learningRate,
        long step);

    /// <summary>The fault of a number that must lie in [0, 1), or none.</summary>
    private protected static IEnumerable<string> UnlessFraction(string name, double value)
    {
        if (!(value >= 0 && value < 1)) yield return $"{name} is {Text(value)}, but must be at least 0 and less than 1, 0.9 for instance";
    }

    private protected static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something that an optimizer remembers for every parameter.</summary>
/// <param name="Name">Its name in checkpoints: Keras's.</param>
/// <param name="Initial">What it is before the first step.</param>
public readonly record struct OptimizerSlot(string Name, double Initial = 0);
