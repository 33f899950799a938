using System.Reflection;

namespace ModelDsl.Package.Tests;

/// <summary>
/// All packages of the solution, made once for all test classes, in a feed in a temporary folder. Users' projects there can restore from
/// it; they use nothing of the repository, and no older package on the machine.
/// </summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    private static readonly Lock Door = new();
    private static Packed? shared;
    private static int users;

    private Packed packed = null!;

    /// <summary>The version of all packages, one that no machine has.</summary>
    public string Version => packed.Version;

    /// <summary>The package ModelDsl.</summary>
    public string File => FileOf("ModelDsl");

    /// <summary>The folder of the packages.</summary>
    public string Feed => packed.Feed;

    /// <summary>The folder where users' projects find the packages after a restore.</summary>
    public string Packages => packed.Packages;

    private static string Templates => Path.Combine(AppContext.BaseDirectory, "Project");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        lock (Door)
        {
            users++;
            packed = shared ??= new Packed();
        }
        await packed.Made;
    }

    /// <summary>Returns the path of a package by its id.</summary>
    internal string FileOf(string id) => Path.Combine(Feed, $"{id}.{Version}.nupkg");

    /// <summary>A new console project that references the package ModelDsl.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="program">The file under Project that is its program.</param>
    /// <param name="packages">More packages of the feed that it references.</param>
    internal UserProject CreateProject(string name, string program, params string[] packages) => CreateProject(
        name, new Dictionary<string, string> { ["Program.cs"] = System.IO.File.ReadAllText(Path.Combine(Templates, program)) }, packages);

    /// <summary>A new console project that references the package ModelDsl.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="files">Its source files.</param>
    /// <param name="packages">More packages of the feed that it references.</param>
    internal UserProject CreateProject(string name, IReadOnlyDictionary<string, string> files, params string[] packages)
    {
        var created = CreateFolder(name);
        var project = created.Folder;
        foreach (var (file, text) in files) System.IO.File.WriteAllText(Path.Combine(project, file), text);
        var description = System.IO.File.ReadAllText(Path.Combine(Templates, "Toy.csproj"));
        const string library = """<PackageReference Include="ModelDsl" Version="VERSION" />""";
        var references = string.Concat(packages.Select(id => "\n    " + library.Replace("ModelDsl", id, StringComparison.Ordinal)));
        System.IO.File.WriteAllText(
            Path.Combine(project, "Toy.csproj"),
            description.Replace(library, library + references, StringComparison.Ordinal).Replace("VERSION", Version, StringComparison.Ordinal));
        return created;
    }

    /// <summary>Packs a project of the repository again, and compares its members with those of an earlier package.</summary>
    /// <param name="project">Its folder in the repository.</param>
    /// <param name="name">A name for the new feed.</param>
    /// <param name="baseline">The earlier package.</param>
    internal async Task<(Command Command, string Feed)> PackAgain(string project, string name, string baseline)
    {
        var feed = Path.Combine(packed.Folder, name);
        return (await packed.Pack(project, feed, $"-p:PackageValidationBaselinePath={baseline}"), feed);
    }

    /// <summary>A new empty folder, whose projects restore from the feed.</summary>
    internal UserProject CreateFolder(string name) =>
        new(Directory.CreateDirectory(Path.Combine(packed.Folder, name)).FullName, packed.Environment);

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        lock (Door)
        {
            if (--users > 0) return;
            shared = null;
        }
        await packed.Compiler.End();
        Directory.Delete(packed.Folder, recursive: true);
    }

    /// <summary>The repository's root.</summary>
    internal static string Repository()
    {
        var candidate = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(candidate.FullName, "ModelDsl.sln")))
            candidate = candidate.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return candidate.FullName;
    }
}

/// <summary>The folder of a feed with the packages, and of the projects that use them.</summary>
internal sealed class Packed
{
    private readonly Dictionary<string, string> environment = [];

    public Packed() => Made = Make();

    public string Folder { get; } = Directory.CreateTempSubdirectory("modeldsl-package-").FullName;

    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    public string Feed => Path.Combine(Folder, "feed");

    public string Packages => Path.Combine(Folder, "packages");

    /// <summary>The compiler of the users' projects.</summary>
    public CompilerServer Compiler { get; } = new();

    public IReadOnlyDictionary<string, string> Environment => environment;

    /// <summary>Completes when the packages are made.</summary>
    public Task Made { get; }

    /// <summary>Packs a project, or the solution, without building it. Its outputs stay unchanged.</summary>
    public Task<Command> Pack(string project, string feed, params string[] options)
    {
        var configuration = typeof(PackedLibrary).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        return Command.Dotnet(
            PackedLibrary.Repository(), new Dictionary<string, string> { ["SOURCE_DATE_EPOCH"] = "1767225600" },
            [
                "pack", project, "-c", configuration, "--no-build", "-nologo", "-o", feed, $"-p:PackageVersion={Version}",
                $"-p:NuspecOutputPath={feed}.nuspec", .. options,
            ]);
    }

    private async Task Make()
    {
        (await Pack("ModelDsl.sln", Feed)).Succeeded();

        var listed = (await Command.Dotnet(Folder, environment, "nuget", "locals", "global-packages", "--list")).Succeeded();
        var machinePackages = listed.Output[(listed.Output.IndexOf(':') + 1)..].Trim();
        // The sources are the machine's and the feed. Packages on the machine are used; none are added to it.
        Write("nuget.config", $"""
            <configuration>
              <packageSources><add key="the packages under test" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{machinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        environment["NUGET_PACKAGES"] = Packages;
        foreach (var (name, value) in Compiler.Environment) environment[name] = value;
        // MSBuild looks for these files in every folder above; these stop its search.
        foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" }) Write(name, "<Project />");
        Write(".editorconfig", "root = true");
    }

    private void Write(string name, string content) => System.IO.File.WriteAllText(Path.Combine(Folder, name), content);
}

/// <summary>A user's project.</summary>
internal sealed record UserProject(string Folder, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Runs <c>dotnet</c> with a command and options in the project's folder.</summary>
    public Task<Command> Dotnet(params string[] arguments) => Command.Dotnet(Folder, Environment, arguments);

    /// <summary>Runs a program in the project's folder.</summary>
    public Task<Command> Run(string program, params string[] arguments) =>
        Command.Run(Path.Combine(Folder, program), Folder, Environment, arguments);
}
