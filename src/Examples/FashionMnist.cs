using System.CommandLine;
using LanguageExt;
using LanguageExt.Common;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>
/// The Fashion-MNIST chapter: logistic regression as a baseline, then a network of one layer, and a comparison of both.
/// <see cref="Tell"/> is its table of contents.
/// </summary>
internal sealed class FashionMnistChapter(Lesson lesson)
{
    private const int Folds = 5;
    private const int FewPasses = 5;
    private const int ManyPasses = 20;
    private const int Shown = 10;

    private readonly RunSettings settings = lesson.Settings;
    private readonly Narrator narrator = lesson.Narrator;

    /// <summary>The command <c>fashion-mnist</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "fashion-mnist", "Trains a network of one layer to tell ten kinds of clothing apart, compares it with a baseline, and saves pictures and results.json.",
        epochs: 5, lesson => new FashionMnistChapter(lesson).Tell());

    /// <summary>Runs the chapter, in order.</summary>
    public Fin<Unit> Tell() =>
        from output in OutputFolder.Open(settings.Out)
        from fashion in LoadData()
        from parts in lesson.SplitScaled(fashion.Train)
        let shapes = ShowShapes(fashion)
        let first = ShowFirstImages(fashion.Train, output)
        let counts = CountLabels(fashion)
        from baseline in ValidateBaseline(fashion.Train)
        let summary = ShowNetwork()
        from fitted in TrainNetwork(parts)
        let history = ShowHistory(fitted, output)
        from held in fitted.Model.Evaluate(parts.Validation, Metric.Accuracy)
        from tested in fitted.Model.Evaluate(fashion.Test | Scale(1 / 255f), Metric.Accuracy)
        let exam = ShowEvaluations(parts.Validation, held, fashion.Test, tested)
        from predictions in Predictions.Of(fitted.Model, fashion.Test)
        let confusion = ShowConfusion(predictions, output)
        let wrong = ShowWrongPredictions(predictions, output)
        let templates = ShowTemplates(fitted.Model, fashion.Train.ClassNames, output)
        from end in Conclude(output, new FashionResults(
            counts, new SettingFigures(settings.Epochs, settings.BatchSize, settings.Seed), baseline,
            NetworkOf(fitted, held, tested, predictions, wrong), Verdict.Of(baseline.Mean, held.Accuracy, tested.Accuracy)))
        select end;

    private Fin<FashionData> LoadData() =>
        from fashion in lesson.LoadFashion()
        from train in fashion.Train.Check(FashionSoftmax.Description)
        from test in fashion.Test.Check(FashionSoftmax.Description)
        select fashion;

    private Unit ShowShapes(FashionData fashion)
    {
        narrator.Begin("The data");
        narrator.Say(
            $"{fashion.Train.Count:N0} images of clothes to learn from, and {fashion.Test.Count:N0} more, kept for a test at the very end. " +
            "An image is 28 rows of 28 pixels, from 0 (black) to 255 (white). Its label is a number from 0 to 9: the kind of clothing.");
        var table = StoryTables.Of(("set", false), ("images", false), ("labels", false));
        foreach (var (name, data) in new[] { ("train", fashion.Train), ("test", fashion.Test) })
            table.AddRow(name, Markup.Escape(data.SampleShape.Prepend(data.Count).ToString()), Markup.Escape($"[{data.Count}]"));
        narrator.Show(table);
        return Unit.Default;
    }

    private Unit ShowFirstImages(Dataset train, OutputFolder output)
    {
        narrator.Begin("The first ten images");
        var classes = train.ReadClasses();
        var first = Enumerable.Range(0, Math.Min(Shown, train.Count)).ToArray();
        string[] Caption(int i) => [train.ClassNames[classes[i]]];
        narrator.Say($"Their labels: {string.Join(", ", first.Select(i => $"{classes[i]} {train.ClassNames[classes[i]]}"))}.");
        narrator.Show([.. first.Select(i => new CaptionedImage(train.ImageAt(i, Palettes.Gray), Caption(i)))]);
        output.Save("first-ten.png", ImageGrid.ToPng(
            "The first ten images", [.. first.Select(i => new CaptionedImage(train.ImageAt(i, Palettes.Ink), Caption(i)))]));
        if (!CaptionFont.Exists) narrator.Say("This machine has no font: the pictures have no captions. On Debian: apt-get install fonts-dejavu-core");
        return Unit.Default;
    }

    private DataFigures CountLabels(FashionData fashion)
    {
        var train = fashion.Train;
        narrator.Begin("How many of each?");
        var counts = train.ReadClasses().CountBy(c => c).OrderBy(c => c.Key)
            .Select(c => new LabelCount(c.Key, train.ClassNames[c.Key], c.Value)).ToArray();
        var table = StoryTables.Of(("label", true), ("name", false), ("images", true));
        foreach (var count in counts) table.AddRow($"{count.Label}", Markup.Escape(count.Name), $"{count.Count:N0}");
        narrator.Show(table);
        var most = counts.Max(c => c.Count);
        narrator.Say(
            $"An answer that is always the same could be right {(double)most / train.Count:P1} of the time. Compare everything below with that.");
        return new DataFigures(train.Count, fashion.Test.Count, train.SampleShape.Dimensions.ToArray(), counts);
    }

    private Fin<BaselineFigures> ValidateBaseline(Dataset train)
    {
        narrator.Begin("The baseline: logistic regression");
        narrator.Say(
            "The simplest thing that could work: for each kind of clothing weigh all 784 pixels, add them up, and let a sigmoid answer " +
            "yes or no. The surest of the ten answers wins. The weights are corrected a little after every single image.");
        narrator.Say(
            $"{Folds}-fold cross-validation: the training images are divided into {Folds} folds. Each fold is the exam once, and the other " +
            $"{Folds - 1} are what is learned from. A score is the share of right answers in an exam.");
        return from few in ValidateBaseline(train, FewPasses)
               from many in ValidateBaseline(train, ManyPasses)
               let shown = ShowScores(few, many)
               select BaselineFigures.Of(FewPasses, few, BaselineFigures.Of(ManyPasses, many));
    }

    private Fin<CrossValidation> ValidateBaseline(Dataset train, int passes) =>
        from data in train | Scale(1 / 255f) | OneHot(FashionLogistic.Description.Classes)
        from validation in narrator.Count($"{passes} passes", Folds * passes, counted => FashionLogistic.CrossValidate(data, new FitOptions
        {
            Epochs = passes,
            BatchSize = 1,
            Optimizer = FashionLogistic.Optimizer,
            Metrics = [Metric.CategoricalAccuracy],
            Seed = settings.Seed,
            Callbacks = [new PassCounter(counted)],
            Cancellation = lesson.Cancellation,
        }, Folds, stratified: true)).BiMap(
            Succ: scores => scores,
            Fail: error => lesson.Interrupted ? Error.New("Interrupted in the baseline: there is no trained network yet.") : error)
        select validation;

    private Unit ShowScores(CrossValidation few, CrossValidation many)
    {
        var table = StoryTables.Of([("passes", true), .. Enumerable.Range(1, Folds).Select(f => ($"fold {f}", true)), ("mean", true), ("time", true)]);
        foreach (var (passes, scores) in new[] { (FewPasses, few), (ManyPasses, many) })
            table.AddRow([$"{passes}", .. scores.Scores.Select(FigureText.Of), $"[bold]{FigureText.Of(scores.Mean)}[/]", FigureText.Of(scores.Duration)]);
        narrator.Show(table);
        var change = many.Mean - few.Mean;
        narrator.Say(
            $"{ManyPasses / FewPasses} times as many passes change the mean by {Points(change)} percentage points: " +
            (Math.Abs(change) < 0.02 ? "more of the same hardly helps." : "the number of passes matters here."));
        return Unit.Default;
    }

    private Unit ShowNetwork()
    {
        narrator.Begin("The network");
        narrator.Say(
            "The same weights, but the ten outputs are made to compete: softmax turns them into probabilities that sum to 1. " +
            "It takes a few lines to declare (src/Examples/Models/FashionSoftmax.cs); what trains it was written by the compiler.");
        narrator.Show(new Text(FashionSoftmax.Summary + "\n"));
        narrator.Say($"{FashionSoftmax.Description.ParameterCount:N0} parameters, the numbers that it learns: 784 pixels × 10 outputs, and 10 biases.");
        return Unit.Default;
    }

    private Fin<Fitted<FashionSoftmax>> TrainNetwork(Parts parts)
    {
        narrator.Begin("Training");
        narrator.Say(
            $"It learns from {parts.Train.Count:N0} images, {settings.BatchSize} at a time. The other {parts.Validation.Count:N0} are held out: after each epoch, " +
            "one pass over all images, they show how good it is on images that it has not seen.");
        return from fitted in FashionSoftmax.Initialize(settings.Seed).Fit(parts.Train,
            lesson.Options(parts.Validation) with { Optimizer = new RmsProp() })
               let told = fitted.Cancelled ? TellOfInterruption(fitted.History.Count) : Unit.Default
               select fitted;
    }

    private Unit TellOfInterruption(int epochs)
    {
        narrator.Conclude($"Interrupted after {epochs} of {settings.Epochs} epochs. The lesson goes on with the network as it is now.");
        return Unit.Default;
    }

    private Unit ShowHistory(Fitted<FashionSoftmax> fitted, OutputFolder output)
    {
        if (fitted.History.IsEmpty) return Unit.Default;
        narrator.Begin("Epoch by epoch");
        narrator.Say(
            "loss: how wrong the probabilities are (0 is perfect). accuracy: the share of right answers. Both are means over the epoch, " +
            "while it still learns; val_ is on the held-out images, after the epoch.");
        var table = StoryTables.Of(("epoch", true), ("loss", true), ("accuracy", true), ("val_loss", true), ("val_accuracy", true), ("time", true));
        foreach (var epoch in fitted.History)
        {
            table.AddRow($"{epoch.Number}", FigureText.Of(epoch.Loss), FigureText.Of(epoch.Accuracy),
                FigureText.Of(epoch.ValidationLoss), FigureText.Of(epoch.ValidationAccuracy), FigureText.Of(epoch.Duration));
        }
        narrator.Show(table);
        output.Save("curves.png", TrainingCurves.ToPng(fitted.History));
        narrator.Say("curves.png shows them. When the two lines separate, the network begins to learn its images by heart.");
        return Unit.Default;
    }

    private Unit ShowEvaluations(Dataset validation, Evaluation held, Dataset test, Evaluation tested)
    {
        narrator.Begin("The exam");
        narrator.Say("Now the trained network sees images that it has not learned from. The test set was not used for anything before.");
        var table = StoryTables.Of(("set", false), ("images", true), ("loss", true), ("accuracy", true));
        foreach (var (name, data, score) in new[] { ("validation", validation, held), ("test", test, tested) })
            table.AddRow(name, $"{data.Count:N0}", FigureText.Of(score.Loss), $"[bold]{FigureText.Of(score.Accuracy)}[/]");
        narrator.Show(table);
        return Unit.Default;
    }

    private Unit ShowConfusion(Predictions predictions, OutputFolder output)
    {
        var (matrix, names) = (predictions.Confusion, predictions.Images.ClassNames);
        narrator.Begin("Which classes it confuses");
        narrator.Say("There is a row for each true class and a column for each answer, by number. Right answers are on the diagonal.");
        narrator.Show(StoryTables.Of(matrix, names));
        var (row, column) = matrix.MostFrequentMistake();
        narrator.Say(matrix[row, column] == 0
            ? "Not one mistake."
            : $"Most often mistaken: {names[row]} taken for {names[column]}, {matrix[row, column]} times. confusion.png draws the table.");
        output.Save("confusion.png", ConfusionMap.ToPng(matrix, names, "Test set: true class, prediction, and share of the true class"));
        return Unit.Default;
    }

    private Seq<WrongPrediction> ShowWrongPredictions(Predictions predictions, OutputFolder output)
    {
        var wrong = predictions.Wrong.Take(Shown).ToArray();
        var mistakes = wrong.Select(predictions.Mistake).ToSeq().Strict();
        if (mistakes.IsEmpty) return mistakes;
        narrator.Begin("Ten wrong answers");
        narrator.Say("These are the first ones of the test set: what it is → what the network takes it for (how sure it is).");
        foreach (var mistake in mistakes)
            narrator.Say($"  image {mistake.Index,5}: {mistake.True} → {mistake.Predicted} ({mistake.Probability:P0})");
        string[] Caption(int i) => [mistakes[i].True, $"→ {mistakes[i].Predicted}", $"({mistakes[i].Probability:P0})"];
        narrator.Show([.. wrong.Select((image, i) => new CaptionedImage(predictions.Images.ImageAt(image, Palettes.Gray), Caption(i)))]);
        output.Save("wrong.png", ImageGrid.ToPng("Wrong answers: what it is → what the network takes it for (how sure it is)",
            [.. wrong.Select((image, i) => new CaptionedImage(predictions.Images.ImageAt(image, Palettes.Ink), Caption(i)))]));
        return mistakes;
    }

    private Unit ShowTemplates(FashionSoftmax model, Seq<string> names, OutputFolder output)
    {
        narrator.Begin("What it has learned");
        narrator.Say("Here are the 784 weights of an output, shown as an image: red pixels speak for the class, blue ones against it. templates.png has all ten.");
        var templates = WeightTemplates.Of(model.Output.Kernel, FashionSoftmax.Description.InputShape);
        var limit = WeightTemplates.Limit(templates);
        var images = templates.Select((template, c) =>
            new CaptionedImage(PixelImage.Of(FashionSoftmax.Description.InputShape, template, Palettes.BlueToRed(limit)),
                [names[c]])).ToArray();
        narrator.Show(images);
        output.Save("templates.png", ImageGrid.ToPng("What each output looks for", images,
            new ColorScale(limit, Palettes.BlueToRed(limit), "against the class", "for the class")));
        return Unit.Default;
    }

    private static NetworkFigures NetworkOf(
        Fitted<FashionSoftmax> fitted, Evaluation held, Evaluation tested, Predictions predictions, Seq<WrongPrediction> wrong)
    {
        var classes = Enumerable.Range(0, predictions.Confusion.Classes).ToArray();
        return new NetworkFigures(
            FashionSoftmax.Description.ParameterCount,
            fitted.History.LastOrNone().Map(e => (double?)e.Accuracy).IfNoneUnsafe((double?)null),
            held.Loss, held.Accuracy, tested.Loss, tested.Accuracy, fitted.Cancelled, [.. fitted.History.Map(EpochRow.Of)],
            [.. classes.Select(row => (int[])[.. classes.Select(column => predictions.Confusion[row, column])])], [.. wrong]);
    }

    private Fin<Unit> Conclude(OutputFolder output, FashionResults results)
    {
        output.Save("results.json", results.ToJson());
        var (baseline, network, verdict) = (results.Baseline, results.Network, results.Verdict);
        narrator.Begin("Which won?");
        narrator.Conclude($"Baseline, logistic regression, {baseline.Passes} passes: {baseline.Mean:P1} in cross-validation ({baseline.MorePasses!.Mean:P1} after {ManyPasses}).");
        narrator.Conclude($"Network, {network.Epochs.Count} epochs: {network.ValidationAccuracy:P1} on the validation images, {network.TestAccuracy:P1} on the test images.");
        narrator.Conclude(verdict.Winner switch
        {
            "network" => "The network won",
            "baseline" => "The baseline won",
            _ => "Neither won",
        } + $": {network.ValidationAccuracy:P1} against {baseline.Mean:P1} on images not seen before. The network has " +
            $"{Points(verdict.ValidationMinusBaseline)} percentage points, on the test images {Points(verdict.TestMinusBaseline)}.");
        narrator.Conclude($"Saved in {output.Path}: {string.Join(", ", output.Saved)}.");
        return output.Close();
    }

    /// <summary>Writes a difference of two shares in percentage points, with its sign.</summary>
    private static string Points(double difference) => $"{100 * difference:+0.0;−0.0;0.0}";
}
