using LanguageExt;
using ModelDsl.IO;

namespace ModelDsl.Training;

/// <summary>
/// The files that a callback writes, as known before a run. Two callbacks that would write the same file, and places that can't be written,
/// are then reported.
/// </summary>
/// <param name="Path">A file, a template of files, or a folder.</param>
internal abstract record OutputPlace(string Path)
{
    /// <summary>One file.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="MakesFolders">Whether missing folders are made.</param>
    public sealed record File(string Path, bool MakesFolders = true) : OutputPlace(Path)
    {
        public override IEnumerable<string> Names(FitOptions options) => [FilePlace.Real(Path)];

        public override string? Fault(FitOptions options) => FilePlace.FaultOfWriting(Path, MakesFolders);
    }

    /// <summary>Files of a <see cref="PathTemplate"/>; their folders are made.</summary>
    public sealed record Files(string Path) : OutputPlace(Path)
    {
        private const int MostEpochs = 100;
        private const int MostSteps = 3;
        private const double AnyFigure = 0.5;

        /// <summary>Returns the names for the first epochs; the figures are not known before the run.</summary>
        public override IEnumerable<string> Names(FitOptions options) => Real.Case is not PathTemplate template
            ? []
            : from epoch in Enumerable.Range(1, Math.Clamp(options.Epochs, 1, MostEpochs))
              from step in Enumerable.Range(1, MostSteps)
              select template.Format(field => field switch { "epoch" => epoch, "batch" => step, _ => AnyFigure });

        public override bool CouldBe(string name) => Real.Case is PathTemplate template && template.CouldBe(name);

        public override string? Fault(FitOptions options)
        {
            try
            {
                return Names(options).Distinct().Select(name => FilePlace.FaultOfWriting(name, makesFolders: true))
                    .FirstOrDefault(fault => fault is not null);
            }
            catch (Exception fault) when (FilePlace.IsOfFiles(fault))
            {
                return fault.Message;
            }
        }

        private Fin<PathTemplate> Real => PathTemplate.Parse(FilePlace.Real(Path));
    }

    /// <summary>Files with unique names in a folder, which is made.</summary>
    public sealed record Folder(string Path) : OutputPlace(Path)
    {
        public override IEnumerable<string> Names(FitOptions options) => [FilePlace.Real(Path)];

        public override string? Fault(FitOptions options) => FilePlace.FaultOfFolder(Path, makesFolders: true);
    }

    /// <summary>Returns the places themselves, without links: all of them, or the first ones.</summary>
    public abstract IEnumerable<string> Names(FitOptions options);

    /// <summary>Returns why it can't be written, one sentence; null if it can.</summary>
    public abstract string? Fault(FitOptions options);

    /// <summary>Returns whether a place that is not among the first ones may still be one of these.</summary>
    public virtual bool CouldBe(string name) => false;

    /// <summary>Returns whether both would write the same file, or one a file where the other needs a folder.</summary>
    public bool Clashes(OutputPlace other, FitOptions options)
    {
        try
        {
            string[] own = [.. Names(options)], others = [.. other.Names(options)];
            return own.Any(a => others.Any(b =>
                    a.Equals(b, FilePlace.Comparison) || (this is not Folder && IsIn(b, a)) || (other is not Folder && IsIn(a, b))))
                || (this is File && own.Any(other.CouldBe)) || (other is File && others.Any(CouldBe));
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault))
        {
            // An invalid path is reported elsewhere.
            return false;
        }
    }

    private static bool IsIn(string path, string folder) =>
        path.StartsWith(folder, FilePlace.Comparison) && path.AsSpan(folder.Length).StartsWith([System.IO.Path.DirectorySeparatorChar]);
}
