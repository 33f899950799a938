using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// Finds generated halves that an earlier build wrote into the project's folder, where they are taken for sources. They may be of another day than the record, so they are
/// refused rather than used.
/// </summary>
internal static class EmittedFiles
{
    private const string Folder = "ModelDsl.Generators";

    /// <summary>What is to be said of a type; null where all its parts are the author's.</summary>
    public static Finding? Find(INamedTypeSymbol type, SyntaxNode node) => type.DeclaringSyntaxReferences
        .Select(reference => reference.SyntaxTree)
        .FirstOrDefault(tree => tree != node.SyntaxTree && IsEmitted(tree)) is { FilePath: var path }
        ? Finding.Of(Rules.EmittedTwice, new Anchor(Place.Model), type.Name, FileOf(path), FolderOf(path))
        : null;

    private static bool IsEmitted(SyntaxTree tree) => tree.GetText() is { } text && text.Length >= GeneratedMembers.FirstLine.Length
        && text.ToString(new TextSpan(0, GeneratedMembers.FirstLine.Length)) == GeneratedMembers.FirstLine;

    private static string FileOf(string path) => path.Split('/', '\\').Last();

    /// <summary>The folder that the project asks for: the compiler makes one for each generator in it.</summary>
    private static string FolderOf(string path)
    {
        var folders = path.Split('/', '\\');
        var generator = Array.IndexOf(folders, Folder);
        return generator > 0 ? folders[generator - 1] : folders.Length > 1 ? folders[folders.Length - 2] : "Generated";
    }
}
