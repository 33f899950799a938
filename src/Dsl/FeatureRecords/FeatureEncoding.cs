using LanguageExt;
using LanguageExt.Common;
using ModelDsl.FeatureRecords;

namespace ModelDsl;

/// <summary>How a column becomes numbers, before anything is learnt. The attributes of features say what each does.</summary>
[JsonConverter(typeof(TextJson))]
public abstract class FeatureEncoding
{
    private protected FeatureEncoding() { }

    /// <summary>The encoding of <see cref="NumberAttribute"/>.</summary>
    public static FeatureEncoding Number(Missing missing = default, bool indicator = true) =>
        new NumberEncoding(Scaling.None, missing, indicator);

    /// <summary>The encoding of <see cref="NormalizeAttribute"/>.</summary>
    public static FeatureEncoding Normalize(bool log = false, Missing missing = default, bool indicator = true) =>
        new NumberEncoding(log ? Scaling.LogNormal : Scaling.Normal, missing, indicator);

    /// <summary>The encoding of <see cref="MinMaxAttribute"/>.</summary>
    public static FeatureEncoding MinMax(Missing missing = default, bool indicator = true) =>
        new NumberEncoding(Scaling.Range, missing, indicator);

    /// <summary>The encoding of <see cref="BucketAttribute"/>.</summary>
    public static FeatureEncoding Bucket(double[] boundaries, bool asIndex = false) => new BucketEncoding(boundaries, asIndex);

    /// <summary>The encoding of <see cref="BinsAttribute"/>.</summary>
    public static FeatureEncoding Bins(int count, BinStrategy strategy = default, bool asIndex = false) =>
        new BinsEncoding(count, strategy, asIndex);

    /// <summary>The encoding of <see cref="CyclicAttribute"/>.</summary>
    public static FeatureEncoding Cyclic(double period) => new CyclicEncoding(period);

    /// <summary>The encoding of <see cref="DateAttribute"/>.</summary>
    public static FeatureEncoding Date(DateParts parts) => new DateEncoding(parts);

    /// <summary>The encoding of <see cref="CategoryAttribute"/> for a bool: one column, 1 for true.</summary>
    public static FeatureEncoding Flag() => new FlagEncoding();

    /// <summary>The encoding of <see cref="CategoryAttribute"/>.</summary>
    public static FeatureEncoding Category(string[] names, Unknown unknown = default, bool asIndex = false) =>
        new NamesEncoding(names, unknown, asIndex);

    /// <summary>The encoding of <see cref="VocabularyAttribute"/>.</summary>
    public static FeatureEncoding Vocabulary(int size, bool oneHot = false) => new VocabularyEncoding(size, oneHot);

    /// <summary>The encoding of <see cref="TextVectorizationAttribute"/>.</summary>
    /// <param name="options">The options, with <see cref="TextOptions.MaxTokens"/> unless there is a vocabulary.</param>
    /// <param name="vocabulary">The words, in the order of their numbers; null to learn them.</param>
    /// <param name="idfWeights">The weights of these words; null for none.</param>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    public static FeatureEncoding TextVectorization(TextOptions options, string[]? vocabulary = null, double[]? idfWeights = null) =>
        new TextEncoding(options, vocabulary, idfWeights);

    /// <summary>The encoding of <see cref="LabelAttribute"/> for classes; those of a bool are <c>False</c> and <c>True</c>.</summary>
    public static FeatureEncoding ClassLabel(params string[] names) => new ClassLabelEncoding(names);

    /// <summary>The encoding of <see cref="LabelAttribute"/> for a number.</summary>
    public static FeatureEncoding NumberLabel(bool normalize = false) => new NumberLabelEncoding(normalize);

    /// <summary>The encoding of <see cref="SampleWeightAttribute"/>.</summary>
    public static FeatureEncoding SampleWeight() => new SampleWeightEncoding();

    /// <summary>The encoding of <see cref="IgnoreAttribute"/>: no numbers.</summary>
    public static FeatureEncoding Ignored() => new IgnoredEncoding();

    /// <summary>
    /// The names of the values that a column may have, in the order of their numbers, for forms: the members of an enum, the words of a
    /// category, <c>False</c> and <c>True</c>. Empty for numbers, dates and words that are learnt.
    /// </summary>
    public virtual Seq<string> Choices => Seq<string>.Empty;

    /// <summary>
    /// Returns the encoding as text: <c>normalize(missing: Median, indicator: True)</c>. Equal encodings have equal texts.
    /// </summary>
    public abstract override string ToString();

    /// <summary>Whether it gives numbers of an embedding's vectors.</summary>
    internal virtual bool IsIndex => false;

    /// <summary>Count of its numbers in a sample.</summary>
    internal abstract int Width(bool isOptional);

    /// <summary>Returns the names of its numbers in a sample, for reports.</summary>
    /// <param name="column">The column.</param>
    /// <param name="learnt">What was learnt of it.</param>
    internal abstract IEnumerable<string> Names(FeatureColumn column, Statistics learnt);

    /// <summary>
    /// Returns the name and the unit of one of its numbers before it was scaled: the sample has <c>(x − Center)·Scale</c>.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="learnt">What was learnt of it.</param>
    /// <param name="number">The position of the number among its numbers.</param>
    /// <param name="name">The number's name in a sample.</param>
    internal virtual (string Name, double Center, double Scale) Unit(FeatureColumn column, Statistics learnt, int number, string name) =>
        (name, 0, 1);

    /// <summary>
    /// Returns the name of one of the values that it tells apart: a category, a word, an interval. Null for a value without a name, such as
    /// an unknown word, and for encodings of numbers and dates.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="learnt">What was learnt of it.</param>
    /// <param name="place">The index of the value, or the column of its one; −1 for a row of zeros.</param>
    internal virtual string? ValueName(FeatureColumn column, Statistics learnt, int place) => null;

    /// <summary>
    /// Returns what is wrong with a number of a training row, as the end of a sentence; null if the number can be learnt from.
    /// </summary>
    internal virtual string? Refused(double number) => double.IsFinite(number) ? null : ColumnEncoder.IsNotFinite;

    /// <summary>Returns an empty collection of the training rows' values.</summary>
    internal virtual ColumnSample NewSample() => new();

    /// <summary>Returns what it learns of the training rows' values, or an error that is the end of a sentence about the column.</summary>
    internal virtual Fin<Statistics> Learn(ColumnSample sample, bool isOptional) => Statistics.Nothing;

    /// <summary>Returns the fault of statistics from a file; null if they can be of this encoding.</summary>
    internal virtual string? Misfit(Statistics learnt, bool isOptional) =>
        learnt.Numbers.Length == 0 && learnt.Words.Length == 0 ? null : "it learns nothing, but the file has something for it";

    /// <summary>Returns the encoder of single values.</summary>
    internal abstract ColumnEncoder Encoder(FeatureColumn column, Statistics learnt);
}
