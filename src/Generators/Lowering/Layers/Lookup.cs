using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The checks of layers that read indices.</summary>
internal static class Lookup
{
    /// <summary>The number from which float32 does not hold every whole number.</summary>
    private const int MostIndices = 1 << 24;

    /// <summary>Returns the limit of the indices, and reports one that is wrong; null when the compiler has reported it.</summary>
    public static int? Limit(string name, AttributeReader attribute, string argument)
    {
        var limit = SequenceReader.Positive(name, attribute, argument);
        if (limit > MostIndices) attribute.Report(Rules.TooManyIndices, argument, name, Literal.Of(limit.Value));
        return limit;
    }

    /// <summary>Marks the numbers that a layer reads as indices. It reports a value that is not a part of the model's input.</summary>
    public static void Check(LayerBuilder build, Value x, int limit)
    {
        var ranges = IndexRanges.Of(x, limit);
        if (ranges is not null)
        {
            build.LookUp(ranges);
            RowChecks.CheckIndices(build, limit, ranges);
        }
        if (OtherThanInput(build, ranges is not null) is { } before) build.Report(Rules.EmbeddingNotFirst, before);
    }

    /// <summary>
    /// Returns the part that changes the numbers of the model's input before they are looked up; null when there is none.
    /// </summary>
    private static string? OtherThanInput(LayerBuilder build, bool isInput) => build.InMethod
        ? isInput ? null : "the method"
        : build.Before.All.FirstOrDefault(layer => layer.Layer is not (FlattenSpec or ReshapeSpec)) is { } before ? $"layer '{before.Layer.Name}'" : null;
}
