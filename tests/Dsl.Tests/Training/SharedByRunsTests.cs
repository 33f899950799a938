using ModelDsl.Tests.Data;
using ModelDsl.Tests.Engines;
using ModelDsl.Tests.FeatureRecords;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

/// <summary>The claims of docs/threads.md about runs of <c>Fit</c> at the same time, and about encoders.</summary>
public class SharedByRunsTests
{
    private const int Threads = 6;

    /// <summary>All of it has state in a run: moments of the optimizer, the best epoch, the rate, the order of the samples.</summary>
    private static readonly FitOptions Shared = new()
    {
        Epochs = 12,
        BatchSize = 7,
        Seed = 5,
        Optimizer = new Adam(0.05),
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(30, seed: 2),
        Callbacks = [new ReduceLearningRateOnPlateau(patience: 1), new EarlyStopping(patience: 3, restoreBestWeights: true)],
    };

    [Fact]
    public void Runs_at_the_same_time_that_share_model_data_and_options_give_the_bits_of_a_run_alone()
    {
        var (model, data) = (Model.Initialize(1), ToyData.Clouds(90));
        var alone = model.Fit(data, Shared).ThrowIfFail();
        var wrong = 0;
        SideBySide.Run(Threads, thread =>
        {
            for (var run = 0; run < 10; run++)
            {
                // Half of the threads train another model, with the same data set and the same options.
                var fitted = (thread % 2 == 0 ? model : Model.Initialize(thread + run + 2)).Fit(data, Shared).ThrowIfFail();
                if (thread % 2 == 0 && (fitted.Model != alone.Model || !FiguresOf(fitted).SequenceEqual(FiguresOf(alone))))
                    Interlocked.Increment(ref wrong);
            }
        });
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_callback_counts_for_its_run_alone_but_an_object_in_its_field_is_shared()
    {
        var ends = new int[1];
        var options = Shared with { Callbacks = [new Counting(ends)] };
        var data = ToyData.Clouds(70);
        SideBySide.Run(Threads, thread => Model.Initialize(thread).Fit(data, options).ThrowIfFail());
        Assert.Equal(Threads, ends[0]);
    }

    [Fact]
    public void Runs_that_write_the_same_file_leave_it_whole()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "log.csv");
        var options = Shared with { Callbacks = [new CsvLogger(path)] };
        SideBySide.Run(3, thread => Model.Initialize(thread).Fit(ToyData.Clouds(70), options).ThrowIfFail());
        var lines = File.ReadAllLines(path);
        Assert.Equal(13, lines.Length);
        Assert.Equal(["epoch", .. Enumerable.Range(0, 12).Select(epoch => $"{epoch}")], lines.Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void An_encoder_that_many_threads_share_gives_the_same_bits()
    {
        var rows = FeatureGoldenTests.Rows;
        var expected = FeatureEncoder<FeatureRow>.Learn(rows).ThrowIfFail();
        var numbers = rows.Select(row => Encoded(expected, row)).ToArray();
        var wrong = 0;
        for (var round = 0; round < 20; round++)
        {
            // A new one, so that its first calls come at the same time.
            var encoder = FeatureEncoder<FeatureRow>.Learn(rows).ThrowIfFail();
            SideBySide.Run(Threads, thread =>
            {
                if (encoder.ToText() != expected.ToText() || !encoder.Equals(expected)) Interlocked.Increment(ref wrong);
                for (var i = 0; i < rows.Length; i++)
                    if (!Encoded(encoder, rows[i]).SequenceEqual(numbers[i])) Interlocked.Increment(ref wrong);
                if (encoder.Encode(rows).ThrowIfFail().Count != rows.Length) Interlocked.Increment(ref wrong);
            });
        }
        Assert.Equal(0, wrong);
    }

    /// <summary>All figures of all epochs, and the rates; the durations differ between runs.</summary>
    private static (string, double)[] FiguresOf(Fitted<Model> fitted) =>
        [.. fitted.History.SelectMany(epoch =>
            epoch.Figures.Select(figure => (figure.Name, figure.Value)).Append(("rate", epoch.LearningRate)))];

    private static int[] Encoded(FeatureEncoder<FeatureRow> encoder, FeatureRow row)
    {
        var numbers = new float[encoder.Width];
        encoder.Encode(row, numbers).ThrowIfFail();
        return [.. numbers.Select(BitConverter.SingleToInt32Bits)];
    }

    /// <summary>Counts its steps in a field of its own, and the ends of all runs in an array that its copies share.</summary>
    private sealed record Counting(int[] Ends) : Callback
    {
        private int steps;

        public override void OnBatchEnd(TrainingContext context) => steps++;

        public override void OnTrainEnd(TrainingContext context)
        {
            // 70 samples in batches of 7, 12 epochs.
            if (steps != 120) throw new InvalidOperationException($"The callback counted {steps} steps.");
            Interlocked.Increment(ref Ends[0]);
        }
    }
}
