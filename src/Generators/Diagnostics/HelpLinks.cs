using System.Reflection;

namespace ModelDsl.Generators.Diagnostics;

/// <summary>
/// Finds the page of a diagnostic. A property of the build (<c>DocumentationHome</c>) names the project's home, which has the pages. While
/// there is none, the pages are in the package that contains this assembly. When the assembly lies elsewhere, a page has its path from the
/// root of package and repository.
/// </summary>
internal static class HelpLinks
{
    private const string Pages = "docs/diagnostics/";

    private static readonly string Folder = FolderOf(HomeOf(typeof(HelpLinks).Assembly), typeof(HelpLinks).Assembly.Location);

    /// <summary>Returns the address of a diagnostic's page.</summary>
    public static string Of(string id) => $"{Folder}{id}.md";

    /// <summary>Returns the address of all pages, with a slash at its end.</summary>
    /// <param name="home">Address of the repository's root; empty while there is none.</param>
    /// <param name="assembly">Path of this assembly; empty when it was not loaded from a file.</param>
    internal static string FolderOf(string home, string assembly)
    {
        if (home.Length > 0) return home.TrimEnd('/') + "/" + Pages;
        if (assembly.Length == 0) return Pages;
        // In the package the assembly lies in analyzers/dotnet/cs. A compiler that copies it first, as Visual Studio does, loads it from a
        // place without pages.
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(assembly)!, "..", "..", ".."));
#pragma warning disable RS1035 // asked once for a link, of which no code depends
        var isPackage = Directory.Exists(Path.Combine(root, "analyzers")) && Directory.Exists(Path.Combine(root, Pages));
#pragma warning restore RS1035
        return isPackage ? new Uri(Path.Combine(root, Pages)).AbsoluteUri : Pages;
    }

    /// <summary>Returns the address that a build gave an assembly; empty when it gave none.</summary>
    internal static string HomeOf(Assembly assembly) => assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "DocumentationHome")?.Value ?? "";
}
