using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>The number type of kernels on libtorch: a tensor. It is a type of its own, so that kernels are compiled for it alone.</summary>
internal readonly record struct TorchNumber(TorchTensor Tensor);

/// <summary>The operations of kernels, in libtorch's operations. Results are new tensors, which the instruction's scope disposes.</summary>
internal readonly struct TorchArithmetic : IArithmetic<TorchNumber>
{
    /// <summary>Returns a tensor without dimensions, on the host. libtorch accepts it together with tensors of any device.</summary>
    public static TorchNumber Number(double value) => new(torch.tensor((float)value));

    public static TorchNumber Add(TorchNumber a, TorchNumber b) => new(a.Tensor.Plus(b.Tensor));

    public static TorchNumber Subtract(TorchNumber a, TorchNumber b) => new(a.Tensor.Minus(b.Tensor));

    public static TorchNumber Multiply(TorchNumber a, TorchNumber b) => new(a.Tensor.mul(b.Tensor));

    public static TorchNumber Divide(TorchNumber a, TorchNumber b) => new(a.Tensor.div(b.Tensor));

    public static TorchNumber MultiplyAdd(TorchNumber a, TorchNumber b, TorchNumber c) => Add(Multiply(a, b), c);

    public static TorchNumber Negate(TorchNumber x) => new(x.Tensor.neg());

    public static TorchNumber Abs(TorchNumber x) => new(x.Tensor.abs());

    public static TorchNumber Sqrt(TorchNumber x) => new(x.Tensor.sqrt());

    public static TorchNumber ReciprocalSqrt(TorchNumber x) => new(x.Tensor.rsqrt());

    public static TorchNumber Exp(TorchNumber x) => new(x.Tensor.exp());

    public static TorchNumber ExpMinus1(TorchNumber x) => new(x.Tensor.expm1());

    public static TorchNumber Log(TorchNumber x) => new(x.Tensor.log());

    public static TorchNumber Sin(TorchNumber x) => new(x.Tensor.sin());

    public static TorchNumber Cos(TorchNumber x) => new(x.Tensor.cos());

    public static TorchNumber Tanh(TorchNumber x) => new(x.Tensor.tanh());

    public static TorchNumber Sigmoid(TorchNumber x) => new(x.Tensor.sigmoid());

    public static TorchNumber Softplus(TorchNumber x) => new(TorchActivations.Softplus(x.Tensor));

    public static TorchNumber Normal(TorchNumber x) => new(TorchActivations.Normal(x.Tensor));

    public static TorchNumber Floor(TorchNumber x) => new(x.Tensor.floor());

    public static TorchNumber Power(TorchNumber x, TorchNumber y) => new(x.Tensor.pow(y.Tensor));

    public static TorchNumber Less(TorchNumber a, TorchNumber b, TorchNumber yes, TorchNumber no) =>
        new(torch.where(a.Tensor.lt(b.Tensor), yes.Tensor, no.Tensor));

    public static TorchNumber Equal(TorchNumber a, TorchNumber b, TorchNumber yes, TorchNumber no) =>
        new(torch.where(a.Tensor.eq(b.Tensor), yes.Tensor, no.Tensor));
}
