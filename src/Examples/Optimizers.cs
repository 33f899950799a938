using System.CommandLine;
using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>The third lesson: one network, trained by every optimizer, each with its default learning rate.</summary>
internal static class Optimizers
{
    /// <summary>The compared optimizers, roughly in the order in which they were invented.</summary>
    private static readonly (string Name, Optimizer Optimizer)[] Compared =
    [
        ("SGD", new Sgd()),
        ("SGD + momentum", new Sgd(Momentum: 0.9)),
        ("SGD + Nesterov", new Sgd(Momentum: 0.9, Nesterov: true)),
        ("Adagrad", new Adagrad()),
        ("Adadelta", new Adadelta()),
        ("RMSprop", new RmsProp()),
        ("Adam", new Adam()),
        ("Adamax", new Adamax()),
        ("Nadam", new Nadam()),
        ("AdamW", new AdamW()),
        ("Lion", new Lion()),
    ];

    /// <summary>The command <c>optimizers</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "optimizers", "Trains one network with every optimizer, each with its default learning rate, and draws them in one plot.", epochs: 5, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        from parts in lesson.SplitScaled(fashion.Train)
        from runs in TrainAll(lesson, parts, fashion.Test | Scale(1 / 255f))
        let shown = ShowCurves(lesson.Narrator, runs, output)
        from end in Conclude(lesson, runs, output)
        select end;

    private static Fin<Seq<LessonRun>> TrainAll(Lesson lesson, Parts parts, Dataset test)
    {
        lesson.Narrator.Begin("One network, many ways down");
        lesson.Narrator.Say(
            "Every optimizer gets the same gradient; they differ in how they use it. SGD takes a step against it. Momentum (0.9) keeps most of " +
            "the last step, Nesterov looks ahead first. Adagrad, Adadelta, RMSprop and the Adams give every weight a step of its own size, small " +
            "where gradients are large. Lion looks at signs only.");
        lesson.Narrator.Say("The network is that of the lesson before: a hidden layer of 100 ReLUs. All begin with the same weights and see the same images.");
        return lesson.TrainAll(Compared.Select(compared => lesson.Plan(
            compared.Name, ReluMlp.Initialize(lesson.Settings.Seed), parts.Train, test,
            lesson.Options(parts.Validation) with { Optimizer = compared.Optimizer })));
    }

    private static Unit ShowCurves(Narrator narrator, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        narrator.Begin("Progress over time");
        narrator.Show(RunTable.Of("optimizer", "accuracy", runs));
        output.Save("optimizers.png", CurvePanels.ToPng(
            TrainingCurves.Panel("Loss on the validation images", "loss", runs, training: false) with { Logarithmic = true }));
        narrator.Say(
            "optimizers.png shows them. Adagrad, Adadelta and SGD begin with learning rates that are small for them: a default is a " +
            "beginning, not the best. Adadelta's authors take 1.0 where Keras takes 0.001.");
        return Unit.Default;
    }

    private static Fin<Unit> Conclude(Lesson lesson, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        var best = runs.OrderByDescending(run => run.History.LastOrNone().Map(epoch => epoch.ValidationAccuracy).IfNone(0)).First();
        lesson.Narrator.Begin("Which won?");
        return lesson.Conclude(output, runs,
            $"Best on the validation images after {best.History.Count} epochs: {best.Name}. Test images: {best.Exam.Accuracy:P1}.",
            "This order is for these learning rates: another rate, or more epochs, can change it.");
    }
}
