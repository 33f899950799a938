using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <param name="Name">The name of the model's parameter.</param>
/// <param name="Filters">The number of channels of the output.</param>
/// <param name="More">The rows and columns that the output has beyond its least size; null when the strides decide its size.</param>
/// <param name="Kernel">The options of the kernel.</param>
/// <param name="Window">The window, over the output.</param>
/// <param name="Activation">The activation.</param>
/// <param name="UseBias">True when a bias is added.</param>
/// <param name="Bias">The options of the bias.</param>
internal sealed record TransposeSpec(
    string Name, int Filters, (int? Rows, int? Columns) More, WeightSpec Kernel, WindowSpec Window, string Activation, bool UseBias,
    WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => Window.OverSequence ? "Conv1DTranspose" : "Conv2DTranspose";

    protected override string Numbers => $"{Literal.Of(Filters)}, {base.Numbers}" + More switch
    {
        (null, null) => "",
        var (rows, columns) when Window.OverSequence || rows == columns => $", output padding {Literal.Of(columns!.Value)}",
        var (rows, columns) => $", output padding {OrNone(rows)}, {OrNone(columns)}",
    };

    private static string OrNone(int? more) => more is { } number ? Literal.Of(number) : "none";
}

/// <summary>The transpose of a convolution: a product gives the window of each pixel, and the windows are added up.</summary>
internal abstract class TransposedLayer(string name, WindowArguments arguments) : LayerDefinition<TransposeSpec>(name, $"{name}(32, 3)")
{
    public sealed override bool Owns(LayerSpec spec) =>
        spec is TransposeSpec transpose && transpose.Window.OverSequence == arguments.OverSequence;

    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override ImmutableArray<string> Tensors => ["Kernel", "Bias"];

    public sealed override ImmutableArray<string> Optional => ["Bias"];

    public sealed override string SizeArgument => "filters";

    public sealed override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        AxisOrigin.Features(output, spec.Axis);

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var filters = ConvolutionReader.Filters(name, attribute);
        var kernel = ConvolutionReader.Weight(name, attribute, "Kernel");
        return ConvolutionReader.Read(name, attribute, arguments, (window, activation, useBias, bias) =>
        {
            var strides = (Height: window.OverSequence ? 1 : window.StrideHeight, Width: window.StrideWidth);
            var (largest, more) = (Math.Max(strides.Height, strides.Width), OutputPadding());
            if (largest > 1 && window.Dilation > 1)
                attribute.Report(Rules.StridesAndDilation, "Dilation", name, Literal.Of(largest), Literal.Of(window.Dilation));
            else if (more is not null && filters is not null)
                return new TransposeSpec(name, filters.Value, more.Value, kernel, window, activation, useBias, bias);
            return null;

            (int? Rows, int? Columns)? OutputPadding()
            {
                if (window.OverSequence) return IsInside("OutputPadding", strides.Width) ? (null, attribute.Int("OutputPadding")) : null;
                var (rows, columns) = (attribute.Int("OutputPaddingHeight"), attribute.Int("OutputPaddingWidth"));
                var stride = rows is null ? columns is null ? Math.Min(strides.Height, strides.Width) : strides.Height : strides.Width;
                var areInside = (rows is not null && columns is not null) || IsInside("OutputPadding", stride);
                areInside &= IsInside("OutputPaddingHeight", strides.Height) & IsInside("OutputPaddingWidth", strides.Width);
                return areInside ? (rows ?? attribute.Int("OutputPadding"), columns ?? attribute.Int("OutputPadding")) : null;
            }
        }, isTransposed: true);

        bool IsInside(string argument, int stride)
        {
            if (attribute.Int(argument) is not { } more || (more >= 0 && more < stride)) return true;
            attribute.Report(Rules.OutputPadding, argument, name, Literal.Of(more), $"it must be 0 or more, and less than the strides of {Literal.Of(stride)}");
            return false;
        }
    }

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, TransposeSpec spec, Value x)
    {
        var overSequence = spec.Window.OverSequence;
        if (WindowPlacement.ImagesOf(build, x, overSequence) is not { } images) return (x, 0);
        var (rows, height) = overSequence
            ? (Span1D.Valid(1), 1)
            : Transposed(images.Type.Dims[1].Size, spec.Window.Height, spec.Window.StrideHeight, 0, spec.More.Rows);
        var (columns, width) = Transposed(images.Type.Dims[2].Size, spec.Window.Width, spec.Window.StrideWidth, 2, spec.More.Columns);
        if (height <= 0 || width <= 0)
        {
            if (spec.Window.Pads.Count > 0)
            {
                build.ReportAt("Pads", Rules.Pads, string.Join(", ", spec.Window.Pads.Skip(overSequence ? 2 : 0).Select(Literal.Of)), $"nothing of {x.Type.SampleText} would be left: cut away less");
                return (x, 0);
            }

            build.ReportAt("OutputPadding", Rules.OutputPadding, Literal.Of((height <= 0 ? spec.More.Rows : spec.More.Columns)!.Value),
                $"nothing of {x.Type.SampleText} would be left: leave it out, or write Padding = Padding.Valid");
            return (x, 0);
        }

        if (!build.CanHold(overSequence ? [width, spec.Filters] : [height, width, spec.Filters])) return (x, 0);

        var (graph, channels, window) = (build.Graph, x.Type.Columns.Size, new Window(rows, columns));
        var kernel = build.Parameter("Kernel", TensorType.Float([.. spec.Window.Size.Select(size => (Dim)size), spec.Filters, channels]), spec.Kernel);
        if (build.Failed) return (x, 0);
        var matrix = graph.Reshape(kernel, spec.Name + "KernelMatrix", TensorType.Float(window.Cells * spec.Filters, channels));
        var windows = graph.Append(Matrices.MatMul, spec.Name + "Windows", new OperationAttributes { TransposeRight = true }, images, matrix);
        var painted = new OperationAttributes
        {
            Window = window,
            Type = TensorType.Float(Dim.Batch, (int)height, (int)width, spec.Filters)
        };
        var name = Affine.NameOfSum(spec.Name, spec.UseBias, spec.Activation);
        var added = graph.Append(Images.PatchesGradient, WindowPlacement.NameOf(name, overSequence), painted, windows);
        var sum = WindowPlacement.Back(build, name, added, overSequence);
        var (output, flops) = Affine.Finish(build, sum, 0, spec.UseBias, spec.Bias, spec.Activation);
        return (output, flops + 2L * channels * windows.Type.Elements);

        (Span1D Window, long Length) Transposed(int places, int size, int stride, int pad, int? more) => spec.Window.Pads.Count > 0
            ? Span1D.Cut(places, size, stride, spec.Window.Dilation, spec.Window.Pads[pad], spec.Window.Pads[pad + 1],
                more ?? 0)
            : Span1D.Transposed(places, size, stride, spec.Window.Dilation, spec.Window.Padding == WindowPadding.Same, more);
    }
}

internal sealed class Conv2DTransposeLayer() : TransposedLayer("Conv2DTranspose", WindowArguments.Kernel2D);

internal sealed class Conv1DTransposeLayer() : TransposedLayer("Conv1DTranspose", WindowArguments.Kernel1D);
