using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelDsl.Generators.Support;

/// <summary>The only place where a value becomes C# text. The text never depends on the culture of the machine that builds.</summary>
internal static class Literal
{
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture) + "L";

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>Returns the text of a double that may be infinite.</summary>
    public static string OfBound(double value) =>
        double.IsPositiveInfinity(value) ? "double.PositiveInfinity" : double.IsNegativeInfinity(value) ? "double.NegativeInfinity" : Of(value);

    /// <summary>Returns a text that reads back as a double with the same bits: <c>0.0001</c>, <c>1.0</c>.</summary>
    public static string Of(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'E', 'N', 'I']) < 0 ? text + ".0" : text;
    }
}
