using System.CommandLine;
using LanguageExt;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>A network with far more weights than a few thousand images can determine.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record LargeMlp(
    [Flatten] Flatten Pixels,
    [Dense(256, Activation.Relu)] Dense First,
    [Dense(128, Activation.Relu)] Dense Second,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>The same network with dropout: half of the hidden neurons are silent in every training step.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record LargeMlpWithDropout(
    [Flatten] Flatten Pixels,
    [Dense(256, Activation.Relu)] Dense First,
    [Dropout(0.5)] Dropout HideFirst,
    [Dense(128, Activation.Relu)] Dense Second,
    [Dropout(0.5)] Dropout HideSecond,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>The lesson on overfitting, with three remedies: the best checkpoint, early stopping, dropout.</summary>
internal static class Overfitting
{
    private const int Few = 6000;
    private const string Best = "best.safetensors";

    /// <summary>The command <c>overfitting</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "overfitting", "Lets a large network learn a few images by heart, and shows what helps: best checkpoint, early stopping, dropout.", epochs: 30, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        from parts in lesson.SplitScaled(fashion.Train)
        let few = parts.Train | Take(Few)
        let test = fashion.Test | Scale(1 / 255f)
        let problem = ShowProblem(lesson.Narrator, few)
        from runs in TrainAll(lesson, few, parts.Validation, test, output)
        let curves = ShowCurves(lesson.Narrator, runs, output)
        from kept in ShowBest(lesson.Narrator, runs, test, output)
        from end in Conclude(lesson, runs, output)
        select end;

    private static Unit ShowProblem(Narrator narrator, Dataset few)
    {
        narrator.Begin("Learning by heart");
        narrator.Say(
            $"There are only {few.Count:N0} images to learn from, but {LargeMlp.Description.ParameterCount:N0} weights: enough to remember every one of them. That is not " +
            "what we want: the network should recognise clothes that it has not seen.");
        narrator.Show(new Text(LargeMlp.Summary + "\n"));
        return Unit.Default;
    }

    private static Fin<Seq<LessonRun>> TrainAll(Lesson lesson, Dataset few, Dataset validation, Dataset test, OutputFolder output)
    {
        lesson.Narrator.Begin("Training, three times");
        lesson.Narrator.Say(
            "no remedy: trains to the end, and saves the network after every epoch that is the best so far on the validation images. early stopping: " +
            "ends when four epochs have brought no progress, and returns to the best. dropout: trains to the end, but in every step half of the hidden neurons are silent.");
        var (seed, options) = (lesson.Settings.Seed, lesson.Options(validation) with { Optimizer = new Adam() });
        return lesson.TrainAll(
            lesson.Plan("no remedy", LargeMlp.Initialize(seed), few, test, options with
            {
                Callbacks = [.. lesson.Progress, new ModelCheckpoint(output.PathOf(Best), saveBestOnly: true)],
            }),
            lesson.Plan("early stopping", LargeMlp.Initialize(seed), few, test, options with
            {
                Callbacks = [.. lesson.Progress, new EarlyStopping(patience: 4, restoreBestWeights: true)],
            }),
            lesson.Plan("dropout", LargeMlpWithDropout.Initialize(seed), few, test, options));
    }

    private static Unit ShowCurves(Narrator narrator, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        narrator.Begin("Side by side");
        narrator.Show(RunTable.Of("remedy", "loss", runs));
        narrator.Show(RunTable.Of("remedy", "accuracy", runs));
        output.Save("curves.png", CurvePanels.ToPng(
            TrainingCurves.Panel("Loss: smaller is better", "loss", runs, training: true),
            TrainingCurves.Panel("Accuracy: larger is better", "accuracy", runs, training: true)));
        narrator.Say(
            "curves.png shows them. Without a remedy the training loss falls and falls while the validation loss turns and rises: from then on the " +
            "network learns its images, not clothes. It becomes surer of its mistakes, which the loss sees sooner than the accuracy. " +
            "(The row of early stopping shows its last epoch; it is tested as it was in the epoch that it returned to.)");
        return Unit.Default;
    }

    private static Fin<Unit> ShowBest(Narrator narrator, Seq<LessonRun> runs, Dataset test, OutputFolder output)
    {
        if (runs[0].History.IsEmpty) return Unit.Default;
        narrator.Begin("The best checkpoint");
        output.AlreadySaved(Best);
        return from best in LargeMlp.Load(output.PathOf(Best))
               from exam in best.Evaluate(test, Metric.Accuracy)
               let told = Tell(narrator, runs[0].Exam, exam)
               select told;
    }

    private static Unit Tell(Narrator narrator, Evaluation last, Evaluation best)
    {
        narrator.Say($"{Best} is the network without remedy as it was in its best epoch, read back from the file. On the test images:");
        var table = StoryTables.Of(("network", false), ("loss", true), ("accuracy", true));
        table.AddRow("last epoch", FigureText.Of(last.Loss), FigureText.Of(last.Accuracy));
        table.AddRow("best checkpoint", FigureText.Of(best.Loss), FigureText.Of(best.Accuracy));
        narrator.Show(table);
        return Unit.Default;
    }

    private static Fin<Unit> Conclude(Lesson lesson, Seq<LessonRun> runs, OutputFolder output)
    {
        lesson.Narrator.Begin("What helped");
        return lesson.Conclude(output, runs, runs.Map(run =>
            $"{run.Name}: test loss {FigureText.Of(run.Exam.Loss)}, accuracy {run.Exam.Accuracy:P1}, after {run.History.Count} epochs" +
            $"{run.StopReason.Match(reason => $": {reason}", () => ".")}"));
    }
}
