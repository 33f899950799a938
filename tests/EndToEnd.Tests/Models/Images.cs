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
