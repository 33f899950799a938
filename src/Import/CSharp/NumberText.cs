using System.Globalization;

namespace ModelDsl.Import.CSharp;

/// <summary>Numbers as C# writes them, in every culture.</summary>
internal static class NumberText
{
    /// <summary>Returns the shortest text of a float32 number: <c>0.1</c>, <c>1e-5</c>.</summary>
    public static string Text(double value)
    {
        var number = (float)value;
        if (float.IsNaN(number)) return "double.NaN";
        if (float.IsInfinity(number)) return number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        var text = number.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e").Replace("E", "e");
        return text.Replace("e-0", "e-").Replace("e0", "e");
    }

    /// <summary>Returns whole numbers, separated by commas.</summary>
    public static string List(IEnumerable<long> numbers) => string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    /// <inheritdoc cref="List(IEnumerable{long})"/>
    public static string List(IEnumerable<int> numbers) => List(numbers.Select(n => (long)n));
}
