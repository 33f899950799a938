using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.HigherOrder;

/// <summary>Every kind of layer in a model that asks for all derivatives.</summary>
public sealed class EveryLayerTests(EveryLayerTests.Compiled compiled) : IClassFixture<EveryLayerTests.Compiled>
{
    /// <summary>A layer between two others, so that gradients reach it and leave it, with the input that it takes.</summary>
    private static readonly (string Attribute, string Input)[] Layers =
    [
        ("Flatten", "3, 2"), ("Dense(4, Activation.Tanh)", "3, 4"), ("Dropout(0.3)", "5"), ("Activation(Activation.Gelu)", "5"), ("Reshape(2, 3)", "6"),
        ("ReLU(NegativeSlope = 0.1)", "5"), ("LeakyReLU(0.3)", "5"), ("ELU(0.7)", "5"), ("Softmax", "5"), ("PReLU", "5"), ("PReLU", "3, 4"),
        ("Conv2D(3, 2, Activation.Tanh, Padding = Padding.Same)", "4, 4, 3"), ("Conv2D(4, 2, Strides = 2, Groups = 2)", "4, 5, 2"),
        ("Conv2D(3, 3, Dilation = 2)", "6, 5, 8"), ("Conv1D(3, 2, Padding = Padding.Causal)", "5, 3"), ("DepthwiseConv2D(2)", "4, 4, 2"),
        ("SeparableConv2D(3, 2)", "4, 4, 3"), ("Conv2DTranspose(2, 2)", "3, 3, 2"),
        ("MaxPooling1D(2)", "4, 3"), ("AveragePooling1D(2)", "4, 3"), ("GlobalMaxPooling1D", "4, 3"), ("GlobalAveragePooling1D", "4, 3"),
        ("DepthwiseConv1D(2, Padding = Padding.Causal, Dilation = 2)", "5, 3"), ("DepthwiseConv1D(3, Activation.Tanh, DepthMultiplier = 2, Strides = 2)", "6, 2"),
        ("SeparableConv1D(3, 2, Activation.Tanh, Padding = Padding.Same)", "5, 3"), ("Conv1DTranspose(2, 3, Activation.Tanh, Strides = 2)", "4, 3"),
        ("Conv1DTranspose(2, 3, Strides = 3, Pads = [1, 0], OutputPadding = 2)", "4, 3"),
        ("ZeroPadding1D(1, 2)", "3, 2"), ("Cropping1D(0, 2)", "5, 2"), ("UpSampling1D(3)", "3, 2"), ("RepeatVector(3)", "4"),
        ("ZeroPadding2D(1)", "2, 2, 2"), ("Cropping2D(1)", "5, 5, 2"), ("UpSampling2D(2)", "2, 2, 2"), ("Permute(2, 1)", "2, 3"),
        ("MaxPooling2D(2)", "4, 4, 2"), ("MaxPooling2D(3, Strides = 2, Padding = Padding.Same)", "4, 5, 2"), ("AveragePooling2D(2)", "4, 4, 2"),
        ("GlobalMaxPooling2D", "3, 3, 2"), ("GlobalAveragePooling2D", "3, 3, 2"),
        ("BatchNormalization", "4"), ("BatchNormalization", "2, 3, 4"), ("LayerNormalization", "3, 4"), ("GroupNormalization(2)", "3, 4"),
        ("GroupNormalization(-1)", "2, 3, 4"), ("GroupNormalization(1)", "3, 4"), ("RMSNormalization", "4"), ("RMSNormalization(Epsilon = 0.1)", "3, 4"),
        ("SpatialDropout1D(0.4)", "4, 3"), ("SpatialDropout2D(0.4)", "3, 3, 2"), ("GaussianNoise(0.1)", "4"), ("GaussianDropout(0.2)", "4"),
        ("Rescaling(0.5, 1)", "3, 4"), ("Rescaling(-2)", "4"), ("Discretization(-0.5, 0.5)", "3, 4"),
        ("SimpleRNN(3)", "4, 3"), ("SimpleRNN(3, GoBackwards = true, ReturnSequences = true)", "1, 3"), ("LSTM(3, ReturnSequences = true)", "5, 3"),
        ("LSTM(3, Activation.Softsign, RecurrentActivation = Activation.Tanh, UseBias = false)", "2, 3"), ("GRU(3)", "4, 3"), ("GRU(3, ResetAfter = false, ReturnSequences = true)", "4, 3"),
        ("GRU(3, UseBias = false, ReturnSequences = true)", "3, 3"), ("MultiHeadAttention(2, 3)", "3, 4"),
        ("MultiHeadAttention(2, 3, UseCausalMask = true, Dropout = 0.2)", "3, 4"),
        ("Conv2DTranspose(2, 3, Strides = 2, Pads = [1], OutputPadding = 1)", "3, 3, 2"),
        ("Conv2D(3, 3, Strides = 2, Pads = [2, 1, 0, 3])", "5, 4, 2"), ("MaxPooling2D(3, Strides = 2, Pads = [1, 0])", "4, 5, 2"), ("AveragePooling1D(3, Strides = 2, Pads = [2, 1])", "5, 3"),
        ("Weight(2, 3, ValueInitializer = Initializer.RandomNormal)", "4"),
        ("Resizing(3, 5)", "4, 3, 2"), ("Resizing(2, 4, Interpolation = Interpolation.Nearest, PadToAspectRatio = true, FillValue = 0.5)", "4, 3, 2"), ("CenterCrop(2, 2)", "4, 3, 2"), ("RandomCrop(3, 2)", "4, 3, 2"),
        ("RandomFlip", "4, 3, 2"), ("RandomBrightness(0.2, ValueRange = [-4, 4])", "4, 3, 2"), ("RandomContrast(0.5, ValueRange = [-4, 4])", "4, 3, 2"),
        ("RandomTranslation(0.4, 0.3, FillMode = FillMode.Wrap)", "4, 3, 2"), ("RandomZoom(0.4, FillMode = FillMode.Constant, FillValue = 0.5)", "4, 3, 2"), ("RandomRotation(0.3)", "4, 3, 2"),
    ];

    /// <summary>An embedding comes first, because its input consists of indices.</summary>
    private const string Embedding = $$"""
        [Model(4, {{DerivativeCase.All}}), MeanSquaredError]
        public sealed partial record NetOfIndices([Embedding(6, 3)] Embedding A, [Flatten] Flatten F, [Dense(4, Activation.Tanh)] Dense B, [Dense(2)] Dense Z);
        """;

    private const string Categories = $$"""
        [Model(4, {{DerivativeCase.All}}), MeanSquaredError]
        public sealed partial record NetOfCategories([CategoryEncoding(6)] CategoryEncoding A, [Dense(4, Activation.Tanh)] Dense B, [Dense(2)] Dense Z);
        """;

    /// <summary>Layers that learn from data come before layers with weights.</summary>
    private const string Statistics = $$"""
        [Model(4, {{DerivativeCase.All}}), MeanSquaredError]
        public sealed partial record NetOfStatistics([Normalization] Normalization A, [Dense(4, Activation.Tanh)] Dense B, [Dense(2)] Dense Z);
        """;

    /// <summary>A mask flows through layers over steps. It is made of indices, which no direction moves.</summary>
    private const string Masks = $$"""
        [Model(4, {{DerivativeCase.All}}), MeanSquaredError]
        public sealed partial record NetOfMasks([Embedding(6, 3, MaskZero = true)] Embedding A, [LSTM(3, ReturnSequences = true)] LSTM B, [SimpleRNN(2, ReturnSequences = true, GoBackwards = true)] SimpleRNN C, [GRU(3)] GRU D, [Dense(2, Activation.Tanh)] Dense Z);
        """;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Layers.Length + 4)];

    [Fact]
    public void AllLayersAreHere() =>
        Assert.Equal(LayerTable.All.Select(l => l.Name).Order(), Layers.Select(l => NameOf(l.Attribute)).Concat(["Embedding", "CategoryEncoding", "Normalization", "Masking"]).Distinct().Order());

    [Theory, MemberData(nameof(Numbers))]
    public void LawsOfDerivativesHold(int number)
    {
        var (model, samples) = (compiled.All[number], SamplesOf(number));
        // A layer that is random in training, or takes its statistics from the batch, predicts other numbers than in training.
        string[] inTraining = ["Dropout(", "Noise(", "BatchNormalization", "Dropout1D(", "Dropout2D(", "Dropout = ", "[Random"];
        Assert.Multiple(
            () => Assert.InRange(DerivativeLaws.HessianMatchesDifferencesOfTheGradient(model, samples, number), 0, 0.1),
            () => DerivativeLaws.HessianIsSymmetricAndLinear(model, samples, number),
            () => Assert.InRange(DerivativeLaws.JacobianMatchesDifferencesOfThePrediction(model, samples, number), 0, 0.1),
            () => DerivativeLaws.TheCpuAgreesWithTheReference(model, samples, number));
        if (!inTraining.Any(model.Source.Contains)) DerivativeLaws.JacobianAgreesWithTheGradient(model, samples, number);
    }

    private Samples SamplesOf(int number)
    {
        var samples = Samples.For(compiled.All[number].Description, rows: 3, seed: number);
        return number < Layers.Length || number == Layers.Length + 2 ? samples
            : samples with { Inputs = [.. Enumerable.Range(0, samples.Inputs.Length).Select(i => (double)(i * i % 6))] };
    }

    private static string NameOf(string attribute) => attribute.Split('(')[0];

    public sealed class Compiled
    {
        internal IReadOnlyList<DerivativeCase> All { get; } = DerivativeCase.Compile(
        [
            .. Layers.Select((layer, i) => ($"Net{i}", $$"""
                [Model({{layer.Input}}, {{DerivativeCase.All}}), MeanSquaredError]
                public sealed partial record Net{{i}}(
                    [Dense({{layer.Input.Split(", ")[^1]}}, Activation.Tanh)] Dense Before, [{{layer.Attribute}}] {{NameOf(layer.Attribute)}} A,
                    [Flatten] Flatten F, [Dense(2, Activation.Tanh)] Dense Z);
                """)),
            ("NetOfIndices", Embedding), ("NetOfCategories", Categories), ("NetOfStatistics", Statistics),
            ("NetOfMasks", Masks),
        ]);
    }
}
