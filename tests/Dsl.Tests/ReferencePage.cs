namespace ModelDsl.Tests;

/// <summary>A page of docs/reference, found from the folder where the tests run, because CI maps compiled paths away.</summary>
internal static class ReferencePage
{
    /// <summary>The page's lines.</summary>
    public static string[] Lines(string family)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ModelDsl.sln"))) root = root.Parent!;
        return File.ReadAllLines(Path.Combine(root.FullName, "docs", "reference", family + ".md"));
    }

    /// <summary>The page's lines that begin a table row with code.</summary>
    public static IEnumerable<string> Rows(string family) => Lines(family).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
}
