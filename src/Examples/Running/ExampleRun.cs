using LanguageExt;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>Runs an example from the command line: checks the settings, handles Ctrl+C, and prints an error in one sentence.</summary>
internal static class ExampleRun
{
    private const int Done = 0;
    private const int Failed = 1;
    private const int Interrupted = 130;

    /// <summary>Runs an example.</summary>
    /// <param name="settings">The settings from the command line.</param>
    /// <param name="tell">The example.</param>
    /// <returns>The exit code.</returns>
    public static int Run(RunSettings settings, Func<Narrator, CancellationToken, Fin<Unit>> tell)
    {
        if (settings.Fault is { } fault) return Fail(fault);
        using var interruption = new Interruption();
        var narrator = new Narrator(AnsiConsole.Console, settings.Quiet);
        var code = tell(narrator, interruption.Token).Match(Succ: _ => Done, Fail: error => Fail(error.Message));
        return interruption.Token.IsCancellationRequested ? Interrupted : code;
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return Failed;
    }
}
