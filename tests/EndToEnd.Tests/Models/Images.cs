namespace ModelDsl.EndToEnd.Tests.Models;

[Model(7, 6, 2), MeanSquaredError]
public sealed partial record Convolved([Conv2D(3, 3, 2, Strides = 2)] Conv2D Filters);

[Model(7, 6, 2), MeanSquaredError]
public sealed partial record ConvolvedSame([Conv2D(4, 3, Activation.Relu, Padding = Padding.Same, Dilation = 2)] Conv2D Filters);

[Model(7, 6, 2), MeanSquaredError]
public sealed partial record ConvolvedPixels([Conv2D(5, 1, Activation.Tanh, UseBias = false)] Conv2D Filters);

[Model(7, 6), SparseCategoricalCrossentropy]
public sealed partial record ImageNetwork(
    [Reshape(7, 6, 1)] Reshape Image,
    [Conv2D(4, 3, Activation.Tanh, Padding = Padding.Same, KernelL2 = 0.01)] Conv2D First,
    [MaxPooling2D] MaxPooling2D Largest,
    [Conv2D(3, 2, Activation.Sigmoid)] Conv2D Second,
    [AveragePooling2D(2, 1)] AveragePooling2D Mean,
    [Flatten] Flatten Pixels,
    [Dense(3, Activation.Softmax)] Dense Output);

/// <summary>Convolutions of every kind over images.</summary>
[Model(6, 5, 4), MeanSquaredError]
public sealed partial record AllOverImages(
    [ZeroPadding2D(1, 0)] ZeroPadding2D Padded,
    [Conv2D(6, 3, Activation.Tanh, Groups = 2, Padding = Padding.Same)] Conv2D Grouped,
    [DepthwiseConv2D(2, 3, Activation.Sigmoid, DepthMultiplier = 2, Strides = 2, Padding = Padding.Same)] DepthwiseConv2D Depthwise,
    [SeparableConv2D(5, 2, Activation.Tanh, DepthwiseL2 = 0.1)] SeparableConv2D Separable,
    [UpSampling2D(2, 3)] UpSampling2D Repeated,
    [Permute(2, 1, 3)] Permute Turned,
    [Conv2DTranspose(3, 3, Activation.Softplus, Strides = 2, Padding = Padding.Same)] Conv2DTranspose Painted,
    [Cropping2D(1, 0, 2, 1)] Cropping2D Inner,
    [DepthwiseConv2D(2, UseBias = false)] DepthwiseConv2D Last);

/// <summary>Windows with rows and columns outside the image that the model counts, more of them than the window has.</summary>
[Model(6, 5, 4), MeanSquaredError]
public sealed partial record PaddedByNumbers(
    [Conv2D(6, 3, Activation.Tanh, Strides = 2, Pads = [3, 3, 2, 2])] Conv2D Stem,
    [MaxPooling2D(3, StrideHeight = 2, StrideWidth = 1, Pads = [1])] MaxPooling2D Largest,
    [DepthwiseConv2D(3, Activation.Tanh, StrideHeight = 2, Pads = [4, 1])] DepthwiseConv2D Depthwise,
    [AveragePooling2D(3, Strides = 1, Pads = [0, 2, 1, 0])] AveragePooling2D Mean,
    [SeparableConv2D(5, 3, Activation.Tanh, Pads = [0, 1, 5, 0])] SeparableConv2D Separable,
    [Conv2DTranspose(3, 3, StrideHeight = 3, StrideWidth = 2, Pads = [1], OutputPadding = 1)] Conv2DTranspose Painted);

[Model(3, 3, 1), MeanSquaredError]
public sealed partial record PaddedPools(
    [MaxPooling2D(2, Pads = [1, 0, 1, 0])] MaxPooling2D Largest, [AveragePooling2D(2, Pads = [1, 0, 1, 0])] AveragePooling2D Mean,
    [Conv2D(1, 2, Strides = 2, Pads = [1, 0, 1, 0], KernelInitializer = Initializer.Ones)] Conv2D Sum)
{
    [Forward]
    internal static Tensor Run(PaddedPools m, Tensor x) => (x | m.Largest) + (x | m.Mean) + (x | m.Sum);
}

/// <summary>Tensors that belong to no other layer: one is added, one scales every position, one mixes positions.</summary>
[Model(3, 4), MeanSquaredError]
public sealed partial record WithWeights(
    [Dense(4)] Dense Mix, [Weight(3, 4, ValueInitializer = Initializer.RandomNormal)] Weight Position,
    [Weight(1, 4, ValueInitializer = Initializer.Ones, ValueL2 = 0.1)] Weight Scale, [Weight(3, 3,
        ValueInitializer = Initializer.Identity)] Weight Steps)
{
    [Forward]
    internal static Tensor Run(WithWeights m, Tensor x)
    {
        var h = (x | m.Mix) * (x | m.Scale).BroadcastTo(-1, 3, 4) + (x | m.Position);
        return MatMul(h | m.Steps, h);
    }
}

/// <summary>Convolutions and pools over sequences.</summary>
[Model(12, 4), SparseCategoricalCrossentropy]
public sealed partial record AllOverSequences(
    [Conv1D(6, 3, Activation.Tanh, Groups = 2, Dilation = 2, Padding = Padding.Causal)] Conv1D Causal,
    [AveragePooling1D(3, Strides = 1, Padding = Padding.Same)] AveragePooling1D Mean,
    [Conv1D(5, 2, Activation.Sigmoid, Strides = 2)] Conv1D Strided,
    [MaxPooling1D] MaxPooling1D Largest,
    [Conv1D(3, 1)] Conv1D Pixels,
    [GlobalAveragePooling1D] GlobalAveragePooling1D Means,
    [Activation(Activation.Softmax)] Activation Output);

[Model(5, 4, 3), MeanSquaredError]
public sealed partial record GlobalPools([Conv2D(4, 2)] Conv2D Filters, [GlobalMaxPooling2D] GlobalMaxPooling2D Largest);

[Model(512, 512, 1), MeanSquaredError]
public sealed partial record MeanOfImage([GlobalAveragePooling2D] GlobalAveragePooling2D Mean);

[Model(160_000, 1), MeanSquaredError]
public sealed partial record MeanOfSequence([GlobalAveragePooling1D] GlobalAveragePooling1D Mean);

[Model(5, 2), MeanSquaredError]
public sealed partial record DepthwiseSteps([DepthwiseConv1D(3, DepthMultiplier = 2, Padding = Padding.Same)] DepthwiseConv1D Each);

[Model(5, 2), MeanSquaredError]
public sealed partial record CausalDepthwiseSteps(
    [DepthwiseConv1D(3, DepthMultiplier = 2, Padding = Padding.Causal, Dilation = 2)] DepthwiseConv1D Each);

[Model(5, 2), MeanSquaredError]
public sealed partial record SeparableSteps([SeparableConv1D(3, 3, DepthMultiplier = 2, Strides = 2)] SeparableConv1D Filters);

[Model(5, 2), MeanSquaredError]
public sealed partial record TransposedSteps([Conv1DTranspose(3, 3, Strides = 2)] Conv1DTranspose Painted);

[Model(5, 2), MeanSquaredError]
public sealed partial record TransposedStepsSame([Conv1DTranspose(3, 3, Strides = 2, Padding = Padding.Same)] Conv1DTranspose Painted);

[Model(5, 2), MeanSquaredError]
public sealed partial record TransposedStepsDilated([Conv1DTranspose(3, 3, Dilation = 2)] Conv1DTranspose Painted);

[Model(5, 2), MeanSquaredError]
public sealed partial record TransposedStepsCut(
    [Conv1DTranspose(3, 3, Strides = 2, Pads = [1], OutputPadding = 1)] Conv1DTranspose Painted);

[Model(3, 2), MeanSquaredError]
public sealed partial record MovedSteps(
    [ZeroPadding1D(2, 1)] ZeroPadding1D Padded, [Cropping1D] Cropping1D Inner, [UpSampling1D] UpSampling1D Repeated);

[Model(2), MeanSquaredError]
public sealed partial record RepeatedVector([RepeatVector(3)] RepeatVector Steps);

/// <summary>Layers over sequences that are no convolution with filters.</summary>
[Model(7, 4), MeanSquaredError]
public sealed partial record MoreOverSequences(
    [ZeroPadding1D(2, 1)] ZeroPadding1D Padded,
    [DepthwiseConv1D(3, Activation.Tanh, DepthMultiplier = 2, Dilation = 2, Padding = Padding.Causal)] DepthwiseConv1D Each,
    [SeparableConv1D(5, 3, Activation.Sigmoid, Strides = 2, Padding = Padding.Same, DepthwiseL2 = 0.1)] SeparableConv1D Mixed,
    [UpSampling1D(3)] UpSampling1D Repeated,
    [Conv1DTranspose(3, 3, Activation.Softplus, Strides = 2, Padding = Padding.Same)] Conv1DTranspose Painted,
    [Cropping1D(3, 1)] Cropping1D Inner,
    [GlobalMaxPooling1D] GlobalMaxPooling1D Largest,
    [RepeatVector(4)] RepeatVector Steps,
    [SimpleRNN(2)] SimpleRNN Last);
