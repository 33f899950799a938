using LanguageExt;
using ModelDsl.IO;

namespace ModelDsl.Training;

/// <summary>
/// What a callback writes, as it is known before a run: two that would write the same file, and places that can't be written, are told then.
/// </summary>
/// <param name="Path">A file, a template of files, or a folder.</param>
internal abstract record OutputPlace(string Path)
{
    /// <summary>One file.</summary>
    /// <param name="Path">The file.</param>
    /// <param name="MakesFolders">Whether folders that are missing are made.</param>
    public sealed record File(string Path, bool MakesFolders = true) : OutputPlace(Path)
    {
        public override IEnumerable<string> Names(FitOptions options) => [FilePlace.Real(Path)];

        public override string? Fault(FitOptions options) => FilePlace.FaultOfWriting(Path, MakesFolders);
    }

    /// <summary>Files of a <see cref="PathTemplate"/>, whose folders are made.</summary>
    public sealed record Files(string Path) : OutputPlace(Path)
    {
        private const int MostEpochs = 100;
        private const int MostSteps = 3;
        private const double AnyFigure = 0.5;

        /// <summary>Names of the first epochs; figures are not known before.</summary>
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

    /// <summary>Files in a folder, which is made, under names that are nobody else's.</summary>
    public sealed record Folder(string Path) : OutputPlace(Path)
    {
        public override IEnumerable<string> Names(FitOptions options) => [FilePlace.Real(Path)];

        public override string? Fault(FitOptions options) => FilePlace.FaultOfFolder(Path, makesFolders: true);
    }

    /// <summary>The places themselves, without links: all of them, or the first ones.</summary>
    public abstract IEnumerable<string> Names(FitOptions options);

    /// <summary>What keeps it from being written, a sentence; null where nothing does.</summary>
    public abstract string? Fault(FitOptions options);

    /// <summary>Whether a place that is none of the first ones may be one of these.</summary>
    public virtual bool CouldBe(string name) => false;

    /// <summary>Whether both would write the same file, or one a file where the other needs a folder.</summary>
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
            // What is no path is told as such.
            return false;
        }
    }

    private static bool IsIn(string path, string folder) =>
        path.StartsWith(folder, FilePlace.Comparison) && path.AsSpan(folder.Length).StartsWith([System.IO.Path.DirectorySeparatorChar]);
}
