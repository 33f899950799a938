using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.FeatureRecords;

/// <summary>A review: a text alone.</summary>
[Features]
public sealed partial record Review([TextVectorization(40, Length = 6)] string Body, [Label] bool? IsPositive = null);

/// <summary>A model whose layers follow each other.</summary>
[Model(typeof(Review)), BinaryCrossentropy]
public sealed partial record Sentiment(
    [Embedding(40, 8)] Embedding Words, [GlobalAveragePooling1D] GlobalAveragePooling1D Mean, [Dense(1, Activation.Sigmoid)] Dense Output);

/// <summary>Several texts beside numbers, one of them as counts, one with words that their author wrote.</summary>
[Features]
public sealed partial record Post(
    [Normalize] float Length,
    [TextVectorization(30, Length = 5, Ngrams = 2)] string Title,
    [TextVectorization(20, OutputMode = TextOutputMode.TfIdf)] string? Body,
    [TextVectorization(OutputMode = TextOutputMode.MultiHot, Split = TextSplit.Character, Vocabulary = ["!", "?"], Standardize = TextStandardization.None)]
    string Marks,
    [TextVectorization(12, Length = 4, Split = TextSplit.Character)] string Author,
    [Label] bool? IsPositive = null);

[Model(typeof(Post)), BinaryCrossentropy]
public sealed partial record Popular(
    [Embedding(30, 6)] Embedding Titles, [Embedding(12, 3)] Embedding Letters, [Dense(8, Activation.Relu)] Dense Hidden,
    [Dense(1, Activation.Sigmoid)] Dense Output)
{
    [Forward]
    static Tensor Judge(Popular m, (Tensor Numbers, Tensor Title, Tensor Author) x) =>
        Concat([x.Numbers, (x.Title | m.Titles).Mean(1), (x.Author | m.Letters).Flatten()]) | m.Hidden | m.Output;
}

/// <summary>Counts of words alone.</summary>
[Features]
public sealed partial record Words([TextVectorization(16, OutputMode = TextOutputMode.Count)] string Text, [Label] bool IsPositive);

[Model(typeof(Words)), BinaryCrossentropy]
public sealed partial record Counted([Dense(1)] Dense Output);
