using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>
/// A loss recognises its activation through changes of shape that keep the activation's rows. Losses, predictions and the kind of output
/// are the same as without them.
/// </summary>
public class LastActivationTests
{
    [Theory]
    [InlineData("Softmax", "SparseCategoricalCrossentropy", "Probabilities")]
    [InlineData("Softmax", "CategoricalCrossentropy", "Probabilities")]
    [InlineData("Softmax", "CategoricalFocalCrossentropy", "Probabilities")]
    [InlineData("Softmax", "KLDivergence", "Probabilities")]
    [InlineData("Sigmoid", "BinaryCrossentropy", "IndependentProbabilities")]
    [InlineData("Sigmoid", "BinaryFocalCrossentropy", "IndependentProbabilities")]
    [InlineData("Sparsemax", "MeanSquaredError", "Probabilities")]
    public void AxesOfOneChangeNothing(string activation, string loss, string kind)
    {
        AreEqual([1, 8], activation, loss, kind, new FlattenSpec("F"));
        AreEqual([8], activation, loss, kind, new ReshapeSpec("R", [1, 3]));
        AreEqual([8], activation, loss, kind, new ReshapeSpec("R", [1, 3]), new FlattenSpec("F"));
    }

    [Theory]
    [InlineData("Softmax", "SparseCategoricalCrossentropy", "Probabilities")]
    [InlineData("Sigmoid", "BinaryCrossentropy", "IndependentProbabilities")]
    public void RowsThatStayRowsChangeNothing(string activation, string loss, string kind) => AreEqual([4, 8], activation, loss, kind, new ReshapeSpec("R", [2, 2, 3]));

    /// <summary>The mean over all numbers does not depend on their arrangement.</summary>
    [Fact]
    public void ASigmoidLooksAtEachNumberByItself()
    {
        AreEqual([4, 8], "Sigmoid", "BinaryCrossentropy", "IndependentProbabilities", new FlattenSpec("F"));
        AreEqual([4, 8], "Sigmoid", "BinaryCrossentropy", "IndependentProbabilities", new ReshapeSpec("R", [4, 3, 1]));
    }

    private static void AreEqual(int[] input, string activation, string loss, string kind, params LayerSpec[] shapes)
    {
        var (expected, _) = Run(input, activation, loss);
        var (actual, actualKind) = Run(input, activation, loss, shapes);
        Assert.Equal(kind, actualKind);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }

    /// <summary>Returns the mean of the losses, whose rows have their own weights, then the predictions.</summary>
    private static (double[] Numbers, string Kind) Run(int[] input, string activation, string loss, params LayerSpec[] shapes)
    {
        var dense = RandomModel.DenseOf("A", 3, activation, true, kernelL2: 0);
        var model = ModelLowering.LowerChecked(RandomModel.SpecOf("Net", input, loss, [dense, .. shapes]), ProgramKind.Loss);
        var run = GraphInterpreter.Run(model.Graph, new RandomData(4, seed: 5, classes: 3));
        var outputs = model.Graph.Outputs.ToLookup(output => output.Role, output => output.Value);
        return ([run[outputs[OutputRole.Losses].Single()].Average(), .. run[outputs[OutputRole.Prediction].Single()]],
            model.Outputs[0].Kind);
    }
}
