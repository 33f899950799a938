namespace ModelDsl.Generators.Frontend;

/// <summary>Names that the elements of a tuple can't be given.</summary>
internal static class TupleNames
{
    private static readonly string[] Reserved = ["Rest", "CompareTo", "Deconstruct", "Equals", "GetHashCode", "ToString"];

    /// <summary>Whether tuples keep a name for themselves.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>Whether a name is that of an element without one: <c>Item1</c>.</summary>
    public static bool IsNumber(string name) => name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), out _);
}
