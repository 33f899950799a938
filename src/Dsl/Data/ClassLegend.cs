using LanguageExt;

namespace ModelDsl.Data;

/// <summary>What the labels of one output mean: a class for each index, or yes for some classes and no for all others.</summary>
/// <param name="Names">The classes by index, or those of which the answer is yes; empty where nobody said.</param>
/// <param name="IsYes">Whether they are those of which the answer is yes.</param>
internal sealed record ClassLegend(Seq<string> Names, bool IsYes = false)
{
    /// <summary>Of labels that mean no classes, or of which nobody said what they mean.</summary>
    internal static ClassLegend Unknown { get; } = new(Seq<string>.Empty);

    /// <summary>Whether somebody said what the labels mean.</summary>
    internal bool IsKnown => !Names.IsEmpty;

    /// <summary>The names as they are compared: however an <c>ü</c> is encoded, it is the same.</summary>
    internal Seq<string> Known { get; } = Names.Map(CsvText.FormC).Strict();

    /// <summary>The names, as an error lists them.</summary>
    internal string Text => CsvText.Listed([.. Names]);
}
