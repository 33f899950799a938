#if MLNET
using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
#endif

namespace Benchmarks.Peers;

/// <summary>
/// ML.NET's trainers on the five tables: maximum entropy and logistic regression by L-BFGS, and linear regression by SDCA, with their
/// defaults and one thread. Texts become numbers before the clock starts, as for the other sides.
/// </summary>
public static class MlNetTables
{
#if MLNET
    /// <summary>The side of a table.</summary>
    public static Side[] Sides(string name, TableCells cells)
    {
        Row[] rows = [.. cells.Rows.Select(row => name == "bookings" ? OfBooking(row, cells) : OfNumbers(row, name, cells))];
        var parts = Enumerable.Range(0, cells.Folds.Max() + 1).Select(fold => (
            Train: rows.Where((_, i) => cells.Folds[i] != fold).ToArray(),
            Held: rows.Where((_, i) => cells.Folds[i] == fold).ToArray())).ToArray();
        return [new Side("ML.NET", () => Validate(name, cells, parts, rows[0].Numbers.Length))];
    }

    private static Sample Validate(string name, TableCells cells, (Row[] Train, Row[] Held)[] parts, int width)
    {
        var clock = Stopwatch.StartNew();
        var sum = 0.0;
        foreach (var (train, held) in parts)
        {
            var ml = new MLContext(seed: 42);
            var schema = SchemaDefinition.Create(typeof(Row));
            schema[nameof(Row.Numbers)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
            var scored = Pipeline(ml, name, cells).Fit(ml.Data.LoadFromEnumerable(train, schema))
                .Transform(ml.Data.LoadFromEnumerable(held, schema));
            sum += cells.IsNumber ? ml.Regression.Evaluate(scored, nameof(Row.Number)).RSquared
                : cells.Classes.Count == 2 ? ml.BinaryClassification.EvaluateNonCalibrated(scored, nameof(Row.Yes)).Accuracy
                : ml.MulticlassClassification.Evaluate(scored, labelColumnName: "Key").MicroAccuracy;
        }
        return new Sample(clock.Elapsed.TotalSeconds, sum / parts.Length);
    }

    private static IEstimator<ITransformer> Pipeline(MLContext ml, string name, TableCells cells)
    {
        IEstimator<ITransformer> encode = ml.Transforms.NormalizeMeanVariance(nameof(Row.Numbers), useCdf: false, fixZero: false);
        encode = name switch
        {
            "bookings" => ml.Transforms.IndicateMissingValues("IsMissing", nameof(Row.Numbers))
                .Append(ml.Transforms.Conversion.ConvertType("IsMissing"))
                .Append(ml.Transforms.ReplaceMissingValues(
                    nameof(Row.Numbers), replacementMode: MissingValueReplacingEstimator.ReplacementMode.Mean))
                .Append(encode)
                .Append(ml.Transforms.Categorical.OneHotEncoding(nameof(Row.First)))
                .Append(ml.Transforms.Categorical.OneHotEncoding(nameof(Row.Second)))
                .Append(ml.Transforms.Categorical.OneHotEncoding(nameof(Row.Third)))
                .Append(ml.Transforms.Concatenate(
                    "Features", nameof(Row.Numbers), "IsMissing", nameof(Row.First), nameof(Row.Second), nameof(Row.Third),
                    nameof(Row.Circles))),
            "diabetes" => encode.Append(ml.Transforms.Categorical.OneHotEncoding(nameof(Row.First)))
                .Append(ml.Transforms.Concatenate("Features", nameof(Row.Numbers), nameof(Row.First))),
            _ => encode.Append(ml.Transforms.Concatenate("Features", nameof(Row.Numbers))),
        };
        if (cells.IsNumber)
        {
            return encode.Append(ml.Regression.Trainers.Sdca(
                new SdcaRegressionTrainer.Options
                { NumberOfThreads = 1, LabelColumnName = nameof(Row.Number), FeatureColumnName = "Features" }));
        }
        return cells.Classes.Count == 2
            ? encode.Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
            { NumberOfThreads = 1, LabelColumnName = nameof(Row.Yes), FeatureColumnName = "Features" }))
            : encode.Append(ml.Transforms.Conversion.MapValueToKey("Key", nameof(Row.Class)))
                .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options
                { NumberOfThreads = 1, LabelColumnName = "Key", FeatureColumnName = "Features" }));
    }

    private static Row OfNumbers(string[] cells, string name, TableCells table)
    {
        var row = Labelled(cells[^1], table);
        var numbers = Enumerable.Range(0, cells.Length - 1).Where(i => name != "diabetes" || table.Header[i] != "sex")
            .Select(i => name == "wine" && table.Header[i] == "proline" ? MathF.Log(1 + Number(cells[i])) : Number(cells[i]));
        row.Numbers = [.. numbers];
        if (name == "diabetes") row.First = cells[1];
        return row;
    }

    private static Row OfBooking(string[] cells, TableCells table)
    {
        string Cell(string column) => cells[table.Header.ToList().IndexOf(column)];
        var row = Labelled(cells[^1], table);
        var date = DateOnly.ParseExact(Cell("arrival"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        float[] turns = [(date.Month - 1) / 12f, ((int)date.DayOfWeek + 6) % 7 / 7f];
        row.Numbers = [MathF.Log(1 + Number(Cell("leadDays"))), Cell("price") is { Length: > 0 } price ? Number(price) : float.NaN];
        (row.First, row.Second) = (Cell("channel"), Cell("country"));
        row.Third = Math.Clamp((int)Number(Cell("guests")), 1, 3).ToString(CultureInfo.InvariantCulture);
        row.Circles = [.. turns.SelectMany(turn => (float[])[MathF.Sin(2 * MathF.PI * turn), MathF.Cos(2 * MathF.PI * turn)])];
        return row;
    }

    private static Row Labelled(string label, TableCells table) => table.IsNumber ? new Row { Number = Number(label) }
        : new Row { Class = label, Yes = label == table.Classes[^1] };

    private static float Number(string cell) => float.Parse(cell, CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public float[] Numbers { get; set; } = [];

        [VectorType(4)]
        public float[] Circles { get; set; } = new float[4];

        public string First { get; set; } = "";

        public string Second { get; set; } = "";

        public string Third { get; set; } = "";

        public float Number { get; set; }

        public bool Yes { get; set; }

        public string Class { get; set; } = "";
    }
#else
    /// <summary>No side.</summary>
    public static Side[] Sides(string name, TableCells cells) => [];
#endif
}
