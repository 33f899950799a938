namespace ModelDsl.Package.Tests;

/// <summary>
/// A project of each page for users, with the page's code as a reader types it. They are built together: one restore, one build.
/// </summary>
public sealed class PageProjects : IAsyncLifetime
{
    /// <summary>The pages.</summary>
    public static readonly string[] Pages =
    [
        "README.md", "docs/getting-started.md", "docs/inspection.md", "docs/my-table.md", "docs/reference/features.md", "docs/ship-it.md", "docs/text.md",
    ];

    private readonly PackedLibrary library = new();
    private readonly Dictionary<string, PageProject> projects = [];

    /// <summary>The output of the build.</summary>
    internal Command Built { get; private set; } = null!;

    /// <summary>The project of a page by its path.</summary>
    internal PageProject this[string path] => projects[path];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await library.InitializeAsync();
        var all = library.CreateFolder("pages");
        foreach (var path in Pages)
        {
            var shown = new List<string>();
            var page = Page.Read(await File.ReadAllTextAsync(Path.Combine(PackedLibrary.Repository(), path)), block =>
            {
                if (IsGenerated(block)) shown.Add(block);
                return IsGenerated(block);
            });
            var name = Path.GetFileNameWithoutExtension(path);
            projects[path] = new(name, page, shown, library.CreateProject(Path.Combine("pages", name), page.Files));
            // Two projects of a solution must not have the same name.
            File.Move(Path.Combine(all.Folder, name, "Toy.csproj"), Path.Combine(all.Folder, name, $"{name}.csproj"));
        }
        await File.WriteAllTextAsync(
            Path.Combine(all.Folder, "All.slnx"),
            $"<Solution>{string.Concat(projects.Values.Select(one => $"<Project Path=\"{one.Name}/{one.Name}.csproj\" />"))}</Solution>");
        Built = await all.Dotnet("build", "All.slnx", "-nologo", "-c", "Release", "-p:EmitCompilerGeneratedFiles=true");
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => library.DisposeAsync();

    /// <summary>Tells whether a block is generated code, which is shown and not typed.</summary>
    private static bool IsGenerated(string block) => block.StartsWith("public override void Run(", StringComparison.Ordinal);
}

/// <summary>The project of a page.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Page">What the page's reader types, and what the page says that is printed.</param>
/// <param name="Shown">The generated code that the page shows.</param>
/// <param name="Project">The project.</param>
internal sealed record PageProject(string Name, Page Page, IReadOnlyList<string> Shown, UserProject Project);
