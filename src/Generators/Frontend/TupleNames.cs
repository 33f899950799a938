namespace ModelDsl.Generators.Frontend;

/// <summary>Names that the elements of a tuple cannot have.</summary>
internal static class TupleNames
{
    private static readonly string[] Reserved = ["Rest", "CompareTo", "Deconstruct", "Equals", "GetHashCode", "ToString"];

    /// <summary>Returns true for a name that tuples reserve for themselves.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>Returns true for a name of an element without a name of its own: <c>Item1</c>.</summary>
    public static bool IsNumber(string name) => name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(name.Substring(4), out _);
}
