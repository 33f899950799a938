using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Training;

/// <summary>A copy of the parameters and the optimizer's state, so that a run can return to them. Its memory is allocated once.</summary>
internal sealed class Snapshot
{
    private readonly ParameterArena parameters;
    private readonly OptimizerState optimizer;
    private readonly TensorBuffer[] live;
    private readonly TensorBuffer[] kept;
    private long step;

    public Snapshot(ParameterArena parameters, OptimizerState optimizer)
    {
        (this.parameters, this.optimizer) = (parameters, optimizer);
        live = [parameters.All, .. optimizer.Slots];
        kept = [.. live.Select(buffer => parameters.Engine.Allocate(ElementType.Float, buffer.Shape))];
    }

    /// <summary>Copies the current state.</summary>
    public void Take()
    {
        for (var i = 0; i < live.Length; i++) parameters.Engine.Copy(live[i], kept[i]);
        step = optimizer.Step;
    }

    /// <summary>Returns to the copied state.</summary>
    public void Return()
    {
        for (var i = 0; i < live.Length; i++) parameters.Engine.Copy(kept[i], live[i]);
        optimizer.Step = step;
    }

    /// <summary>Returns whether all current numbers are finite: the parameters, and the optimizer's state.</summary>
    public bool IsFinite() => live.All(buffer => FiniteNumbers.AreAll(parameters.Engine, buffer));
}
