using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>Reads the window of a convolution or a pool from an attribute.</summary>
internal static class WindowReader
{
    /// <param name="name">Name of the layer.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="size">The argument of a square window.</param>
    /// <param name="height">The argument of its height, where it is no square.</param>
    /// <param name="width">The argument of its width, where it is no square.</param>
    /// <param name="what">What the window is called.</param>
    /// <param name="strides">The usual strides; 0 for the window's own size.</param>
    /// <returns>Null where something was reported.</returns>
    public static WindowSpec? Read(
        string name, AttributeReader attribute, string size, string height, string width, string what, int strides)
    {
        var rows = attribute.Int(size) ?? attribute.Int(height);
        var columns = attribute.Int(size) ?? attribute.Int(width);
        if (rows is null || columns is null) return null;

        var valid = Check(rows.Value, attribute.Int(size) is null ? height : size, $"{what} height");
        if (attribute.Int(size) is null || valid) valid &= Check(columns.Value, attribute.Int(size) is null ? width : size, $"{what} width");
        var given = attribute.Int("Strides");
        if (given is not null) valid &= Check(given.Value, "Strides", "stride");
        var dilation = attribute.Int("Dilation") ?? 1;
        valid &= Check(dilation, "Dilation", "dilation");
        var padding = attribute.Enum("Padding") ?? 0;
        if (padding is < 0 or > 1)
        {
            attribute.Report(Rules.UnknownPadding, "Padding", name, Literal.Of(padding));
            valid = false;
        }
        if (!valid) return null;
        return new WindowSpec(
            rows.Value, columns.Value, given ?? (strides == 0 ? rows.Value : strides), given ?? (strides == 0 ? columns.Value : strides),
            dilation, padding == 1);

        bool Check(int value, string argument, string text)
        {
            if (value <= 0) attribute.Report(Rules.WindowNotPositive, argument, name, text, Literal.Of(value));
            return value > 0;
        }
    }
}
