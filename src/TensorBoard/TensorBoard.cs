using System.Globalization;
using LanguageExt;
using ModelDsl.Events;

namespace ModelDsl;

/// <summary>
/// Writes figures for TensorBoard: event files in the folders <c>train</c> and <c>validation</c>. Names and steps are those of Keras 3's
/// <c>TensorBoard</c>. <c>epoch_loss</c>, <c>epoch_accuracy</c> and <c>epoch_learning_rate</c> are over epochs <b>counted from 0</b>.
/// <c>batch_loss</c> is over steps counted from 1. There are also <c>evaluation_loss_vs_iterations</c> and histograms of parameters.
/// </summary>
/// <remarks>
/// Every run makes its own files, as TensorBoard expects; so does a run resumed from a checkpoint. In a cross-validation every fold has its
/// own folder, <c>fold-2-of-5</c>, which TensorBoard shows as a run.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record TensorBoard : Callback
{
    private EventFile? train;
    private EventFile? validation;

    /// <summary>Writes event files with Keras's defaults: figures of epochs.</summary>
    /// <param name="logDir">The folder; it is made.</param>
    /// <param name="histogramFreq">
    /// Number of epochs between histograms of all parameters, starting with the first epoch; 0 for none.
    /// </param>
    /// <param name="updateFreq">Number of steps between writes of the epoch's figures so far; at least 1, or none.</param>
    public TensorBoard(string logDir = "logs", int histogramFreq = 0, int? updateFreq = null) =>
        (LogDir, HistogramFreq, UpdateFreq) = (logDir, histogramFreq, updateFreq);

    /// <summary>The folder.</summary>
    public string LogDir { get; init; }

    /// <summary>Number of epochs between histograms.</summary>
    public int HistogramFreq { get; init; }

    /// <summary>Number of steps between writes of the epoch's figures so far.</summary>
    public int? UpdateFreq { get; init; }

    /// <summary>The clock.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        if (string.IsNullOrWhiteSpace(LogDir)) yield return "TensorBoard's logDir is empty, but must name a folder";
        if (HistogramFreq < 0) yield return $"TensorBoard's histogramFreq is {Text(HistogramFreq)}, but must not be negative";
        if (UpdateFreq < 1) yield return $"TensorBoard's updateFreq is {Text(UpdateFreq.Value)}, but must be at least 1";
    }

    /// <inheritdoc/>
    public override bool OnlyLooksOn => true;

    /// <inheritdoc/>
    public override OutputPlace? Writes => new OutputPlace.Folder(LogDir);

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        var folder = context.FolderOfRun(LogDir);
        train = new EventFile(Path.Combine(folder, "train"), Clock);
        if (context.Options.Validation is not null) validation = new EventFile(Path.Combine(folder, "validation"), Clock);
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        if (UpdateFreq is not { } steps || context.TotalSteps % steps != 0) return;
        train!.AddScalar("batch_loss", context.TotalSteps, context.Loss);
        foreach (var metric in context.Metrics) train.AddScalar("batch_" + metric.Name, context.TotalSteps, metric.Value);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch)
    {
        var step = epoch.Number - 1;
        train!.AddScalar("epoch_loss", step, epoch.Loss);
        foreach (var metric in epoch.Metrics) train.AddScalar("epoch_" + metric.Name, step, metric.Value);
        train.AddScalar("epoch_learning_rate", step, epoch.LearningRate);
        if (epoch.Validation.Case is Evaluation held)
        {
            foreach (var figure in new MetricValue("loss", held.Loss).Cons(held.Metrics))
            {
                validation!.AddScalar("epoch_" + figure.Name, step, figure.Value);
                validation.AddScalar($"evaluation_{figure.Name}_vs_iterations", context.TotalSteps, figure.Value);
            }
        }
        if (HistogramFreq == 0 || step % HistogramFreq != 0) return;
        foreach (var (parameter, tensor) in context.Description.Parameters.Zip(context.ReadParameters()))
            train.AddHistogram(parameter.Name + "/histogram", step, Histogram.Of(tensor.ToDoubles()));
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        train?.Dispose();
        validation?.Dispose();
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
