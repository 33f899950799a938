using System.Globalization;
using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.IO;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Saves the model during the run as a safetensors file, which <c>Load</c> reads. It saves after epochs or steps, always or only if a
/// figure is the best so far. Keras 3: <c>ModelCheckpoint</c>, with <c>everySteps</c> for its whole-number <c>save_freq</c>, and
/// <c>keepLast</c>.
/// </summary>
/// <remarks>
/// A file is replaced whole or not at all. A place that can't be written is reported before the run. A place that can no longer be written
/// ends the run with a <see cref="CallbackFailed{T}"/>, which carries the model. Folders are made. In a cross-validation every fold has its
/// own folder, <c>fold-2-of-5</c>.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record ModelCheckpoint : Callback
{
    private double best;
    private Seq<string> written;

    /// <summary>Saves with Keras's defaults: after every epoch.</summary>
    /// <param name="path">
    /// The file. Fields are filled in as in Python: <c>weights.{epoch:02d}-{val_loss:.2f}.safetensors</c>. They are the epoch from 1 and
    /// the figures by Keras's names; with <paramref name="everySteps"/> also <c>{batch}</c>, the step of the epoch from 1.
    /// </param>
    /// <param name="monitor">The figure for <paramref name="saveBestOnly"/>, by Keras's names.</param>
    /// <param name="saveBestOnly">Whether the model is saved only when the figure is better than every time before.</param>
    /// <param name="mode">Whether lower or higher figures are better.</param>
    /// <param name="everyEpochs">Number of epochs between two checks; at least 1.</param>
    /// <param name="everySteps">
    /// Number of steps between two checks, counted through all epochs; at least 1. It is used instead of epochs.
    /// </param>
    /// <param name="initialValueThreshold">The figure that the first saved model must beat, with <paramref name="saveBestOnly"/>.</param>
    /// <param name="keepLast">Number of files to keep, at least 1, or all. Older files that this run wrote are deleted.</param>
    public ModelCheckpoint(
        string path, string monitor = "val_loss", bool saveBestOnly = false, MonitorMode mode = MonitorMode.Auto, int everyEpochs = 1,
        int? everySteps = null, double? initialValueThreshold = null, int? keepLast = null)
    {
        (Path, Monitor, SaveBestOnly, Mode) = (path, monitor, saveBestOnly, mode);
        (EveryEpochs, EverySteps, InitialValueThreshold, KeepLast) = (everyEpochs, everySteps, initialValueThreshold, keepLast);
    }

    /// <summary>The file, with fields.</summary>
    public string Path { get; init; }

    /// <summary>The figure, by Keras's names.</summary>
    public string Monitor { get; init; }

    /// <summary>Whether the model is saved only when the figure is the best so far.</summary>
    public bool SaveBestOnly { get; init; }

    /// <summary>Whether lower or higher figures are better.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>Number of epochs between two checks.</summary>
    public int EveryEpochs { get; init; }

    /// <summary>Number of steps between two checks, used instead of epochs.</summary>
    public int? EverySteps { get; init; }

    /// <summary>The figure that the first saved model must beat.</summary>
    public double? InitialValueThreshold { get; init; }

    /// <summary>Number of files to keep.</summary>
    public int? KeepLast { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        foreach (var fault in PathFaults(options)) yield return fault;
        foreach (var fault in UnlessFrequency(EveryEpochs, EverySteps)) yield return fault;
        if (KeepLast < 1) yield return $"ModelCheckpoint's keepLast is {Text(KeepLast.Value)}, but must be at least 1";
        if (!SaveBestOnly)
        {
            if (InitialValueThreshold is not null)
                yield return "ModelCheckpoint has an initialValueThreshold, but without saveBestOnly no figure is compared";
            yield break;
        }
        if (InitialValueThreshold is { } first && double.IsNaN(first))
            yield return "ModelCheckpoint's initialValueThreshold is NaN, which no figure can beat";
        foreach (var fault in Monitored.Faults(options)) yield return fault;
        if (EverySteps is not null && !Figures(options).Contains(Monitor))
        {
            yield return $"ModelCheckpoint looks at {Monitor} after steps, where there is no validation: monitor " +
                string.Join(" or ", Figures(options));
        }
    }

    /// <inheritdoc/>
    public override bool OnlyLooksOn => true;

    /// <inheritdoc/>
    public override OutputPlace? Writes => new OutputPlace.Files(Path);

    /// <summary>
    /// The best figure belongs to a monitor, and to epochs or steps. Without a best figure, only the names of written files are remembered.
    /// </summary>
    internal override Callback ForState => SaveBestOnly
        ? new ModelCheckpoint(
            Path, Monitor, true, Mode, everySteps: EverySteps is null ? null : 1, initialValueThreshold: InitialValueThreshold)
        : new ModelCheckpoint(Path);

    internal override bool NeedsState => SaveBestOnly || KeepLast is not null;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) =>
        (best, written) = (InitialValueThreshold ?? Monitored.Worst(context.Options), default);

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        if (EverySteps is { } steps && context.TotalSteps % steps == 0)
            Save(context, context.Metrics.WithLoss(context.Loss));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch)
    {
        if (EverySteps is null && epoch.Number % EveryEpochs == 0) Save(context, epoch.Figures);
    }

    /// <inheritdoc/>
    public override Seq<NamedTensor> State
    {
        get
        {
            var bytes = Encoding.UTF8.GetBytes(string.Join(Separator, written));
            var state = Prelude.Seq1(new NamedTensor("best", Tensor.Create([1], [best], Engine.Reference)));
            return bytes.Length == 0 ? state : state.Add(new NamedTensor("written", Tensor.Create([bytes.Length], Array.ConvertAll(bytes, b => (float)b))));
        }
    }

    /// <inheritdoc/>
    public override void Restore(Seq<NamedTensor> state)
    {
        best = state[0].Tensor.ToDoubles()[0];
        var bytes = state.Tail.Bind(t => t.Tensor.ToDoubles().ToSeq()).Map(b => (byte)b).ToArray();
        // A name read from the file is deleted only if this template could have made it.
        var template = PathTemplate.Parse(FilePlace.Real(Path)).ThrowIfFail();
        written = Encoding.UTF8.GetString(bytes).Split(Separator)
            .Where(name => name.Length > 0 && template.CouldBe(FilePlace.Real(name))).ToSeq().Strict();
    }

    private const char Separator = '\0';

    private Monitored Monitored => new(nameof(ModelCheckpoint), Monitor, Mode);

    private void Save(TrainingContext context, Seq<MetricValue> figures)
    {
        if (SaveBestOnly)
        {
            if (figures.Find(f => f.Name == Monitor).Case is not MetricValue { Value: var current }) return;
            if (!Monitored.IsBetter(current, best, context.Options)) return;
            best = current;
        }
        var name = PathTemplate.Parse(Path).ThrowIfFail().Format(field => field switch
        {
            "epoch" => context.Epoch,
            "batch" when EverySteps is not null => context.Step,
            _ => figures.First(f => f.Name == field).Value,
        });
        var path = context.FileOfRun(name);
        ModelFiles.Write(path, context.Description, context.ReadParameters()).ThrowIfFail();
        // An earlier run may have written the path in another way.
        var place = FilePlace.Real(name);
        written = written.Filter(w => !FilePlace.Real(w).Equals(place, FilePlace.Comparison)).Add(name).Strict();
        while (written.Count > KeepLast && TryDelete(RunFiles.Of(written[0], context.RunName))) written = written.Tail.Strict();
    }

    // An old file that is in use is no reason to end a run: the next save tries to delete it again.
    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private IEnumerable<string> PathFaults(FitOptions options)
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            yield return "ModelCheckpoint's path is empty, but must name a file";
            yield break;
        }
        var parsed = PathTemplate.Parse(Path);
        if (parsed.Case is Error error) yield return $"ModelCheckpoint's path {Path} can't be understood: {error.Message}";
        if (parsed.Case is not PathTemplate template) yield break;
        string[] counts = EverySteps is null ? ["epoch"] : ["epoch", "batch"];
        string[] known = [.. counts, .. Figures(options)];
        foreach (var field in template.Fields.Except(known))
            yield return $"ModelCheckpoint's path has the field {field}, but there are {string.Join(", ", known)}";
        foreach (var field in template.WholeFields.Intersect(known).Except(counts))
            yield return $"ModelCheckpoint's path writes {field} as a whole number: write {{{field}:.2f}}";
        if (KeepLast > 1 && !template.Fields.Any())
            yield return $"ModelCheckpoint's keepLast is {Text(KeepLast.Value)}, but its path always names the same file: put {{epoch}} into it";
    }

    /// <summary>Returns the names of the figures that exist when the callback acts.</summary>
    private string[] Figures(FitOptions options)
    {
        string[] measured = ["loss", .. options.Metrics.Select(m => m.Name)];
        return EverySteps is null && options.Validation is not null ? [.. measured, .. measured.Select(m => "val_" + m)] : measured;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
