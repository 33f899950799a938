using System.Diagnostics;

namespace ModelDsl.Examples.Tests;

/// <summary>The examples' program, run as a user runs it, with its output redirected.</summary>
internal static class ExampleProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="watch">Receives every line of the output at once.</param>
    public static (int Code, string Output, string Error) Run(IEnumerable<string> arguments, Action<Process, string>? watch = null)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FashionSoftmax).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            watch?.Invoke(process, line);
        }
        process.WaitForExit();
        return (process.ExitCode, string.Join('\n', lines), error.Result);
    }
}
