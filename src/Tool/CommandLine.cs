using System.CommandLine;

namespace ModelDsl.Tool;

/// <summary>The command line of <c>modeldsl</c>. Exit codes: 0 success, 1 failure, 2 wrong arguments.</summary>
internal static class CommandLine
{
    private const int Misuse = 2;

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">Its name and its arguments.</param>
    /// <param name="output">The stream of results.</param>
    /// <param name="errors">The stream of errors.</param>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        var root = new RootCommand("Brings models to ModelDsl and takes them away.") { ImportCommand.Make(), ExportCommand.Make(), InspectCommand.Make() };
        root.HelpName = "modeldsl";
        var parsed = root.Parse(arguments.Count == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            var command = parsed.CommandResult.Command == root ? "" : $" {parsed.CommandResult.Command.Name}";
            foreach (var error in parsed.Errors) errors.WriteLine(error.Message);
            errors.WriteLine($"See: modeldsl{command} --help");
            return Misuse;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(fault.Message);
            return 1;
        }
    }
}
