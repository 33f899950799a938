using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>A network as a user of TorchSharp trains it: modules, autograd, RMSprop, float images in memory.</summary>
public sealed class TorchClassifier : IClassifier, IDisposable
{
    private readonly int batchSize;
    private readonly Tensor images, labels, heldOutImages, heldOutLabels;
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly optim.Optimizer optimizer;

    /// <summary>A new model and its data.</summary>
    /// <param name="train">What it trains on.</param>
    /// <param name="heldOut">What its accuracy is measured on.</param>
    /// <param name="network">Its layers.</param>
    /// <param name="batchSize">Images of a step.</param>
    public TorchClassifier(FashionBytes train, FashionBytes heldOut, Network network, int batchSize)
    {
        this.batchSize = batchSize;
        set_num_threads(1);
        random.manual_seed(42);
        (images, labels) = TorchNetwork.Tensors(train, network.TakesImages);
        (heldOutImages, heldOutLabels) = TorchNetwork.Tensors(heldOut, network.TakesImages);
        model = TorchNetwork.Build(network);
        optimizer = optim.RMSProp(model.parameters(), lr: 0.001, alpha: 0.9, eps: 1e-7);
    }

    /// <inheritdoc/>
    public void Train()
    {
        model.train();
        var total = 0.0;
        using (var order = randperm(images.shape[0]))
        {
            for (var first = 0L; first < images.shape[0]; first += batchSize)
            {
                using var step = NewDisposeScope();
                var rows = order.slice(0, first, Math.Min(first + batchSize, images.shape[0]), 1);
                var x = images.index_select(0, rows);
                var y = labels.index_select(0, rows);
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(model.call(x), y);
                loss.backward();
                optimizer.step();
                total += loss.item<float>() * rows.shape[0];
            }
        }

        if (!double.IsFinite(total)) throw new InvalidOperationException("The peer's loss is not finite.");
    }

    /// <inheritdoc/>
    public double Accuracy()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        model.eval();
        var right = 0L;
        for (var first = 0L; first < heldOutImages.shape[0]; first += 1_000)
        {
            using var some = NewDisposeScope();
            var rows = TensorIndex.Slice(first, Math.Min(first + 1_000, heldOutImages.shape[0]));
            right += model.call(heldOutImages[rows]).argmax(1).eq(heldOutLabels[rows]).sum().item<long>();
        }

        return right / (double)heldOutImages.shape[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        images.Dispose();
        labels.Dispose();
        heldOutImages.Dispose();
        heldOutLabels.Dispose();
    }
}
