using System.Collections.Immutable;
using ModelDsl.Engines;
using Onnx;

namespace ModelDsl.CompilerServices;

// Windows over images: convolutions and pools. They take the channels first. The last arguments of a method are the rows and columns of its
// result; from them follows the padding below and right, which a window does not have.
public sealed partial class OnnxGraph
{
    private readonly Dictionary<(OnnxValue Kernel, string Form), OnnxValue> kernels = [];

    /// <summary>A convolution, plus bias. The kernel is <c>[cells·channels, filters]</c>.</summary>
    public OnnxValue Convolution(
        string name, OnnxValue x, OnnxValue kernel, Window window, int rows, int columns, OnnxValue? bias = null) =>
        GroupedConvolution(name, x, kernel, window, rows, columns, groups: 1, bias);

    /// <summary>
    /// A convolution in which each filter reads the channels of its group. The kernel is <c>[cells·channels/groups, filters]</c>.
    /// </summary>
    public OnnxValue GroupedConvolution(
        string name, OnnxValue x, OnnxValue kernel, Window window, int rows, int columns, int groups, OnnxValue? bias = null)
    {
        // [height, width, channels, filters] becomes [filters, channels, height, width].
        var (channels, filters) = (x.Columns / groups, kernel.Columns);
        var filter = Kernel(kernel, "filters", [window.Height, window.Width, channels, filters], [3, 2, 0, 1]);
        string[] inputs = [In(x, OnnxLayout.ChannelsFirst), In(filter), .. bias is null ? Array.Empty<string>() : [In(bias)]];
        return Node("Conv", name, inputs, [x.Dims[0], rows, columns, filters], OnnxLayout.ChannelsFirst,
            [.. Cells(window), Pads(x, window, rows, columns), .. groups == 1 ? Array.Empty<AttributeProto>() : [Int("group", groups)]]);
    }

    /// <summary>The weighted sum of the window's cells for each channel. The kernel has cells·channels numbers.</summary>
    public OnnxValue DepthwiseConvolution(string name, OnnxValue x, OnnxValue kernel, Window window, int rows, int columns) =>
        GroupedConvolution(name, x, Reshaped(kernel.Name, kernel, [window.Height * window.Width, x.Columns]), window, rows, columns,
            (int)x.Columns);

    /// <summary>
    /// The transpose of a convolution: each pixel times each filter is added to the cells of its window. The kernel is
    /// <c>[cells·filters, channels]</c>; rows and columns are those of the images that it makes.
    /// </summary>
    public OnnxValue TransposedConvolution(string name, OnnxValue x, OnnxValue kernel, Window window, int rows, int columns)
    {
        // [height, width, filters, channels] becomes [channels, filters, height, width].
        var filters = kernel.Dims[0] / (window.Height * window.Width);
        var filter = Kernel(kernel, "transposed", [window.Height, window.Width, filters, x.Columns], [3, 2, 0, 1]);
        return Transposed(name, x, In(filter), window, rows, columns, filters, groups: 1);
    }

    /// <summary>
    /// Adds each number, weighted by the kernel, to the cells of its window, each channel by itself. With windows side by side and a kernel
    /// of ones it repeats pixels.
    /// </summary>
    public OnnxValue TransposedDepthwiseConvolution(string name, OnnxValue x, OnnxValue kernel, Window window, int rows, int columns)
    {
        if (kernel.Uniform == 1 && window is { DilationHeight: 1, DilationWidth: 1, Top: 0, Left: 0 }
            && (window.StrideHeight, window.StrideWidth) == (window.Height, window.Width)
            && (rows, columns) == (window.Height * x.Dims[1], window.Width * x.Dims[2]))
        {
            var scales = Initializer(name + ".Scales", [4], [1, 1, window.Height, window.Width]);
            return Node("Resize", name, [In(x, OnnxLayout.ChannelsFirst), "", scales], [x.Dims[0], rows, columns, x.Columns], OnnxLayout.ChannelsFirst,
                Text("mode", "nearest"), Text("coordinate_transformation_mode", "asymmetric"), Text("nearest_mode", "floor"));
        }
        // [height, width, channels] becomes [channels, 1, height, width].
        var filter = Kernel(kernel, "depthwise", [window.Height, window.Width, x.Columns, 1], [2, 3, 0, 1]);
        return Transposed(name, x, In(filter), window, rows, columns, x.Columns, (int)x.Columns);
    }

    /// <summary>The maximum of each channel in the window at each position; NaN where a cell is NaN is left to the runtime.</summary>
    public OnnxValue MaxPool(string name, OnnxValue x, Window window, int rows, int columns) =>
        Pooled(name, x, window, rows, columns, "Max");

    /// <summary>The mean of each channel over the window's cells inside the image.</summary>
    public OnnxValue AveragePool(string name, OnnxValue x, Window window, int rows, int columns) =>
        Pooled(name, x, window, rows, columns, "Average");

    /// <summary>Images with zeros at their edges. The window has one cell, and padding.</summary>
    public OnnxValue Pad(string name, OnnxValue x, Window window, int rows, int columns)
    {
        var (height, width, layout) = (x.Dims[1], x.Dims[2], LayoutOf(x));
        long[] before = [0, window.Top, window.Left, 0], after = [0, rows - height - window.Top, columns - width - window.Left, 0];
        var pads = Ints([.. Ordered([.. before], layout), .. Ordered([.. after], layout)]);
        return Node("Pad", name, [In(x, layout), pads], [x.Dims[0], rows, columns, x.Columns], layout, Text("mode", "constant"));
    }

    /// <summary>Images without their edges. The window has one cell, and the edges are its padding.</summary>
    public OnnxValue Crop(string name, OnnxValue x, Window window, int rows, int columns)
    {
        var layout = LayoutOf(x);
        var first = layout == OnnxLayout.ChannelsFirst ? 2 : 1;
        return Node("Slice", name,
            [In(x, layout), Ints([window.Top, window.Left]), Ints([window.Top + rows, window.Left + columns]), Ints([first, first + 1])],
            [x.Dims[0], rows, columns, x.Columns], layout);
    }

    /// <summary>
    /// Whether a product with a kernel is cheapest as a convolution of one pixel: the file has the images only with the channels first.
    /// </summary>
    private static bool IsPointwise(OnnxValue x, OnnxValue kernel) =>
        x.IsChannelsFirst && x.Rank is 3 or 4 && kernel is { Rank: 2, Numbers: not null };

    /// <summary>Returns a product of the channels as a convolution of one pixel. The kernel is <c>[channels/groups, filters]</c>.</summary>
    private OnnxValue Pointwise(string name, OnnxValue x, OnnxValue kernel, OnnxValue? bias, int groups = 1)
    {
        var images = x.Rank == 4 ? x : Reshaped(x.Name, x, x.Dims.Insert(1, 1));
        var filtered = GroupedConvolution(name, images, kernel, new Window(1, 1), (int)images.Dims[1], (int)images.Dims[2], groups, bias);
        return Reshaped(name, filtered, x.Dims.SetItem(x.Rank - 1, kernel.Columns));
    }

    private OnnxValue Pooled(string name, OnnxValue x, Window window, int rows, int columns, string kind)
    {
        ImmutableArray<long> dims = [x.Dims[0], rows, columns, x.Columns];
        if (AlongAxis(x, window, rows, columns) is var (whole, axis))
        {
            var reduced = Reduced(kind == "Max" ? "ReduceMax" : "ReduceMean", name, whole, [axis], whole.Dims.RemoveAt(axis));
            return Reshaped(name + ".Rows", reduced, dims);
        }
        if ((rows, columns) == (1, 1) && (window.Height, window.Width) == (x.Dims[1], x.Dims[2]))
            return Node($"Global{kind}Pool", name, [In(x, OnnxLayout.ChannelsFirst)], dims, OnnxLayout.ChannelsFirst);
        // The cells outside the image do not count, in ONNX by default as here.
        var attributes = Cells(window).Where(attribute => kind == "Max" || attribute.Name != "dilations");
        return Node($"{kind}Pool", name, [In(x, OnnxLayout.ChannelsFirst)], dims, OnnxLayout.ChannelsFirst, [.. attributes, Pads(x, window, rows, columns)]);
    }

    /// <summary>
    /// Returns the value and the axis that a pool reduces, if it does no more than that: a pool over whole sequences, or the <c>Mean</c> or
    /// <c>Max</c> of a method, whose windows are one column of images of one column, side by side.
    /// </summary>
    private (OnnxValue Whole, int Axis)? AlongAxis(OnnxValue x, Window window, int rows, int columns)
    {
        if (x.IsChannelsFirst) return null;
        if (x.Dims[1] == 1 && (rows, columns) == (1, 1) && window.Width == x.Dims[2]) return (Reshaped(x.Name, x, x.Dims.RemoveAt(1)), 1);
        if (x.Dims[2] != 1 || window.Width != 1 || window.Top != 0 || window.StrideHeight != window.Height
            || rows * window.Height != x.Dims[1]) return null;
        var (outer, inner) = (1L, x.Columns);
        var whole = x.View ?? x;
        for (var axis = 1; axis < whole.Rank; outer *= whole.Dims[axis], axis++)
            if (outer == rows && whole.Dims[axis] == window.Height && Product(whole.Dims, axis + 1) == inner) return (whole, axis);
        return (Reshaped(x.Name + ".Groups", x, [x.Dims[0], rows, window.Height, inner]), 2);

        static long Product(ImmutableArray<long> dims, int first) => dims.Skip(first).Aggregate(1L, (product, size) => product * size);
    }

    private OnnxValue Transposed(string name, OnnxValue x, string kernel, Window window, int rows, int columns, long filters, int groups)
    {
        // The windows of all pixels cover a length. What the output lacks of it at its ends is padding, what it has more is output padding.
        var (below, right) = (After(x.Dims[1], window.StrideHeight, window.Height, window.DilationHeight, window.Top, rows),
            After(x.Dims[2], window.StrideWidth, window.Width, window.DilationWidth, window.Left, columns));
        return Node("ConvTranspose", name, [In(x, OnnxLayout.ChannelsFirst), kernel], [x.Dims[0], rows, columns, filters], OnnxLayout.ChannelsFirst,
            [
                .. Cells(window), Ints("pads", window.Top, window.Left, Math.Max(below, 0), Math.Max(right, 0)),
                Ints("output_padding", Math.Max(-below, 0), Math.Max(-right, 0)), .. groups == 1 ? Array.Empty<AttributeProto>() : [Int("group", groups)],
            ]);

        static long After(long places, int stride, int size, int dilation, int before, int length) =>
            (places - 1) * stride + (size - 1) * dilation + 1 - before - length;
    }

    /// <summary>Returns a kernel with the order of axes that an operator takes; a kernel that is used twice is in the file once.</summary>
    private OnnxValue Kernel(OnnxValue kernel, string form, ImmutableArray<long> dims, int[] axes) =>
        kernels.TryGetValue((kernel, form), out var known) ? known
        : kernels[(kernel, form)] = Permute(kernel.Name, Reshaped(kernel.Name, kernel, dims), axes);

    private static AttributeProto[] Cells(Window window) =>
    [
        Ints("kernel_shape", window.Height, window.Width), Ints("strides", window.StrideHeight, window.StrideWidth),
        Ints("dilations", window.DilationHeight, window.DilationWidth),
    ];

    /// <summary>Returns the padding of a window: above, left, below, right.</summary>
    private static AttributeProto Pads(OnnxValue x, Window window, int rows, int columns)
    {
        var below = After(x.Dims[1], window.StrideHeight, window.Height, window.DilationHeight, window.Top, rows);
        var right = After(x.Dims[2], window.StrideWidth, window.Width, window.DilationWidth, window.Left, columns);
        return Ints("pads", window.Top, window.Left, below, right);

        // The last window may end before the data does.
        static long After(long length, int stride, int size, int dilation, int before, int places) =>
            Math.Max((places - 1L) * stride + (size - 1L) * dilation + 1 - before - length, 0);
    }
}
