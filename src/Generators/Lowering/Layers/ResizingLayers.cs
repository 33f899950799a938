using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The spec of a layer that gives images another size.</summary>
internal abstract record ImageSizeSpec(string Name, int Height, int Width) : LayerSpec(Name);

/// <summary>A layer that gives images another size.</summary>
internal abstract class ImageSizeLayer<TSpec>(string name) : LayerDefinition<TSpec>(name, $"{name}(8, 8)") where TSpec : ImageSizeSpec
{
    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override string SizeArgument => "height";

    /// <summary>Returns height and width; null, with a report, when they are not positive.</summary>
    protected static (int Height, int Width)? Size(string name, AttributeReader attribute)
    {
        if (attribute.Int("height") is not { } height || attribute.Int("width") is not { } width) return null;
        var isRight = WindowReader.IsPositive(name, attribute, height, "height", "height");
        isRight &= WindowReader.IsPositive(name, attribute, width, "width", "width");
        return isRight ? (height, width) : null;
    }

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, TSpec spec, Value x)
    {
        if (!WindowPlacement.AreImages(build, x, overSequence: false)) return (x, 0);
        return build.CanHold(spec.Height, spec.Width, x.Type.Columns.Size) ? LowerImages(build, spec, x) : (x, 0);
    }

    protected abstract (Value Output, long Flops) LowerImages(LayerBuilder build, TSpec spec, Value x);
}

internal sealed record ResizingSpec(
    string Name, int Height, int Width, Interpolation Interpolation, bool Crops, bool Pads, double FillValue)
    : ImageSizeSpec(Name, Height, Width)
{
    public override string Text
    {
        get
        {
            var way = Interpolation == Interpolation.Bilinear ? "" : ", nearest";
            var before = Crops ? ", cropped" : !Pads ? "" : FillValue == 0 ? ", padded" : $", padded with {Literal.Of(FillValue)}";
            return $"Resizing({Literal.Of(Height)}, {Literal.Of(Width)}{way}{before})";
        }
    }
}

internal sealed class ResizingLayer() : ImageSizeLayer<ResizingSpec>("Resizing")
{
    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var (crops, pads) = (attribute.Bool("CropToAspectRatio", false), attribute.Bool("PadToAspectRatio", false));
        if (crops && pads)
        {
            attribute.Report(Rules.ImageOptions, "PadToAspectRatio", name, "CropToAspectRatio and PadToAspectRatio",
                "an image is cropped or padded: remove one of them");
        }
        var way = ImageOptions.Member(name, attribute, "Interpolation", Interpolation.Bilinear);
        var value = ImageOptions.FillValue(name, attribute, pads, "set PadToAspectRatio");
        return Size(name, attribute) is var (height, width) && way is { } interpolation && value is { } number
            ? new ResizingSpec(name, height, width, interpolation, crops, pads, number)
            : null;
    }

    protected override (Value Output, long Flops) LowerImages(LayerBuilder build, ResizingSpec spec, Value x)
    {
        if (spec.Crops) x = ImageSizes.CropToAspectRatio(build, x, spec.Height, spec.Width);
        if (spec.Pads)
        {
            if (ImageSizes.PadToAspectRatio(build, x, spec.Height, spec.Width, spec.FillValue) is not { } padded) return (x, 0);
            x = padded;
        }
        return ImageSizes.Resize(build, x, spec.Height, spec.Width, spec.Interpolation);
    }
}

internal sealed record CenterCropSpec(string Name, int Height, int Width) : ImageSizeSpec(Name, Height, Width)
{
    public override string Text => $"CenterCrop({Literal.Of(Height)}, {Literal.Of(Width)})";
}

internal sealed class CenterCropLayer() : ImageSizeLayer<CenterCropSpec>("CenterCrop")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Size(name, attribute) is var (height, width) ? new CenterCropSpec(name, height, width) : null;

    protected override (Value Output, long Flops) LowerImages(LayerBuilder build, CenterCropSpec spec, Value x)
    {
        var (rows, columns) = (x.Type.Dims[1].Size - spec.Height, x.Type.Dims[2].Size - spec.Width);
        return rows >= 0 && columns >= 0
            ? (ImageSizes.Crop(build, build.Name, x, rows / 2, columns / 2, spec.Height, spec.Width), 0)
            : ImageSizes.SmartResize(build, x, spec.Height, spec.Width);
    }
}

internal sealed record RandomCropSpec(string Name, int Height, int Width) : ImageSizeSpec(Name, Height, Width)
{
    public override string Text => $"RandomCrop({Literal.Of(Height)}, {Literal.Of(Width)})";
}

internal sealed class RandomCropLayer() : ImageSizeLayer<RandomCropSpec>("RandomCrop")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Size(name, attribute) is var (height, width) ? new RandomCropSpec(name, height, width) : null;

    protected override (Value Output, long Flops) LowerImages(LayerBuilder build, RandomCropSpec spec, Value x)
    {
        var (rows, columns) = (x.Type.Dims[1].Size - spec.Height, x.Type.Dims[2].Size - spec.Width);
        if (!build.Training || rows < 0 || columns < 0) return ImageSizes.SmartResize(build, x, spec.Height, spec.Width);
        if (rows == 0 && columns == 0) return (x, 0);
        return (Placing.Take(build, x, spec.Height, spec.Width, 2, Places, FillMode.Nearest, Interpolation.Nearest), 0);

        AffineMap Places(Scalar[] u)
        {
            var (one, zero) = (u[0].Of(1), u[0].Of(0));
            return new(one, zero, First(u[1], columns), zero, one, First(u[0], rows));
        }

        // One of the whole numbers from 0 to the largest, each with the same probability.
        static Scalar First(Scalar uniform, int most) => ((most + 1) * uniform).Append(ScalarOperations.Floor);
    }
}

/// <summary>Images of another size. The numbers of rows and columns are those of Keras.</summary>
internal static class ImageSizes
{
    /// <summary>Takes a part of images.</summary>
    public static Value Crop(LayerBuilder build, string name, Value x, int top, int left, int height, int width)
    {
        var (rows, columns) = (x.Type.Dims[1].Size, x.Type.Dims[2].Size);
        if (rows == height && columns == width) return x;
        var window = Edges(top, rows - height - top, left, columns - width - left);
        return build.Graph.Append(Images.PatchesGradient, name,
            new OperationAttributes { Window = window, Type = x.Type.With([Dim.Batch, height, width, x.Type.Columns]) }, x);
    }

    /// <summary>Takes the largest centred part with the aspect ratio of a size, and resizes it bilinearly.</summary>
    public static (Value Output, long Flops) SmartResize(LayerBuilder build, Value x, int height, int width) =>
        Resize(build, CropToAspectRatio(build, x, height, width), height, width, Interpolation.Bilinear);

    /// <summary>Takes the largest centred part with the aspect ratio of a size.</summary>
    public static Value CropToAspectRatio(LayerBuilder build, Value x, int height, int width)
    {
        var (rows, columns) = (x.Type.Dims[1].Size, x.Type.Dims[2].Size);
        var keptRows = (int)Math.Max(1, Math.Min(rows, (long)columns * height / width));
        var keptColumns = (int)Math.Max(1, Math.Min(columns, (long)rows * width / height));
        return Crop(build, build.Name + "Part", x, (rows - keptRows) / 2, (columns - keptColumns) / 2, keptRows, keptColumns);
    }

    /// <summary>
    /// Adds the same number of pixels at both sides, so that images get the aspect ratio of a size; null, with a report, when they are too
    /// large.
    /// </summary>
    public static Value? PadToAspectRatio(LayerBuilder build, Value x, int height, int width, double value)
    {
        var (rows, columns) = (x.Type.Dims[1].Size, x.Type.Dims[2].Size);
        var above = (Math.Max(rows, (long)columns * height / width) - rows) / 2;
        var before = above > 0 ? 0 : (Math.Max(columns, (long)rows * width / height) - columns) / 2;
        if (above == 0 && before == 0) return x;
        if (!build.CanHold(rows + 2 * above, columns + 2 * before, x.Type.Columns.Size)) return null;

        var window = new OperationAttributes { Window = Edges((int)above, (int)above, (int)before, (int)before) };
        var padded = build.Graph.Append(Images.Patches, build.Name + "Padded", window, x);
        if (value == 0) return padded;
        var ones = build.Graph.Constant(build.Name + "Ones", x.Type, 1);
        var inside = build.Graph.Append(Images.Patches, build.Name + "Inside", window, ones);
        return Placing.Map(build, "Filled", s => s[1].Below(0.5, s[0].Of(value), s[0]), padded, inside);
    }

    /// <summary>Resizes images, first their columns and then their rows.</summary>
    public static (Value Output, long Flops) Resize(LayerBuilder build, Value x, int height, int width, Interpolation interpolation)
    {
        var (narrow, first) = Along(build, "Columns", x, 1, width, interpolation);
        var (output, second) = Along(build, "", narrow, 0, height, interpolation);
        return (output, first + second);
    }

    /// <summary>
    /// Resizes images along an axis: with the axis last, it is a product with a matrix. Row i of the matrix has the weights of pixel i: one
    /// or two numbers other than 0.
    /// </summary>
    private static (Value Output, long Flops) Along(
        LayerBuilder build, string name, Value x, int axis, int size, Interpolation interpolation)
    {
        var (graph, length) = (build.Graph, x.Type.Dims[1 + axis].Size);
        if (length == size) return (x, 0);
        int[] last = axis == 0 ? [1, 2, 0] : [0, 2, 1];
        int[] back = axis == 0 ? [2, 0, 1] : [0, 2, 1];
        var lines = graph.Append(
            Layouts.Permute, build.Name + name + "Lines", new OperationAttributes { Axes = last.ToEquatableArray() }, x);
        var resized = graph.Append(Matrices.MatMul, build.Name + name + "Resized", new OperationAttributes { TransposeRight = true },
            lines, Weights(build, name, length, size, interpolation));
        return (graph.Append(Layouts.Permute, build.Name + name, new OperationAttributes { Axes = back.ToEquatableArray() }, resized),
            2 * resized.Type.Elements * length);
    }

    /// <summary>Returns the matrix of weights <c>[size, length]</c>: how near each old pixel is to the place of each new one.</summary>
    private static Value Weights(LayerBuilder build, string name, int length, int size, Interpolation interpolation)
    {
        var (graph, type) = (build.Graph, TensorType.Float(size, length));
        var places = Enumerable.Range(0, size).Select(i => (Coefficient)(interpolation == Interpolation.Nearest
            ? (2L * i + 1) * length / (2L * size)
            : Math.Min(Math.Max((2.0 * i + 1) * length / (2.0 * size) - 0.5, 0), length - 1)));
        var taken = graph.Append(Constants.Numbers, build.Name + name + "Places",
            new OperationAttributes { Type = TensorType.Float(size), Given = places.ToEquatableArray() });
        var along = graph.Append(
            Reductions.BroadcastColumns, build.Name + name + "Along", new OperationAttributes { Type = type }, taken);
        var minusPixels = graph.Append(Constants.Multiples, build.Name + name + "MinusPixels",
            new OperationAttributes { Type = TensorType.Float(length), Factor = -1 });
        var distances = graph.Append(Matrices.AddBias, build.Name + name + "Distances", along, minusPixels);
        return Placing.Map(
            build, name + "Weights", static d => d[0].Abs() is var far ? far.Below(1, 1 - far, far.Of(0)) : default, distances);
    }

    private static Window Edges(int top, int bottom, int left, int right) =>
        new(new Span1D(1, 1, 1, top, bottom), new Span1D(1, 1, 1, left, right));
}
