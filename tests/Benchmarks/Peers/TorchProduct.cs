using ModelDsl.Engines;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Peers;

/// <summary>A matrix product in TorchSharp. Each product makes a new tensor, because there is no other way.</summary>
public sealed class TorchProduct : IDisposable
{
    private readonly Tensor a, b, left, right;

    /// <summary>Makes the operands.</summary>
    public TorchProduct(MatrixProduct product)
    {
        set_num_threads(1);
        a = rand([.. product.ShapeOfA.Select(d => (long)d)]).sub_(0.5);
        b = rand([.. product.ShapeOfB.Select(d => (long)d)]).sub_(0.5);
        left = product.Transpose == Transpose.Left ? a.t() : a;
        right = product.Transpose == Transpose.Right ? b.t() : b;
    }

    /// <summary>Multiplies.</summary>
    public void Run()
    {
        using var product = left.matmul(right);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
        a.Dispose();
        b.Dispose();
    }
}
