using System.CommandLine;
using LanguageExt;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>
/// Two convolutions, each followed by batch normalisation and a pool. A pattern learned at one place of the image is known at every place.
/// Normalisation adds a bias of its own, so the convolutions have none.
/// </summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionCnn(
    [Reshape(28, 28, 1)] Reshape Image,
    [Conv2D(32, 3, Padding = Padding.Same, UseBias = false)] Conv2D First,
    [BatchNormalization] BatchNormalization NormalizeFirst,
    [Activation(Activation.Relu)] Activation RectifyFirst,
    [MaxPooling2D] MaxPooling2D Half,
    [Conv2D(64, 3, Padding = Padding.Same, UseBias = false)] Conv2D Second,
    [BatchNormalization] BatchNormalization NormalizeSecond,
    [Activation(Activation.Relu)] Activation RectifySecond,
    [MaxPooling2D] MaxPooling2D Quarter,
    [Flatten] Flatten Features,
    [Dropout(0.5)] Dropout Regularize,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>Only the first convolution, to look at its outputs. It is never trained: it gets the layers of a trained network.</summary>
[Model(28, 28), MeanSquaredError]
public sealed partial record FirstConvolution(
    [Reshape(28, 28, 1)] Reshape Image,
    [Conv2D(32, 3, Padding = Padding.Same, UseBias = false)] Conv2D First,
    [BatchNormalization] BatchNormalization NormalizeFirst,
    [Activation(Activation.Relu)] Activation RectifyFirst);

/// <summary>The lesson on convolutions: a network that knows that its input is an image.</summary>
internal static class Convolution
{
    private const int Shown = 10;

    /// <summary>The command <c>fashion-cnn</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "fashion-cnn", "Two convolutions, pooling and dropout: fewer weights than the hidden layer, and better answers.", epochs: 10, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        from parts in lesson.SplitScaled(fashion.Train, validation: 0.1)
        let network = ShowNetwork(lesson.Narrator)
        from run in lesson.Train("convolutions", FashionCnn.Initialize(lesson.Settings.Seed), parts.Train, fashion.Test | Scale(1 / 255f),
            lesson.Options(parts.Validation) with { Optimizer = new Adam(Decay(lesson, parts.Train)) })
        let curves = ShowCurves(lesson.Narrator, run, output)
        from predictions in Predictions.Of(run.Fitted.Model, fashion.Test)
        let seen = ShowFeatures(lesson.Narrator, run.Fitted.Model, fashion.Test, output)
        from end in Conclude(lesson, run, predictions, output)
        select end;

    private static LearningRate Decay(Lesson lesson, Dataset train) =>
        new LearningRate.Cosine(0.002, (long)lesson.Settings.Epochs * ((train.Count - 1) / lesson.Settings.BatchSize + 1));

    private static Unit ShowNetwork(Narrator narrator)
    {
        narrator.Begin("Looking through a window");
        narrator.Say(
            "A dense layer has a weight of its own for every pixel, and must learn a pattern again at every place. A convolution moves one window of " +
            "3 × 3 weights over the whole image: 32 such windows look for 32 patterns. A pool keeps the strongest answer of four neighbours, so the " +
            "next 64 windows see further. Batch normalisation brings every window's answers to the same scale, which lets it learn in larger steps. Dropout hides " +
            "half of what comes out, so that nothing relies on one detail.");
        narrator.Show(new Text(FashionCnn.Summary + "\n"));
        narrator.Begin("Training");
        narrator.Say("It is trained with Adam. The learning rate falls from 0.002 to 0 along half a cosine wave: large steps first, small ones at the end.");
        return Unit.Default;
    }

    private static Unit ShowCurves(Narrator narrator, LessonRun run, OutputFolder output)
    {
        if (run.History.IsEmpty) return Unit.Default;
        narrator.Begin("The exam");
        narrator.Show(RunTable.Of("network", "accuracy", [run]));
        output.Save("curves.png", TrainingCurves.ToPng(run.History));
        narrator.Say("In training, half of its features are hidden; in validation, none are. That is why validation can be better.");
        return Unit.Default;
    }

    private static Unit ShowFeatures(Narrator narrator, FashionCnn model, Dataset test, OutputFolder output)
    {
        narrator.Begin("What the first convolution sees");
        var eye = FirstConvolution.Initialize(seed: 0) with { First = model.First, NormalizeFirst = model.NormalizeFirst };
        var seen = eye.Forward(test.ToTensor(..1) | Scaled);
        var (height, width, filters) = (seen.Shape[1], seen.Shape[2], seen.Shape[3]);
        var numbers = seen.ToArray();
        var answers = Enumerable.Range(0,
            filters).Select(f => Enumerable.Range(0, height * width).Select(p => numbers[p * filters + f]).ToArray()).ToArray();
        var shown = Enumerable.Range(0, filters).OrderByDescending(f => answers[f].Max()).Take(Shown).Order().ToArray();
        PixelImage Picture(float[] answer, Func<double, Rgb> palette) =>
            PixelImage.Of([height, width], [.. answer.Select(a => 255 * a / Math.Max(answer.Max(), 1e-6f))], palette);
        narrator.Say("This is the first image of the test set, seen through the ten windows (of 32) that answer most. They find edges of different directions, and areas.");
        narrator.Show([.. shown.Select(f => new CaptionedImage(Picture(answers[f], Palettes.Gray), [$"window {f + 1}"]))]);
        output.Save("features.png", ImageGrid.ToPng(
            "The first test image through ten windows", [.. shown.Select(f => new CaptionedImage(Picture(answers[f], Palettes.Ink), [$"window {f + 1}"]))]));
        return Unit.Default;
    }

    private static Tensor Scaled(Tensor pixels) => 1 / 255f * pixels;

    private static Fin<Unit> Conclude(Lesson lesson, LessonRun run, Predictions predictions, OutputFolder output)
    {
        var (actual, mistaken) = predictions.Confusion.MostFrequentMistake();
        var names = predictions.Images.ClassNames;
        lesson.Narrator.Begin("The end");
        return lesson.Conclude(output, [run],
            (run.Cancelled ? $"Interrupted after {run.History.Count} epochs. " : "") +
            $"{run.Exam.Accuracy:P2} on the test images, {run.Description.ParameterCount:N0} parameters, {FigureText.Of(run.Duration)}.",
            $"Most frequent mistake: {names[actual]} taken for {names[mistaken]}.");
    }
}
