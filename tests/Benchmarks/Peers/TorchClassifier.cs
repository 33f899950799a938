using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>
/// A network as a user of TorchSharp trains it: modules, autograd, RMSprop, and samples in memory in the network's layout.
/// </summary>
public sealed class TorchClassifier : IClassifier, IDisposable
{
    private readonly int batchSize;
    private readonly Tensor samples, labels, heldOutSamples, heldOutLabels;
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly optim.Optimizer optimizer;

    /// <summary>Creates a new model and its data.</summary>
    /// <param name="train">The samples to train on.</param>
    /// <param name="heldOut">The samples that measure its accuracy.</param>
    /// <param name="network">Its layers.</param>
    /// <param name="batchSize">Samples in a step.</param>
    /// <param name="weights">The first weights, in ModelDsl's order; if there are none, PyTorch's own random weights.</param>
    public TorchClassifier(SampleBytes train, SampleBytes heldOut, Network network, int batchSize, IReadOnlyList<Weight> weights)
    {
        this.batchSize = batchSize;
        set_num_threads(1);
        random.manual_seed(42);
        (samples, labels) = TorchNetwork.Tensors(train, network);
        (heldOutSamples, heldOutLabels) = TorchNetwork.Tensors(heldOut, network);
        model = TorchNetwork.Build(network);
        if (weights.Count > 0) TorchWeights.Copy(network, weights, model);
        // Keras adds 1e-7 under the root; PyTorch adds its epsilon to the root.
        optimizer = optim.RMSProp(model.parameters(), lr: 0.001, alpha: 0.9, eps: Math.Sqrt(1e-7));
    }

    /// <inheritdoc/>
    public void Train()
    {
        model.train();
        var total = 0.0;
        using (var order = randperm(samples.shape[0]))
        {
            for (var first = 0L; first < samples.shape[0]; first += batchSize)
            {
                using var step = NewDisposeScope();
                var rows = order.slice(0, first, Math.Min(first + batchSize, samples.shape[0]), 1);
                var x = samples.index_select(0, rows);
                var y = labels.index_select(0, rows);
                optimizer.zero_grad();
                var loss = CrossEntropy(model.call(x), y);
                loss.backward();
                optimizer.step();
                total += loss.item<float>() * rows.shape[0];
            }
        }

        if (!double.IsFinite(total)) throw new InvalidOperationException("The peer's loss is not finite.");
    }

    /// <inheritdoc/>
    public double Loss(int samples)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        model.eval();
        var rows = TensorIndex.Slice(0, samples);
        return CrossEntropy(model.call(heldOutSamples[rows]), heldOutLabels[rows]).item<float>();
    }

    /// <inheritdoc/>
    public double Accuracy()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        model.eval();
        var right = 0L;
        for (var first = 0L; first < heldOutSamples.shape[0]; first += 1_000)
        {
            using var some = NewDisposeScope();
            var rows = TensorIndex.Slice(first, Math.Min(first + 1_000, heldOutSamples.shape[0]));
            right += model.call(heldOutSamples[rows]).argmax(-1).eq(heldOutLabels[rows]).sum().item<long>();
        }

        return right / (double)heldOutLabels.numel();
    }

    /// <summary>The current weights as raw numbers, in the order of the module's own parameters.</summary>
    public ArraySegment<byte> WeightBytes() => TorchWeights.Bytes(model);

    // The classes lie on the last axis; PyTorch needs them on the second.
    private static Tensor CrossEntropy(Tensor logits, Tensor labels) => logits.dim() == 2
        ? nn.functional.cross_entropy(logits, labels)
        : nn.functional.cross_entropy(logits.flatten(0, 1), labels.flatten());

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        samples.Dispose();
        labels.Dispose();
        heldOutSamples.Dispose();
        heldOutLabels.Dispose();
    }
}
