namespace ModelDsl.Package.Tests;

/// <summary>
/// A project of each template, made by <c>dotnet new</c> from the package in the feed, and built together: one restore, one build. The
/// templates are installed for these tests only; the user's own stay as they are.
/// </summary>
public sealed class MadeProjects : IAsyncLifetime
{
    private readonly PackedLibrary library = new();
    private UserProject all = null!;

    /// <summary>The packages.</summary>
    public PackedLibrary Library => library;

    /// <summary>The output of the build.</summary>
    internal Command Built { get; private set; } = null!;

    /// <summary>The console program. Its name is no C# name.</summary>
    internal UserProject Console => Project("my-penguins");

    /// <summary>The service.</summary>
    internal UserProject Service => Project("Penguins.Service");

    /// <summary>The library. Its name is no C# name, and begins with a digit.</summary>
    internal UserProject Models => Project("2nd-models");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await library.InitializeAsync();
        var folder = library.CreateFolder("templates");
        all = folder with
        {
            Environment = new Dictionary<string, string>(folder.Environment) { ["DOTNET_CLI_HOME"] = Path.Combine(folder.Folder, "home"), ["DOTNET_NOLOGO"] = "1" },
        };
        (await New("install", library.FileOf("ModelDsl.Templates"))).Succeeded();
        foreach (var made in await Task.WhenAll(
            New("modeldsl-console", "-n", "my-penguins", "--no-restore"),
            New("modeldsl-service", "-n", "Penguins.Service", "--no-restore"),
            New("modeldsl-library", "-n", "2nd-models", "--ci", "--no-restore")))
            made.Succeeded();
        await File.WriteAllTextAsync(Path.Combine(all.Folder, "All.slnx"), """
            <Solution>
              <Project Path="my-penguins/my-penguins.csproj" />
              <Project Path="Penguins.Service/Penguins.Service.csproj" />
              <Project Path="2nd-models/src/2nd-models/2nd-models.csproj" />
              <Project Path="2nd-models/tests/2nd-models.Tests/2nd-models.Tests.csproj" />
            </Solution>
            """);
        // NU1603: the tests' feed may have a newer FSharp.Core than FsCheck names.
        Built = (await all.Dotnet("build", "All.slnx", "-nologo", "-p:NoWarn=NU1603")).Succeeded();
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => library.DisposeAsync();

    private UserProject Project(string name) => all with { Folder = Path.Combine(all.Folder, name) };

    private Task<Command> New(params string[] arguments) =>
        all.Dotnet(["new", .. arguments, "--debug:custom-hive", Path.Combine(all.Folder, "hive")]);
}
