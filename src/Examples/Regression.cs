using System.CommandLine;
using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>Draws the lower half of a picture from its upper half. Each pixel is a weighted sum: a linear regression.</summary>
[Model(14, 28), MeanSquaredError]
public sealed partial record LinearHalf(
    [Flatten] Flatten Upper,
    [Dense(392)] Dense Pixels,
    [Reshape(14, 28)] Reshape Lower);

/// <summary>The same task with a hidden layer, and a sigmoid that keeps pixels between black and white.</summary>
[Model(14, 28), MeanSquaredError]
public sealed partial record HiddenHalf(
    [Flatten] Flatten Upper,
    [Dense(256, Activation.Relu)] Dense Hidden,
    [Dense(392, Activation.Sigmoid)] Dense Pixels,
    [Reshape(14, 28)] Reshape Lower);

/// <summary>
/// The lesson on regression. An answer is not a class but a number, here 392 of them: the lower half of a picture, from the upper half.
/// </summary>
internal static class Regression
{
    private const int Half = 14 * 28;
    private const int Shown = 5;

    private static readonly Shape HalfShape = [14, 28];

    /// <summary>The command <c>regression</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "regression", "Draws the lower half of every picture from its upper half: linear regression, and a network.", epochs: 10, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        from halves in Halves(fashion.Train)
        from parts in lesson.SplitScaled(halves)
        from exam in Halves(fashion.Test) | Scale(1 / 255f)
        let mean = ShowMean(lesson.Narrator, parts.Train, exam)
        let options = lesson.Options(parts.Validation) with { Optimizer = new Adam(), Metrics = [Metric.MeanAbsoluteError, Metric.R2Score] }
        let training = Say(lesson.Narrator)
        from linear in lesson.Train("linear", LinearHalf.Initialize(lesson.Settings.Seed), parts.Train, exam, options)
        from hidden in lesson.Train("hidden layer", HiddenHalf.Initialize(lesson.Settings.Seed), parts.Train, exam, options)
        let curves = ShowCurves(lesson.Narrator, [linear, hidden], output)
        from drawn in Draw(lesson.Narrator, fashion.Test, exam, linear.Fitted.Model, hidden.Fitted.Model, output)
        from end in Conclude(lesson, mean, [linear, hidden], output)
        select end;

    /// <summary>Makes a data set: upper halves as samples, in bytes; lower halves as targets, scaled to 0 … 1.</summary>
    private static Fin<Dataset> Halves(Dataset images)
    {
        var (upper, lower) = (new byte[images.Count * Half], new float[images.Count * Half]);
        var image = new float[2 * Half];
        for (var i = 0; i < images.Count; i++)
        {
            images.CopySamples([i], image);
            for (var pixel = 0; pixel < Half; pixel++)
            {
                upper[i * Half + pixel] = (byte)image[pixel];
                lower[i * Half + pixel] = image[Half + pixel] / 255f;
            }
        }
        return Dataset.Create<byte>(HalfShape, upper, lower, HalfShape, images.Name);
    }

    /// <summary>Shows the result without learning: every picture gets the mean lower half.</summary>
    private static double ShowMean(Narrator narrator, Dataset train, Dataset exam)
    {
        narrator.Begin("Numbers instead of classes");
        narrator.Say(
            "The upper 14 rows of a picture are given, and the network draws the lower 14: 392 numbers from 0 to 1. The loss is the squared error, " +
            "the mean over all pixels.");
        var mean = new double[Half];
        foreach (var target in Targets(train))
            for (var pixel = 0; pixel < Half; pixel++) mean[pixel] += target[pixel] / (double)train.Count;
        var error = Targets(exam)
            .Average(target => target.Select((value, pixel) => (value - mean[pixel]) * (value - mean[pixel])).Average());
        narrator.Say($"The same mean lower half under every picture has an error of {FigureText.Of(error)}: the network should do better.");
        return error;
    }

    private static Unit Say(Narrator narrator)
    {
        narrator.Begin("Training");
        narrator.Say("The first model makes each pixel a weighted sum of the 392 above; the second has a hidden layer of 256 ReLUs.");
        return Unit.Default;
    }

    private static Unit ShowCurves(Narrator narrator, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        narrator.Begin("Side by side");
        narrator.Show(RunTable.Of("network", "loss", runs));
        narrator.Show(RunTable.Of("network", "r2_score", runs));
        narrator.Say("r2_score, R², is the share of the variance of a pixel that is explained, the mean over pixels: 0 for the mean lower half, 1 for a perfect drawing.");
        output.Save("curves.png", CurvePanels.ToPng(
            TrainingCurves.Panel("Mean squared error: smaller is better", "loss", runs, training: true),
            TrainingCurves.Panel("R²: larger is better", "r2_score", runs, training: true)));
        return Unit.Default;
    }

    private static Fin<Unit> Draw(
        Narrator narrator, Dataset originals, Dataset exam, LinearHalf linear, HiddenHalf hidden, OutputFolder output)
    {
        var shown = Math.Min(Shown, exam.Count);
        narrator.Begin("Drawings");
        narrator.Say("completed.png: pictures of the test set, and what the two draw below their upper halves.");
        return from byLinear in linear.Predict(exam | Take(shown))
               from byHidden in hidden.Predict(exam | Take(shown))
               let pictures = new[]
               {
                   Enumerable.Range(0, shown).Select(i => new CaptionedImage(originals.ImageAt(i, Palettes.Ink), ["original"])),
                   Completed(originals, byLinear.ToArray(), "linear"),
                   Completed(originals, byHidden.ToArray(), "hidden layer"),
               }.SelectMany(row => row).ToArray()
               let saved = Save(output, pictures)
               select saved;
    }

    private static IEnumerable<CaptionedImage> Completed(Dataset originals, float[] lower, string caption)
    {
        var image = new float[2 * Half];
        for (var i = 0; i < lower.Length / Half; i++)
        {
            originals.CopySamples([i], image);
            for (var pixel = 0; pixel < Half; pixel++) image[Half + pixel] = 255 * Math.Clamp(lower[i * Half + pixel], 0, 1);
            yield return new CaptionedImage(PixelImage.Of(originals.SampleShape, image, Palettes.Ink), [caption]);
        }
    }

    private static Unit Save(OutputFolder output, IReadOnlyList<CaptionedImage> pictures)
    {
        output.Save("completed.png", ImageGrid.ToPng("The lower half, drawn from the upper one", pictures));
        return Unit.Default;
    }

    private static IEnumerable<float[]> Targets(Dataset data)
    {
        for (var i = 0; i < data.Count; i++)
        {
            var target = new float[Half];
            data.CopyTargets([i], target);
            yield return target;
        }
    }

    private static Fin<Unit> Conclude(Lesson lesson, double mean, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        lesson.Narrator.Begin("The end");
        return lesson.Conclude(output, runs, runs.Select(run =>
            $"{run.Name}: squared error {FigureText.Of(run.Exam.Loss)} on the test images, R² {FigureText.Of(run.Exam.Find("r2_score").IfNone(double.NaN))}, " +
            $"after {run.History.Count} epochs.").Prepend($"The mean lower half: squared error {FigureText.Of(mean)}."));
    }
}
