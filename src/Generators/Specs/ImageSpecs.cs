using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>What a window does at the edges; the numbers are those of <c>ModelDsl.Padding</c>.</summary>
internal enum WindowPadding
{
    Valid,
    Same,
    Causal,
}

/// <summary>A window as it is written; where it is padded, and how far, its input tells. Over a sequence it is a window over an image of one row.</summary>
internal sealed record WindowSpec(
    int Height, int Width, int StrideHeight, int StrideWidth, int Dilation, WindowPadding Padding, bool OverSequence)
{
    /// <summary>Dimensions of the window as layers' kernels begin with them.</summary>
    public EquatableArray<int> Size => OverSequence ? [Width] : [Height, Width];

    /// <summary>The window as summaries show it; strides only where they are not the usual ones.</summary>
    public string Text(int usualHeight, int usualWidth) =>
        (OverSequence || Height == Width ? Literal.Of(Width) : $"{Literal.Of(Height)}, {Literal.Of(Width)}")
        + (StrideHeight == usualHeight && StrideWidth == usualWidth ? "" : $", strides {Literal.Of(StrideWidth)}")
        + (Dilation == 1 ? "" : $", dilation {Literal.Of(Dilation)}")
        + (Padding == WindowPadding.Valid ? "" : ", " + Padding.ToString().ToLowerInvariant());
}

/// <summary>A layer that weighs windows, adds a bias and applies an activation.</summary>
internal abstract record ConvolutionSpec(string Name, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias) : LayerSpec(Name)
{
    public sealed override string Text =>
        $"{Kind}({Numbers}{Activated(Activation)}{(UseBias ? "" : ", no bias")})";

    /// <summary>Name of the layer's record.</summary>
    protected abstract string Kind { get; }

    /// <summary>What stands before the activation.</summary>
    protected virtual string Numbers => Window.Text(1, 1);
}

internal sealed record FilterSpec(
    string Name, int Filters, int Groups, WeightSpec Kernel, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => Window.OverSequence ? "Conv1D" : "Conv2D";

    protected override string Numbers => $"{Literal.Of(Filters)}, {base.Numbers}{(Groups == 1 ? "" : $", groups {Literal.Of(Groups)}")}";
}

internal sealed record DepthwiseSpec(
    string Name, int Multiplier, WeightSpec Kernel, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => "DepthwiseConv2D";

    protected override string Numbers => base.Numbers + (Multiplier == 1 ? "" : $", multiplier {Literal.Of(Multiplier)}");
}

internal sealed record SeparableSpec(
    string Name, int Filters, int Multiplier, WeightSpec Depthwise, WeightSpec Pointwise, WindowSpec Window, string Activation, bool UseBias,
    WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => "SeparableConv2D";

    protected override string Numbers =>
        $"{Literal.Of(Filters)}, {base.Numbers}{(Multiplier == 1 ? "" : $", multiplier {Literal.Of(Multiplier)}")}";
}

/// <param name="Name">Name of the model's parameter.</param>
/// <param name="Filters">Channels of the output.</param>
/// <param name="OutputPadding">What the output has more than its least size; null where the strides decide its size.</param>
/// <param name="Kernel">What is said about the kernel.</param>
/// <param name="Window">The window, over the output.</param>
/// <param name="Activation">The activation.</param>
/// <param name="UseBias">Whether a bias is added.</param>
/// <param name="Bias">What is said about it.</param>
internal sealed record TransposeSpec(
    string Name, int Filters, int? OutputPadding, WeightSpec Kernel, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => "Conv2DTranspose";

    protected override string Numbers =>
        $"{Literal.Of(Filters)}, {base.Numbers}{(OutputPadding is { } padding ? $", output padding {Literal.Of(padding)}" : "")}";
}

internal sealed record PoolingSpec(string Name, string Layer, WindowSpec Window) : LayerSpec(Name)
{
    public override string Text => $"{Layer}({Window.Text(Window.Height, Window.Width)})";
}

internal sealed record GlobalPoolingSpec(string Name, string Layer) : LayerSpec(Name)
{
    public override string Text => Layer;
}

/// <summary>Rows and columns that are added at the edges of an image, or taken away.</summary>
internal sealed record EdgesSpec(string Name, string Layer, int Top, int Bottom, int Left, int Right) : LayerSpec(Name)
{
    public override string Text => $"{Layer}({string.Join(", ", Numbers.Select(Literal.Of))})";

    private int[] Numbers =>
        Top != Bottom || Left != Right ? [Top, Bottom, Left, Right]
        : Top != Left ? [Top, Left]
        : [Top];
}

internal sealed record UpSamplingSpec(string Name, int Height, int Width) : LayerSpec(Name)
{
    public override string Text => $"UpSampling2D({Literal.Of(Height)}{(Height == Width ? "" : ", " + Literal.Of(Width))})";
}

/// <summary>Dimensions counted from 1, as Keras counts them.</summary>
internal sealed record PermuteSpec(string Name, EquatableArray<int> Dims) : LayerSpec(Name)
{
    public override string Text => $"Permute({string.Join(", ", Dims.Select(Literal.Of))})";
}
