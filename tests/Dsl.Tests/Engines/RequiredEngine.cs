using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>
/// The smallest possible engine: it takes the members without a body from the reference engine. All others have their default bodies.
/// </summary>
internal sealed class RequiredEngine : ITensorEngine
{
    private static readonly ITensorEngine Own = ModelDsl.Engine.Reference;

    public string Name => "required";

    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel =>
        Own.Map<TKernel>(buffers, numbers);

    public void Uniform(RandomKey key, uint stream, TensorBuffer destination) => Own.Uniform(key, stream, destination);

    public void Patches(TensorBuffer x, Window window, TensorBuffer destination) => Own.Patches(x, window, destination);

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination) =>
        Own.PatchesGradient(gradient, window, destination);

    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination) => Own.MaxPool(x, window, destination);

    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        Own.MaxPoolGradient(x, maxima, gradient, window, destination);

    public void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination) =>
        Own.MaxPoolTangent(x, maxima, tangent, window, destination);

    public void ClassIndices(TensorBuffer x, TensorBuffer destination) => Own.ClassIndices(x, destination);

    public void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        Own.MatMul(a, b, transpose, destination);

    public void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination) => Own.Permute(x, axes, destination);

    public void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination) => Own.Gather(indices, table, destination);

    public void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination) =>
        Own.GatherGradient(indices, gradient, destination);

    public void CausalMask(TensorBuffer x, double value, TensorBuffer destination) => Own.CausalMask(x, value, destination);

    public void SimpleRnnSteps(TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums,
        TensorBuffer? mask) =>
        Own.SimpleRnnSteps(x, kernel, activation, hidden, sums, mask);

    public void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination,
        TensorBuffer? mask) =>
        Own.SimpleRnnStepsGradient(saved, kernel, gradient, activation, destination, mask);

    public void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved, TensorBuffer? mask) =>
        Own.LstmSteps(x, kernel, activation, recurrentActivation, hidden, saved, mask);

    public void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination, TensorBuffer? mask) =>
        Own.LstmStepsGradient(saved, kernel, gradient, activation, recurrentActivation, destination, mask);

    public void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer? mask) =>
        Own.GruSteps(x, kernel, bias, activation, recurrentActivation, hidden, saved, mask);

    public void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent, TensorBuffer? mask) =>
        Own.GruStepsGradient(hidden, saved, kernel, gradient, activation, recurrentActivation, destination, recurrent, mask);

    public void LogSoftmax(TensorBuffer x, TensorBuffer destination) => Own.LogSoftmax(x, destination);

    public void Sparsemax(TensorBuffer x, TensorBuffer destination) => Own.Sparsemax(x, destination);

    public void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination) => Own.PRelu(x, slopes, destination);

    public void PReluGradient(TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination) =>
        Own.PReluGradient(x, slopes, gradient, destination);

    public void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination) =>
        Own.PReluSlopeGradient(x, gradient, destination);

    public void SumRows(TensorBuffer x, TensorBuffer destination) => Own.SumRows(x, destination);

    public void SumColumns(TensorBuffer x, double factor, TensorBuffer destination) => Own.SumColumns(x, factor, destination);

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination) => Own.BroadcastColumns(x, factor, destination);

    public void ScaleShiftRows(TensorBuffer x, TensorBuffer? factors, TensorBuffer? shifts, TensorBuffer destination) =>
        Own.ScaleShiftRows(x, factors, shifts, destination);

    public void Standardize(
        TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance) =>
        Own.Standardize(x, groups, epsilon, destination, mean, variance);

    public void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination) =>
        Own.StandardizeGradient(standardized, variance, gradient, groups, epsilon, destination);

    public TensorBuffer Allocate(ElementType element, Shape shape) => Own.Allocate(element, shape);

    public TensorBuffer View(TensorBuffer storage, int offset, Shape shape) => Own.View(storage, offset, shape);

    public void Write(ReadOnlySpan<float> source, TensorBuffer destination) => Own.Write(source, destination);

    public void Write(ReadOnlySpan<int> source, TensorBuffer destination) => Own.Write(source, destination);

    public void Read(TensorBuffer source, Span<float> destination) => Own.Read(source, destination);

    public void Read(TensorBuffer source, Span<int> destination) => Own.Read(source, destination);

    public void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count) =>
        Own.CopyBlocks(x, from, destination, to, length, count);
}
