using System.CommandLine;
using LanguageExt;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>A network without memory: every step has its own weights.</summary>
[Model(Sequence.Steps, 2), MeanSquaredError]
public sealed partial record AddingDense(
    [Flatten] Flatten AllSteps,
    [Dense(64, Activation.Relu)] Dense Hidden,
    [Dense(1)] Dense Sum);

/// <summary>The plain recurrent layer: each step makes a new state from the last one.</summary>
[Model(Sequence.Steps, 2), MeanSquaredError]
public sealed partial record AddingRnn(
    [SimpleRNN(32)] SimpleRNN Memory,
    [Dense(1)] Dense Sum);

/// <summary>A memory with gates: it keeps its state unless a gate changes it.</summary>
[Model(Sequence.Steps, 2), MeanSquaredError]
public sealed partial record AddingLstm(
    [LSTM(32)] LSTM Memory,
    [Dense(1)] Dense Sum);

/// <summary>A memory with fewer gates.</summary>
[Model(Sequence.Steps, 2), MeanSquaredError]
public sealed partial record AddingGru(
    [GRU(32)] GRU Memory,
    [Dense(1)] Dense Sum);

/// <summary>
/// The lesson on recurrent layers, with the adding problem (Hochreiter and Schmidhuber, 1997). Two numbers of a long sequence are marked,
/// and the answer is their sum. The first marked number must be remembered until the end.
/// </summary>
internal static class Sequence
{
    /// <summary>Length of a sequence.</summary>
    public const int Steps = 40;

    private const int TrainingSequences = 12_000;
    private const int TestSequences = 2_000;
    private const int Shown = 5;

    /// <summary>The command <c>sequence</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "sequence", "Teaches recurrent layers to add two marked numbers of a long sequence.", epochs: 20, Tell, needsData: false);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) => Tell(lesson, TrainingSequences, TestSequences);

    /// <summary>Runs the lesson with fewer sequences.</summary>
    public static Fin<Unit> Tell(Lesson lesson, int trainingSequences, int testSequences) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from data in Sequences(trainingSequences, lesson.Settings.Seed, "the training sequences")
        from test in Sequences(testSequences, lesson.Settings.Seed + 1, "the test sequences")
        from parts in data | Split(1 / 6.0, lesson.Settings.Seed)
        let task = ShowTask(lesson.Narrator, test)
        from runs in TrainAll(lesson, parts, test)
        let curves = ShowCurves(lesson.Narrator, runs, output)
        from end in Conclude(lesson, runs, output)
        select end;

    /// <summary>
    /// Makes sequences of pairs: a number from 0 to 1, and its mark. The mark is 1 once in each half, otherwise 0. The target is the sum of
    /// the marked numbers.
    /// </summary>
    private static Fin<Dataset> Sequences(int count, int seed, string name)
    {
        var random = new Random(seed);
        var (numbers, sums) = (new float[count * Steps * 2], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var sequence = numbers.AsSpan(i * Steps * 2, Steps * 2);
            for (var step = 0; step < Steps; step++) sequence[2 * step] = random.NextSingle();
            foreach (var marked in new[] { random.Next(Steps / 2), Steps / 2 + random.Next(Steps / 2) })
            {
                sequence[2 * marked + 1] = 1;
                sums[i] += sequence[2 * marked];
            }
        }
        return Dataset.Create<float>([Steps, 2], numbers, sums, [1], name);
    }

    private static Unit ShowTask(Narrator narrator, Dataset test)
    {
        narrator.Begin("Two of many");
        narrator.Say(
            $"A sequence has {Steps} steps; each brings a number from 0 to 1 and a mark. The mark is 1 twice, once in each half, and 0 otherwise. The answer is the sum of " +
            "the two marked numbers. The first of these, made up by a random generator:");
        var table = StoryTables.Of(("sequence", false), ("first marked", true), ("second marked", true), ("sum", true));
        for (var i = 0; i < Math.Min(Shown, test.Count); i++)
        {
            var (first, second, sum) = Marked(test, i);
            table.AddRow($"{i}", first, second, FigureText.Of(sum));
        }
        narrator.Show(table);
        narrator.Say("An answer that is always 1 has a mean squared error of 1/6, 0.1667.");
        return Unit.Default;
    }

    private static Fin<Seq<LessonRun>> TrainAll(Lesson lesson, Parts parts, Dataset test)
    {
        lesson.Narrator.Begin("Training");
        lesson.Narrator.Say(
            "The first network has no memory and sees all steps at once. Then come three recurrent layers of 32, which see one step after the other and carry a state " +
            "along: the plain one, LSTM, whose gates decide what is kept, and GRU, which has fewer gates.");
        var (seed, options) = (lesson.Settings.Seed, lesson.Options(parts.Validation) with
        {
            Optimizer = new Adam(0.003) { GlobalClipNorm = 1 },
            Metrics = [Metric.MeanAbsoluteError],
        });
        return lesson.TrainAll(
            lesson.Plan("dense", AddingDense.Initialize(seed), parts.Train, test, options),
            lesson.Plan("SimpleRNN", AddingRnn.Initialize(seed), parts.Train, test, options),
            lesson.Plan("LSTM", AddingLstm.Initialize(seed), parts.Train, test, options),
            lesson.Plan("GRU", AddingGru.Initialize(seed), parts.Train, test, options));
    }

    private static Unit ShowCurves(Narrator narrator, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        narrator.Begin("Side by side");
        narrator.Show(RunTable.Of("network", "loss", runs));
        output.Save("curves.png", CurvePanels.ToPng(
            TrainingCurves.Panel("Mean squared error on the validation sequences", "loss", runs, training: false) with { Logarithmic = true }));
        narrator.Say(
            "curves.png shows them. A recurrent layer seems to learn nothing for a while: nothing helps until it has learned to carry the first number " +
            "through all the steps to the second. Then the error falls at once.");
        return Unit.Default;
    }

    private static (string First, string Second, double Sum) Marked(Dataset data, int position)
    {
        var numbers = new float[Steps * 2];
        data.CopySamples([position], numbers);
        var marked = Enumerable.Range(0, Steps).Where(step => numbers[2 * step + 1] == 1).ToArray();
        string Text(int step) => $"{FigureText.Of(numbers[2 * step])} at step {step + 1}";
        return (Text(marked[0]), Text(marked[1]), numbers[2 * marked[0]] + numbers[2 * marked[1]]);
    }

    private static Fin<Unit> Conclude(Lesson lesson, Seq<LessonRun> runs, OutputFolder output)
    {
        lesson.Narrator.Begin("Who remembers?");
        return lesson.Conclude(output, runs, runs.Map(run =>
            $"{run.Name}: squared error {FigureText.Of(run.Exam.Loss)} on the test sequences, {run.Description.ParameterCount:N0} parameters, " +
            $"{run.History.Count} epochs, {FigureText.Of(run.Duration)}."));
    }
}
