using System.Diagnostics;
using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>
/// TABLE: rows of tables beside scikit-learn's pipelines and ML.NET's trainers on the same split: the five tables of
/// <c>run.sh table</c>, and a larger one with missing numbers and categories.
/// </summary>
public static class Tabular
{
    private const string Peer = "scikit-learn";
    private const string Script = "table_pipeline.py";
    private const int Rows = 20_000;
    private const int Held = 4_000;
    private const int Passes = 10;
    private const int Calls = 2_000;
    private const int Encoded = 1_000_000;
    private const double GoalNumbers = 5e6;

    private static readonly FitOptions Options = new()
    {
        Threads = 1,
        Epochs = Passes,
        BatchSize = 32,
        Seed = 42,
        Optimizer = new Adam(0.005),
        Metrics = [Metric.Accuracy],
    };

    /// <summary>The five tables; then training, one prediction, and encoding of the larger one.</summary>
    public static IEnumerable<Contest> Open(Dataset fashion)
    {
        foreach (var table in FiveTables.Open()) yield return table;
        var rows = TableRow.Draw(Rows);
        var (train, held, csv) = (rows[..^Held], rows[^Held..], TableRow.ToCsv(rows));
        yield return Of("logistic regression, 16,000 rows, encoding included; accuracy on 4,000 others", "logistic", csv,
            () => Train(
                () => TableLogistic.Initialize(42).Fit(train, Options).ThrowIfFail().Model,
                model => model.Evaluate(held, Metric.Accuracy).ThrowIfFail()),
            MlNet.Logistic(train, held));
        yield return Of("a hidden layer of 16, 10 passes, batch 32, Adam, on the same rows", "network", csv,
            () => Train(
                () => TableNetwork.Initialize(42).Fit(train, Options).ThrowIfFail().Model,
                model => model.Evaluate(held, Metric.Accuracy).ThrowIfFail()));
        var model = TableLogistic.Initialize(42).Fit(train, Options).ThrowIfFail().Model;
        using var predictor = model.Predictor().ThrowIfFail();
        yield return Of("predict one row, medians of many calls", "predict", csv, () => Predict(held, row => model.Predict(row).ThrowIfFail().Value),
            [new("ModelDsl, encoder and predictor", () => Predict(held, Quick(model.Encoder!, predictor))), .. MlNet.Predict(train, held)]);
        var many = TableRow.Draw(Encoded);
        var encoder = FeatureEncoder<TableRow>.Learn(many).ThrowIfFail();
        var contest = Of($"encode {Encoded:N0} rows of {encoder.Width} numbers", "encode", TableRow.ToCsv(many), () => Encode(encoder, many).Seconds);
        yield return contest;
        yield return new Contest("managed bytes that encoding a million rows allocates, all together", [new(Side.ModelDsl, () => Encode(encoder, many).Bytes)])
        {
            Unit = Unit.Bytes,
            Goals = [Goal.AtMost(0, Unit.Bytes)],
        };
    }

    /// <summary>The calls of a user who needs low latency.</summary>
    private static Func<TableRow, bool> Quick(FeatureEncoder<TableRow> encoder, Predictor<TableLogistic> predictor)
    {
        var (numbers, probability) = (new float[encoder.Width], new float[1]);
        return row =>
        {
            encoder.Encode(row, numbers);
            predictor.Predict(numbers, probability);
            return probability[0] >= 0.5f;
        };
    }

    private static Contest Of(string title, string work, byte[] csv, Func<Sample> run, params Side[] others)
    {
        var peers = PythonPeer.Open(Peer, "sklearn", Script, [csv], work, $"{Held}", $"{Passes}");
        return new Contest("one thread each; " + title, [new(Side.ModelDsl, run), .. peers.Sides, .. others], peers)
        {
            Goals = work == "encode" ? [Goal.AtMost(Encoded * 19 / GoalNumbers, Unit.Seconds)] : [],
            Notes = [.. peers.Notes, .. MlNet.Notes],
        };
    }

    private static Sample Train<TModel>(Func<TModel> fit, Func<TModel, Evaluation> evaluate)
    {
        var clock = Stopwatch.StartNew();
        var model = fit();
        return new Sample(clock.Elapsed.TotalSeconds, evaluate(model).Metrics[0].Value);
    }

    /// <summary>Measures calls one by one; the accuracy is that of these calls.</summary>
    public static Sample Predict(TableRow[] held, Func<TableRow, bool> predict)
    {
        var ticks = new long[Calls];
        var right = 0;
        for (var call = 0; call < Calls; call++)
        {
            var row = held[call % held.Length];
            var started = Stopwatch.GetTimestamp();
            var answer = predict(row);
            ticks[call] = Stopwatch.GetTimestamp() - started;
            if (answer == row.Cancelled) right++;
        }

        Array.Sort(ticks);
        return new Sample(ticks[Calls / 2] / (double)Stopwatch.Frequency, right / (double)Calls);
    }

    private static (Sample Seconds, Sample Bytes) Encode(FeatureEncoder<TableRow> encoder, TableRow[] rows)
    {
        Span<float> numbers = new float[encoder.Width];
        var (allocated, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        foreach (var row in rows) encoder.Encode(row, numbers);
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return (new Sample(seconds), new Sample(allocated));
    }
}
