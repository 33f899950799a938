namespace ModelDsl.Package.Tests;

/// <summary>
/// A program that learns from rows and saves its model (Project/Rows.cs), built, and run once with the package's own code.
/// </summary>
public sealed class TrainedRows : IAsyncLifetime
{
    private UserProject project = null!;

    /// <summary>The packages.</summary>
    public PackedLibrary Library { get; } = new();

    /// <summary>The output of the build.</summary>
    internal Command Built { get; private set; } = null!;

    /// <summary>What the training printed, and how many of the library's methods were compiled while it ran.</summary>
    internal (string Printed, int Compiled) Trained { get; private set; }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await Library.InitializeAsync();
        project = Library.CreateProject("rows", "Rows.cs");
        Built = (await Dotnet("build", "-nologo")).Succeeded();
        Trained = await Train(readyToRun: "1");
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Library.DisposeAsync();

    /// <summary>Runs <c>dotnet</c> with a command and options in the project's folder.</summary>
    internal Task<Command> Dotnet(params string[] arguments) => project.Dotnet(arguments);

    /// <summary>Runs the program in a new process.</summary>
    internal async Task<string> Run() => (await Dotnet(Program)).Succeeded().Output;

    /// <summary>Trains in a new process.</summary>
    /// <param name="readyToRun">1 to run the package's code, 0 to compile all of it while it runs.</param>
    internal async Task<(string Printed, int Compiled)> Train(string readyToRun)
    {
        var methods = Path.Combine(project.Folder, $"methods-{readyToRun}.txt");
        var environment = new Dictionary<string, string>(project.Environment)
        {
            ["DOTNET_ReadyToRun"] = readyToRun,
            ["DOTNET_JitStdOutFile"] = methods,
            ["DOTNET_JitDisasmSummary"] = "1",
        };
        var run = await (project with { Environment = environment }).Dotnet(Program, "train");
        var compiled = File.ReadLines(methods).Count(line => line.Contains(": JIT compiled ModelDsl.", StringComparison.Ordinal));
        return (run.Succeeded().Output, compiled);
    }

    private static string Program => Path.Combine("bin", "Debug", "net10.0", "Toy.dll");
}
