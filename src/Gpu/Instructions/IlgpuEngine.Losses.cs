using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void ClassIndices(TensorBuffer x, TensorBuffer destination) =>
        Each(LayoutKernels.ClassIndices, x.Count, new ClassArguments
        {
            X = Numbers(x),
            Destination = Of(destination).Classes,
            Count = x.Count,
        });

    public void Softmax(TensorBuffer x, TensorBuffer destination) =>
        ShortRows(SoftmaxKernels.Softmax, x.Rows, x.Columns, RowsOf(x, destination));

    public void SoftmaxGradient(TensorBuffer probabilities, TensorBuffer gradient, TensorBuffer destination) => ShortRows(
        SoftmaxKernels.SoftmaxGradient, probabilities.Rows, probabilities.Columns,
        RowsOf(probabilities, destination) with { Gradient = Numbers(gradient) });

    public void SparseSoftmaxCrossEntropy(
        TensorBuffer logits, TensorBuffer labels, TensorBuffer losses, TensorBuffer probabilities) => ShortRows(
        SoftmaxKernels.SparseCrossEntropy, logits.Rows, logits.Columns, Loss(logits, probabilities) with
        {
            Labels = Of(labels).Classes,
            Losses = Numbers(losses),
        });

    public void SparseSoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer labels, TensorBuffer upstream, TensorBuffer destination) => Each(
        SoftmaxKernels.SparseCrossEntropyGradient, destination.Count, Loss(probabilities, destination) with
        {
            Labels = Of(labels).Classes,
            Upstream = Numbers(upstream),
        });

    public void SoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities) =>
        ShortRows(SoftmaxKernels.CrossEntropy, logits.Rows, logits.Columns, Loss(logits, probabilities) with
        {
            Targets = Numbers(targets),
            Losses = Numbers(losses),
        });

    public void SoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination) => ShortRows(
        SoftmaxKernels.CrossEntropyGradient, probabilities.Rows, probabilities.Columns, Loss(probabilities, destination) with
        {
            Targets = Numbers(targets),
            Upstream = Numbers(upstream),
        });

    public void SigmoidCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities) =>
        ShortRows(SoftmaxKernels.SigmoidCrossEntropy, logits.Rows, logits.Columns, Loss(logits, probabilities) with
        {
            Targets = Numbers(targets),
            Losses = Numbers(losses),
        });

    public void SigmoidCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination) => Each(
        SoftmaxKernels.SigmoidCrossEntropyGradient, destination.Count, Loss(probabilities, destination) with
        {
            Targets = Numbers(targets),
            Upstream = Numbers(upstream),
        });

    /// <summary>Returns the arguments of all losses; a view that one does not use is the destination.</summary>
    private static LossArguments Loss(TensorBuffer x, TensorBuffer destination) => new()
    {
        X = Numbers(x),
        Targets = Numbers(destination),
        Upstream = Numbers(destination),
        Losses = Numbers(destination),
        Labels = Of(destination).Classes,
        Destination = Numbers(destination),
        Rows = x.Rows,
        Columns = x.Columns,
        Threads = ThreadsOf(x.Columns),
        Width = new(x.Columns),
        Factor = x.Columns == 0 ? 0f : (float)(1.0 / x.Columns),
        Count = destination.Count,
    };
}
