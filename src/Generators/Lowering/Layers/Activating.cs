using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The activation that a layer ends with.</summary>
internal static class Activating
{
    /// <summary>Applies an activation over the last axis or elementwise.</summary>
    /// <param name="build">The layer.</param>
    /// <param name="x">The numbers that it is applied to.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="numbers">Its numbers; null for the defaults.</param>
    public static Value Activate(
        this LayerBuilder build, Value x, string activation, ActivationNumbers? numbers = null) => activation switch
        {
            _ when build.Layer.Function is { } own =>
                build.Graph.Append(Maps.Map, build.Name, new OperationAttributes { Function = own }, x),
            _ when numbers is not null => build.Graph.Append(
                Maps.Map, build.Name, new OperationAttributes { Function = ActivationTable.Of(activation).Function(numbers) }, x),
            ActivationTable.Linear => x,
            ActivationTable.Softmax => build.Graph.Append(Losses.Softmax, build.Name, x),
            ActivationTable.LogSoftmax => build.Graph.Append(RowActivations.LogSoftmax, build.Name, x),
            ActivationTable.Sparsemax => build.Graph.Append(RowActivations.Sparsemax, build.Name, x),
            ActivationTable.Glu => Glu(build, x),
            _ => build.Graph.Append(Elementwise.Activate, build.Name, new OperationAttributes { Activation = activation }, x),
        };

    /// <summary>Returns the number of operations that <see cref="Activate"/> takes for an element.</summary>
    public static int Flops(this LayerBuilder build, string activation) =>
        build.Layer.Function?.Flops ?? ActivationTable.Of(activation).Flops;

    private static Value Glu(LayerBuilder build, Value x)
    {
        if (x.Type.Columns.Size % 2 == 0) return build.Graph.Append(RowActivations.Glu, build.Name, x);
        build.ReportAt("activation", Rules.OddHalves, x.Type.SampleText);
        return x;
    }
}
