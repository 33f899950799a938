using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>Products in a precision: all code that depends on it. Everything else that an instruction computes is float32.</summary>
internal partial class LibtorchEngine
{
    private readonly ComputePrecision precision;
    private readonly Lazy<LibtorchEngine> inBFloat16;

    private LibtorchEngine(LibtorchEngine original)
    {
        (precision, Name, isOnHost) = (ComputePrecision.BFloat16, $"{original.Name} bfloat16", original.isOnHost);
        (availability, device, inBFloat16) = (original.availability, original.device, new(this));
    }

    public IDeviceEngine? In(ComputePrecision wanted) => wanted switch
    {
        ComputePrecision.Default => this,
        ComputePrecision.BFloat16 => inBFloat16.Value,
        _ => null,
    };

    /// <summary>Computes <c>destination = left·right</c>, and returns the destination.</summary>
    private TorchTensor Product_(TorchTensor destination, TorchTensor left, TorchTensor right)
    {
        if (precision == ComputePrecision.Default) return destination.addmm_(left, right, beta: 0);
        using var product = Multiply(left, right, static (a, b) => a.mm(b));
        return destination.copy_(product);
    }

    /// <summary>Computes <c>destination = destination + left·right</c>, and returns the destination.</summary>
    private TorchTensor PlusProduct_(TorchTensor destination, TorchTensor left, TorchTensor right)
    {
        if (precision == ComputePrecision.Default) return destination.addmm_(left, right);
        using var product = Multiply(left, right, static (a, b) => a.mm(b));
        return destination.Plus_(product);
    }

    /// <summary>Multiplies each pair of matrices; returns a new tensor.</summary>
    private TorchTensor Products(TorchTensor left, TorchTensor right) => Multiply(left, right, static (a, b) => a.bmm(b));

    /// <summary>Computes products of some kind; returns a new tensor, in the precision of the products or in float32.</summary>
    private TorchTensor Multiply(TorchTensor left, TorchTensor right, Func<TorchTensor, TorchTensor, TorchTensor> multiply)
    {
        if (precision == ComputePrecision.Default) return multiply(left, right);
        using var a = left.to(torch.ScalarType.BFloat16);
        using var b = right.to(torch.ScalarType.BFloat16);
        return Device.type == DeviceType.CUDA || BFloat16Kernels.AreRight ? multiply(a, b) : BFloat16Kernels.InFloat32(a, b, multiply);
    }
}
