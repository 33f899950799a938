using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>Finds the uses of a folder's types in a lower folder of a source project, by binding the code.</summary>
internal static class Walls
{
    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "System.Text.Json.Serialization",
    ];

    /// <summary>
    /// Returns an example of each use that breaks an order of folders: each folder may name only types of those below it.
    /// </summary>
    /// <param name="project">The project's folder under src.</param>
    /// <param name="withoutReference">An assembly to leave out, because the project has its types itself or must not see them.</param>
    /// <param name="order">The folders, the lowest first.</param>
    public static IEnumerable<string> Breaches(string project, string withoutReference, IReadOnlyList<string> order)
    {
        var heights = order.Select((folder, height) => (folder, height)).ToDictionary();
        var root = Path.Combine(Repository.Root, "src", project);
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        var trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(string.Concat(ImplicitUsings.Select(name => $"global using {name};")), options, Path.Combine(root, "Usings.g.cs")))
            .ToArray();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != withoutReference && Path.GetFileNameWithoutExtension(file) != "ModelDsl.Generators.Tests")
            .Select(file => MetadataReference.CreateFromFile(file));
        // Without the analysis of null: it would take most of the time, and names nothing.
        var compilation = CSharpCompilation.Create(
            "Walls", trees, references, new CSharpCompilationOptions(
                Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Annotations));

        // To bind a name takes long. So a name is bound only if it might be the first use of a higher folder. An inferred type and a member
        // that no file declares need no look: a file of this folder or of a lower one has named the type from which they come.
        var declaring = trees.SelectMany(tree => DeclaredNames(tree).Select(name => (Name: name, Folder: FolderOf(tree.FilePath))))
            .ToLookup(declared => declared.Name, declared => declared.Folder)
            .ToDictionary(names => names.Key, names => names.ToHashSet());
        var breaches = new SortedDictionary<(string, string), string>();
        // The table from which a generated file is written decides which names it uses.
        foreach (var tree in trees.Where(tree => !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            var (model, from) = (compilation.GetSemanticModel(tree), FolderOf(tree.FilePath));
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (!declaring.TryGetValue(name.Identifier.ValueText, out var possible)) continue;
                if (possible.All(to => Height(to) < Height(from) || to == from || breaches.ContainsKey((from, to)))) continue;

                var found = model.GetSymbolInfo(name);
                // A name without a meaning shows a missing reference.
                Assert.False(found.Symbol is null && found.CandidateSymbols.IsEmpty, $"{name} is unknown in {tree.FilePath}");
                var type = (found.Symbol as INamedTypeSymbol ?? found.Symbol?.ContainingType)?.OriginalDefinition;
                var folders = type?.DeclaringSyntaxReferences.Select(r => FolderOf(r.SyntaxTree.FilePath)).ToHashSet() ?? [];
                if (folders.Contains(from)) continue;
                foreach (var to in folders.Where(to => Height(to) >= Height(from)))
                    breaches.TryAdd((from, to), $"{from} must not use {to}: {Path.GetFileName(tree.FilePath)} names {type!.Name}");
            }
        }
        return breaches.Values;

        string FolderOf(string file) => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : "";

        int Height(string folder) => heights.TryGetValue(folder, out var height)
            ? height
            : throw new InvalidOperationException($"The folder '{folder}' has no place in the order: give it one.");
    }

    /// <summary>
    /// Returns the names of a file's types and members. No alias is among them: its declaration names the type, in the same file.
    /// </summary>
    private static IEnumerable<string> DeclaredNames(SyntaxTree tree) =>
        from token in tree.GetRoot().DescendantTokens()
        where token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is MemberDeclarationSyntax
            or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax }
            or ParameterSyntax { Parent.Parent: TypeDeclarationSyntax }
        from name in new[] { token.ValueText, token.ValueText.EndsWith("Attribute", StringComparison.Ordinal) ? token.ValueText[..^9] : "" }
        where name.Length > 0
        select name;

    /// <summary>Returns the files whose namespace does not match their folder.</summary>
    public static IEnumerable<string> WrongNamespaces(string project, string name) =>
        from file in Namespaces(project)
        let wanted = string.Join('.', file.Folders.Prepend(name))
        where file.Namespace != wanted
        select $"{file.Path} is in {file.Namespace}, not in {wanted}";

    /// <summary>Returns the namespace of each file that declares types, and whether one of these types is public.</summary>
    public static IEnumerable<(string Path, string[] Folders, string Namespace, bool IsPublic)> Namespaces(string project)
    {
        var root = Path.Combine(Repository.Root, "src", project);
        return
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(root, file)
            let parts = path.Split(Path.DirectorySeparatorChar)
            where !parts.Any(part => part is "bin" or "obj")
            from declared in CSharpSyntaxTree.ParseText(File.ReadAllText(file))
                .GetCompilationUnitRoot().Members.OfType<BaseNamespaceDeclarationSyntax>()
            let types = declared.Members
            select (path, parts[..^1], declared.Name.ToString(), types.Any(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)));
    }
}
