using System.CommandLine;
using System.CommandLine.Help;

namespace ModelDsl.Examples;

/// <summary>The command line of <c>run.sh</c>. Exit codes: 0 success, 1 failure, 2 wrong arguments, 130 interrupted.</summary>
internal static class CommandLine
{
    /// <summary>The exit code for wrong arguments.</summary>
    private const int Misuse = 2;

    /// <summary>The examples, in the order of the help. The first one runs if no example is named. To add an example, add a line.</summary>
    private static IReadOnlyList<Command> Examples =>
    [
        FashionMnistChapter.Command(), FashionMlp.Command(), Optimizers.Command(), Overfitting.Command(), Convolution.Command(),
        Binary.Command(), Regression.Command(), Sequence.Command(), Forecast.Command(), Newton.Command(), Tabular.Command(),
        Transfer.Command(), FolderOfPictures.Command(),
    ];

    public static int Run(IReadOnlyList<string> arguments)
    {
        var root = new RootCommand("Examples of ModelDsl, one command each.") { HelpName = "run.sh" };
        foreach (var example in Examples) root.Add(example);
        foreach (var help in root.Options.OfType<HelpOption>()) help.Description = "Show this help.";

        var parsed = root.Parse(Named(arguments, root));
        if (parsed.Errors.Count > 0)
        {
            Console.Error.WriteLine(Complaint(parsed, root));
            return Misuse;
        }
        // The examples handle signals themselves: System.CommandLine gives a run two seconds to end, and a model is worth a longer wait.
        return parsed.Invoke(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <summary>
    /// Returns the arguments. If there are none, or they begin with an option of an example, the first example's name is put before them.
    /// </summary>
    private static IReadOnlyList<string> Named(IReadOnlyList<string> arguments, RootCommand root)
    {
        var own = root.Options.SelectMany(o => o.Aliases.Append(o.Name)).ToHashSet();
        return arguments is [] || (arguments[0].StartsWith('-') && !own.Contains(arguments[0]))
            ? [root.Subcommands[0].Name, .. arguments] : arguments;
    }

    private static string Complaint(ParseResult parsed, RootCommand root)
    {
        var command = parsed.CommandResult.Command;
        return command == root
            ? $"There is no example '{parsed.Tokens[0].Value}'; there are: {string.Join(", ", root.Subcommands.Select(c => c.Name))}."
            : $"{parsed.Errors[0].Message} See: run.sh {command.Name} --help";
    }
}
