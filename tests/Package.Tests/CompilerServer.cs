using System.Text.RegularExpressions;

namespace ModelDsl.Package.Tests;

/// <summary>
/// A compiler server for the projects of these tests alone. The compiler's code is prepared once, not once a project. The server has seen
/// no other generator than the one of the packages under test.
/// </summary>
internal sealed partial class CompilerServer
{
    private readonly string name = $"modeldsl-{Guid.NewGuid():N}";

    /// <summary>The variables of the environment with which a build uses this server.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["UseSharedCompilation"] = "true",
        ["SharedCompilationId"] = name,
    };

    /// <summary>Ends the server; otherwise it would wait ten minutes for more work.</summary>
    public async Task End()
    {
        var information = (await Command.Dotnet(AppContext.BaseDirectory, Environment, "--info")).Succeeded().Output;
        var server = Path.Combine(BasePath().Match(information).Groups[1].Value, "Roslyn", "bincore", "VBCSCompiler.dll");
        (await Command.Dotnet(AppContext.BaseDirectory, Environment, server, $"-pipename:{name}", "-shutdown")).Succeeded();
    }

    [GeneratedRegex(@"^ *Base Path: *(.*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex BasePath();
}
