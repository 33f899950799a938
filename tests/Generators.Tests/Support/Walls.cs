using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>The folders of a source project, and the uses of one folder's types in another, found by binding the code.</summary>
/// <param name="Uses">An example for each pair of folders.</param>
internal sealed record Walls(IReadOnlyDictionary<(string From, string To), string> Uses)
{
    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "System.Text.Json.Serialization",
    ];

    /// <summary>Names of types and members that no file need declare: inferred types, and what the compiler adds to records.</summary>
    private static readonly string[] Undeclared =
        ["var", "ToString", "Equals", "GetHashCode", "Deconstruct", "PrintMembers", "EqualityContract", "Invoke"];

    /// <summary>Reads and binds a project under src.</summary>
    /// <param name="project">Its folder.</param>
    /// <param name="withoutReference">An assembly to leave out, because the project has its types itself or must not see them.</param>
    public static Walls Of(string project, string withoutReference)
    {
        var root = Path.Combine(Repository.Root, "src", project);
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(string.Concat(ImplicitUsings.Select(name => $"global using {name};")), options, Path.Combine(root, "Usings.cs")))
            .ToArray();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != withoutReference && Path.GetFileNameWithoutExtension(file) != "ModelDsl.Generators.Tests")
            .Select(file => MetadataReference.CreateFromFile(file));
        // Annotations without warnings: the analysis of null would take most of the time, and names nothing.
        var compilation = CSharpCompilation.Create(
            "Walls", trees, references, new CSharpCompilationOptions(
                Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Annotations));
        // Errors in declarations show a missing reference. Halves of partial methods from other generators are missing here.
        Assert.DoesNotContain(compilation.GetDeclarationDiagnostics(), d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS8795");

        // To bind a name takes long. So a name is bound only if it might be the first use of another folder.
        var declaring = trees.SelectMany(tree => DeclaredNames(tree).Select(name => (Name: name, Folder: FolderOf(tree.FilePath))))
            .ToLookup(declared => declared.Name, declared => declared.Folder)
            .ToDictionary(names => names.Key, names => names.ToHashSet());
        var all = trees.Select(tree => FolderOf(tree.FilePath)).ToHashSet();
        foreach (var name in Undeclared) declaring[name] = all;
        var uses = new SortedDictionary<(string, string), string>();
        // The table from which a generated file is written decides which names it uses.
        foreach (var tree in trees.Where(tree => !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            var (model, from) = (compilation.GetSemanticModel(tree), FolderOf(tree.FilePath));
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (!declaring.TryGetValue(name.Identifier.ValueText, out var possible)) continue;
                if (possible.All(to => to == from || uses.ContainsKey((from, to)))) continue;

                var symbol = model.GetSymbolInfo(name).Symbol;
                var type = (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition;
                var folders = type?.DeclaringSyntaxReferences.Select(r => FolderOf(r.SyntaxTree.FilePath)).ToHashSet() ?? [];
                if (folders.Contains(from)) continue;
                foreach (var to in folders) uses.TryAdd((from, to), $"{Path.GetFileName(tree.FilePath)} names {type!.Name}");
            }
        }
        return new Walls(uses);

        string FolderOf(string file) => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : "";
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

    /// <summary>
    /// Returns the uses that break an order of folders, given from the lowest: each folder may name only types of those below it.
    /// </summary>
    public IEnumerable<string> Breaches(IReadOnlyList<string> order)
    {
        return
            from use in Uses
            where Height(use.Key.To) >= Height(use.Key.From)
            select $"{use.Key.From} must not use {use.Key.To}: {use.Value}";

        int Height(string folder) => order.ToList().IndexOf(folder) is var height and >= 0
            ? height
            : throw new InvalidOperationException($"The folder '{folder}' has no place in the order: give it one.");
    }

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
