using System.Diagnostics;

namespace ModelDsl.Package.Tests;

/// <summary>The output of a command, and its exit code.</summary>
/// <param name="ExitCode">0 on success.</param>
/// <param name="Output">Both streams.</param>
internal sealed record Command(int ExitCode, string Output)
{
    // An ahead-of-time compiler needs a minute of a processor, which others may need, too.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    /// <summary>Runs <c>dotnet</c> in a folder, like a user in a fresh terminal.</summary>
    public static Task<Command> Dotnet(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, environment, arguments);

    /// <summary>Runs a program in a folder.</summary>
    public static async Task<Command> Run(
        string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test's own build sets environment variables that a user's build does not have.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // As in build/sdk.sh: a compiler runs for a moment.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} ran for more than {Patience.TotalMinutes} minutes:\n{await output}{await errors}");
        }

        return new Command(process.ExitCode, await output + await errors);
    }

    /// <summary>Returns this command; throws if it failed.</summary>
    public Command Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}:\n{Output}");
        return this;
    }
}
