using LanguageExt;

namespace ModelDsl.Data;

/// <summary>The meaning of one output's labels: a class for each index, or yes for some classes and no for all others.</summary>
/// <param name="Names">The classes by index, or the classes whose answer is yes; empty if they are not known.</param>
/// <param name="IsYes">Whether the names are the classes whose answer is yes.</param>
internal sealed record ClassLegend(Seq<string> Names, bool IsYes = false)
{
    /// <summary>The legend of labels that mean no classes, or whose meaning is not known.</summary>
    internal static ClassLegend Unknown { get; } = new(Seq<string>.Empty);

    /// <summary>Whether the meaning of the labels is known.</summary>
    internal bool IsKnown => !Names.IsEmpty;

    /// <summary>The names in the form in which they are compared: the two encodings of an <c>ü</c> are the same.</summary>
    internal Seq<string> Known { get; } = Names.Map(CsvText.FormC).Strict();

    /// <summary>The names as an error message lists them.</summary>
    internal string Text => CsvText.Listed([.. Names]);
}
