using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>Layers of ReLU and a softmax as a user of TorchSharp trains them: modules, autograd, RMSprop, float images in memory.</summary>
public sealed class TorchClassifier : IDisposable
{
    private readonly int batchSize;
    private readonly Tensor images, labels, heldOutImages, heldOutLabels;
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly optim.Optimizer optimizer;

    /// <summary>A new model and its data.</summary>
    /// <param name="train">What it trains on.</param>
    /// <param name="heldOut">What its accuracy is measured on.</param>
    /// <param name="widths">Widths of the layers, the last being the number of classes.</param>
    /// <param name="batchSize">Images of a step.</param>
    public TorchClassifier(FashionBytes train, FashionBytes heldOut, int[] widths, int batchSize)
    {
        this.batchSize = batchSize;
        set_num_threads(1);
        random.manual_seed(42);
        (images, labels) = Tensors(train);
        (heldOutImages, heldOutLabels) = Tensors(heldOut);

        var layers = new List<nn.Module<Tensor, Tensor>>();
        var width = 784;
        foreach (var next in widths)
        {
            if (layers.Count > 0) layers.Add(nn.ReLU());
            layers.Add(nn.Linear(width, next));
            width = next;
        }

        model = nn.Sequential(layers);
        optimizer = optim.RMSProp(model.parameters(), lr: 0.001, alpha: 0.9, eps: 1e-7);
    }

    /// <summary>One epoch over the training images in a new order; then, off the clock, the accuracy on what is held out.</summary>
    public Sample Epoch()
    {
        var clock = Stopwatch.StartNew();
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

        var seconds = clock.Elapsed.TotalSeconds;
        if (!double.IsFinite(total)) throw new InvalidOperationException("The peer's loss is not finite.");
        return new Sample(seconds, Accuracy());
    }

    private double Accuracy()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        model.eval();
        return model.call(heldOutImages).argmax(1).eq(heldOutLabels).to(ScalarType.Float64).mean().item<double>();
    }

    private static (Tensor Images, Tensor Labels) Tensors(FashionBytes data)
    {
        using var scope = NewDisposeScope();
        var images = tensor(data.Images).reshape(-1, 784).to(ScalarType.Float32).div(255f);
        var labels = tensor(data.Labels).to(ScalarType.Int64);
        return (images.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope());
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
