using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// Numbers of a sample that an embedding looks up, all below the limit. There are <c>Count</c> of them, from <c>First</c> on, each
/// <c>Step</c> after the one before.
/// </summary>
internal sealed record IndexRange(int First, int Count, int Step, int Limit);

/// <summary>Finds which numbers of a sample a value consists of, when it only moves some of these numbers.</summary>
internal static class IndexRanges
{
    /// <summary>Returns the ranges that a value's numbers form in a sample; null when something else was computed from them.</summary>
    public static IReadOnlyList<IndexRange>? Of(Value x, int limit)
    {
        if (PositionOf(x) is not { } position) return null;
        if (IsWhole(x)) return [new IndexRange(0, (int)x.Type.Elements, 1, limit)];
        var (ranges, count) = (new List<IndexRange>(), (int)x.Type.Elements);
        for (var i = 0; i < count;)
        {
            var (first, step, length) = (position(i), 1, 1);
            if (i + 1 < count && position(i + 1) > first) step = position(i + 1) - first;
            while (i + length < count && position(i + length) == first + length * step) length++;
            ranges.Add(new IndexRange(first, length, step, limit));
            i += length;
        }
        return ranges;
    }

    private static bool IsWhole(Value x) =>
        x.Producer.Is(Sources.Input) || (x.Producer.Is(Sources.Reshape) && IsWhole(x.Producer.Operands[0]));

    /// <summary>
    /// Returns a function from a position in a sample of the value to the position in a sample of the input that it comes from.
    /// </summary>
    private static Func<int, int>? PositionOf(Value x)
    {
        var producer = x.Producer;
        if (producer.Is(Sources.Input)) return static i => i;
        if (!(producer.Is(Sources.Reshape) || producer.Is(Sources.StopGradient) || producer.Is(Sequences.Columns)
            || producer.Is(Layouts.Permute))) return null;
        var from = producer.Operands[0];
        if (PositionOf(from) is not { } before) return null;
        if (producer.Is(Sequences.Columns))
        {
            var (taken, all, first) = (x.Type.Columns.Size, from.Type.Columns.Size, producer.Attributes.Index);
            return i => before(i / taken * all + i % taken + first);
        }
        return producer.Is(Layouts.Permute) ? i => before(Unmoved(i, from.Type, producer.Attributes.Axes.Items)) : before;
    }

    /// <summary>Returns the position before the axes were moved, for a position after.</summary>
    private static int Unmoved(int place, TensorType from, System.Collections.Immutable.ImmutableArray<int> axes)
    {
        var index = new int[axes.Length];
        for (var k = axes.Length - 1; k >= 0; k--)
        {
            var size = from.Dims[1 + axes[k]].Size;
            (index[axes[k]], place) = (place % size, place / size);
        }
        var result = 0;
        for (var axis = 0; axis < index.Length; axis++) result = result * from.Dims[1 + axis].Size + index[axis];
        return result;
    }
}
