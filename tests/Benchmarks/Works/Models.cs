namespace Benchmarks;

/// <summary>W0: ten logistic regressions, as scikit-learn's one-versus-rest trains them.</summary>
[Model(28, 28), BinaryCrossentropy]
public sealed partial record FashionLogistic(
    [Flatten] Flatten Pixels,
    [Dense(10, Activation.Sigmoid, KernelL2 = 0.5e-4 / 10)] Dense Output);

/// <summary>W1: one softmax layer.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionSoftmax(
    [Flatten] Flatten Pixels,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>W2: a hidden layer.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionHidden(
    [Flatten] Flatten Pixels,
    [Dense(100, Activation.Relu)] Dense Hidden,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>W3: two wide hidden layers.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionDeep(
    [Flatten] Flatten Pixels,
    [Dense(512, Activation.Relu)] Dense First,
    [Dense(256, Activation.Relu)] Dense Second,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>W4: a small convolutional network.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionConvolutional(
    [Reshape(28, 28, 1)] Reshape Image,
    [Conv2D(32, 3, Activation.Relu, Padding = Padding.Same)] Conv2D First,
    [MaxPooling2D(2)] MaxPooling2D Half,
    [Conv2D(64, 3, Activation.Relu, Padding = Padding.Same)] Conv2D Second,
    [MaxPooling2D(2)] MaxPooling2D Quarter,
    [Flatten] Flatten Features,
    [Dense(100, Activation.Relu)] Dense Hidden,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>SERVICE: 5.8 million weights, too many for a core's own caches.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionWide(
    [Flatten] Flatten Pixels,
    [Dense(2048, Activation.Relu)] Dense First,
    [Dense(2048, Activation.Relu)] Dense Second,
    [Dense(10, Activation.Softmax)] Dense Output);
