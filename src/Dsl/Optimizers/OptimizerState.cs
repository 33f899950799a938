using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>What an optimizer remembers in a run: its slots in an engine's memory, and the number of steps made.</summary>
public sealed class OptimizerState
{
    private readonly ITensorEngine engine;
    private readonly TensorBuffer[] slots;

    /// <summary>The state before the first step.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="engine">The engine whose memory holds the parameters.</param>
    /// <param name="parameters">Shape of all parameters as one vector: that of <see cref="ParameterArena.All"/>.</param>
    public OptimizerState(Optimizer optimizer, ITensorEngine engine, Shape parameters)
    {
        Optimizer = optimizer;
        this.engine = engine;
        slots = [.. optimizer.Slots.Select(slot =>
        {
            var buffer = engine.Allocate(ElementType.Float, parameters);
            if (slot.Initial != 0) engine.Fill(slot.Initial, buffer);
            return buffer;
        })];
    }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Number of steps made.</summary>
    public long Step { get; internal set; }

    /// <summary>The slots' memory, in the order of <see cref="Optimizer.Slots"/>.</summary>
    public ReadOnlySpan<TensorBuffer> Slots => slots;

    /// <summary>All that it remembers as numbers, each memory with its name in checkpoints.</summary>
    internal IEnumerable<(string Name, TensorBuffer Buffer)> NamedSlots =>
        Optimizer.Slots.Select((slot, i) => (slot.Name, slots[i]));

    /// <summary>Makes one step: changes the parameters in place, allocating nothing.</summary>
    /// <returns>The learning rate of the step.</returns>
    public double Apply(TensorBuffer parameters, TensorBuffer gradient)
    {
        var learningRate = Optimizer.LearningRate.At(Step);
        Optimizer.Update(engine, parameters, gradient, slots, learningRate, Step);
        Step++;
        return learningRate;
    }
}
