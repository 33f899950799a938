using System.Globalization;

namespace ModelDsl.Import;

/// <summary>The shape of a sample as users write it, after the name of its input: <c>input=3,224,224</c>.</summary>
public static class ShapeText
{
    /// <summary>How to write it, for messages.</summary>
    public const string Example = "write the input's name, an equals sign and sizes with commas, such as input=3,224,224";

    /// <summary>Reads a text; null if it is no shape.</summary>
    public static (string Input, IReadOnlyList<long> Sizes)? Parse(string text)
    {
        // A name may have an equals sign, a size has none.
        var equals = text.LastIndexOf('=');
        if (equals <= 0) return null;
        var sizes = text.Substring(equals + 1).Split(',').Select(Size).ToArray();
        return sizes.Contains(0) ? null : (text.Substring(0, equals).Trim(), sizes);
    }

    /// <summary>Returns options with these shapes; null if one of them is no shape. The last one counts if an input has several.</summary>
    public static ImportOptions? Options(IEnumerable<string> texts)
    {
        var shapes = new Dictionary<string, IReadOnlyList<long>>();
        foreach (var text in texts)
        {
            if (Parse(text) is not { } shape) return null;
            shapes[shape.Input] = shape.Sizes;
        }
        return new ImportOptions { Shapes = shapes };
    }

    private static long Size(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;
}
