namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Kernels whose rows fill vectors of every width: one with a penalty, one with two kinds of penalty, one without.</summary>
[Model(37), SparseCategoricalCrossentropy]
public sealed partial record WidePenalized(
    [Dense(70, Activation.Tanh, KernelL2 = 0.01)] Dense First,
    [Dense(41, Activation.Relu, KernelL1 = 0.002, KernelL2 = 0.01)] Dense Second,
    [Dense(3, Activation.Softmax)] Dense Output);

/// <summary>A kernel that is used twice, so its gradient is a sum.</summary>
[Model(40), MeanSquaredError]
public sealed partial record WideTwice([Dense(40, KernelL2 = 0.01)] Dense Shared, [Dense(2)] Dense Output)
{
    [Forward]
    static Tensor Predict(WideTwice m, Tensor x) => x | m.Shared | Tanh | m.Shared | m.Output;
}

/// <summary>A kernel that is used both as a weight and as a value.</summary>
[Model(40), MeanSquaredError]
public sealed partial record WideTied([Dense(33)] Dense Code)
{
    [Forward]
    static Tensor Predict(WideTied m, Tensor x) => MatMul(x | m.Code | Tanh, m.Code.Kernel.Transpose(1, 0));
}
