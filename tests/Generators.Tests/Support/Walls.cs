using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>The folders of a source project, and which of them name types of which others: found by binding the code.</summary>
/// <param name="Uses">For each pair of folders an example.</param>
internal sealed record Walls(IReadOnlyDictionary<(string From, string To), string> Uses)
{
    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "System.Text.Json.Serialization",
    ];

    /// <summary>Reads and binds a project under src.</summary>
    /// <param name="project">Its folder.</param>
    /// <param name="withoutReference">An assembly whose types the project has itself, or must not see.</param>
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
        var compilation = CSharpCompilation.Create(
            "Walls", trees, references, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        // That no reference is missing is seen in declarations. Halves of partial methods that other generators write are missing here.
        Assert.DoesNotContain(compilation.GetDeclarationDiagnostics(), d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS8795");

        var uses = new SortedDictionary<(string, string), string>();
        // What a generated file names is the choice of the table that it is written from.
        foreach (var tree in trees.Where(tree => !tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                var type = (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition;
                var folders = type?.DeclaringSyntaxReferences.Select(r => FolderOf(r.SyntaxTree.FilePath)).ToHashSet() ?? [];
                var from = FolderOf(tree.FilePath);
                if (folders.Contains(from)) continue;
                foreach (var to in folders) uses.TryAdd((from, to), $"{Path.GetFileName(tree.FilePath)} names {type!.Name}");
            }
        }
        return new Walls(uses);

        string FolderOf(string file) => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is [var folder, _, ..] ? folder : "";
    }

    /// <summary>What breaks an order of folders, the lowest first: each may name types of those below it alone.</summary>
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

    /// <summary>The files whose namespace is not that of their folder.</summary>
    public static IEnumerable<string> WrongNamespaces(string project, string name) =>
        from file in Namespaces(project)
        let wanted = string.Join('.', file.Folders.Prepend(name))
        where file.Namespace != wanted
        select $"{file.Path} is in {file.Namespace}, not in {wanted}";

    /// <summary>The namespace of each file that declares types, and whether one of these is public.</summary>
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
