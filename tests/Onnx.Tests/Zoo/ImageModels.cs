using static ModelDsl.Onnx.Tests.Zoo.ZooModel;

namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>Convolutions, pools, and layers that change the size of images: every option, on images of odd sizes.</summary>
internal static class ImageModels
{
    public static IEnumerable<ZooModel> All => [.. Convolutions, .. Transposed, .. Pools, .. Sizes, Network];

    /// <summary>A network of every kind of layer that a modern one has.</summary>
    public static ZooModel Network { get; } = new("Network", "Residual", """
        [Onnx, Model(9, 9, 3), SparseCategoricalCrossentropy]
        public sealed partial record Residual(
            [Conv2D(4, 3, UseBias = false, Padding = Padding.Same)] Conv2D Stem, [BatchNormalization] BatchNormalization Norm,
            [DepthwiseConv2D(3, Activation.Relu, Padding = Padding.Same)] DepthwiseConv2D Depth, [Conv2D(8, 1)] Conv2D Point,
            [Conv2D(4, 3, Activation.Silu, Groups = 2, Padding = Padding.Same)] Conv2D Grouped, [GroupNormalization(2)] GroupNormalization Groups,
            [MaxPooling2D(2)] MaxPooling2D Smaller, [Dense(10, Activation.Softmax)] Dense Head)
        {
            [Forward]
            internal static Tensor Run(Residual m, Tensor x)
            {
                var h = x | m.Stem | m.Norm | Relu;
                h = h + (h | m.Depth | m.Point | m.Grouped | m.Groups);
                return (h | m.Smaller).Flatten() | m.Head;
            }
        }
        """);

    private static IEnumerable<ZooModel> Convolutions =>
    [
        .. Options(["", "Padding = Padding.Same"], ["", "Strides = 2", "Strides = 3", "Dilation = 2"])
            .Select(options => Chain("Convolution", "7, 10, 3", $"Conv2D(4, 3{options})")),
        .. from size in new[] { "6, 6, 2", "7, 7, 2", "9, 8, 2" }
           from kernel in new[] { "2", "4", "5" }
           select Chain("Convolution", size, $"Conv2D(3, {kernel}, Strides = 2, Padding = Padding.Same)"),
        Chain("Convolution", "5, 6, 3", "Conv2D(4, 1)"),
        Chain("Convolution", "5, 6, 3", "Conv2D(4, 1, Strides = 2, Padding = Padding.Same)"),
        Chain("Convolution", "5, 6, 3", "Conv2D(4, 5, 6)"),
        Chain("Convolution", "5, 6, 3", "Conv2D(4, 2, 3, UseBias = false)", "Conv2D(2, 1, 2, Activation.Relu)"),
        Chain("Convolution", "4, 5, 3", "Conv2D(4, 7, Activation.Tanh, Padding = Padding.Same)"),
        Chain("Convolution", "5, 6, 3", "Conv2D(4, 3, Activation.Softmax)"),
        Chain("Convolution", "5, 6, 3", "Conv2D(4, 3, Activation.Glu)"),
        Chain("Convolution", "5, 6, 3", "Conv2D(4, 3, Activation.LogSoftmax)"),
        Chain("Convolution", "5, 6, 3", "Conv2D(4, 3, Activation.Gelu)", "Conv2D(4, 3, Activation.HardSilu)", "Flatten", "Dense(3)"),
        Chain("Convolution", "6, 7, 4", "Conv2D(6, 3, Groups = 2)"),
        Chain("Convolution", "6, 7, 4", "Conv2D(8, 3, Groups = 4, UseBias = false, Padding = Padding.Same)"),
        Chain("Convolution", "6, 7, 4", "Conv2D(6, 3, Activation.Elu, Groups = 2, Dilation = 2, Padding = Padding.Same)"),
        Chain("Convolution", "6, 7, 4", "Conv2D(6, 1, Groups = 2)"),
        .. Options(["", "Padding = Padding.Same", "Padding = Padding.Causal"], ["", "Strides = 2", "Dilation = 2"])
            .Select(options => Chain("Convolution", "9, 4", $"Conv1D(6, 3{options})")),
        Chain("Convolution", "8, 4", "Conv1D(6, 1)", "Conv1D(4, 4, Groups = 2, Padding = Padding.Causal)"),
        Chain("Convolution", "8, 4", "Conv1D(6, 3, Activation.Relu, Groups = 2, UseBias = false)"),
        .. Options(["", "Padding = Padding.Same"], ["", "Strides = 2", "Dilation = 2"], ["", "DepthMultiplier = 2"])
            .Select(options => Chain("Convolution", "7, 8, 3", $"DepthwiseConv2D(3{options})")),
        Chain("Convolution", "7, 8, 3", "DepthwiseConv2D(2, 3, Activation.Relu, UseBias = false)"),
        Chain("Convolution", "7, 8, 1", "DepthwiseConv2D(3, DepthMultiplier = 3)"),
        .. Options(["", "Padding = Padding.Same"], ["", "Strides = 2", "Dilation = 2"])
            .Select(options => Chain("Convolution", "7, 8, 3", $"SeparableConv2D(4, 3{options})")),
        Chain("Convolution", "7, 8, 3", "SeparableConv2D(4, 2, 3, Activation.Tanh, DepthMultiplier = 2, UseBias = false)"),
        .. from layer in new[] { "Conv2D(4, 3", "Conv2D(3, 2, Groups = 3", "DepthwiseConv2D(3", "SeparableConv2D(4, 3" }
           from option in new[] { "Pads = [1]", "Pads = [2, 0, 1, 3]", "StrideHeight = 2", "StrideWidth = 3, Padding = Padding.Same" }
           select Chain("Convolution", "7, 8, 3", $"{layer}, {option})"),
        .. from layer in new[] { "DepthwiseConv1D(3", "DepthwiseConv1D(3, DepthMultiplier = 2", "SeparableConv1D(5, 3", "SeparableConv1D(5, 2, DepthMultiplier = 3" }
           from option in new[] { "", ", Padding = Padding.Same", ", Padding = Padding.Causal, Dilation = 2", ", Strides = 2, UseBias = false", ", Pads = [1, 2]" }
           select Chain("Convolution", "9, 4", $"{layer}{option})"),
        Method("Convolution", "5, 1", ["DepthwiseConv1D(2)"], "return x.BroadcastTo(-1, 5, 3) | m.A;"),
        Chain("Convolution", "9, 4", "Conv1D(6, 3, Pads = [1, 2])"), Chain("Convolution", "9, 4", "Conv1D(6, 3, Strides = 2, Pads = [2])"),
    ];

    private static IEnumerable<ZooModel> Transposed =>
    [
        .. from padding in new[] { "", ", Padding = Padding.Same" }
           from kernel in new[] { "1", "2", "3", "2, 5" }
           from strides in new[] { 1, 2, 3 }
           select Chain("Transposed convolution", "3, 4, 2", $"Conv2DTranspose(3, {kernel}, Strides = {strides}{padding})"),
        .. from padding in new[] { "", ", Padding = Padding.Same" }
           from more in new[] { 0, 1, 2 }
           select Chain("Transposed convolution", "3, 4, 2", $"Conv2DTranspose(3, 4, Strides = 3, OutputPadding = {more}{padding})"),
        Chain("Transposed convolution", "3, 4, 2", "Conv2DTranspose(3, 3, Dilation = 2)"),
        .. from option in new[] { "Pads = [1]", "Pads = [2, 0, 1, 1]", "StrideHeight = 2", "StrideWidth = 3, Padding = Padding.Same",
               "Strides = 3, OutputPaddingHeight = 2, OutputPaddingWidth = 1", "StrideWidth = 2, OutputPaddingWidth = 1" }
           select Chain("Transposed convolution", "5, 4, 2", $"Conv2DTranspose(3, 3, {option})"),
        .. from option in new[] { "", ", Strides = 2", ", Strides = 2, Padding = Padding.Same", ", Strides = 3, OutputPadding = 2", ", Dilation = 2", ", Strides = 4, UseBias = false, Pads = [1, 0]" }
           select Chain("Transposed convolution", "5, 4", $"Conv1DTranspose(3, 3, Activation.Relu{option})"),
        Chain("Transposed convolution", "5, 4, 2", "Conv2DTranspose(3, 3, Dilation = 2, Padding = Padding.Same)"),
        Chain("Transposed convolution", "3, 4, 2", "Conv2DTranspose(3, 3, Activation.Relu, UseBias = false)", "Conv2DTranspose(2, 2, Strides = 2)"),
    ];

    private static IEnumerable<ZooModel> Pools =>
    [
        .. from pool in new[] { "MaxPooling2D", "AveragePooling2D" }
           from options in Options(["", "Padding = Padding.Same"], ["", "Strides = 1", "Strides = 2"])
           from size in new[] { "2", "3", "2, 3" }
           select Chain("Pool", "7, 8, 3", $"{pool}({size}{options})"),
        .. from pool in new[] { "MaxPooling1D", "AveragePooling1D" }
           from options in Options(["", "Padding = Padding.Same"], ["", "Strides = 1", "Strides = 2"])
           select Chain("Pool", "7, 3", $"{pool}(3{options})"),
        .. from pool in new[] { "MaxPooling2D", "AveragePooling2D" }
           from option in new[] { "Pads = [1]", "Pads = [2, 0, 1, 2]", "StrideHeight = 2", "StrideWidth = 2, Padding = Padding.Same" }
           select Chain("Pool", "7, 8, 3", $"{pool}(3, {option})"),
        Chain("Pool", "7, 3", "MaxPooling1D(3, Pads = [2, 1])"), Chain("Pool", "7, 3", "AveragePooling1D(3, Pads = [1, 2])"),
        .. from pool in new[] { "GlobalMaxPooling2D", "GlobalAveragePooling2D" } select Chain("Pool", "5, 6, 3", pool),
        .. from pool in new[] { "GlobalMaxPooling1D", "GlobalAveragePooling1D" } select Chain("Pool", "5, 3", pool),
        Chain("Pool", "9, 9, 2", "Conv2D(4, 3, Activation.Relu)", "MaxPooling2D(2)", "Conv2D(3, 2)", "GlobalAveragePooling2D", "Dense(2)"),
    ];

    private static IEnumerable<ZooModel> Sizes =>
    [
        Chain("Size", "3, 4, 2", "ZeroPadding2D(1)"), Chain("Size", "3, 4, 2", "ZeroPadding2D(2, 1)"), Chain("Size", "3, 4, 2", "ZeroPadding2D(0, 1, 2, 3)"),
        Chain("Size", "5, 6, 2", "Cropping2D(1)"), Chain("Size", "5, 6, 2", "Cropping2D(2, 1)"), Chain("Size", "5, 8, 2", "Cropping2D(0, 1, 2, 3)"),
        Chain("Size", "3, 4, 2", "UpSampling2D(2)"), Chain("Size", "3, 4, 2", "UpSampling2D(1, 3)"), Chain("Size", "3, 4, 2", "UpSampling2D(3, 2)", "Conv2D(2, 3)"),
        Chain("Size", "3, 4, 2", "Conv2D(4, 2)", "ZeroPadding2D(1)", "Conv2D(3, 2)", "UpSampling2D(2)", "Cropping2D(1)", "Conv2D(2, 3)"),
        Chain("Size", "4, 2", "ZeroPadding1D"), Chain("Size", "4, 2", "ZeroPadding1D(0, 3)"), Chain("Size", "6, 2", "Cropping1D"), Chain("Size", "6, 2", "Cropping1D(0, 2)"),
        Chain("Size", "4, 2", "UpSampling1D"), Chain("Size", "4, 2", "UpSampling1D(3)", "Conv1D(2, 3)", "ZeroPadding1D(2)", "Conv1D(3, 2)", "Cropping1D(1, 0)"),
        Chain("Size", "4", "RepeatVector(3)"), Chain("Size", "4", "RepeatVector(3)", "LSTM(2, ReturnSequences = true)"), Chain("Size", "4", "RepeatVector(1)", "Conv1D(2, 1)"),
        .. from order in new[] { "1, 2, 3", "1, 3, 2", "2, 1, 3", "2, 3, 1", "3, 1, 2", "3, 2, 1" } select Chain("Size", "3, 4, 2", $"Permute({order})"),
        Chain("Size", "3, 2", "Permute(2, 1)"),
        .. from size in new[] { "6, 9", "3, 2", "5, 6", "1, 7" } from way in new[] { "", ", Interpolation = Interpolation.Nearest" } select Chain("Size", "5, 6, 2", $"Resizing({size}{way})"),
        Chain("Size", "5, 8, 2", "Resizing(4, 4, CropToAspectRatio = true)"), Chain("Size", "5, 8, 2", "Resizing(4, 4, PadToAspectRatio = true)"),
        Chain("Size", "8, 5, 2", "Resizing(6, 3, PadToAspectRatio = true, FillValue = 0.5)", "Conv2D(2, 3)"),
        Chain("Size", "5, 8, 2", "CenterCrop(2, 5)"), Chain("Size", "5, 8, 2", "CenterCrop(7, 5)"), Chain("Size", "5, 8, 2", "RandomCrop(4, 4)", "Conv2D(2, 3)"), Chain("Size", "5, 8, 2", "RandomCrop(5, 8)"),
        Chain("Augmentation", "5, 4, 2", "Conv2D(2, 3)", "RandomFlip(FlipMode.Horizontal)", "RandomBrightness(0.2, ValueRange = [0, 1])", "RandomContrast(0.3, ValueRange = [0, 1])",
            "RandomTranslation(0.1, 0.2, FillMode = FillMode.Constant, Interpolation = Interpolation.Nearest, FillValue = 0.5)",
            "RandomZoom(0.1, FillMode = FillMode.Constant, Interpolation = Interpolation.Nearest, FillValue = 0.5)",
            "RandomRotation(0.1, FillMode = FillMode.Constant, Interpolation = Interpolation.Nearest, FillValue = 0.5)", "Conv2D(3, 2)"),
        Chain("Size", "4, 6, 2", "Conv2D(4, 2)", "Permute(3, 1, 2)", "Dense(3)"),
        Chain("Size", "4, 6, 2", "Conv2D(4, 2)", "Reshape(15, 4)", "Conv1D(2, 3)", "Reshape(-1, 2)", "Flatten", "Dense(3)"),
        Chain("Size", "4, 6, 2", "Conv2D(3, 2, Activation.Relu)", "Flatten", "Dense(3)"),
    ];

    /// <summary>Returns every choice of one option from each list, as the end of an attribute's arguments.</summary>
    private static IEnumerable<string> Options(params string[][] lists) => lists.Aggregate<string[], IEnumerable<string>>(
        [""], (chosen, list) => chosen.SelectMany(before => list.Select(option => before + (option.Length == 0 ? "" : ", " + option))));
}
