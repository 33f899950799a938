using System.Numerics.Tensors;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Training;

/// <summary>Parameters and the optimizer's state, put aside so that a run can return to them. Its memory is made once.</summary>
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

    /// <summary>Puts aside what there is now.</summary>
    public void Take()
    {
        for (var i = 0; i < live.Length; i++) parameters.Engine.Copy(live[i], kept[i]);
        step = optimizer.Step;
    }

    /// <summary>Returns to what was put aside.</summary>
    public void Return()
    {
        for (var i = 0; i < live.Length; i++) parameters.Engine.Copy(kept[i], live[i]);
        optimizer.Step = step;
    }

    /// <summary>Whether every number that there is now is finite: parameters, and what the optimizer remembers of them.</summary>
    public bool IsFinite() => live.All(buffer => FiniteNumbers.AreAll(parameters.Engine, buffer));
}
