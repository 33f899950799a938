using System.Text;
using LanguageExt;
using ModelDsl.Formatting;
using ModelDsl.IO;
using ModelDsl.Printing;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Writes a line of figures for every epoch to a file. The columns are <c>epoch</c>, <b>counted from 0</b> as in Keras, then the figures in
/// the order of their names. <c>learning_rate</c> is among them if a callback sets it. Numbers are invariant and read back exactly. Keras
/// 3: <c>CSVLogger</c>.
/// </summary>
/// <remarks>
/// The file is replaced whole or not at all, so a run that is killed leaves whole lines. A run resumed from a checkpoint has each epoch
/// once. Folders are made. In a cross-validation every fold has its own folder, <c>fold-2-of-5</c>.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record CsvLogger : Callback
{
    private string before = "";

    /// <summary>A log with Keras's defaults.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">The separator between two figures: one character that does not occur in a number.</param>
    /// <param name="append">Whether lines are added to those of an existing file; it must have the same columns.</param>
    public CsvLogger(string path, string separator = ",", bool append = false) => (Path, Separator, Append) = (path, separator, append);

    /// <summary>The file.</summary>
    public string Path { get; init; }

    /// <summary>The separator between two figures.</summary>
    public string Separator { get; init; }

    /// <summary>Whether lines are added to those of an existing file.</summary>
    public bool Append { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        if (string.IsNullOrWhiteSpace(Path)) yield return "CsvLogger's path is empty, but must name a file";
        if (Separator is not [var single] || char.IsAsciiLetterOrDigit(single) || "+-.\"\r\n".Contains(single))
        {
            yield return $"CsvLogger's separator is \"{Separator}\", but must be one character that no number has, a comma, a semicolon or a " +
                "tab for instance";
        }
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder) =>
        builder.Members((nameof(Path), Path), (nameof(Separator), Separator), (nameof(Append), Append));

    /// <inheritdoc/>
    public override bool OnlyLooksOn => true;

    /// <inheritdoc/>
    public override OutputPlace? Writes => new OutputPlace.File(Path);

    internal override Callback ForState => new CsvLogger(Path);

    internal override bool NeedsState => Append;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        var path = context.FileOfRun(Path);
        before = Append && File.Exists(FilePlace.Real(path)) ? ReadAll(path) : "";
        if (before.Length == 0) return;
        if (!before.EndsWith('\n')) before += "\n";
        var (found, expected) = (before.Split('\n')[0].TrimEnd('\r'), Header(context.Options));
        if (found != expected)
            throw new InvalidDataException($"{path} has the columns {found}, but this run's are {expected}: give another path, or leave append out.");
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingContext context)
    {
        // A file that can no longer be written is reported before the first epoch, not after it.
        if (context.Epoch == 1) Write(context);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch) => Write(context);

    /// <inheritdoc/>
    public override Seq<NamedTensor> State =>
        Prelude.Seq1(new NamedTensor("before", Tensor.Create([1], [(double)before.Length], Engine.Reference)));

    /// <inheritdoc/>
    public override void Restore(Seq<NamedTensor> state)
    {
        var kept = (int)state[0].Tensor.ToDoubles()[0];
        if (!Append && kept > 0)
        {
            throw new CheckpointRefused(
                $"its CsvLogger adds lines to those that were in {Path}, but this run's would delete them: let it append.");
        }
        before = before[..Math.Min(before.Length, kept)];
    }

    private static string ReadAll(string path)
    {
        using var reader = new StreamReader(FilePlace.OpenToRead(path));
        return reader.ReadToEnd();
    }

    private void Write(TrainingContext context)
    {
        var lines = context.History.Map(epoch => Line(epoch, context.Options));
        var text = before + string.Concat((before.Length == 0 ? Header(context.Options).Cons(lines) : lines).Map(line => line + "\n"));
        AtomicFile.Write(RunFiles.Of(Path, context.RunName), stream => stream.Write(Encoding.UTF8.GetBytes(text))).ThrowIfFail();
    }

    private string Header(FitOptions options)
    {
        string[] measured = ["loss", .. options.Metrics.Select(m => m.Name)];
        if (options.Validation is not null) measured = [.. measured, .. measured.Select(name => "val_" + name)];
        if (HasRate(options)) measured = [.. measured, RateName];
        return string.Join(Separator, measured.Order(StringComparer.Ordinal).Select(Quoted).Prepend("epoch"));
    }

    private string Line(Epoch epoch, FitOptions options)
    {
        var figures = HasRate(options) ? epoch.Figures.Add(new MetricValue(RateName, epoch.LearningRate)) : epoch.Figures;
        var ordered = figures.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => NumberText.Of(f.Value));
        return string.Join(Separator, ordered.Prepend(NumberText.Of(epoch.Number - 1)));
    }

    private const string RateName = "learning_rate";

    private static bool HasRate(FitOptions options) => options.Callbacks.Any(c => c.SetsLearningRate);

    private string Quoted(string name) =>
        name.IndexOfAny([Separator[0], '"', '\n']) < 0 ? name : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
