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
/// <param name="OutputPadding">The size that the output has beyond its least size; null when the strides decide its size.</param>
/// <param name="Kernel">The options of the kernel.</param>
/// <param name="Window">The window, over the output.</param>
/// <param name="Activation">The activation.</param>
/// <param name="UseBias">True when a bias is added.</param>
/// <param name="Bias">The options of the bias.</param>
internal sealed record TransposeSpec(
    string Name, int Filters, int? OutputPadding, WeightSpec Kernel, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => "Conv2DTranspose";

    protected override string Numbers =>
        $"{Literal.Of(Filters)}, {base.Numbers}{(OutputPadding is { } padding ? $", output padding {Literal.Of(padding)}" : "")}";
}

/// <summary>The transpose of a convolution: a product gives the window of each pixel, and the windows are added up.</summary>
internal sealed class Conv2DTransposeLayer() : LayerDefinition<TransposeSpec>("Conv2DTranspose", "Conv2DTranspose(32, 3)")
{
    public override FeatureAxes Features => FeatureAxes.Windows;

    public override ImmutableArray<string> Tensors => ["Kernel", "Bias"];

    public override ImmutableArray<string> Optional => ["Bias"];

    public override string SizeArgument => "filters";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) => AxisOrigin.Features(output, spec.Axis);

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var filters = ConvolutionReader.Filters(name, attribute);
        var kernel = ConvolutionReader.Weight(name, attribute, "Kernel");
        return ConvolutionReader.Read(name, attribute, WindowArguments.Kernel2D, (window, activation, useBias, bias) =>
        {
            var (stride, padding) = (Math.Min(window.StrideHeight, window.StrideWidth), attribute.Int("OutputPadding"));
            var largest = Math.Max(window.StrideHeight, window.StrideWidth);
            if (largest > 1 && window.Dilation > 1)
                attribute.Report(Rules.StridesAndDilation, "Dilation", name, Literal.Of(largest), Literal.Of(window.Dilation));
            else if (padding < 0 || padding >= stride)
                attribute.Report(Rules.OutputPadding, "OutputPadding", name, Literal.Of(padding.Value), $"it must be 0 or more, and less than the strides of {Literal.Of(stride)}");
            else if (filters is not null)
                return new TransposeSpec(name, filters.Value, padding, kernel, window, activation, useBias, bias);
            return null;
        });
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, TransposeSpec spec, Value x)
    {
        if (WindowPlacement.ImagesOf(build, x, overSequence: false) is null) return (x, 0);
        var (rows, height) = Transposed(x.Type.Dims[1].Size, spec.Window.Height, spec.Window.StrideHeight, 0);
        var (columns, width) = Transposed(x.Type.Dims[2].Size, spec.Window.Width, spec.Window.StrideWidth, 2);
        if (height <= 0 || width <= 0)
        {
            if (spec.Window.Pads.Count > 0)
            {
                build.ReportAt("Pads", Rules.Pads, string.Join(", ", spec.Window.Pads.Select(Literal.Of)), $"nothing of {x.Type.SampleText} would be left: cut away less");
                return (x, 0);
            }

            build.ReportAt("OutputPadding", Rules.OutputPadding, Literal.Of(spec.OutputPadding!.Value),
                $"nothing of {x.Type.SampleText} would be left: leave it out, or write Padding = Padding.Valid");
            return (x, 0);
        }

        if (!build.CanHold(height, width, spec.Filters)) return (x, 0);

        var (graph, channels, window) = (build.Graph, x.Type.Columns.Size, new Window(rows, columns));
        var kernel = build.Parameter("Kernel", TensorType.Float(rows.Size, columns.Size, spec.Filters, channels), spec.Kernel);
        if (build.Failed) return (x, 0);
        var matrix = graph.Reshape(kernel, spec.Name + "KernelMatrix", TensorType.Float(window.Cells * spec.Filters, channels));
        var windows = graph.Append(Matrices.MatMul, spec.Name + "Windows", new OperationAttributes { TransposeRight = true }, x, matrix);
        var painted = new OperationAttributes
        {
            Window = window,
            Type = TensorType.Float(Dim.Batch, (int)height, (int)width, spec.Filters)
        };
        var sum = graph.Append(Images.PatchesGradient, Affine.NameOfSum(spec.Name, spec.UseBias, spec.Activation), painted, windows);
        var (output, flops) = Affine.Finish(build, sum, 0, spec.UseBias, spec.Bias, spec.Activation);
        return (output, flops + 2L * channels * windows.Type.Elements);

        (Span1D Window, long Length) Transposed(int places, int size, int stride, int pad) => spec.Window.Pads.Count > 0
            ? Span1D.Cut(places, size, stride, spec.Window.Dilation, spec.Window.Pads[pad], spec.Window.Pads[pad + 1],
                spec.OutputPadding ?? 0)
            : Span1D.Transposed(places, size, stride, spec.Window.Dilation, spec.Window.Padding == WindowPadding.Same, spec.OutputPadding);
    }
}
