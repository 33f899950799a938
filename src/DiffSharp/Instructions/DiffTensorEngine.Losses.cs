using static ModelDsl.Engines.DiffOperations;

namespace ModelDsl.Engines;

internal partial class DiffTensorEngine
{
    public void ClassIndices(TensorBuffer x, TensorBuffer destination) => Put(destination, () => Flat(x).int32());

    public void SparseSoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer labels, TensorBuffer losses, TensorBuffer probabilities)
    {
        if (logits.Count == 0) return;
        var logarithms = RowLogSoftmax(Matrix(logits));
        Put(losses, () => LossOf(logarithms.gather(1, Column(labels))));
        Put(probabilities, logarithms.exp);
    }

    public void SparseSoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer labels, TensorBuffer upstream, TensorBuffer destination) => Put(destination, () =>
    {
        var p = Matrix(probabilities);
        var oneHot = Full(1.0, labels.Count, 1).scatter(1, Column(labels), p.shape);
        return (p - oneHot) * Column(upstream);
    });

    public void SoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        if (logits.Count == 0) return;
        var (logarithms, y) = (RowLogSoftmax(Matrix(logits)), Matrix(targets));
        // A row whose softmax is not a number has no loss, even where its targets are all zero.
        Put(losses, () => LossOf(Select(y.Is(0.0), y.All(0.0), y * logarithms).Total(1)) + logarithms.Total(1).Nothing());
        Put(probabilities, logarithms.exp);
    }

    public void SoftmaxCrossEntropyGradient(TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination) =>
        Put(destination, () =>
        {
            var (p, y) = (Matrix(probabilities), Matrix(targets));
            return (p * y.Total(1) - y) * Column(upstream);
        });

    public void SigmoidCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        Put(losses, () =>
        {
            var z = Matrix(logits);
            return (z.relu() - z * Matrix(targets) + DiffActivations.Rest(z)).Mean(1);
        });
        Put(probabilities, () => Of(logits).Numbers.sigmoid());
    }

    public void SigmoidCrossEntropyGradient(TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination) =>
        Put(destination, () => (Matrix(probabilities) - Matrix(targets)) * Column(upstream) * (1.0 / destination.Columns));

    /// <summary>With 0 added: the opposite of 0 is −0, which is another bit than what the other form gives.</summary>
    private static DiffTensor LossOf(DiffTensor logarithms) => -logarithms + 0.0;
}
