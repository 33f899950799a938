using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Formatting;

namespace ModelDsl;

/// <summary>
/// The memory of an optimizer in a run: its slots in an engine's memory, and the number of steps made. These are the whole state: a run
/// that restores them, and the learning rate that callbacks set, continues with the same bits.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed class OptimizerState
{
    private readonly ParameterArena parameters;
    private readonly ITensorEngine engine;
    private readonly TensorBuffer[] slots;
    private readonly int memory;
    private readonly TensorBuffer? accumulator;
    private readonly TensorBuffer? average;
    private readonly TensorBuffer[] decaying;

    /// <summary>Creates the state before the first step.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="parameters">The parameters that it changes, in their engine's memory.</param>
    public OptimizerState(Optimizer optimizer, ParameterArena parameters)
    {
        (Optimizer, this.parameters, engine) = (optimizer, parameters, parameters.Engine);
        slots = [.. optimizer.Slots.Select(slot =>
        {
            var buffer = engine.Allocate(ElementType.Float, parameters.Trainable.Shape);
            if (slot.Initial != 0) engine.Fill(slot.Initial, buffer);
            return buffer;
        })];
        memory = optimizer.Memory.Count;
        accumulator = optimizer.GradientAccumulationSteps > 1 ? slots[memory] : null;
        average = optimizer.UseEma ? slots[^1] : null;
        decaying = optimizer.WeightDecay > 0 ? Decaying(optimizer, parameters) : [];
    }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Number of steps made: the number of gradients seen.</summary>
    public long Step { get; internal set; }

    /// <summary>Number of updates begun: <see cref="Step"/>, or a part of it if gradients are accumulated.</summary>
    public long Updates => Step / Optimizer.GradientAccumulationSteps;

    /// <summary>The learning rate of the next step: <see cref="RateSet"/>, or otherwise the optimizer's.</summary>
    /// <exception cref="InvalidOperationException">It is not valid: a schedule has become negative, infinite or NaN.</exception>
    public double LearningRate => RateSet ?? Optimizer.LearningRate.CheckedAt(Step);

    /// <summary>The learning rate that a callback set instead of the optimizer's number, if one did.</summary>
    internal double? RateSet { get; set; }

    /// <summary>Returns the optimizer, and the number of steps it has made.</summary>
    public override string ToString() => $"{Optimizer} after {NumberText.Of(Step)} {(Step == 1 ? "step" : "steps")}";

    /// <summary>The slots' memory, in the order of <see cref="Optimizer.Slots"/>.</summary>
    public ReadOnlySpan<TensorBuffer> Slots => slots;

    /// <summary>Its whole memory as numbers, each slot with its name in checkpoints.</summary>
    internal IEnumerable<(string Name, TensorBuffer Buffer)> NamedSlots =>
        Optimizer.Slots.Select((slot, i) => (slot.Name, slots[i]));

    /// <summary>
    /// Declares that only <see cref="Apply"/> reads the gradient that a program writes, and that nothing changes parameters or samples in
    /// between. Plain gradient descent may then use the gradient before it is ever written.
    /// </summary>
    internal void MarkSoleReader(ParameterArena gradient, ModelProgram program)
    {
        if (Optimizer is Sgd { Momentum: 0 } && decaying.Length == 0)
            (engine as ILeavesToDescent)?.LeaveToDescent(parameters.Trainable, gradient.Trainable, program.Input);
    }

    /// <summary>Makes one step: changes the parameters in place, without allocation.</summary>
    /// <param name="gradient">The gradient; its contents are undefined afterwards.</param>
    /// <returns>The learning rate of the step.</returns>
    public double Apply(ParameterArena gradient)
    {
        var learningRate = LearningRate;
        if (IsComplete(gradient.Trainable))
        {
            Clip(gradient);
            foreach (var buffer in decaying) engine.Scale(buffer, 1 - learningRate * Optimizer.WeightDecay, buffer);
            Optimizer.Update(engine, parameters.Trainable, gradient.Trainable, slots.AsSpan(0, memory), learningRate, Updates);
        }
        if (average is not null) TakeAverage(average);
        Step++;
        return learningRate;
    }

    /// <summary>
    /// Ends a run: the parameters are replaced by their moving average, if there is one. Keras: <c>finalize_variable_values</c>.
    /// </summary>
    public void Finish()
    {
        if (average is not null && Step > 0) engine.Copy(average, parameters.Trainable);
    }

    /// <summary>Returns the parameters that decay: all in one buffer, or one by one if some do not decay.</summary>
    private static TensorBuffer[] Decaying(Optimizer optimizer, ParameterArena parameters)
    {
        var model = parameters.Model.Parameters;
        return model.ForAll(p => !p.Trainable || optimizer.Decays(p))
            ? [parameters.Trainable]
            : [.. Enumerable.Range(0, parameters.Count).Where(i => model[i].Trainable && optimizer.Decays(model[i]))
                .Select(i => parameters[i])];
    }

    /// <summary>Returns whether the gradient is complete: it is then the mean of all accumulated gradients.</summary>
    private bool IsComplete(TensorBuffer gradient)
    {
        if (accumulator is null) return true;
        var steps = Optimizer.GradientAccumulationSteps;
        engine.Add(accumulator, gradient, accumulator);
        if ((Step + 1) % steps != 0) return false;
        engine.Scale(accumulator, 1.0 / steps, gradient);
        engine.Fill(0, accumulator);
        return true;
    }

    private void Clip(ParameterArena gradient)
    {
        if (Optimizer.ClipValue is { } value) engine.Clamp(gradient.Trainable, -value, value, gradient.Trainable);
        if (Optimizer.GlobalClipNorm is { } norm) engine.ClipNorm(gradient.Trainable, norm);
        if (Optimizer.ClipNorm is not { } each) return;
        for (var i = 0; i < gradient.Count; i++)
            if (gradient.Model.Parameters[i].Trainable) engine.ClipNorm(gradient[i], each);
    }

    private void TakeAverage(TensorBuffer average)
    {
        var momentum = Updates == 0 ? 0 : Optimizer.EmaMomentum;
        engine.Scale(average, momentum, average);
        engine.AddScaled(average, parameters.Trainable, 1 - momentum, average);
        if (Optimizer.EmaOverwriteFrequency is { } often && (Updates + 1) % often == 0) engine.Copy(average, parameters.Trainable);
    }
}
