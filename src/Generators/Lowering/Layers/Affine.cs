using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The last steps of dense and convolutional layers: <c>activation(x·kernel + bias)</c>.</summary>
internal static class Affine
{
    /// <param name="build">The layer.</param>
    /// <param name="x">The rows that the kernel is applied to.</param>
    /// <param name="kernel">The kernel as a matrix.</param>
    /// <param name="useBias">True when the layer has a bias.</param>
    /// <param name="biasWeight">The options of the bias.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="groups">The number of groups of columns in the product.</param>
    public static (Value Output, long Flops) Lower(
        LayerBuilder build, Value x, Value kernel, bool useBias, WeightSpec biasWeight, string activation, int groups = 1)
    {
        var product = NameOfSum(build.Name, useBias, activation);
        var sum = groups == 1
            ? build.Graph.Append(Matrices.MatMul, product, x, kernel)
            : build.Graph.Append(Matrices.GroupedMatMul, product, new OperationAttributes { Groups = groups }, x, kernel);
        return Finish(build, sum, 2L * (x.Type.Columns.Size / groups), useBias, biasWeight, activation);
    }

    /// <summary>Adds the bias to a sum, and applies the activation.</summary>
    /// <param name="build">The layer.</param>
    /// <param name="sum">The sum.</param>
    /// <param name="flops">The number of operations for an element of the sum.</param>
    /// <param name="useBias">True when the layer has a bias.</param>
    /// <param name="biasWeight">The options of the bias.</param>
    /// <param name="activation">The activation.</param>
    public static (Value Output, long Flops) Finish(
        LayerBuilder build, Value sum, long flops, bool useBias, WeightSpec biasWeight, string activation)
    {
        if (useBias)
        {
            var bias = build.Parameter("Bias", TensorType.Float(sum.Type.Columns), biasWeight);
            sum = build.Graph.Append(Matrices.AddBias, build.Name + Before(activation), sum, bias);
        }
        var output = build.Activate(sum, activation);
        return (output, output.Type.Elements * (flops + (useBias ? 1 : 0) + build.Flops(activation)));
    }

    /// <summary>Returns the name of the value that <see cref="Finish"/> takes.</summary>
    public static string NameOfSum(string name, bool useBias, string activation) => name + (useBias ? "Product" : Before(activation));

    private static string Before(string activation) => activation switch
    {
        ActivationTable.Linear => "",
        ActivationTable.Softmax or ActivationTable.Sigmoid => "Logits",
        _ => "Preactivation",
    };
}
