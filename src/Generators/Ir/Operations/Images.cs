using System.Collections.Immutable;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>
/// Operations with windows over images <c>[N, height, width, channels]</c>. A convolution is <see cref="Patches"/> and a product. Its
/// transpose is a product and <see cref="PatchesGradient"/>. Fusion turns each pair into one operation.
/// </summary>
internal static class Images
{
    /// <summary>The cells of the window at each position, side by side; cells outside the image are 0.</summary>
    public static readonly OperationDefinition Patches = new(nameof(Patches), Stage.Lowering, static (operands, attributes) =>
        [Places(operands[0], attributes.Window!, attributes.Window!.Cells)])
    {
        Adjoint = static (build, op, d) => [build.Gradient(PatchesGradient!, op.Operands[0], Back(op), d[0]!)],
        Tangent = LinearIn(0),
        Instruction = Windowed("Patches"),
        Onnx = OnnxWindowed("Pad") with { MayRemain = static operation => operation.Attributes.Window!.IsEdges },
    };

    /// <summary>Adds every cell of the patches to the pixel that it came from.</summary>
    public static readonly OperationDefinition PatchesGradient = new(nameof(PatchesGradient), Stage.Lowering,
        static (operands, attributes) =>
    {
        Require(operands[0] == Places(attributes.Type!, attributes.Window!, attributes.Window!.Cells), operands);
        return [attributes.Type!];
    })
    {
        Adjoint = static (build, op, d) => [build.Gradient(Patches, op.Operands[0], op.Attributes with { Type = null }, d[0]!)],
        Tangent = LinearIn(0),
        Instruction = Windowed("PatchesGradient"),
        Onnx = OnnxWindowed("Crop") with { MayRemain = static operation => operation.Attributes.Window!.IsEdges },
    };

    /// <summary>The maximum of each channel in the window at each position.</summary>
    public static readonly OperationDefinition MaxPool = new(nameof(MaxPool), Stage.Lowering, Pooled)
    {
        Adjoint = static (build, op, d) => [build.Gradient(MaxPoolGradient!, op.Operands[0], Back(op), op.Operands[0], op.Result, d[0]!)],
        Tangent = static (build, op, t) => [build.Tangent(MaxPoolTangent!, op.Result, op.Attributes, op.Operands[0], op.Result, t[0]!)],
        Instruction = Windowed("MaxPool"),
        Onnx = OnnxWindowed("MaxPool"),
    };

    /// <summary>The gradient of the images. Operands: the images, the maxima and the gradient of the maxima.</summary>
    public static readonly OperationDefinition MaxPoolGradient = new(nameof(MaxPoolGradient), Stage.Adjoint,
        static (operands, attributes) =>
    {
        Require(operands[1] == operands[2] && operands[1] == Places(operands[0], attributes.Window!, 1), operands);
        return [operands[0]];
    })
    {
        Tangent = LinearIn(2),
        Instruction = Windowed("MaxPoolGradient"),
    };

    /// <summary>The tangent at the cell that holds the maximum. Operands: the images, the maxima and the tangent of the images.</summary>
    public static readonly OperationDefinition MaxPoolTangent = new(nameof(MaxPoolTangent), Stage.Tangent, static (operands, attributes) =>
    {
        Require(operands[0] == operands[2] && operands[1] == Places(operands[0], attributes.Window!, 1), operands);
        return [operands[1]];
    })
    {
        Instruction = Windowed("MaxPoolTangent"),
    };

    /// <summary>The mean of each channel in the window at each position.</summary>
    public static readonly OperationDefinition AveragePool = new(nameof(AveragePool), Stage.Lowering, Pooled)
    {
        Adjoint = static (build, op, d) => [build.Gradient(AveragePoolGradient!, op.Operands[0], Back(op), d[0]!)],
        Tangent = LinearIn(0),
        Instruction = Windowed("AveragePool"),
        Onnx = OnnxWindowed("AveragePool"),
    };

    /// <summary>Divides the number of each position among the cells of its window.</summary>
    public static readonly OperationDefinition AveragePoolGradient = new(nameof(AveragePoolGradient), Stage.Lowering,
        static (operands, attributes) =>
    {
        Require(operands[0] == Places(attributes.Type!, attributes.Window!, 1), operands);
        return [attributes.Type!];
    })
    {
        Adjoint = static (build, op, d) => [build.Gradient(AveragePool, op.Operands[0], op.Attributes with { Type = null }, d[0]!)],
        Tangent = LinearIn(0),
        Instruction = Windowed("AveragePoolGradient"),
    };

    /// <summary>Dropout of whole channels. Its adjoint is the same operation on the gradient.</summary>
    public static readonly OperationDefinition ChannelDropout = new(nameof(ChannelDropout), Stage.Lowering, static (operands, attributes) =>
    {
        Require(operands[0].Rank == 4, operands);
        return Unary(operands, attributes);
    })
    {
        Adjoint = static (build, op, d) => [build.Gradient(ChannelDropout!, op.Operands[0], op.Attributes, d[0]!)],
        Tangent = LinearIn(0),
        Instruction = new("ChannelDropout", static a =>
            [a.Operand(0), Support.Literal.Of(a.Attributes.Rate), "key", Elementwise.Stream(a), a.Result()]),
        InPlace = [0],
    };

    /// <summary>
    /// Pixels of each image by their numbers, which count row by row from 0. Operands: numbers <c>[N, places]</c> and images. Result:
    /// <c>[N, places, channels]</c>.
    /// </summary>
    public static readonly OperationDefinition Pixels = new(nameof(Pixels), Stage.Lowering, static (operands, _) =>
    {
        Require(operands[0] is { Rank: 2, IsPerSample: true } && operands[1] is { Rank: 4, IsPerSample: true }, operands);
        return [operands[1].With([.. operands[0].Dims, operands[1].Columns])];
    })
    {
        Adjoint = static (build, op, d) =>
        [
            null,
            build.Gradient(PixelsGradient!, op.Operands[1], new OperationAttributes { Type = op.Operands[1].Type }, op.Operands[0], d[0]!),
        ],
        Tangent = LinearIn(1),
        Instruction = new("Pixels", static a => a.All),
    };

    /// <summary>Adds every row of the upstream gradient to the pixel that it was taken from.</summary>
    public static readonly OperationDefinition PixelsGradient = new(nameof(PixelsGradient), Stage.Adjoint, static (operands, attributes) =>
    {
        Require(operands[1].RowDims.Equals(operands[0].Dims) && operands[1].Columns == attributes.Type!.Columns, operands);
        return [attributes.Type!];
    })
    {
        Tangent = LinearIn(1),
        Instruction = new("PixelsGradient", static a => a.All),
    };

    /// <summary>
    /// Weights each channel of the window's cells with its own weights, and sums them. Operands: images and a kernel
    /// <c>[height, width, channels, 1]</c>.
    /// </summary>
    public static readonly OperationDefinition DepthwiseConvolution = new(nameof(DepthwiseConvolution), Stage.Lowering,
        static (operands, attributes) =>
    {
        Require(operands[1].Elements == attributes.Window!.Cells * operands[0].Columns.Size && !operands[1].IsPerSample, operands);
        return [Places(operands[0], attributes.Window, 1)];
    })
    {
        Adjoint = static (build, op, d) =>
        [
            build.Gradient(DepthwiseImageGradient!, op.Operands[0], Back(op), d[0]!, op.Operands[1]),
            build.Gradient(DepthwiseKernelGradient!, op.Operands[1], op.Attributes with { Type = op.Operands[1].Type },
                op.Operands[0], d[0]!),
        ],
        Tangent = LinearIn(0, 1),
        Instruction = Windowed("DepthwiseConvolution"),
        Onnx = OnnxWindowed("DepthwiseConvolution"),
    };

    /// <summary>
    /// Adds each number, weighted by the kernel, to the cells of its window. Operands: one number for each position, and the kernel.
    /// </summary>
    public static readonly OperationDefinition DepthwiseImageGradient = new(nameof(DepthwiseImageGradient), Stage.Lowering,
        static (operands, attributes) =>
    {
        Require(operands[0] == Places(attributes.Type!, attributes.Window!, 1), operands);
        return [attributes.Type!];
    })
    {
        Adjoint = static (build, op, d) =>
        [
            build.Gradient(DepthwiseConvolution, op.Operands[0], op.Attributes with { Type = null }, d[0]!, op.Operands[1]),
            build.Gradient(DepthwiseKernelGradient!, op.Operands[1], op.Attributes with { Type = op.Operands[1].Type }, d[0]!,
                op.Operands[0]),
        ],
        Tangent = LinearIn(0, 1),
        Instruction = Windowed("DepthwiseImageGradient"),
        Onnx = OnnxWindowed("TransposedDepthwiseConvolution"),
    };

    /// <summary>The gradient of a depthwise kernel. Operands: the images and the gradient.</summary>
    public static readonly OperationDefinition DepthwiseKernelGradient = new(nameof(DepthwiseKernelGradient), Stage.Adjoint,
        static (operands, attributes) =>
    {
        Require(operands[1] == Places(operands[0], attributes.Window!, 1), operands);
        return [attributes.Type!];
    })
    {
        Tangent = LinearIn(0, 1),
        Instruction = Windowed("DepthwiseKernelGradient"),
    };

    /// <summary>
    /// <c>activation(patches·kernel + bias)</c>. Operands: images, kernel <c>[cells·channels, filters]</c> and an optional bias.
    /// </summary>
    public static readonly OperationDefinition Convolution = new(nameof(Convolution), Stage.Fusion, static (operands, attributes) =>
        [Filtered(operands[0], operands[1], attributes.Window!)])
    {
        Instruction = new("Convolution", static a =>
        [
            a.Operand(0), a.Operand(1), a.Attributes.Window!.ToSource(), a.Operation.Operands.Length == 3 ? a.Operand(2) : "null",
            Elementwise.Activation(a), a.Result(),
        ]),
        Onnx = OnnxWindowed("Convolution") with { Activates = true },
    };

    /// <summary>
    /// A convolution in which each filter reads the channels of its group. Operands: images, kernel <c>[cells·channels/groups, filters]</c>
    /// and an optional bias. Engines have patches, a permutation and a product instead.
    /// </summary>
    public static readonly OperationDefinition GroupedConvolution = new(nameof(GroupedConvolution), Stage.Export,
        static (operands, attributes) =>
    {
        var (images, kernel, groups) = (operands[0], operands[1], attributes.Groups);
        Require(kernel.Rank == 2 && kernel.Dims[0].Size * groups == attributes.Window!.Cells * images.Columns.Size
            && kernel.Columns.Size % groups == 0, operands);
        return [images.With([.. Places(images, attributes.Window!, 1).RowDims, kernel.Columns])];
    })
    {
        Onnx = OnnxWindowed("GroupedConvolution", static a => [Support.Literal.Of(a.Attributes.Groups)]),
    };

    /// <summary>
    /// The gradient of the patches, added to the pixels that they came from. Operands: one number for each position and filter, and the
    /// kernel.
    /// </summary>
    public static readonly OperationDefinition ConvolutionImageGradient = new(nameof(ConvolutionImageGradient), Stage.Fusion,
        static (operands, attributes) =>
    {
        Require(operands[0].Equals(Filtered(attributes.Type!, operands[1], attributes.Window!)), operands);
        return [attributes.Type!];
    })
    {
        Instruction = Windowed("ConvolutionImageGradient"),
        Onnx = OnnxWindowed("TransposedConvolution"),
    };

    /// <summary>The gradient of the kernel <c>[cells·channels, filters]</c>. Operands: the images and the gradient.</summary>
    public static readonly OperationDefinition ConvolutionKernelGradient = new(nameof(ConvolutionKernelGradient), Stage.Fusion,
        static (operands, attributes) =>
    {
        var kernel = TensorType.Float((int)(attributes.Window!.Cells * operands[0].Columns.Size), operands[1].Columns.Size);
        Require(operands[1].Equals(Filtered(operands[0], kernel, attributes.Window)), operands);
        return [kernel];
    })
    {
        Instruction = Windowed("ConvolutionKernelGradient"),
    };

    public static readonly ImmutableArray<OperationDefinition> All =
    [
        ChannelDropout, Pixels, PixelsGradient, Patches, PatchesGradient, MaxPool, MaxPoolGradient, MaxPoolTangent, AveragePool,
        AveragePoolGradient,
        DepthwiseConvolution, DepthwiseImageGradient, DepthwiseKernelGradient, Convolution, GroupedConvolution,
        ConvolutionImageGradient, ConvolutionKernelGradient,
    ];

    private static ImmutableArray<TensorType> Pooled(ImmutableArray<TensorType> operands, OperationAttributes attributes) =>
        [Places(operands[0], attributes.Window!, 1)];

    /// <summary>
    /// Returns the type of an operation's result at the positions of a window, with a given number of values for each channel.
    /// </summary>
    private static TensorType Places(TensorType images, Window window, int numbers)
    {
        Require(images.Rank == 4 && !images.Dims.Skip(1).Any(d => d.IsBatch), [images]);
        var (rows, columns) = (window.Rows.Places(images.Dims[1].Size), window.Columns.Places(images.Dims[2].Size));
        Require(rows > 0 && columns > 0, [images]);
        return images.With([images.Dims[0], rows, columns, numbers * images.Dims[3].Size]);
    }

    /// <summary>Returns the type of the results of filters at the positions of a window.</summary>
    private static TensorType Filtered(TensorType images, TensorType kernel, Window window)
    {
        Require(kernel.Rank == 2 && !kernel.IsPerSample && kernel.Dims[0].Size == window.Cells * images.Columns.Size, [images, kernel]);
        return images.With([.. Places(images, window, 1).RowDims, kernel.Columns]);
    }

    private static OperationAttributes Back(Operation operation) => operation.Attributes with { Type = operation.Operands[0].Type };

    /// <summary>
    /// Returns the ONNX form of an operation with a window: images, kernel, window, rows and columns of the result, further arguments, and
    /// a bias if there is one.
    /// </summary>
    private static OnnxForm OnnxWindowed(string method, Func<InstructionArguments, IEnumerable<string>>? more = null) => new(method, a =>
    [
        .. a.Operation.Operands.Take(2).Select(a.Name), a.Attributes.Window!.ToSource(),
        .. a.Operation.Result.Type.Dims.Skip(1).Take(2).Select(dim => dim.ToString()), .. more?.Invoke(a) ?? [],
        .. a.Operation.Operands.Skip(2).Select(a.Name),
    ]);

    private static Instruction Windowed(string method) =>
        new(method, static a => [.. a.Operation.Operands.Select(a.Name), a.Attributes.Window!.ToSource(), a.Result()]);
}
