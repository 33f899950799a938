using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Emit;
using ModelDsl.Generators.Tests.Passes;

namespace ModelDsl.Generators.Tests.Convolutions;

/// <summary>A model of one layer, lowered and run on the reference engine with random numbers.</summary>
internal sealed class LoweredLayer
{
    private readonly LoweredModel model;
    private readonly RandomData data;
    private readonly GraphInterpreter run;

    public LoweredLayer(LayerSpec layer, int[] input, int seed, int samples = 2)
    {
        var spec = RandomModel.SpecOf("Net", input, "MeanSquaredError", layer);
        var lowered = ModelLowering.Lower(spec, Generators.Specs.ProgramKind.Forward);
        model = lowered.Model ?? throw new InvalidOperationException(string.Join("; ", lowered.Findings.Select(f => $"{f.Rule.Id} {string.Join(", ", f.Arguments)}")));
        data = new RandomData(samples, seed);
        run = GraphInterpreter.Run(model.Graph, data);
    }

    /// <summary>Shape of a sample of the output.</summary>
    public int[] Shape => [.. model.Output.Dims.Skip(1).Select(d => d.Size)];

    public double[] Output => run[model.Graph.Output(OutputRole.Prediction)!];

    public double[] Input => Numbers(Sources.Input, 0);

    /// <summary>Returns a tensor of the layer, by the order of its parameters.</summary>
    public double[] Parameter(int index) => Numbers(Sources.Parameter, index);

    public int[] ShapeOf(int parameter) => [.. model.Parameters[parameter].Type.Dims.Select(d => d.Size)];

    private double[] Numbers(OperationDefinition source, int index)
    {
        var value = model.Graph.Operations.Single(o => o.Is(source) && o.Attributes.Index == index).Result;
        return data.Numbers(value, run[value].Length);
    }
}
