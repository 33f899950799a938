using System.CommandLine;
using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>Makes a command of a lesson.</summary>
internal static class LessonCommand
{
    /// <summary>The command; its options begin at the values given.</summary>
    /// <param name="name">What is typed.</param>
    /// <param name="description">What the help says.</param>
    /// <param name="epochs">Number of epochs when none is typed.</param>
    /// <param name="tell">The lesson.</param>
    /// <param name="needsData">Whether it reads Fashion-MNIST, so that <c>--data</c> means something.</param>
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
