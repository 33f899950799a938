using System.CommandLine;
using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>A hidden layer of sigmoids between pixels and classes, as in the networks of several decades.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record SigmoidMlp(
    [Flatten] Flatten Pixels,
    [Dense(100, Activation.Sigmoid)] Dense Hidden,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>The same network with ReLU: negative numbers become 0, the others stay.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record ReluMlp(
    [Flatten] Flatten Pixels,
    [Dense(100, Activation.Relu)] Dense Hidden,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>The second lesson: hidden layers with sigmoid and ReLU, compared with the chapter's network of one layer.</summary>
internal static class FashionMlp
{
    /// <summary>The command <c>fashion-mlp</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "fashion-mlp", "Adds a hidden layer, once of sigmoids and once of ReLUs, and compares them with the network of one layer.", epochs: 5, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        from parts in lesson.SplitScaled(fashion.Train)
        let networks = ShowNetworks(lesson.Narrator)
        from runs in TrainAll(lesson, parts, fashion.Test | Scale(1 / 255f))
        let shown = ShowCurves(lesson.Narrator, runs, output)
        from end in Conclude(lesson, runs, output)
        select end;

    private static Unit ShowNetworks(Narrator narrator)
    {
        narrator.Begin("A hidden layer");
        narrator.Say(
            "One layer can only weigh pixels. A hidden layer first looks for a hundred patterns of its own choosing, and the output weighs those. " +
            "There is an activation between the two: without it, two layers would be no more than one.");
        narrator.Show(new Spectre.Console.Text(ReluMlp.Summary + "\n"));
        narrator.Say(
            "sigmoid squeezes every number between 0 and 1. Its slope is 1/4 at most, and almost 0 for large numbers: little of the error " +
            "gets through to the layers before it. ReLU has slope 1 wherever it lets a number through.");
        return Unit.Default;
    }

    private static Fin<Seq<LessonRun>> TrainAll(Lesson lesson, Parts parts, Dataset test)
    {
        lesson.Narrator.Begin("Training");
        var options = lesson.Options(parts.Validation) with { Optimizer = new RmsProp() };
        var seed = lesson.Settings.Seed;
        return lesson.TrainAll(
            lesson.Plan("one layer", FashionSoftmax.Initialize(seed), parts.Train, test, options),
            lesson.Plan("sigmoid", SigmoidMlp.Initialize(seed), parts.Train, test, options),
            lesson.Plan("ReLU", ReluMlp.Initialize(seed), parts.Train, test, options));
    }

    private static Unit ShowCurves(Narrator narrator, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        narrator.Begin("Side by side");
        narrator.Show(RunTable.Of("network", "accuracy", runs));
        output.Save("curves.png", CurvePanels.ToPng(
            TrainingCurves.Panel("Loss: smaller is better", "loss", runs, training: true),
            TrainingCurves.Panel("Accuracy: larger is better", "accuracy", runs, training: true)));
        narrator.Say("curves.png shows them: dashed lines for images that they learn from, full lines for images that they have not seen.");
        return Unit.Default;
    }

    private static Fin<Unit> Conclude(Lesson lesson, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        lesson.Narrator.Begin("What a hidden layer is worth");
        return lesson.Conclude(output, runs, runs.Select(run =>
            $"{run.Name}: {run.Exam.Accuracy:P1} on the test images after {run.History.Count} epochs, {FigureText.Of(run.Duration)}."));
    }
}
