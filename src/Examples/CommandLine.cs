using System.CommandLine;
using System.CommandLine.Help;

namespace ModelDsl.Examples;

/// <summary>What is typed after <c>run.sh</c>. Exit codes: 0 done, 1 it could not be done, 2 it was asked for wrongly, 130 interrupted.</summary>
internal static class CommandLine
{
    /// <summary>The command line was not understood.</summary>
    private const int Misuse = 2;

    /// <summary>The examples, in the order of the help; the first is the one that runs when none is named. To add one, add a line.</summary>
    private static IReadOnlyList<Command> Examples =>
    [
        FashionMnistChapter.Command(), FashionMlp.Command(), Optimizers.Command(), Overfitting.Command(), Convolution.Command(),
        Binary.Command(), Regression.Command(), Sequence.Command(), Newton.Command(),
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
        // Signals are the examples' own: System.CommandLine gives a run two seconds, and a model is worth more.
        return parsed.Invoke(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <summary>The arguments with the first example's name before them where they begin with an option of its own.</summary>
    private static IReadOnlyList<string> Named(IReadOnlyList<string> arguments, RootCommand root)
    {
        var own = root.Options.SelectMany(o => o.Aliases.Append(o.Name)).ToHashSet();
        return arguments is [] || (arguments[0].StartsWith('-') && !own.Contains(arguments[0])) ? [root.Subcommands[0].Name, .. arguments] : arguments;
    }

    private static string Complaint(ParseResult parsed, RootCommand root)
    {
        var command = parsed.CommandResult.Command;
        return command == root
            ? $"There is no example '{parsed.Tokens[0].Value}'; there are: {string.Join(", ", root.Subcommands.Select(c => c.Name))}."
            : $"{parsed.Errors[0].Message} See: run.sh {command.Name} --help";
    }
}
