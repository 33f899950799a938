using LanguageExt;
using ModelDsl.IO;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// The files that a callback writes, as known before a run (<see cref="Callback.Writes"/>). Two callbacks that would write the same file,
/// and places that can't be written, are then reported.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record OutputPlace
{
    private protected OutputPlace(string path) => Path = path;

    /// <summary>A file, a template of files, or a folder.</summary>
    public string Path { get; }

    /// <summary>One file.</summary>
    public sealed record File : OutputPlace
    {
        /// <summary>One file.</summary>
        /// <param name="path">The file.</param>
        /// <param name="makesFolders">Whether missing folders are made.</param>
        public File(string path, bool makesFolders = true) : base(path) => MakesFolders = makesFolders;

        /// <summary>Whether missing folders are made.</summary>
        public bool MakesFolders { get; }

        internal override IEnumerable<string> Names(FitOptions options) => [FilePlace.Real(Path)];

        internal override string? Fault(FitOptions options) => FilePlace.FaultOfWriting(Path, MakesFolders);
    }

    /// <summary>
    /// Files of a template, such as <c>weights.{epoch:02d}-{loss:.2f}.safetensors</c>; their folders are made. <c>epoch</c> and
    /// <c>batch</c> count from 1; all other fields are figures.
    /// </summary>
    public sealed record Files : OutputPlace
    {
        /// <summary>Files of a template.</summary>
        /// <param name="path">The template.</param>
        public Files(string path) : base(path)
        {
        }

        private const int MostEpochs = 100;
        private const int MostSteps = 3;
        private const double AnyFigure = 0.5;

        /// <summary>Returns the names for the first epochs; the figures are not known before the run.</summary>
        internal override IEnumerable<string> Names(FitOptions options) => Real.Case is not PathTemplate template
            ? []
            : from epoch in Enumerable.Range(1, Math.Clamp(options.Epochs, 1, MostEpochs))
              from step in Enumerable.Range(1, MostSteps)
              select template.Format(field => field switch { "epoch" => epoch, "batch" => step, _ => AnyFigure });

        internal override bool CouldBe(string name) => Real.Case is PathTemplate template && template.CouldBe(name);

        internal override string? Fault(FitOptions options)
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
    public sealed record Folder : OutputPlace
    {
        /// <summary>Files with unique names in a folder.</summary>
        /// <param name="path">The folder.</param>
        public Folder(string path) : base(path)
        {
        }

        internal override IEnumerable<string> Names(FitOptions options) => [FilePlace.Real(Path)];

        internal override string? Fault(FitOptions options) => FilePlace.FaultOfFolder(Path, makesFolders: true);
    }

    /// <summary>Returns the places themselves, without links: all of them, or the first ones.</summary>
    internal abstract IEnumerable<string> Names(FitOptions options);

    /// <summary>Returns why it can't be written, one sentence; null if it can.</summary>
    internal abstract string? Fault(FitOptions options);

    /// <summary>Returns whether a place that is not among the first ones may still be one of these.</summary>
    internal virtual bool CouldBe(string name) => false;

    /// <summary>Returns whether both would write the same file, or one a file where the other needs a folder.</summary>
    internal bool Clashes(OutputPlace other, FitOptions options)
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

    /// <summary>Returns the kind of place and its path.</summary>
    public sealed override string ToString() => ValueText.Of(this, PrintMembers);

    private static bool IsIn(string path, string folder) =>
        path.StartsWith(folder, FilePlace.Comparison) && path.AsSpan(folder.Length).StartsWith([System.IO.Path.DirectorySeparatorChar]);
}
