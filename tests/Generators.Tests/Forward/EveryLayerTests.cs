using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>
/// Every kind of layer, used twice in a forward method: it can be called, shares its tensors, and has the right gradient. A method has no
/// masks (MDSL254).
/// </summary>
public sealed class EveryLayerTests(EveryLayerTests.Compiled compiled) : IClassFixture<EveryLayerTests.Compiled>
{
    private static readonly (string Attribute, string Input)[] Layers =
    [
        ("Flatten", "3, 2"), ("Dense(4, Activation.Tanh)", "3, 4"), ("Dropout(0)", "5"), ("Activation(Activation.Gelu)", "5"), ("Reshape(2, 3)", "6"),
        ("ReLU(NegativeSlope = 0.1)", "5"), ("LeakyReLU(0.3)", "5"), ("ELU", "5"), ("Softmax", "5"), ("PReLU", "5"),
        ("Conv2D(3, 2, Activation.Tanh, Padding = Padding.Same)", "4, 4, 3"), ("Conv1D(3, 2, Padding = Padding.Causal)", "5, 3"), ("DepthwiseConv2D(2)", "4, 4, 2"),
        ("SeparableConv2D(3, 2)", "4, 4, 3"), ("Conv2DTranspose(2, 2)", "3, 3, 2"), ("Weight(2, 3, ValueInitializer = Initializer.RandomNormal)", "4"),
        ("MaxPooling1D(2)", "4, 3"), ("AveragePooling1D(2)", "4, 3"), ("GlobalMaxPooling1D", "4, 3"), ("GlobalAveragePooling1D", "4, 3"),
        ("DepthwiseConv1D(2, DepthMultiplier = 2)", "5, 2"), ("SeparableConv1D(3, 2)", "5, 2"), ("Conv1DTranspose(2, 3, Strides = 2)", "4, 3"),
        ("ZeroPadding1D(1, 2)", "3, 2"), ("Cropping1D", "5, 2"), ("UpSampling1D", "3, 2"), ("RepeatVector(3)", "4"),
        ("ZeroPadding2D(1)", "2, 2, 2"), ("Cropping2D(1)", "5, 5, 2"), ("UpSampling2D(2)", "2, 2, 2"), ("Permute(2, 1)", "2, 3"),
        ("MaxPooling2D(2)", "4, 4, 2"), ("AveragePooling2D(2)", "4, 4, 2"), ("GlobalMaxPooling2D", "3, 3, 2"), ("GlobalAveragePooling2D", "3, 3, 2"),
        ("BatchNormalization", "4"), ("LayerNormalization", "3, 4"), ("GroupNormalization(2)", "3, 4"), ("RMSNormalization", "3, 4"),
        ("SpatialDropout1D(0)", "4, 3"), ("SpatialDropout2D(0)", "3, 3, 2"), ("GaussianNoise(0)", "4"), ("GaussianDropout(0)", "4"),
        ("Rescaling(0.5, 1)", "3, 4"), ("Rescaling(-2)", "4"), ("Discretization(-0.5, 0.5)", "3, 4"), ("Discretization(0.1, OutputMode = OutputMode.MultiHot)", "3, 4"),
        ("SimpleRNN(3)", "4, 3"), ("LSTM(3, ReturnSequences = true)", "4, 3"), ("GRU(3)", "4, 3"), ("GRU(3, ResetAfter = false)", "4, 3"), ("MultiHeadAttention(2, 3)", "3, 4"),
        ("Resizing(3, 5)", "4, 3, 2"), ("CenterCrop(3, 2)", "4, 3, 2"), ("RandomCrop(4, 3)", "4, 3, 2"), ("RandomFlip", "4, 3, 2"), ("RandomBrightness(0)", "4, 3, 2"), ("RandomContrast(0)", "4, 3, 2"),
        ("RandomTranslation(0, 0)", "4, 3, 2"), ("RandomZoom(0)", "4, 3, 2"), ("RandomRotation(0)", "4, 3, 2"),
    ];

    /// <summary>The layers that learn from data are used once.</summary>
    private static readonly (string Attribute, string Input)[] Adapted =
    [
        ("Normalization", "3, 4"), ("Normalization", "4"), ("Discretization(NumBins = 3)", "4"), ("Discretization(NumBins = 4, OutputMode = OutputMode.Count)", "2, 3"),
        ("Discretization(NumBins = 2, OutputMode = OutputMode.OneHot)", "3"),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Layers.Length + Adapted.Length)];

    [Fact]
    public void AllLayersAreHere() =>
        Assert.Equal(LayerTable.All.Select(l => l.Name).Except(["Embedding", "CategoryEncoding", "Masking"]).Order(),
            Layers.Concat(Adapted).Select(l => NameOf(l.Attribute)).Distinct().Order());

    [Theory, MemberData(nameof(Numbers))]
    public void ALayerIsCalledAndHasTheRightGradient(int number)
    {
        ForwardLaws.CompiledIsEager(compiled.All[number]);
        ForwardLaws.GradientMatchesFiniteDifference(compiled.All[number]);
    }

    private static string NameOf(string attribute) => attribute.Split('(')[0];

    public sealed class Compiled
    {
        internal IReadOnlyList<ForwardCase> All { get; } = ForwardLaws.Compile([.. Layers.Concat(Adapted).Select((layer, i) => ($"Net{i}", ForwardModel.Of(
            i < Layers.Length ? "return ((x | m.A) + 0.5 * (Tanh(x) | m.A)).Flatten() | m.Z;" : "return (Tanh(x) | m.A).Flatten() | m.Z;", layers: $"[{layer.Attribute}] {NameOf(layer.Attribute)} A, [Dense(2)] Dense Z",
            input: layer.Input, name: $"Net{i}", signature: $"Net{i} m, Tensor x")))]);
    }
}
