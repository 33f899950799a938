namespace ModelDsl;

/// <summary>What a value becomes that is none of the categories.</summary>
public enum Unknown
{
    /// <summary>An error that names the row, the column and the categories.</summary>
    Refuse,

    /// <summary>Zeros in all columns. scikit-learn: <c>handle_unknown="ignore"</c>. Not for an index.</summary>
    Zeros,

    /// <summary>A column of its own, after the others; for an index: the number after the others.</summary>
    Own,
}

/// <summary>
/// A column for each category, 1 for the row's own and 0 for the others. The categories of an enum are its members, of a bool: false and
/// true, one column. A string needs a list of its categories. A nullable parameter has one more column, for missing values. scikit-learn:
/// <c>OneHotEncoder</c>, <c>OrdinalEncoder</c>.
/// </summary>
/// <param name="names">The categories of a string, in order; none for an enum or a bool.</param>
public sealed class CategoryAttribute(params string[] names) : FeatureAttribute
{
    /// <summary>The categories of a string.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>What a value becomes that is none of the categories; an error by default.</summary>
    public Unknown Unknown { get; set; }

    /// <summary>Whether the number of the category is given instead, for an <c>Embedding</c>.</summary>
    public bool AsIndex { get; set; }
}

/// <summary>
/// The number of a word, for an <c>Embedding</c>: the words are learnt from the training rows, the most frequent first (words of the same
/// frequency in ordinal order). Number 0 stands for every word that was not learnt. A missing word has the number 1 if the parameter is
/// nullable. Keras: <c>StringLookup(max_tokens=size)</c>.
/// </summary>
/// <param name="size">
/// One more than the largest number: the words that are learnt, and the places for unknown and missing ones. At least 2, or 3 for a
/// nullable parameter.
/// </param>
public sealed class VocabularyAttribute(int size) : FeatureAttribute
{
    /// <summary>One more than the largest number.</summary>
    public int Size { get; } = size;

    /// <summary>Whether there is a column for each number instead, 1 for the row's own.</summary>
    public bool OneHot { get; set; }
}

/// <summary>
/// The answer that a model learns to predict. A bool and an enum are classes; a string needs a list of its classes; a number is predicted
/// in its own units. A nullable parameter may be null in rows to predict, never in training. A model with several outputs learns several
/// labels: each output the one of its name.
/// </summary>
/// <param name="names">The classes of a string, in order; none for other types.</param>
public sealed class LabelAttribute(params string[] names) : FeatureAttribute
{
    /// <summary>The classes of a string.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>
    /// Whether a number is normalized for training: <c>(x − mean) / deviation</c> of the training rows. Predictions and metrics are still
    /// in its own units; the loss is not.
    /// </summary>
    public bool Normalize { get; set; }
}

/// <summary>The weight of a row in the loss: finite and 0 or more. Keras: <c>sample_weight</c>.</summary>
public sealed class SampleWeightAttribute : FeatureAttribute;

/// <summary>A parameter that is no feature: an identity or a note.</summary>
public sealed class IgnoreAttribute : FeatureAttribute;
