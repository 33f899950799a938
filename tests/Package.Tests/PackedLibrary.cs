using System.Reflection;

namespace ModelDsl.Package.Tests;

/// <summary>
/// The package, made once for all test classes, in a feed in a temporary folder. Users' projects there can restore from it; they use
/// nothing of the repository, and no older package on the machine.
/// </summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    private static readonly Lock Door = new();
    private static Packed? shared;
    private static int users;

    private Packed packed = null!;

    /// <summary>A version that no machine has.</summary>
    public string Version => packed.Version;

    /// <summary>The package.</summary>
    public string File => packed.File;

    /// <summary>The folder where users' projects find the package after a restore.</summary>
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

    /// <summary>A new console project that references the package.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="program">The file under Project that is its program.</param>
    internal UserProject CreateProject(string name, string program) =>
        CreateProject(name, new Dictionary<string, string> { ["Program.cs"] = System.IO.File.ReadAllText(Path.Combine(Templates, program)) });

    /// <summary>A new console project that references the package.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="files">Its source files.</param>
    internal UserProject CreateProject(string name, IReadOnlyDictionary<string, string> files)
    {
        var project = Directory.CreateDirectory(Path.Combine(packed.Folder, name)).FullName;
        foreach (var (file, text) in files) System.IO.File.WriteAllText(Path.Combine(project, file), text);
        var description = System.IO.File.ReadAllText(Path.Combine(Templates, "Toy.csproj"));
        System.IO.File.WriteAllText(Path.Combine(project, "Toy.csproj"), description.Replace("VERSION", Version, StringComparison.Ordinal));
        return new UserProject(project, packed.Environment);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        lock (Door)
        {
            if (--users > 0) return Task.CompletedTask;
            shared = null;
        }
        Directory.Delete(packed.Folder, recursive: true);
        return Task.CompletedTask;
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

/// <summary>The folder of a feed with the package, and of the projects that use it.</summary>
internal sealed class Packed
{
    private readonly Dictionary<string, string> environment = [];

    public Packed() => Made = Make();

    public string Folder { get; } = Directory.CreateTempSubdirectory("modeldsl-package-").FullName;

    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    public string File => Path.Combine(Feed, $"ModelDsl.{Version}.nupkg");

    public string Packages => Path.Combine(Folder, "packages");

    public IReadOnlyDictionary<string, string> Environment => environment;

    /// <summary>Completes when the package is made.</summary>
    public Task Made { get; }

    private string Feed => Path.Combine(Folder, "feed");

    private async Task Make()
    {
        var configuration = typeof(PackedLibrary).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        // Only --no-build and PackageVersion: the solution's outputs stay unchanged.
        (await Command.Dotnet(
            PackedLibrary.Repository(), environment, "pack", "src/Dsl", "-c", configuration, "--no-build", "-nologo", "-o", Feed,
            $"-p:PackageVersion={Version}", $"-p:NuspecOutputPath={Path.Combine(Folder, "nuspec")}")).Succeeded();

        var listed = (await Command.Dotnet(Folder, environment, "nuget", "locals", "global-packages", "--list")).Succeeded();
        var machinePackages = listed.Output[(listed.Output.IndexOf(':') + 1)..].Trim();
        // The sources are the machine's and the feed. Packages on the machine are used; none are added to it.
        Write("nuget.config", $"""
            <configuration>
              <packageSources><add key="the package under test" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{machinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);
        environment["NUGET_PACKAGES"] = Packages;
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
    public Task<Command> Run(string program) => Command.Run(Path.Combine(Folder, program), Folder, Environment);
}
