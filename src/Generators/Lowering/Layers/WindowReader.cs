using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

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

/// <summary>Which arguments of an attribute tell the size of a window, and what it is called.</summary>
/// <param name="What">What the window is called.</param>
/// <param name="Size">The argument of a square window, or of one over a sequence.</param>
/// <param name="Height">The argument of its height, where it is no square.</param>
/// <param name="Width">The argument of its width, where it is no square.</param>
/// <param name="OverSequence">Whether the window walks over a sequence.</param>
internal sealed record WindowArguments(string What, string Size, string Height = "", string Width = "", bool OverSequence = false)
{
    public static readonly WindowArguments Kernel2D = new("kernel", "kernelSize", "kernelHeight", "kernelWidth");
    public static readonly WindowArguments Kernel1D = new("kernel", "kernelSize", OverSequence: true);
    public static readonly WindowArguments Pool2D = new("pool", "poolSize", "poolHeight", "poolWidth");
    public static readonly WindowArguments Pool1D = new("pool", "poolSize", OverSequence: true);
}

/// <summary>Reads the window of a convolution or a pool from an attribute.</summary>
internal static class WindowReader
{
    /// <param name="name">Name of the layer.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="arguments">Which arguments to read.</param>
    /// <param name="strides">The usual strides; 0 for the window's own size.</param>
    /// <param name="causal">Whether it may be padded before its first step alone.</param>
    /// <returns>Null where something was reported.</returns>
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
        var dilation = attribute.Int("Dilation") ?? 1;
        valid &= Check(dilation, "Dilation", "dilation");
        var padding = attribute.Enum("Padding") ?? 0;
        if (padding is < (int)WindowPadding.Valid or > (int)WindowPadding.Causal) Refuse(Rules.UnknownPadding, name, Literal.Of(padding));
        else if (padding == (int)WindowPadding.Causal && !causal) Refuse(Rules.CausalPadding, name);
        if (!valid) return null;

        if (arguments.OverSequence) rows = 1;
        var stride = given ?? strides;
        return new WindowSpec(
            rows.Value, columns.Value, arguments.OverSequence ? 1 : stride == 0 ? rows.Value : stride, stride == 0 ? columns.Value : stride,
            dilation, (WindowPadding)padding, arguments.OverSequence);

        bool Check(int value, string argument, string text) => IsPositive(name, attribute, value, argument, text);

        void Refuse(Microsoft.CodeAnalysis.DiagnosticDescriptor rule, params string[] texts)
        {
            attribute.Report(rule, "Padding", texts);
            valid = false;
        }
    }

    /// <summary>A number that must be 1 or more; reported where it is less.</summary>
    public static bool IsPositive(string name, AttributeReader attribute, int value, string argument, string text)
    {
        if (value <= 0) attribute.Report(Rules.WindowNotPositive, argument, name, text, Literal.Of(value));
        return value > 0;
    }
}
