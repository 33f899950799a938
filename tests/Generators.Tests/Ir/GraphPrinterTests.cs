using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.Ir;

public class GraphPrinterTests
{
    private static readonly ModelSpec Softmax = RandomModel.SpecOf(
        "FashionSoftmax", [28, 28], "SparseCategoricalCrossentropy", new FlattenSpec("Pixels"), RandomModel.DenseOf("Output", 10, "Softmax", useBias: true, kernelL2: 0));

    /// <summary>docs/ir.md shows this text.</summary>
    [Fact]
    public void The_gradient_program_of_the_chapters_network() => Assert.Equal(
        """
        %0 input: float[N, 28, 28] = Input
        %1 Pixels: float[N, 784] = Reshape %0
        %2 OutputKernel: float[10, 784] = Parameter
        %3 OutputBias: float[10] = Parameter {index 1}
        %4 OutputLogits: float[N, 10] = Dense %1 %2 %3 {right transposed}
        %5 labels: int32[N] = Labels
        %6 losses: float[N], %7 probabilities: float[N, 10] = SparseSoftmaxCrossEntropy %4 %5
        %8 weights: float[N] = Weights
        %9 weightedLosses: float[N] = Multiply %6 %8
        %10 loss: float[] = Sum %9 {factor 1.0 / N}
        %11 lossesGradient: float[N] = Scale %8 {factor 1.0 / N}
        %12 OutputLogitsGradient: float[N, 10] = SparseSoftmaxCrossEntropyGradient %7 %5 %11
        %13 OutputBiasGradient: float[10] = SumRows %12
        %14 OutputKernelGradient: float[10, 784] = MatMul %12 %1 {left transposed}
        prediction: %7
        losses: %6
        loss: %10
        gradient 0: %14
        gradient 1: %13

        """, GraphPrinter.Print(ModelEmitter.Optimized(Softmax, ProgramKind.Gradient)));

    [Fact]
    public void A_penalised_layer_with_dropout_as_it_is_lowered() => Assert.Equal(
        """
        %0 input: float[N, 4] = Input
        %1 DropRate: float[N, 4] = Dropout %0 {rate 0.25}
        %2 OutputKernel: float[4, 2] = Parameter
        %3 OutputKernelSquared: float[4, 2] = Multiply %2 %2
        %4 OutputKernelPenalty: float[] = Sum %3 {factor 0.01}
        %5 OutputPreactivation: float[N, 2] = MatMul %1 %2
        %6 Output: float[N, 2] = Activate %5 {Tanh}
        %7 labels: float[N, 2] = Labels
        %8 error: float[N, 2] = Subtract %6 %7
        %9 squaredError: float[N, 2] = Multiply %8 %8
        %10 losses: float[N] = MeanColumns %9
        %11 weights: float[N] = Weights
        %12 weightedLosses: float[N] = Multiply %10 %11
        %13 meanLoss: float[] = Sum %12 {factor 1.0 / N}
        %14 loss: float[] = Add %13 %4
        prediction: %6
        losses: %10
        loss: %14

        """, GraphPrinter.Print(ModelLowering.LowerChecked(
            RandomModel.SpecOf("Small", [4], "MeanSquaredError", new DropoutSpec("DropRate", 0.25), RandomModel.DenseOf("Output", 2, "Tanh", useBias: false, kernelL2: 0.01)),
            ProgramKind.Gradient).Graph));

    [Fact]
    public void A_value_that_no_operation_defines_is_shown_by_its_name()
    {
        var build = new GraphBuilder();
        var x = new GraphBuilder().Source(Generators.Ir.Operations.Sources.Input, "stranger", TensorType.Float(Dim.Batch, 2));
        build.Append(Generators.Ir.Operations.Elementwise.Scale, "y", new OperationAttributes { Factor = new Coefficient(0.5, 2) }, x);
        Assert.Equal("%0 y: float[N, 2] = Scale %?stranger {factor 0.5 * N * N}\n", GraphPrinter.Print(build.Build([])));
    }
}
