using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void ClassIndices(TensorBuffer x, TensorBuffer destination) => Of(destination).Flat.copy_(Flat(x));

    public void SparseSoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer labels, TensorBuffer losses, TensorBuffer probabilities)
    {
        using var logarithms = Matrix(logits).log_softmax(1);
        using var chosen = logarithms.gather(1, Of(labels).Column);
        // Logarithms of probabilities: none is positive. A negation would turn 0 into −0, whose bits differ from the sum of the other form.
        Of(losses).Column.copy_(chosen).abs_();
        Matrix(probabilities).copy_(logarithms).exp_();
    }

    public void SparseSoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer labels, TensorBuffer upstream, TensorBuffer destination)
    {
        Begin(probabilities, destination);
        Matrix(destination).scatter_add_(1, Of(labels).Column, Of(labels).MinusOnes).mul_(Of(upstream).Column);
    }

    public void SoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        if (logits.Count == 0) return;
        using var scope = Temporaries();
        var (logarithms, y) = (Matrix(logits).log_softmax(1), Matrix(targets));
        var sums = logarithms.mul(y).Set_(y.Is(0.0), 0.0).sum([1L]);
        // 0, or NaN for a row whose softmax is NaN: it has no loss, even if its targets are all zero.
        var none = logarithms.amax([1L]).Times_(0.0);
        Flat(losses).Clear_().Minus_(sums).Plus_(none);
        Matrix(probabilities).copy_(logarithms.exp_());
    }

    public void SoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var (p, y) = (Matrix(probabilities), Matrix(targets));
        var totals = y.sum([1L], keepdim: true);
        Matrix(destination).copy_(p.mul(totals).Minus_(y).mul_(Of(upstream).Column));
    }

    public void SigmoidCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities)
    {
        using var scope = Temporaries();
        var z = Matrix(logits);
        var elements = z.AtLeast(0.0).Minus_(z.mul(Matrix(targets))).Plus_(TorchActivations.Rest(z));
        Flat(losses).copy_(elements.sum([1L])).Times_(1.0 / logits.Columns);
        Begin(logits, probabilities).sigmoid_();
    }

    public void SigmoidCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination)
    {
        Begin(probabilities, destination);
        Matrix(destination).Minus_(Matrix(targets)).mul_(Of(upstream).Column).Times_(1.0 / destination.Columns);
    }

    public void Softmax(TensorBuffer x, TensorBuffer destination)
    {
        using var p = Matrix(x).softmax(1);
        Matrix(destination).copy_(p);
    }

    public void SoftmaxGradient(TensorBuffer probabilities, TensorBuffer gradient, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var (p, g) = (Matrix(probabilities), Matrix(gradient));
        var dots = g.mul(p).sum([1L], keepdim: true);
        Matrix(destination).copy_(g.Minus(dots).mul_(p));
    }
}
