using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>Columns of the encoded input that follow each other and mean the same kind of thing.</summary>
/// <param name="Text">Their meaning, in words.</param>
/// <param name="Count">The number of these columns.</param>
internal readonly record struct EncodedColumns(string Text, int Count = 1);

/// <summary>
/// The way in which a value becomes numbers, before anything is learnt. The names are those of the methods of
/// <c>ModelDsl.FeatureEncoding</c>.
/// </summary>
internal abstract record EncodingSpec
{
    /// <summary>The call that makes the encoding, as C#: <c>Normalize(log: true)</c>.</summary>
    public abstract string Source { get; }

    /// <summary>True when the value becomes numbers for an <c>Embedding</c>: each the number of the column that would be 1.</summary>
    public virtual bool IsIndex => false;

    /// <summary>How many such numbers it becomes.</summary>
    public virtual int IndexCount => 1;

    /// <summary>Returns the encoded columns. For an index, these are the meanings of its numbers.</summary>
    /// <param name="isOptional">True when a value may be missing.</param>
    public virtual IEnumerable<EncodedColumns> Columns(bool isOptional) => [];

    /// <summary>Returns the number of encoded columns; for an index, one more than the largest number.</summary>
    public long Width(bool isOptional) => Columns(isOptional).Sum(columns => (long)columns.Count);

    /// <summary>Returns columns, and one more for missing values.</summary>
    protected static IEnumerable<EncodedColumns> OrMissing(IEnumerable<EncodedColumns> columns, bool isOptional) =>
        isOptional ? columns.Append(new("is missing")) : columns;

    /// <summary>Returns a call without the arguments that have their default values.</summary>
    protected static string Call(string method, params string?[] arguments) =>
        $"{method}({string.Join(", ", arguments.Where(argument => argument is not null))})";

    protected static string? AsIndex(bool isIndex) => isIndex ? "asIndex: true" : null;
}

/// <summary>A number that stays a number.</summary>
/// <param name="Method">The kind: <c>Number</c>, <c>Normalize</c> or <c>MinMax</c>.</param>
/// <param name="Log">True when the logarithm of 1 + x is normalized.</param>
/// <param name="Missing">The member of <c>Missing</c> that says which number stands for a missing one; empty for the default.</param>
/// <param name="Indicator">True when a column says whether the number is missing.</param>
internal sealed record ScaledEncoding(string Method, bool Log, string Missing, bool Indicator) : EncodingSpec
{
    public override string Source => Call(Method, Log ? "log: true" : null, Missing.Length > 0 ? $"missing: global::ModelDsl.Missing.{Missing}" : null, Indicator ? null : "indicator: false");

    public override IEnumerable<EncodedColumns> Columns(bool isOptional) => OrMissing(
        [new(Method switch { "Number" => "as it is", "MinMax" => "scaled to 0 … 1", _ => Log ? "logarithm, normalized" : "normalized" })], isOptional && Indicator);
}

/// <summary>The interval between boundaries in which a number lies.</summary>
internal sealed record BucketEncoding(EquatableArray<double> Boundaries, bool AsNumber) : EncodingSpec
{
    public override string Source => Call("Bucket", $"[{string.Join(", ", Boundaries.Select(Literal.Of))}]", AsIndex(AsNumber));

    public override bool IsIndex => AsNumber;

    public override IEnumerable<EncodedColumns> Columns(bool isOptional) => OrMissing(Intervals(), isOptional);

    private IEnumerable<EncodedColumns> Intervals()
    {
        yield return new($"< {Number(0)}");
        for (var i = 1; i < Boundaries.Count; i++) yield return new($"{Number(i - 1)} … < {Number(i)}");
        yield return new($"≥ {Number(Boundaries.Count - 1)}");
    }

    private string Number(int boundary) => Boundaries[boundary].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One of some intervals, whose boundaries are learnt.</summary>
/// <param name="Count">The number of intervals.</param>
/// <param name="Strategy">The member of <c>BinStrategy</c>; empty for the default.</param>
/// <param name="AsNumber">True for an index.</param>
internal sealed record BinsEncoding(int Count, string Strategy, bool AsNumber) : EncodingSpec
{
    public override string Source => Call(
        "Bins", Literal.Of(Count), Strategy.Length > 0 ? $"strategy: global::ModelDsl.BinStrategy.{Strategy}" : null, AsIndex(AsNumber));

    public override bool IsIndex => AsNumber;

    public override IEnumerable<EncodedColumns> Columns(bool isOptional) => OrMissing([new("learnt intervals", Count)], isOptional);
}

/// <summary>A number that goes round, as sine and cosine.</summary>
internal sealed record CyclicEncoding(double Period) : EncodingSpec
{
    public override string Source => Call("Cyclic", Literal.Of(Period));

    public override IEnumerable<EncodedColumns> Columns(bool isOptional) => OrMissing([new("sine and cosine", 2)], isOptional);
}

/// <summary>Parts of a date or time. The names of the parts are those of <c>DateParts</c>, in the order of its members.</summary>
internal sealed record DateEncoding(EquatableArray<string> Parts) : EncodingSpec
{
    public override string Source => Call("Date", string.Join(" | ", Parts.Select(part => $"global::ModelDsl.DateParts.{part}")));

    public override IEnumerable<EncodedColumns> Columns(bool isOptional) => OrMissing(Parts.Select(part => part switch
    {
        "Trend" => new EncodedColumns("trend"),
        "Weekend" => new EncodedColumns("weekend"),
        _ => new EncodedColumns(Words(part), 2),
    }), isOptional);

    /// <summary>Returns a name as words: <c>DayOfWeek</c> becomes "day of week".</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}

/// <summary>A yes or no: one column.</summary>
internal sealed record FlagEncoding : EncodingSpec
{
    public override string Source => "Flag()";

    public override IEnumerable<EncodedColumns> Columns(bool isOptional) => OrMissing([new("1 for true")], isOptional);
}

/// <summary>One of some categories.</summary>
/// <param name="Names">The names of the categories, in order.</param>
/// <param name="Unknown">The member of <c>Unknown</c> for other values; empty for the default.</param>
/// <param name="AsNumber">True for an index.</param>
internal sealed record CategoryEncoding(EquatableArray<string> Names, string Unknown, bool AsNumber) : EncodingSpec
{
    public const string Own = nameof(Own);

    public override string Source => Call(
        "Category", $"[{string.Join(", ", Names.Select(Literal.Of))}]",
        Unknown.Length > 0 ? $"unknown: global::ModelDsl.Unknown.{Unknown}" : null, AsIndex(AsNumber));

    public override bool IsIndex => AsNumber;

    public override IEnumerable<EncodedColumns> Columns(bool isOptional)
    {
        var names = Names.Select(name => new EncodedColumns(name));
        return OrMissing(Unknown == Own ? names.Append(new("any other")) : names, isOptional);
    }
}

/// <summary>A word of a vocabulary, which is learnt.</summary>
internal sealed record VocabularyEncoding(int Size, bool OneHot) : EncodingSpec
{
    public override string Source => Call("Vocabulary", Literal.Of(Size), OneHot ? "oneHot: true" : null);

    public override bool IsIndex => !OneHot;

    public override IEnumerable<EncodedColumns> Columns(bool isOptional) => [new("words", Size)];
}

/// <summary>A text, as the numbers of its words or as counts. The names of members are those of the attribute's enumerations.</summary>
/// <param name="Size">One more than the largest number, or the number of columns.</param>
/// <param name="Standardize">The member of <c>TextStandardization</c>; empty for the default.</param>
/// <param name="Split">The member of <c>TextSplit</c>; empty for the default.</param>
/// <param name="Ngrams">The largest number of neighbours that are a token.</param>
/// <param name="Mode">The member of <c>TextOutputMode</c>; empty for the numbers of words.</param>
/// <param name="Length">The number of words of every text; null for columns.</param>
/// <param name="Vocabulary">The words; none when they are learnt.</param>
/// <param name="IdfWeights">The weights of these words.</param>
internal sealed record TextVectorizationEncoding(
    int Size, string Standardize, string Split, int Ngrams, string Mode, int? Length, EquatableArray<string> Vocabulary,
    EquatableArray<double> IdfWeights) : EncodingSpec
{
    public override string Source => Call(
        "TextVectorization", $"new() {{ {string.Join(", ", Options())} }}",
        Vocabulary.Count == 0 ? null : $"[{string.Join(", ", Vocabulary.Select(Literal.Of))}]",
        IdfWeights.Count == 0 ? null : $"[{string.Join(", ", IdfWeights.Select(Literal.Of))}]");

    public override bool IsIndex => Mode.Length == 0;

    public override int IndexCount => Length ?? 1;

    public override IEnumerable<EncodedColumns> Columns(bool isOptional) => [new("words", Size)];

    private IEnumerable<string> Options()
    {
        yield return $"MaxTokens = {Literal.Of(Size)}";
        if (Standardize.Length > 0) yield return $"Standardize = global::ModelDsl.TextStandardization.{Standardize}";
        if (Split.Length > 0) yield return $"Split = global::ModelDsl.TextSplit.{Split}";
        if (Ngrams > 1) yield return $"Ngrams = {Literal.Of(Ngrams)}";
        if (Mode.Length > 0) yield return $"OutputMode = global::ModelDsl.TextOutputMode.{Mode}";
        if (Length is { } length) yield return $"Length = {Literal.Of(length)}";
    }
}

/// <summary>A column that is no part of the input.</summary>
internal abstract record OutsideEncoding : EncodingSpec;

/// <summary>The answer that a model learns, one of some classes.</summary>
internal sealed record ClassLabelEncoding(EquatableArray<string> Names) : OutsideEncoding
{
    public override string Source => Call("ClassLabel", [.. Names.Select(Literal.Of)]);
}

/// <summary>The answer that a model learns, a number.</summary>
internal sealed record NumberLabelEncoding(bool Normalize) : OutsideEncoding
{
    public override string Source => Call("NumberLabel", Normalize ? "normalize: true" : null);
}

/// <summary>The weight of a row in the loss.</summary>
internal sealed record SampleWeightEncoding : OutsideEncoding
{
    public override string Source => "SampleWeight()";
}

/// <summary>No feature.</summary>
internal sealed record IgnoredEncoding : OutsideEncoding
{
    public override string Source => "Ignored()";
}
