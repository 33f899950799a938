using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// Finds generated halves that an earlier build wrote into the project's folder, where the compiler takes them for sources. They may be
/// older than the record, so they are reported and not used.
/// </summary>
internal static class EmittedFiles
{
    private const string Folder = "ModelDsl.Generators";

    /// <summary>Returns the finding about a type; null when all its parts were written by the author.</summary>
    public static Finding? Find(INamedTypeSymbol type, SyntaxNode node) => type.DeclaringSyntaxReferences
        .Select(reference => reference.SyntaxTree)
        .FirstOrDefault(tree => tree != node.SyntaxTree && IsEmitted(tree)) is { FilePath: var path }
        ? Finding.Of(Rules.EmittedTwice, new Anchor(Place.Model), type.Name, FileOf(path), FolderOf(path))
        : null;

    private static bool IsEmitted(SyntaxTree tree) => tree.GetText() is { } text && text.Length >= GeneratedMembers.FirstLine.Length
        && text.ToString(new TextSpan(0, GeneratedMembers.FirstLine.Length)) == GeneratedMembers.FirstLine;

    private static string FileOf(string path) => path.Split('/', '\\').Last();

    /// <summary>Returns the folder that the project names. The compiler makes a folder for each generator in it.</summary>
    private static string FolderOf(string path)
    {
        var folders = path.Split('/', '\\');
        var generator = Array.IndexOf(folders, Folder);
        return generator > 0 ? folders[generator - 1] : folders.Length > 1 ? folders[folders.Length - 2] : "Generated";
    }
}
