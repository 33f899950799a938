using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Inspection;
using ModelDsl.Training;

namespace ModelDsl;

public static partial class ModelInspection
{
    /// <summary>Temperatures at which logits are read back from probabilities: float32 has lost those near 0 and 1.</summary>
    private static readonly double[] ReadingTemperatures = [1, 8, 64, 512, 4096, 32768];

    /// <summary>Probabilities nearer to 0 or 1 than this lose digits of their logits.</summary>
    private const double Readable = 1e-3;

    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Calibrates the model's probabilities by one number: the temperature, by which the logits are divided. It is the one with the
        /// smallest log loss on validation data. No decision changes. The model must end in a Dense layer with softmax or sigmoid, or with
        /// logits for a crossentropy; then the temperature goes into its kernel and bias.
        /// </summary>
        /// <param name="validation">Data with labels that the model was not trained on. Weights of samples are ignored.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        /// <returns>
        /// The calibrated model with its temperature, or an error: everything that is wrong with model and data, a model of another form, a
        /// model that makes no mistake on this data, or one that only guesses.
        /// </returns>
        public Fin<TemperatureScaled<T>> FitTemperature(Dataset validation, int batchSize = ModelCalls.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(validation);
            return ModelTraining.Reading<TemperatureScaled<T>>(ModelCalls.EngineOf(model), () =>
                from reading in LinearReading.Of(T.Description).BiMap(Succ: found => found, Fail: fault => Uncalibrated<T>(fault.Message))
                from start in PredictedProbabilities.Start(T.Description)
                    .BiMap(Succ: rows => rows, Fail: fault => Uncalibrated<T>(fault.Message))
                from fits in CheckEnd<T>(reading)
                from numbered in ModelTraining.CheckEvaluation(model, validation, batchSize, [], "calibrated")
                from scaled in Scale(model, numbered, reading, batchSize)
                select scaled);
        }
    }

    private static Fin<TemperatureScaled<T>> Scale<T>(T model, Dataset data, LinearReading reading, int batchSize)
        where T : class, IModel<T>
    {
        var asIs = Probabilities(model, data, batchSize);
        if (asIs.Lost is { } lost) return Uncalibrated<T>(Overflows(lost));
        if (asIs.Labels.IsEmpty) return Uncalibrated<T>($"no sample of {data.Name} has a class");
        var columns = asIs.AreClasses ? asIs.Columns : 1;
        var logits = Logits(model, data, reading, batchSize);
        if (TemperatureSearch.Find(logits, asIs.Labels, columns, out var fault) is not { } beta) return Uncalibrated<T>(fault);
        var scaled = WithTemperature(model, reading, 1 / beta);
        if (!AreOf(logits, 1, columns, asIs) || !AreOf(logits, beta, columns, Probabilities(scaled, data, batchSize)))
            return Uncalibrated<T>("its outputs are computed from more than its last Dense layer");
        return new TemperatureScaled<T>(
            scaled, 1 / beta, TemperatureSearch.Loss(logits, asIs.Labels, columns, 1),
            TemperatureSearch.Loss(logits, asIs.Labels, columns, beta));
    }

    /// <summary>
    /// Returns a model whose logits are divided by a temperature. All its tensors are new, because the names of its classes are kept beside
    /// them.
    /// </summary>
    private static T WithTemperature<T>(T model, LinearReading reading, double temperature) where T : class, IModel<T>
    {
        var scaled = model.Parameters.Select((tensor, i) => (i == reading.Kernel || i == reading.Bias ? 1 / temperature : 1) * tensor)
            .ToSeq().Strict();
        return model.WithParameters(TrainedOn.Of(model).Remember(T.Description.Name, scaled)).ThrowIfFail();
    }

    /// <summary>
    /// Returns the logits of data, up to a constant for each row of classes. They are read from probabilities at the lowest temperature at
    /// which none is near 0 or 1.
    /// </summary>
    private static double[] Logits<T>(T model, Dataset data, LinearReading reading, int batchSize) where T : class, IModel<T>
    {
        foreach (var temperature in ReadingTemperatures)
        {
            var rows = Probabilities(WithTemperature(model, reading, temperature), data, batchSize);
            if (temperature < ReadingTemperatures[^1] && !AreReadable(rows)) continue;
            var logits = rows.Probabilities.ToArray();
            foreach (ref var logit in logits.AsSpan())
                logit = temperature * (Log(logit) - (rows.AreClasses ? 0 : Log(1 - logit)));
            return logits;
        }
        return [];
    }

    private static double Log(double probability) => Math.Log(Math.Max(probability, float.Epsilon));

    private static bool AreReadable(PredictedProbabilities rows)
    {
        foreach (var probability in rows.Probabilities)
            if (probability < Readable || (!rows.AreClasses && probability > 1 - Readable)) return false;
        return true;
    }

    /// <summary>
    /// Returns whether a model's probabilities are those of logits times an inverse temperature: a forward method may compute others.
    /// </summary>
    private static bool AreOf(double[] logits, double beta, int columns, PredictedProbabilities rows)
    {
        var expected = Array.ConvertAll(logits, logit => beta * logit);
        Links.Apply(rows.AreClasses ? "softmax" : "sigmoid", expected, columns);
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - rows.Probabilities[i]) <= 1e-3)) return false;
        return true;
    }

    private static PredictedProbabilities Probabilities<T>(T model, Dataset data, int batchSize) where T : class, IModel<T>
    {
        var rows = PredictedProbabilities.Start(T.Description).ThrowIfFail();
        Read(model, data, null, batchSize, rows);
        return rows;
    }

    /// <summary>
    /// Checks that the layer's activation, if it has one, turns logits into the output. A forward method may do that itself.
    /// </summary>
    private static Fin<Unit> CheckEnd<T>(LinearReading reading) where T : class, IModel<T> =>
        reading.Activation.Length == 0 || reading.Activation == Links.Of(T.Description.Output) ? Unit.Default
        : Uncalibrated<T>($"its last Dense layer has the activation {reading.Activation}");

    private static Error Uncalibrated<T>(string why) where T : class, IModel<T> =>
        Error.New($"{T.Description.Name} can't be calibrated by a temperature: {why.TrimEnd('.')}.");
}
