using ModelDsl.Generators.Ir;
using static ModelDsl.Onnx.Tests.Zoo.ZooModel;

namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>Dense layers, activations, normalisations, layers of training, and preprocessing.</summary>
internal static class NumberModels
{
    public static IEnumerable<ZooModel> All => [.. Dense, .. Activations, .. Normalizations, .. Training, .. Preprocessing];

    private static IEnumerable<ZooModel> Dense =>
    [
        Chain("Dense", "6", "Dense(4)"), Chain("Dense", "6", "Dense(4, UseBias = false)"), Chain("Dense", "1", "Dense(1)"),
        Chain("Dense", "3, 6", "Dense(4)"), Chain("Dense", "2, 3, 6", "Dense(4, Activation.Relu)", "Dense(2)"),
        Chain("Dense", "2, 1, 3, 6", "Dense(4, UseBias = false)"),
        // A narrow kernel is stored transposed.
        Chain("Dense", "300", "Dense(3)"), Chain("Dense", "2, 300", "Dense(10, Activation.Softmax)"),
        Chain("Dense", "28, 28", "Flatten", "Dense(32, Activation.Relu)", "Dense(10, Activation.Softmax)"),
        Chain("Dense", "6", "Reshape(2, 3)", "Dense(4)", "Reshape(-1)", "Dense(2)"),
    ];

    private static IEnumerable<ZooModel> Activations =>
    [
        .. ActivationTable.All.SelectMany(row => new[]
        {
            Chain("Activation", "5", $"Dense(4, Activation.{row.Name})"),
            Chain("Activation", "3, 4", $"Activation(Activation.{row.Name})"),
        }),
        .. ActivationTable.All.SelectMany(row => row.Options.Select(option =>
            Chain("Activation", "5", $"Activation(Activation.{row.Name}, {option.Name} = {(option.Name == "MaxValue" ? "0.75" : "0.3")})"))),
        Chain("Activation", "5", "ReLU"), Chain("Activation", "5", "ReLU(MaxValue = 0.75)"), Chain("Activation", "5", "ReLU(NegativeSlope = 0.1)"),
        Chain("Activation", "5", "ReLU(Threshold = 0.5)"), Chain("Activation", "5", "ReLU(MaxValue = 0.9, NegativeSlope = 0.1, Threshold = 0.25)"),
        Chain("Activation", "5", "LeakyReLU"), Chain("Activation", "5", "LeakyReLU(0.05)"), Chain("Activation", "5", "ELU"), Chain("Activation", "5", "ELU(0.4)"),
        Chain("Activation", "5", "Softmax"), Chain("Activation", "2, 3, 4", "Softmax"),
        Chain("Activation", "5", "PReLU"), Chain("Activation", "3, 4, 2", "PReLU"), Chain("Activation", "3, 4, 2", "PReLU(SharedAxes = new[] { 1, 2 })"),
        Chain("Activation", "3, 4, 2", "PReLU(SharedAxes = new[] { 1, 3 })"), Chain("Activation", "5, 5, 2", "Conv2D(3, 2)", "PReLU(SharedAxes = new[] { 1, 2 })", "Conv2D(2, 2)"),
        // Far from 0.
        Chain("Activation", "4", "Rescaling(200.0)", "Activation(Activation.Softplus)"), Chain("Activation", "4", "Rescaling(200.0)", "Activation(Activation.Mish)"),
        Chain("Activation", "4", "Rescaling(200.0)", "Activation(Activation.LogSigmoid)"), Chain("Activation", "4", "Rescaling(200.0)", "Activation(Activation.Softmax)"),
        Chain("Activation", "4", "Rescaling(200.0)", "Activation(Activation.LogSoftmax)"), Chain("Activation", "4", "Rescaling(200.0)", "Activation(Activation.Squareplus)"),
        Chain("Activation", "4", "Rescaling(1e-3)", "Activation(Activation.TanhShrink)"),
    ];

    private static IEnumerable<ZooModel> Normalizations =>
    [
        .. from layer in new[] { "BatchNormalization", "LayerNormalization", "GroupNormalization" }
           from options in new[] { "", "Epsilon = 0.1", "Center = false", "Scale = false", "Center = false, Scale = false" }
           from shape in new[] { "6", "3, 4", "3, 2, 4" }
           where options.Length == 0 || shape != "3, 4"
           select Chain("Normalization", shape, layer == "GroupNormalization" ? $"GroupNormalization(2{(options.Length == 0 ? "" : ", " + options)})"
               : options.Length == 0 ? layer : $"{layer}({options})"),
        Chain("Normalization", "3, 2, 4", "GroupNormalization(-1)"), Chain("Normalization", "3, 2, 4", "GroupNormalization(1)"), Chain("Normalization", "3, 2, 6", "GroupNormalization(3)"),
        Chain("Normalization", "3, 4", "BatchNormalization(Momentum = 0.5)"),
        Chain("Normalization", "6", "RMSNormalization"), Chain("Normalization", "3, 4", "RMSNormalization(Epsilon = 0.1)"), Chain("Normalization", "3, 2, 4", "RMSNormalization"),
        Chain("Normalization", "6, 7, 2", "Conv2D(4, 3, UseBias = false)", "BatchNormalization", "ReLU", "Conv2D(3, 2)", "BatchNormalization"),
        Chain("Normalization", "6, 7, 2", "Conv2D(4, 3)", "GroupNormalization(2)", "Conv2D(3, 2)", "LayerNormalization", "Flatten", "Dense(2)"),
        Chain("Normalization", "6", "Rescaling(0.1, 5)", "LayerNormalization"),
    ];

    /// <summary>What layers of training are in prediction: nothing.</summary>
    private static IEnumerable<ZooModel> Training =>
    [
        Chain("Training", "5", "Dropout(0.3)", "Dense(2)"), Chain("Training", "3, 3, 2", "SpatialDropout2D(0.3)", "Flatten", "Dense(2)"), Chain("Training", "3, 2", "SpatialDropout1D(0.3)", "Flatten", "Dense(2)"),
        Chain("Training", "5", "GaussianNoise(0.3)", "GaussianDropout(0.2)", "Dense(2)"), Chain("Training", "5", "Dropout(0.5)"),
    ];

    private static IEnumerable<ZooModel> Preprocessing =>
    [
        Chain("Preprocessing", "5", "Rescaling(1 / 255.0)"), Chain("Preprocessing", "3, 2", "Rescaling(-2, 0.5)", "Dense(2)"),
        Chain("Preprocessing", "5", "Normalization"), Chain("Preprocessing", "3, 4", "Normalization", "Dense(2)"), Chain("Preprocessing", "5, 5, 2", "Normalization", "Conv2D(2, 2)"),
        .. from mode in new[] { "OneHot", "MultiHot", "Count" }
           from shape in new[] { "3", "1", "2, 3", "2, 1" }
           where mode != "OneHot" || shape.EndsWith('1')
           select Chain("Preprocessing", shape, $"CategoryEncoding(4, OutputMode = OutputMode.{mode})"),
        .. from mode in new[] { "Int", "OneHot", "MultiHot", "Count" }
           from boundaries in new[] { "-0.5, 0.25, 1", "NumBins = 4" }
           from shape in new[] { "3", "2, 1" }
           where mode != "OneHot" || shape.EndsWith('1')
           select Chain("Preprocessing", shape, $"Discretization({boundaries}, OutputMode = OutputMode.{mode})"),
        Chain("Preprocessing", "1", "CategoryEncoding(4)", "Dense(2)"),
    ];
}
