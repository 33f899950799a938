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

[Model(5, 4, 3), MeanSquaredError]
public sealed partial record GlobalPools([Conv2D(4, 2)] Conv2D Filters, [GlobalMaxPooling2D] GlobalMaxPooling2D Largest);
