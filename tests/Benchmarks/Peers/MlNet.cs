#if MLNET
using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
#endif

namespace Benchmarks.Peers;

/// <summary>
/// The sides of ML.NET, whose package is restored with the other peers. ML.NET has no median and no sine, so missing prices become the
/// mean, and the logarithm and the circle of months are computed when its rows are made, within the measured time.
/// </summary>
public static class MlNet
{
#if MLNET
    /// <summary>Nothing to say.</summary>
    public static IReadOnlyList<string> Notes => [];

    /// <summary>Logistic regression by L-BFGS.</summary>
    public static Side[] Logistic(TableRow[] train, TableRow[] held) =>
    [
        new("ML.NET", () =>
        {
            var clock = Stopwatch.StartNew();
            var ml = new MLContext(seed: 42);
            var model = Fit(ml, train);
            var seconds = clock.Elapsed.TotalSeconds;
            var scored = model.Transform(ml.Data.LoadFromEnumerable(held.Select(Row.Of)));
            return new Sample(seconds, ml.BinaryClassification.EvaluateNonCalibrated(scored).Accuracy);
        }),
    ];

    /// <summary>One prediction by a prediction engine, which one thread uses.</summary>
    public static Side[] Predict(TableRow[] train, TableRow[] held)
    {
        var ml = new MLContext(seed: 42);
        var engine = ml.Model.CreatePredictionEngine<Row, Answer>(Fit(ml, train));
        return [new("ML.NET PredictionEngine", () => Tabular.Predict(held, row => engine.Predict(Row.Of(row)).PredictedLabel))];
    }

    private static ITransformer Fit(MLContext ml, TableRow[] train)
    {
        var pipeline = ml.Transforms.IndicateMissingValues("IsMissing", "Price")
            .Append(ml.Transforms.Conversion.ConvertType("IsMissing"))
            .Append(ml.Transforms.ReplaceMissingValues("Price", replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean))
            .Append(ml.Transforms.NormalizeMeanVariance("Price", useCdf: false, fixZero: false))
            .Append(ml.Transforms.NormalizeMeanVariance("LogLead", useCdf: false, fixZero: false))
            .Append(ml.Transforms.NormalizeMinMax("Nights"))
            .Append(ml.Transforms.Categorical.OneHotEncoding("Channel"))
            .Append(ml.Transforms.Categorical.OneHotEncoding("Country"))
            .Append(ml.Transforms.Concatenate("Features", "LogLead", "Price", "IsMissing", "Nights", "Sin", "Cos", "Channel", "Country"))
            .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
                new LbfgsLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1, L1Regularization = 0, L2Regularization = 1e-6f }));
        return pipeline.Fit(ml.Data.LoadFromEnumerable(train.Select(Row.Of)));
    }

    private sealed class Row
    {
        public float LogLead { get; set; }

        public float Price { get; set; }

        public float Nights { get; set; }

        public float Sin { get; set; }

        public float Cos { get; set; }

        public string Channel { get; set; } = "";

        public string Country { get; set; } = "";

        public bool Label { get; set; }

        public static Row Of(TableRow row) => new()
        {
            LogLead = MathF.Log(1 + row.Lead),
            Price = row.Price ?? float.NaN,
            Nights = row.Nights,
            Sin = MathF.Sin(2 * MathF.PI * row.Month / 12),
            Cos = MathF.Cos(2 * MathF.PI * row.Month / 12),
            Channel = row.Channel.ToString(),
            Country = row.Country,
            Label = row.Cancelled == true,
        };
    }

    private sealed class Answer
    {
        public bool PredictedLabel { get; set; }
    }
#else
    /// <summary>Why ML.NET is missing.</summary>
    public static IReadOnlyList<string> Notes => ["ML.NET is left out: its package is restored by bench.sh."];

    /// <summary>No side.</summary>
    public static Side[] Logistic(TableRow[] train, TableRow[] held) => [];

    /// <summary>No side.</summary>
    public static Side[] Predict(TableRow[] train, TableRow[] held) => [];
#endif
}
