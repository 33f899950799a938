using System.CommandLine;
using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>Makes the command of a lesson.</summary>
internal static class LessonCommand
{
    /// <summary>Returns the command. Its options have the given values as defaults.</summary>
    /// <param name="name">The name that the user types.</param>
    /// <param name="description">The text of the help.</param>
    /// <param name="epochs">The default number of epochs.</param>
    /// <param name="tell">The lesson.</param>
    /// <param name="needsData">True if it reads Fashion-MNIST; then it has the option <c>--data</c>.</param>
    public static Command Of(string name, string description, int epochs, Func<Lesson, Fin<Unit>> tell, bool needsData = true)
    {
        var command = new Command(name, description);
        var options = new RunOptions(name, epochs, batchSize: 32, needsData);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = options.Read(parsed);
            return ExampleRun.Run(settings, (narrator, cancellation) => tell(new Lesson(settings, narrator, cancellation)));
        });
        return command;
    }
}
