using System.CommandLine;
using LanguageExt;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>Yes or no: one output, whose sigmoid is the probability of yes.</summary>
[Model(28, 28), BinaryCrossentropy]
public sealed partial record ShirtDetector(
    [Flatten] Flatten Pixels,
    [Dense(32, Activation.Relu)] Dense Hidden,
    [Dense(1, Activation.Sigmoid)] Dense Answer);

/// <summary>The lesson on binary classification: which of these T-shirts and shirts are shirts?</summary>
internal static class Binary
{
    private const int TShirt = 0;
    private const int Shirt = 6;
    private const int Shown = 10;

    private static readonly double[] Thresholds = [0.1, 0.3, 0.5, 0.7, 0.9];

    /// <summary>The command <c>binary</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "binary", "Answers a yes-or-no question with one sigmoid: is it a shirt, or a T-shirt?", epochs: 10, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        from train in fashion.Train | OfClasses(TShirt, Shirt) | IsClass(1)
        from test in fashion.Test | OfClasses(TShirt, Shirt) | IsClass(1)
        from parts in lesson.SplitScaled(train)
        let network = ShowNetwork(lesson.Narrator, parts)
        from run in lesson.Train("sigmoid", ShirtDetector.Initialize(lesson.Settings.Seed), parts.Train, test | Scale(1 / 255f),
            lesson.Options(parts.Validation) with
            {
                Optimizer = new Adam(),
                Metrics = [Metric.Accuracy, Metric.Precision, Metric.Recall, Metric.Auc],
            })
        let curves = ShowCurves(lesson.Narrator, run, output)
        from answers in run.Fitted.Model.Predict(test | Scale(1 / 255f))
        let thresholds = ShowThresholds(lesson.Narrator, test, answers.ToArray())
        let doubtful = ShowDoubtful(lesson.Narrator, test, answers.ToArray(), output)
        from end in Conclude(lesson, run, output)
        select end;

    private static Unit ShowNetwork(Narrator narrator, Parts parts)
    {
        narrator.Begin("Yes or no");
        narrator.Say(
            $"T-shirts and shirts are the two kinds of clothing that are mistaken for each other most. There are {parts.Train.Count:N0} images of these two to learn " +
            "from. The label is 1 for a shirt and 0 for a T-shirt; the network has one output, and its sigmoid says how probable a shirt is.");
        narrator.Show(new Text(ShirtDetector.Summary + "\n"));
        narrator.Begin("Training");
        return Unit.Default;
    }

    private static Unit ShowCurves(Narrator narrator, LessonRun run, OutputFolder output)
    {
        if (run.History.IsEmpty) return Unit.Default;
        narrator.Begin("The exam");
        var table = StoryTables.Of(("figure", false), ("test", true), ("", false));
        foreach (var (name, meaning) in new[]
        {
            ("accuracy", "share of right answers"),
            ("precision", "how many of those that it calls shirts are shirts"),
            ("recall", "how many of the shirts it finds"),
            ("auc", "how often a shirt gets a higher number than a T-shirt"),
        })
            table.AddRow(name, FigureText.Of(run.Exam.Find(name).IfNone(double.NaN)), meaning);
        narrator.Show(table);
        output.Save("curves.png", TrainingCurves.ToPng(run.History));
        return Unit.Default;
    }

    private static Unit ShowThresholds(Narrator narrator, Dataset test, float[] answers)
    {
        narrator.Begin("Where to draw the line");
        narrator.Say("\"Shirt\" above one half is a choice. If you must not miss a shirt, draw the line lower: then there are T-shirts among them.");
        var truths = Targets(test);
        var table = StoryTables.Of(("shirt from", true), ("precision", true), ("recall", true));
        foreach (var threshold in Thresholds)
        {
            var called = Enumerable.Range(0, answers.Length).Where(i => answers[i] > threshold).ToArray();
            var right = called.Count(i => truths[i] == 1);
            table.AddRow(FigureText.Of(threshold), called.Length == 0 ? "" : FigureText.Of((double)right / called.Length),
                FigureText.Of(right / (double)truths.Count(t => t == 1)));
        }
        narrator.Show(table);
        return Unit.Default;
    }

    private static Unit ShowDoubtful(Narrator narrator, Dataset test, float[] answers, OutputFolder output)
    {
        narrator.Begin("What it can't decide");
        var truths = Targets(test);
        var doubtful = Enumerable.Range(0, answers.Length).OrderBy(i => Math.Abs(answers[i] - 0.5)).Take(Shown).ToArray();
        string[] Caption(int i) => [truths[i] == 1 ? "shirt" : "T-shirt", $"shirt: {answers[i]:P0}"];
        narrator.Say("These are the ten images of the test set whose probability is nearest to one half. They are in doubtful.png.");
        narrator.Show([.. doubtful.Select(i => new CaptionedImage(test.ImageAt(i, Palettes.Gray), Caption(i)))]);
        output.Save("doubtful.png", ImageGrid.ToPng(
            "Shirt or T-shirt? What the network can't decide", [.. doubtful.Select(i => new CaptionedImage(test.ImageAt(i, Palettes.Ink), Caption(i)))]));
        return Unit.Default;
    }

    private static float[] Targets(Dataset data)
    {
        var targets = new float[data.Count];
        data.CopyTargets([.. Enumerable.Range(0, data.Count)], targets);
        return targets;
    }

    private static Fin<Unit> Conclude(Lesson lesson, LessonRun run, OutputFolder output)
    {
        lesson.Narrator.Begin("The end");
        return lesson.Conclude(output, [run],
            (run.Cancelled ? $"Interrupted after {run.History.Count} epochs. " : "") +
            $"Shirt or T-shirt: {run.Exam.Accuracy:P1} right on the test images, AUC {FigureText.Of(run.Exam.Find("auc").IfNone(double.NaN))}. " +
            "Guessing gives 50 %.");
    }
}
