using System.CommandLine;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Examples;

/// <summary>
/// What ResNet-18 sees in a picture of clothing: 512 numbers. The network has learnt from ImageNet's colour photographs of 224 × 224
/// pixels. A pixel of clothing becomes 8 × 8 pixels of three equal colours, less the mean of ImageNet's. It is never trained.
/// </summary>
[Model(28, 28), MeanSquaredError]
public sealed partial record ClothingFeatures(
    [Reshape(28, 28, 1)] Reshape Picture,
    [UpSampling2D(8)] UpSampling2D Enlarge,
    [AveragePooling2D(8, Strides = 1, Padding = Padding.Same)] AveragePooling2D Smooth,
    ResNet18 Network,
    [Flatten] Flatten Features)
{
    [Forward]
    private static Tensor Of(ClothingFeatures m, Tensor pixels)
    {
        var gray = (pixels - 115 | m.Picture | m.Enlarge | m.Smooth).Reshape(-1, 1, 224, 224);
        return Concat([gray, gray, gray], axis: 1) | m.Network | m.Features;
    }
}

/// <summary>The trained part: a softmax on these numbers, brought to one scale.</summary>
[Model(512), SparseCategoricalCrossentropy]
public sealed partial record ClothingHead(
    [BatchNormalization] BatchNormalization Normalize,
    [Dropout(0.5)] Dropout Regularize,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>The lesson on transfer: a network that others have trained sees more in few pictures than one that begins with them.</summary>
internal static class Transfer
{
    /// <summary>The variable that names the file with ResNet-18's weights.</summary>
    public const string WeightsVariable = "MODELDSL_RESNET18";

    private const int Training = 1000;
    private const int Test = 500;
    private const int Features = 512;

    /// <summary>The command <c>transfer</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "transfer", "Puts a softmax on ResNet-18, which an .onnx file brought: few pictures, better answers.", epochs: 20, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) =>
        from network in Load()
        from end in Tell(lesson, network, Training, Test)
        select end;

    /// <summary>Runs the lesson with a network and numbers of pictures.</summary>
    public static Fin<Unit> Tell(Lesson lesson, ResNet18 network, int training, int test) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        let few = fashion.Train | Take(training)
        let exam = fashion.Test | Take(test)
        let shown = ShowNetwork(lesson.Narrator, few)
        from eyes in (ClothingFeatures.Initialize(seed: 0) with { Network = network }).Predictor()
        from seen in See(lesson, eyes, few)
        from seenInExam in See(lesson, eyes, exam)
        from pixels in lesson.SplitScaled(few)
        from features in seen | Split(0.2, lesson.Settings.Seed)
        let options = lesson.Options() with { Optimizer = new Adam() }
        let begun = Begin(lesson.Narrator)
        from alone in lesson.Train("on pixels", FashionSoftmax.Initialize(lesson.Settings.Seed), pixels.Train, exam | Scale(1 / 255f),
            options with { Validation = pixels.Validation })
        from helped in lesson.Train("on features", ClothingHead.Initialize(lesson.Settings.Seed), features.Train, seenInExam,
            options with { Validation = features.Validation })
        let curves = ShowCurves(lesson.Narrator, [alone, helped], output)
        from end in Conclude(lesson, few.Count, [alone, helped], output)
        select end;

    /// <summary>Loads ResNet-18 with the weights that <c>run.sh</c> has imported.</summary>
    private static Fin<ResNet18> Load()
    {
        var file = Environment.GetEnvironmentVariable(WeightsVariable) ?? Path.Combine("artifacts", "resnet18", "ResNet18.safetensors");
        return File.Exists(file) ? ResNet18.Load(file)
            : Error.New($"There are no weights of ResNet-18 in {file}. 'bash run.sh transfer' imports them; {WeightsVariable} names another file.");
    }

    private static Unit ShowNetwork(Narrator narrator, Dataset few)
    {
        narrator.Begin("Eyes that others have trained");
        narrator.Say(
            $"Here are only {few.Count:N0} pictures of clothing to learn from. ResNet-18 has seen 1.2 million photographs of other things. 'modeldsl import' " +
            "has written it as C# (src/Examples/Models/ResNet18.cs). It stays as it is: each picture goes through it once, and leaves 512 numbers. A softmax " +
            "learns from these numbers, and another one from the pixels.");
        narrator.Say($"Looking at the pictures takes most of the time: 1.8 billion products each.");
        return Unit.Default;
    }

    /// <summary>Returns what the network sees, with the labels of the pictures. Each processor looks at pictures of its own.</summary>
    private static Fin<Dataset> See(Lesson lesson, Predictor<ClothingFeatures> eyes, Dataset pictures)
    {
        var (seen, labels) = (new float[pictures.Count * Features], new int[pictures.Count]);
        pictures.CopyClasses([.. Enumerable.Range(0, pictures.Count)], labels);
        Parallel.For(0, pictures.Count, (i, loop) =>
        {
            if (lesson.Interrupted) loop.Stop();
            var pixels = new float[28 * 28];
            pictures.CopySamples([i], pixels);
            eyes.Predict(pixels, seen.AsSpan(i * Features, Features));
        });
        return lesson.Interrupted ? Error.New("Interrupted before all pictures were seen.") : Dataset.Create<float>([Features], seen, labels);
    }

    private static Unit Begin(Narrator narrator)
    {
        narrator.Begin("Training");
        return Unit.Default;
    }

    private static Unit ShowCurves(Narrator narrator, IReadOnlyList<LessonRun> runs, OutputFolder output)
    {
        narrator.Begin("Side by side");
        narrator.Show(RunTable.Of("network", "accuracy", runs));
        output.Save("curves.png", CurvePanels.ToPng(
            TrainingCurves.Panel("Loss: smaller is better", "loss", runs, training: true),
            TrainingCurves.Panel("Accuracy: larger is better", "accuracy", runs, training: true)));
        return Unit.Default;
    }

    private static Fin<Unit> Conclude(Lesson lesson, int pictures, IReadOnlyList<LessonRun> runs, OutputFolder output)
    {
        lesson.Narrator.Begin("The end");
        return lesson.Conclude(output, runs, runs.Select(run =>
            $"{run.Name}: {run.Exam.Accuracy:P1} right on the test images, after {run.History.Count} epochs with {pictures:N0} pictures."));
    }
}
