using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The padding of a window at the edges. The numbers are those of <c>ModelDsl.Padding</c>.</summary>
internal enum WindowPadding
{
    Valid,
    Same,
    Causal,
}

/// <summary>
/// A window as the author wrote it. The place and size of its padding depend on the input. Over a sequence it is a window over an image of
/// one row.
/// </summary>
internal sealed record WindowSpec(
    int Height, int Width, int StrideHeight, int StrideWidth, int Dilation, WindowPadding Padding, bool OverSequence)
{
    /// <summary>
    /// The rows and columns outside the image, as the author wrote them: top, bottom, left, right; none when <see cref="Padding"/> decides.
    /// </summary>
    public EquatableArray<int> Pads { get; init; } = [];

    /// <summary>The dimensions of the window: the first dimensions of a layer's kernel.</summary>
    public EquatableArray<int> Size => OverSequence ? [Width] : [Height, Width];

    /// <summary>Returns the window in the form for summaries, with strides only when they differ from the defaults.</summary>
    public string Text(int usualHeight, int usualWidth) =>
        (OverSequence || Height == Width ? Literal.Of(Width) : $"{Literal.Of(Height)}, {Literal.Of(Width)}")
        + (StrideHeight == usualHeight && StrideWidth == usualWidth ? "" : $", strides {StridesText}")
        + (Dilation == 1 ? "" : $", dilation {Literal.Of(Dilation)}")
        + (Padding == WindowPadding.Valid ? "" : ", " + Padding.ToString().ToLowerInvariant())
        + (Pads.Count == 0 ? "" : ", pads " + PadsText);

    private string StridesText =>
        OverSequence || StrideHeight == StrideWidth ? Literal.Of(StrideWidth) : $"{Literal.Of(StrideHeight)}, {Literal.Of(StrideWidth)}";

    /// <summary>Returns the pads in their shortest form.</summary>
    private string PadsText
    {
        get
        {
            int[] pads = OverSequence ? [.. Pads.Skip(2)] : [.. Pads];
            if (pads.All(pad => pad == pads[0])) pads = [pads[0]];
            else if (pads is [var top, var bottom, var left, var right] && top == bottom && left == right) pads = [top, left];
            return string.Join(", ", pads.Select(Literal.Of));
        }
    }
}

/// <summary>The arguments of an attribute that give the size of a window, and the word for the window in messages.</summary>
/// <param name="What">The word for the window in messages.</param>
/// <param name="Size">The argument of a square window, or of one over a sequence.</param>
/// <param name="Height">The argument of its height, when it is no square.</param>
/// <param name="Width">The argument of its width, when it is no square.</param>
/// <param name="OverSequence">True when the window moves over a sequence.</param>
/// <param name="IsPool">True when the window takes only pixels inside the image, so that it must hold one.</param>
internal sealed record WindowArguments(
    string What, string Size, string Height = "", string Width = "", bool OverSequence = false, bool IsPool = false)
{
    public static readonly WindowArguments Kernel2D = new("kernel", "kernelSize", "kernelHeight", "kernelWidth");
    public static readonly WindowArguments Kernel1D = new("kernel", "kernelSize", OverSequence: true);
    public static readonly WindowArguments Pool2D = new("pool", "poolSize", "poolHeight", "poolWidth", IsPool: true);
    public static readonly WindowArguments Pool1D = new("pool", "poolSize", OverSequence: true, IsPool: true);
}

/// <summary>Reads the window of a convolution or a pool from an attribute.</summary>
internal static class WindowReader
{
    /// <param name="name">Name of the layer.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="arguments">The arguments to read.</param>
    /// <param name="strides">The default strides; 0 for the window's own size.</param>
    /// <param name="causal">True when padding only before the first step is allowed.</param>
    /// <returns>Null when an error was reported.</returns>
    public static WindowSpec? Read(string name, AttributeReader attribute, WindowArguments arguments, int strides, bool causal = false)
    {
        var square = attribute.Int(arguments.Size);
        var rows = square ?? attribute.Int(arguments.Height);
        var columns = square ?? attribute.Int(arguments.Width);
        if (rows is null || columns is null) return null;

        var valid = arguments.OverSequence
            ? Check(columns.Value, arguments.Size, $"{arguments.What} size")
            : Check(rows.Value, square is null ? arguments.Height : arguments.Size, $"{arguments.What} height");
        if (!arguments.OverSequence && (square is null || valid))
            valid &= Check(columns.Value, square is null ? arguments.Width : arguments.Size, $"{arguments.What} width");
        var given = attribute.Int("Strides");
        if (given is not null) valid &= Check(given.Value, "Strides", "stride");
        var (strideHeight, strideWidth) = (attribute.Int("StrideHeight"), attribute.Int("StrideWidth"));
        if (strideHeight is not null) valid &= Check(strideHeight.Value, "StrideHeight", "stride");
        if (strideWidth is not null) valid &= Check(strideWidth.Value, "StrideWidth", "stride");
        var dilation = attribute.Int("Dilation") ?? 1;
        valid &= Check(dilation, "Dilation", "dilation");
        var padding = attribute.Enum("Padding") ?? 0;
        if (padding is < (int)WindowPadding.Valid or > (int)WindowPadding.Causal) Refuse(Rules.UnknownPadding, name, Literal.Of(padding));
        else if (padding == (int)WindowPadding.Causal && !causal) Refuse(Rules.CausalPadding, name);
        var reach = new[] { (rows.Value - 1L) * dilation + 1, (columns.Value - 1L) * dilation + 1 };
        var pads = valid ? PadsReader.Read(name, attribute, arguments, reach) : [];
        if (!valid || pads is null) return null;

        if (arguments.OverSequence) rows = 1;
        var stride = given ?? strides;
        return new WindowSpec(
            rows.Value, columns.Value, arguments.OverSequence ? 1 : strideHeight ?? (stride == 0 ? rows.Value : stride),
            strideWidth ?? (stride == 0 ? columns.Value : stride), dilation, (WindowPadding)padding,
            arguments.OverSequence)
        { Pads = pads.Value };

        bool Check(int value, string argument, string text) => IsPositive(name, attribute, value, argument, text);

        void Refuse(Microsoft.CodeAnalysis.DiagnosticDescriptor rule, params string[] texts)
        {
            attribute.Report(rule, "Padding", texts);
            valid = false;
        }
    }

    /// <summary>Returns true when a number is 1 or more; otherwise it reports an error.</summary>
    public static bool IsPositive(string name, AttributeReader attribute, int value, string argument, string text)
    {
        if (value <= 0) attribute.Report(Rules.WindowNotPositive, argument, name, text, Literal.Of(value));
        return value > 0;
    }
}
