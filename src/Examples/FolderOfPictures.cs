using System.CommandLine;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Pictures;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>A small network for pictures in grey. It divides pixels itself, so a picture can be predicted as it is read.</summary>
[Model(FolderOfPictures.Side, FolderOfPictures.Side, 1), SparseCategoricalCrossentropy]
public sealed partial record PictureCnn(
    [Rescaling(1 / 255.0)] Rescaling Pixels,
    [Conv2D(16, 3, Activation.Relu, Padding = Padding.Same)] Conv2D First,
    [MaxPooling2D] MaxPooling2D Half,
    [Conv2D(32, 3, Activation.Relu, Padding = Padding.Same)] Conv2D Second,
    [MaxPooling2D] MaxPooling2D Quarter,
    [Flatten] Flatten Features,
    [Dropout(0.3)] Dropout Regularize,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>
/// The same network, which sees each picture at another place whenever it trains with it. In prediction it sees pictures as they are.
/// </summary>
[Model(FolderOfPictures.Side, FolderOfPictures.Side, 1), SparseCategoricalCrossentropy]
public sealed partial record AugmentedPictureCnn(
    [Rescaling(1 / 255.0)] Rescaling Pixels,
    [RandomTranslation(0.12, 0.12, FillMode = FillMode.Constant)] RandomTranslation Move,
    [Conv2D(16, 3, Activation.Relu, Padding = Padding.Same)] Conv2D First,
    [MaxPooling2D] MaxPooling2D Half,
    [Conv2D(32, 3, Activation.Relu, Padding = Padding.Same)] Conv2D Second,
    [MaxPooling2D] MaxPooling2D Quarter,
    [Flatten] Flatten Features,
    [Dropout(0.3)] Dropout Regularize,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>
/// The lesson on pictures in folders. Fashion-MNIST becomes PNG files, a folder for each class, as people have their own pictures.
/// </summary>
internal static class FolderOfPictures
{
    /// <summary>Height and width of a picture.</summary>
    public const int Side = 28;

    private const int TrainingPictures = 2_000;
    private const int ValidationPictures = 1_000;

    /// <summary>The number of pixels by which pictures for validation are moved at most.</summary>
    private const int MostMoved = 3;

    private static readonly ImageOptions Grey = new() { Channels = ImageChannels.Grey };

    /// <summary>The command <c>pictures</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "pictures", "A folder of PNG files, a folder for each class in it, trains a small network.", epochs: 12, Tell);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) => Tell(lesson, TrainingPictures, ValidationPictures);

    /// <summary>Runs the lesson with fewer pictures.</summary>
    public static Fin<Unit> Tell(Lesson lesson, int trainingPictures, int validationPictures) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from fashion in lesson.LoadFashion()
        from written in Write(lesson.Narrator, fashion, trainingPictures, validationPictures, output)
        from train in ImageFolder.Load(output.PathOf("train"), (Side, Side), Grey)
        from validation in ImageFolder.Load(output.PathOf("validation"), (Side, Side), Grey)
        let seen = ShowData(lesson.Narrator, train)
        from runs in TrainAll(lesson, train, validation)
        let curves = ShowCurves(lesson.Narrator, runs, output)
        from told in PredictOne(lesson.Narrator, runs, validation.ClassNames, output)
        from end in Conclude(lesson, runs, output)
        select end;

    /// <summary>Writes the first images as PNG files, and the next ones for validation.</summary>
    private static Fin<Unit> Write(Narrator narrator, FashionData fashion, int training, int validation, OutputFolder output)
    {
        narrator.Begin("Pictures in folders");
        if (training + validation > fashion.Train.Count) return Error.New($"There are only {fashion.Train.Count} images.");
        try
        {
            Write(fashion.Train, 0, training, output.PathOf("train"), mostMoved: 0);
            Write(fashion.Train, training, validation, output.PathOf("validation"), MostMoved);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Error.New($"The pictures can't be written. {fault.Message}");
        }
        narrator.Say($"{training:N0} images of Fashion-MNIST became PNG files below {output.PathOf("train")}, and {validation:N0} others below " +
            $"{output.PathOf("validation")}. Each class is a folder: this is how one's own pictures lie about.");
        narrator.Say("In the training pictures the clothes are in the middle, as in a catalogue. Those for validation are moved by up to " +
            $"{MostMoved} pixels in each direction, as in pictures that people take.");
        return Unit.Default;
    }

    private static void Write(Dataset images, int first, int count, string folder, int mostMoved)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var (classes, pixels, random) = (images.ReadClasses(), new float[images.SampleShape.Size], new Random(1));
        for (var i = first; i < first + count; i++)
        {
            images.CopySamples([i], pixels);
            // A name of a class may have a slash in it: T-shirt/top.
            var place = Path.Combine(folder, images.ClassNames[classes[i]].Replace('/', '-'));
            Directory.CreateDirectory(place);
            var moved = Moved(pixels, random.Next(-mostMoved, mostMoved + 1), random.Next(-mostMoved, mostMoved + 1));
            File.WriteAllBytes(Path.Combine(place, $"{i:D5}.png"), Png.OfGrey(Side, Side, moved));
        }
    }

    /// <summary>Moves a picture down and to the right, over black.</summary>
    private static float[] Moved(float[] pixels, int down, int right)
    {
        var moved = new float[pixels.Length];
        for (var i = 0; i < moved.Length; i++)
        {
            var (row, column) = (i / Side - down, i % Side - right);
            if (row is >= 0 and < Side && column is >= 0 and < Side) moved[i] = pixels[row * Side + column];
        }
        return moved;
    }

    private static Unit ShowData(Narrator narrator, Dataset train)
    {
        narrator.Say($"ImageFolder.Load gives {train}.");
        narrator.Show(new Text(PictureCnn.Summary + "\n"));
        narrator.Begin("Training");
        narrator.Say("Two convolutions see the pictures. With so few of them the network soon knows each one, so dropout hides features.");
        narrator.Say("A second network sees each picture at a random place while it trains, and where it is when it predicts.");
        return Unit.Default;
    }

    /// <summary>Trains the network with the pictures as they are, and with pictures that are changed at random.</summary>
    private static Fin<Seq<LessonRun>> TrainAll(Lesson lesson, Dataset train, Dataset validation)
    {
        var options = lesson.Options(validation) with { Optimizer = new Adam(0.002) };
        return lesson.TrainAll(
            lesson.Plan("pictures", PictureCnn.Initialize(lesson.Settings.Seed), train, validation, options),
            lesson.Plan("augmented", AugmentedPictureCnn.Initialize(lesson.Settings.Seed), train, validation, options));
    }

    private static Unit ShowCurves(Narrator narrator, Seq<LessonRun> runs, OutputFolder output)
    {
        narrator.Show(RunTable.Of("network", "accuracy", runs));
        output.Save("curves.png", CurvePanels.ToPng(
            TrainingCurves.Panel("Accuracy on the validation pictures", "accuracy", runs, training: false)));
        return Unit.Default;
    }

    /// <summary>Reads one file as a program would that was sent a picture.</summary>
    private static Fin<Unit> PredictOne(Narrator narrator, Seq<LessonRun> runs, Seq<string> names, OutputFolder output)
    {
        var place = Directory.GetDirectories(output.PathOf("validation")).Order(StringComparer.Ordinal).First();
        var file = Directory.GetFiles(place).Order(StringComparer.Ordinal).First();
        var model = ((LessonRun<PictureCnn>)runs[0]).Fitted.Model;
        narrator.Begin("One picture");
        return
            from pixels in ImageFile.Read(file, (Side, Side), Grey)
            from predicted in model.Predict(pixels)
            let probabilities = predicted.ToArray()
            let likely = System.Array.IndexOf(probabilities, probabilities.Max())
            let told = Say($"{Path.GetFileName(file)} is {names[likely]}, says the network, with probability {FigureText.Of(probabilities[likely])}. " +
                $"Its folder is called {Path.GetFileName(place)}.")
            select told;

        Unit Say(string sentence)
        {
            narrator.Say(sentence);
            return Unit.Default;
        }
    }

    private static Fin<Unit> Conclude(Lesson lesson, Seq<LessonRun> runs, OutputFolder output)
    {
        lesson.Narrator.Begin("The end");
        return lesson.Conclude(output, runs, runs.Map(run =>
            $"{run.Name}: {run.Exam.Accuracy:P1} on the validation pictures, {run.Description.ParameterCount:N0} parameters, {FigureText.Of(run.Duration)}."));
    }
}
