using ModelDsl.CompilerServices;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Tests.Ir;

/// <summary>The ONNX forms in the tables name methods of the library.</summary>
public class OnnxFormsTests
{
    private static readonly HashSet<string> Methods = [.. typeof(OnnxGraph).GetMethods().Select(method => method.Name)];

    [Fact]
    public void Every_form_is_a_method_of_the_library() => Assert.All(
    [
        .. OperationTable.All.Select(operation => operation.Onnx?.Method ?? "").Where(method => method.Length > 0)
            .Concat(ActivationTable.All.Select(row => row.Onnx?.Method).OfType<string>())
            .Concat(ScalarOperations.All.Where(operation => operation.Arity > 0).Select(operation => operation.Onnx)),
    ], method => Assert.Contains(method, Methods));

    /// <summary>
    /// The others are in no prediction: it draws no random numbers and moves no pixels, it has no losses, and only an adjoint
    /// divides a mean among its cells.
    /// Models with masks are not exported.
    /// </summary>
    [Fact]
    public void Every_operation_of_predictions_has_a_form() => Assert.Equal(
        [
            "AveragePoolGradient", "ChannelDropout", "ClassIndices", "Dropout", "MaskedMatMul", "MaskedMean", "MaskedSum", "Normal", "Pixels", "SigmoidCrossEntropy", "SoftmaxCrossEntropy",
            "SparseSoftmaxCrossEntropy", "Uniform",
        ],
        OperationTable.All.Where(operation => operation.Stage == Stage.Lowering && operation is { IsSource: false, Onnx: null })
            .Select(operation => operation.Name).Order(StringComparer.Ordinal));
}
