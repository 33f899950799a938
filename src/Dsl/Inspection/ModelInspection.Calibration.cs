using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Inspection;
using ModelDsl.Metrics;
using ModelDsl.Training;

namespace ModelDsl;

public static partial class ModelInspection
{
    /// <summary>The smallest probability in a logarithm; Keras's epsilon.</summary>
    private const double Epsilon = 1e-7;

    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Compares predicted probabilities with what happened. For a model that chooses between classes, it judges the top class: how
        /// often
        /// the class with the largest probability is the right one. For answers of yes or no, it judges all answers. Weights of samples are
        /// ignored.
        /// </summary>
        /// <param name="data">The data with labels, best data that the model was not trained on.</param>
        /// <param name="bins">Number of bins; at least 1.</param>
        /// <param name="strategy">How the bins are made.</param>
        /// <param name="ofClass">
        /// The only class to judge, against the rest: its name, or its index if classes have no names. Null for the top class.
        /// </param>
        /// <param name="output">The output to judge, for a model with several.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        /// <returns>The table, or <see cref="InvalidFit"/> with everything that is wrong.</returns>
        public Fin<Calibration> Calibration(
            Dataset data, int bins = 10, CalibrationBins strategy = CalibrationBins.Uniform, string? ofClass = null, string? output = null,
            int batchSize = ModelCalls.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(data);
            return ModelTraining.Reading<Calibration>(ModelCalls.EngineOf(model), () =>
            {
                var faults = new List<string>();
                if (bins < 1) faults.Add(FormattableString.Invariant($"bins is {bins}, but must be at least 1"));
                if (!Enum.IsDefined(strategy)) faults.Add(FormattableString.Invariant($"strategy is {(int)strategy}, which is none of CalibrationBins"));
                var (description, chosen) = OutputOf(T.Description, output, faults);
                var legends = OutputNames.Legends(model, data);
                var place = chosen is null ? 0 : Array.IndexOf(T.Description.Outputs.ToArray(), chosen);
                var legend = place < legends.Count ? legends[place] : ClassLegend.Unknown;
                var column = description is null ? null : ColumnOf(description, legend, ofClass, faults);
                var start = description is null ? null : PredictedProbabilities.Start(description).Match(
                    Succ: rows => rows,
                    Fail: fault =>
                    {
                        faults.Add(fault.Message);
                        return (PredictedProbabilities?)null;
                    });
                return ModelTraining.CheckEvaluation(model, data, batchSize, [], "calibrated", faults).Bind<Calibration>(numbered =>
                {
                    Read(model, numbered, chosen, batchSize, start!);
                    return start!.Lost is { } lost ? Error.New($"{T.Description.Name} can't be calibrated like this: {Overflows(lost)}.")
                        : start.Probabilities.IsEmpty
                        ? Error.New($"{T.Description.Name} can't be calibrated like this: no sample of {data.Name} has a class.")
                        : Judge(start, bins, strategy, column, EventOf(start, legend, ofClass, output));
                });
            });
        }
    }

    /// <summary>Collects the probabilities and labels of data that fits the model.</summary>
    private static void Read<T>(T model, Dataset data, OutputDescription? output, int batchSize, PredictedProbabilities rows)
        where T : class, IModel<T>
    {
        var (width, shape) = (T.Description.OutputShape.Size, data.LabelShape);
        var labelsOf = output is null ? null : new LabelsOfOutput(T.Description, output);
        using var reader = new OutputReader<T>(model, data.Count, batchSize);
        reader.Read(data, (first, outputs) =>
        {
            for (var i = 0; i < outputs.Length && rows.Lost is null; i++)
                if (!float.IsFinite(outputs[i])) rows.Lost = first + i / width;
            int[] samples = [.. Enumerable.Range(first, outputs.Length / width)];
            if (data.LabelKind == LabelKind.ClassIndices)
            {
                var classes = new int[samples.Length * shape.Size];
                data.CopyClasses(samples, classes);
                rows.Add(outputs, new BatchLabels(classes, []));
                return;
            }
            var targets = new float[samples.Length * shape.Size];
            data.CopyTargets(samples, targets);
            if (labelsOf is null)
            {
                rows.Add(outputs, new BatchLabels([], targets));
                return;
            }
            var part = new float[samples.Length * output!.Shape.Size];
            for (var i = 0; i < samples.Length; i++)
                outputs.Slice(i * width + output.First, output.Shape.Size).CopyTo(part.AsSpan(i * output.Shape.Size));
            rows.Add(part, labelsOf.Take(targets));
        });
    }

    private static string Overflows(int sample) =>
        FormattableString.Invariant($"it predicts a number that is not finite for sample {sample}, since its numbers grow beyond float32");

    private static Calibration Judge(PredictedProbabilities rows, int bins, CalibrationBins strategy, int? column, string what)
    {
        var columns = rows.Columns;
        var (predicted, happened) = (new List<double>(), new List<double>());
        var (brier, log) = (0.0, 0.0);
        for (var begin = 0; begin < rows.Probabilities.Length; begin += columns)
        {
            var row = rows.Probabilities.Slice(begin, columns);
            var label = rows.Labels.Slice(begin, columns);
            if (rows.AreClasses && column is null)
            {
                var top = 0;
                for (var i = 0; i < columns; i++)
                {
                    if (row[i] > row[top]) top = i;
                    brier += (row[i] - label[i]) * (row[i] - label[i]);
                    log -= label[i] * Math.Log(Math.Max(row[i], Epsilon));
                }
                predicted.Add(row[top]);
                happened.Add(label[top]);
                continue;
            }
            for (var i = column ?? 0; i <= (column ?? columns - 1); i++)
            {
                brier += (row[i] - label[i]) * (row[i] - label[i]);
                log -= label[i] * Math.Log(Math.Max(row[i], Epsilon)) + (1 - label[i]) * Math.Log(Math.Max(1 - row[i], Epsilon));
                predicted.Add(row[i]);
                happened.Add(label[i]);
            }
        }
        var table = ReliabilityTable.Of(predicted.ToArray(), happened.ToArray(), bins, strategy);
        return new Calibration(what, table, brier / predicted.Count, log / predicted.Count);
    }

    private static (ModelDescription? Model, OutputDescription? Output) OutputOf(ModelDescription model, string? output,
        List<string> faults)
    {
        if (model.Outputs.IsEmpty)
        {
            if (output is not null) faults.Add($"{model.Name} has one output: leave output out");
            return (model, null);
        }
        if (model.Outputs.Find(one => one.Name == output).Case is OutputDescription found) return (model.Of(found), found);
        faults.Add(output is null ? $"{model.Name} has the outputs {model.OutputNames}: say which by output"
            : $"there is no output {output}; the outputs are {model.OutputNames}");
        return (null, null);
    }

    private static int? ColumnOf(ModelDescription model, ClassLegend legend, string? ofClass, List<string> faults)
    {
        if (ofClass is null) return null;
        string[] names = [.. OutputNames.OfColumns(model, legend)];
        var column = Array.FindIndex(names, name => CsvText.FormC(name) == CsvText.FormC(ofClass));
        if (column < 0) faults.Add($"there is no class {CsvText.Quoted(ofClass)}; the classes are {CsvText.Listed(names)}");
        return column;
    }

    /// <summary>The event whose probability is judged, in words.</summary>
    private static string EventOf(PredictedProbabilities rows, ClassLegend legend, string? ofClass, string? output)
    {
        var what = ofClass is not null ? $"class {ofClass}"
            : rows.AreClasses ? "the top class"
            : legend is { IsKnown: true, IsYes: true } ? $"yes for {legend.Text}" : "yes";
        return output is null ? what : $"{output}, {what}";
    }
}
