using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The checks that layers over sequences share.</summary>
internal static class SequenceReader
{
    /// <summary>Returns a size, and reports one that is not positive; null when the compiler has reported it.</summary>
    public static int? Positive(string name, AttributeReader attribute, string argument)
    {
        var size = attribute.Int(argument);
        if (size <= 0) attribute.Report(Rules.SizeNotPositive, argument, name, argument, Literal.Of(size.Value));
        return size;
    }

    /// <summary>Returns true when a value is a batch of sequences; otherwise it reports an error.</summary>
    public static bool IsSequence(LayerBuilder build, Value x)
    {
        if (x.Type.Rank == 3) return true;
        var sizes = x.Type.Dims.Skip(1).Select(d => d.Size).ToArray();
        var remedy = build.Before.All.LastOrDefault()?.Layer is RecurrentSpec { ReturnSequences: false } before
            ? $"write ReturnSequences = true in layer '{before.Name}'"
            : $"put a layer '[Reshape({Literal.Of(sizes[0])}, {Literal.Of(sizes.Skip(1).Aggregate(1, (product, size) => product * size))})]' before it";
        build.Report(Rules.NoSteps, Shapes.Text(sizes), remedy);
        return false;
    }
}
