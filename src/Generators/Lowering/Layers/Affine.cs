using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>What dense and convolutional layers end with: <c>activation(x·kernel + bias)</c>.</summary>
internal static class Affine
{
    /// <param name="context">The layer's context.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="x">Rows that the kernel is applied to.</param>
    /// <param name="kernel">The kernel as a matrix.</param>
    /// <param name="useBias">Whether the layer has a bias.</param>
    /// <param name="biasWeight">What is said about the bias.</param>
    /// <param name="activation">The activation.</param>
    public static (Value Output, long Flops) Lower(
        LoweringContext context, string name, Value x, Value kernel, bool useBias, WeightSpec biasWeight, string activation)
    {
        var before = activation switch
        {
            ActivationTable.Linear => "",
            ActivationTable.Softmax or ActivationTable.Sigmoid => "Logits",
            _ => "Preactivation",
        };
        var sum = context.Graph.Append(Matrices.MatMul, name + (useBias ? "Product" : before), x, kernel);
        if (useBias)
        {
            var bias = context.Parameter("Bias", TensorType.Float(kernel.Type.Columns), biasWeight);
            sum = context.Graph.Append(Matrices.AddBias, name + before, sum, bias);
        }
        var output = context.Activate(sum, activation);
        var perElement = 2L * x.Type.Columns.Size + (useBias ? 1 : 0) + ActivationTable.Of(activation).Flops;
        return (output, output.Type.Elements * perElement);
    }
}
