using ModelDsl.Engines;

namespace ModelDsl.Torch.Tests;

/// <summary>The chapter's network.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record Softmax28([Flatten] Flatten Pixels, [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>A small model with a random layer and a layer with moving statistics.</summary>
[Model(6, 6, 1), SparseCategoricalCrossentropy]
public sealed partial record SmallNetwork(
    [Conv2D(4, 3, Activation.Relu)] Conv2D Convolution,
    [BatchNormalization] BatchNormalization Normalization,
    [MaxPooling2D(2)] MaxPooling2D Pool,
    [Flatten] Flatten Features,
    [Dropout(0.3)] Dropout Regularize,
    [Dense(3, Activation.Softmax)] Dense Output);

/// <summary>Data for <see cref="SmallNetwork"/>.</summary>
internal static class SmallData
{
    /// <summary>Makes samples whose brightest corner tells their class.</summary>
    public static Dataset Of(int count)
    {
        var samples = new float[count * 36];
        var classes = new int[count];
        Philox.Fill(samples, new RandomKey(5), 1, 0);
        for (var i = 0; i < count; i++)
        {
            classes[i] = i % 3;
            samples[i * 36 + new[] { 0, 5, 30 }[i % 3]] += 1f;
        }
        return Dataset.Create([6, 6, 1], samples, classes).ThrowIfFail();
    }
}

[Model(3), MeanSquaredError]
public sealed partial record GatedNetwork([Dense(4, Activation.Glu)] Dense Hidden, [Dense(1)] Dense Output);
