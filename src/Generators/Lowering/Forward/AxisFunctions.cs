using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>Functions along the axes of one tensor. The batch is axis 0, and no function works along it.</summary>
internal static class AxisFunctions
{
    public static readonly ImmutableArray<TensorFunction> All =
    [
        new(TensorNode.InputPart, Part),
        new("Reshape", Reshape),
        new("Flatten", static f => Reshaped(f, f.X.Type.With([f.Batch, (int)f.X.Type.Elements]))),
        new(TensorNode.Renamed, Named),
        new("Transpose", Transpose),
        new("BroadcastTo", BroadcastTo),
        new("Flip", Flip),
        new("Sum", static f => Reduce(f, (x, axis) => f.Scaled(Pool(f, x, axis, Images.AveragePool), f.X.Type.Dims[axis].Size))),
        new("Mean", static f => Reduce(f, (x, axis) => Pool(f, x, axis, Images.AveragePool))),
        new("Max", static f => Reduce(f, (x, axis) => Pool(f, x, axis, Images.MaxPool))),
        new("Softmax", static f => OverColumns(f, Losses.Softmax)),
        new("LogSoftmax", static f => OverColumns(f, RowActivations.LogSoftmax)),
        new("slice", Slice),
        new("Split", Split),
    ];

    private static Value OverColumns(FunctionBuilder f, OperationDefinition operation) => f.AxisAt(-1, "there is no axis of classes") is null ? f.X : f.Append(operation, f.X);

    /// <summary>Returns one of several inputs, taken from a sample that is one row.</summary>
    private static Value Part(FunctionBuilder f)
    {
        var shape = f.Node.Integers;
        var numbers = Taken(f, f.X, 1, (int)f.Number(0), shape.Aggregate(1, (product, size) => product * size));
        var part = f.Reshape(numbers, [Dim.Batch, .. shape.Select(size => (Dim)size)]);
        return part.Named(part.Type.Named([f.X.Type.Dims[0].Name, .. AxisNames.Of(f.Node.Axes, shape.Count)]));
    }

    private static Value Reshape(FunctionBuilder f)
    {
        var (shape, elements) = (f.Node.Integers, f.X.Type.Elements);
        var sample = shape.Skip(1).ToArray();
        var known = sample.Where(d => d != -1).Aggregate(1L, (product, d) => product * d);
        var open = sample.Count(d => d == -1);
        var fits = shape.Count > 0 && shape[0] == -1 && open == 0 && sample.All(d => d > 0) && known == elements;
        return fits
            ? Reshaped(f, f.X.Type.With([f.Batch, .. sample.Select(d => (Dim)d)]))
            : f.Report(Rules.ForwardReshape, f.X.Type.ShapeText, string.Join(", ", shape.Select(Literal.Of)), Literal.Of((int)elements));
    }

    /// <summary>Returns the value in another shape. An axis that stays the same keeps its name.</summary>
    private static Value Reshaped(FunctionBuilder f, TensorType type)
    {
        var names = AxisOrigin.Reshaped(f.X.Type, type, []).Select(axis => axis.Input >= 0 ? f.X.Type.Dims[axis.Input].Name : null);
        return f.Reshape(f.X, [.. type.Named(names).Dims]);
    }

    /// <summary>Returns the same tensor with other names of axes. The name of the batch may be left out.</summary>
    private static Value Named(FunctionBuilder f)
    {
        var (names, type) = (f.Node.Axes, f.X.Type);
        var sample = names.Count == type.Rank && names[0] is Dim.BatchName or AxisNames.None ? names.Skip(1).ToArray() : [.. names];
        return AxisNames.Fault(sample, type.Rank - 1) is { } fault
            ? f.Report(Rules.AxisNames, Shapes.Text(names), fault)
            : f.X.Named(type.Named([Dim.BatchName, .. sample.Select(name => name == AxisNames.None ? null : name)]));
    }

    /// <summary>
    /// Returns the numbers of named axes. The batch may be left out. It returns null, with a report, when a name is not known.
    /// </summary>
    private static IReadOnlyList<int>? Axes(FunctionBuilder f)
    {
        if (f.Node.Axes.Count == 0) return f.Node.Integers;
        var axes = new List<int>();
        if (f.Node.Axes.Count == f.X.Type.Rank - 1 && !f.Node.Axes.Contains(Dim.BatchName)) axes.Add(0);
        for (var i = 0; i < f.Node.Axes.Count; i++)
        {
            if (f.X.Type.AxesNamed(f.Node.Axes[i]) is not [var axis])
            {
                f.ReportAt(i, Rules.NoAxisOfName, f.Node.Axes[i], f.X.Type.ShapeText);
                return null;
            }
            axes.Add(axis);
        }
        return axes;
    }

    private static Value Transpose(FunctionBuilder f)
    {
        if (Axes(f) is not { } named) return f.X;
        var rank = f.X.Type.Rank;
        int[] axes = [.. named.Count == 0 ? Enumerable.Range(0, rank).Reverse() : named.Select(axis => axis < 0 ? axis + rank : axis)];
        if (!axes.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, rank)))
        {
            // The batch may be left out of the names.
            var first = f.Node.Axes.Count > 0 ? named.Count - f.Node.Axes.Count : 0;
            var once = $"name each of its {Literal.Of(rank)} axes once, the batch first";
            for (var i = 0; i < axes.Length; i++)
            {
                if (axes[i] < 0 || axes[i] >= rank) return f.ReportAt(i - first, Rules.NoAxis, $"axis {Literal.Of(named[i])}", f.X.Type.ShapeText, FunctionBuilder.AxesText(rank));
                if (Array.IndexOf(axes, axes[i]) < i) return f.ReportAt(i - first, Rules.NoAxis, $"axis {Literal.Of(named[i])} twice", f.X.Type.ShapeText, once);
            }
            return f.Report(Rules.NoAxis, $"{Literal.Of(axes.Length)} of {Literal.Of(rank)} axes", f.X.Type.ShapeText, once);
        }
        return axes[0] != 0
            ? f.Report(Rules.BatchAxis, f.X.Type.ShapeText, "keep axis 0 first")
            : f.Append(Layouts.Permute, new OperationAttributes { Axes = axes.Skip(1).Select(axis => axis - 1).ToEquatableArray() }, f.X);
    }

    private static Value Flip(FunctionBuilder f) => f.Axis(0, "flip an axis of the sample") is { } axis
        ? f.Append(Layouts.Flip, new OperationAttributes { Index = axis }, f.X)
        : f.X;

    private static Value BroadcastTo(FunctionBuilder f)
    {
        var (shape, type) = (f.Node.Integers, f.X.Type);
        var fits = shape.Count == type.Rank && shape[0] == -1
            && Enumerable.Range(1, shape.Count - 1)
                .All(axis => shape[axis] == -1 || shape[axis] == type.Dims[axis].Size || (type.Dims[axis].Size == 1 && shape[axis] > 0));
        if (!fits) return f.Report(Rules.BroadcastShape, type.ShapeText, string.Join(", ", shape.Select(Literal.Of)));
        if (!f.CanHold(shape.Skip(1).Select((size, i) => (long)(size == -1 ? type.Dims[i + 1].Size : size)))) return f.X;
        var result = f.X;
        for (var axis = 1; axis < shape.Count; axis++)
            if (shape[axis] != -1 && shape[axis] != result.Type.Dims[axis].Size) result = Repeated(f, result, axis, shape[axis]);
        return result;
    }

    /// <summary>Repeats a value as columns, and then moves these to their axis.</summary>
    private static Value Repeated(FunctionBuilder f, Value x, int axis, int size)
    {
        var (outer, inner) = (FunctionBuilder.Product(x, 1, axis), FunctionBuilder.Product(x, axis, x.Type.Rank));
        var columns = f.Append(
            Reductions.BroadcastColumns, new OperationAttributes { Type = x.Type.With([f.Batch, outer, inner, size]) }, f.Reshape(x,
                f.Batch, outer, inner));
        var moved = f.Append(Layouts.Permute, new OperationAttributes { Axes = [0, 2, 1] }, columns);
        return f.Reshape(moved, FunctionBuilder.With(x.Type, axis, size));
    }

    private static Value Reduce(FunctionBuilder f, Func<Value, int, Value> rule)
    {
        if (f.Axis(0, "reduce an axis of the sample, or let the loss take the mean over the batch") is not { } axis) return f.X;
        return f.Reshape(rule(f.X, axis), FunctionBuilder.With(f.X.Type, axis, f.Flag ? 1 : null));
    }

    /// <summary>Pools along an axis as along the rows of an image, with windows as high as the axis is long.</summary>
    private static Value Pool(FunctionBuilder f, Value x, int axis, OperationDefinition pool)
    {
        var (outer, size, inner) =
            (FunctionBuilder.Product(x, 1, axis), x.Type.Dims[axis].Size, FunctionBuilder.Product(x, axis + 1, x.Type.Rank));
        if (inner == 1 && pool == Images.AveragePool) return f.Append(Reductions.MeanColumns, f.Reshape(x, f.Batch, outer, size));
        var window = new Window(Span1D.Valid(size, size), Span1D.Valid(1));
        return f.Append(pool, new OperationAttributes { Window = window }, f.Reshape(x, f.Batch, outer * size, 1, inner));
    }

    private static Value Slice(FunctionBuilder f)
    {
        var (slices, type) = (f.Node.Slices, f.X.Type);
        if (slices.Count > type.Rank) return f.ReportAt(type.Rank, Rules.NoAxis, $"axis {Literal.Of(type.Rank)}", type.ShapeText, FunctionBuilder.AxesText(type.Rank));
        if (slices.Count > 0 && !slices[0].IsWhole)
            return f.ReportAt(0, Rules.BatchAxis, type.ShapeText, "write '..' for the batch first");
        var result = f.X;
        for (var axis = 1; axis < slices.Count; axis++)
        {
            var size = type.Dims[axis].Size;
            var (first, end) = (slices[axis].From.Of(size), slices[axis].To.Of(size));
            if (Fault(first, end, size, slices[axis].IsPlace) is { } fault)
                return f.ReportAt(axis, Rules.OutsideAxis, slices[axis].ToString(), Literal.Of(size), fault);
            result = Taken(f, result, axis, first, end - first);
        }
        return f.Reshape(result, [.. result.Type.Dims.Where((_, axis) => axis >= slices.Count || !slices[axis].IsPlace)]);
    }

    /// <summary>Returns what is wrong with an index or a range of an axis; null when it is right.</summary>
    private static string? Fault(int first, int end, int size, bool isPlace)
    {
        var places = $"the positions are 0 to {Literal.Of(size - 1)}";
        return isPlace ? first < 0 || end > size ? $"{places}, or ^{Literal.Of(size)} to ^1 from the end" : null
            : end < first ? $"the range ends before it begins: {places}, and the end of a range is one after its last position"
            : first < 0 || end > size ? $"{places}, so a range ends at {Literal.Of(size)} at most"
            : end == first ? $"the range is empty: the end of a range is one after its last position, and {places}"
            : null;
    }

    private static Value Split(FunctionBuilder f)
    {
        if (f.Axis(1, "split an axis of the sample") is not { } axis) return f.X;
        var (size, sections) = (f.X.Type.Dims[axis].Size, (int)f.Number(0));
        if (sections < 1 || size % sections != 0)
            return f.ReportAt("sections", Rules.SplitSections, f.AxisText(1), f.X.Type.ShapeText, Literal.Of(sections));
        return Taken(f, f.X, axis, f.Node.Part * (size / sections), size / sections);
    }

    private static Value Taken(FunctionBuilder f, Value x, int axis, int first, int count)
    {
        if (count == x.Type.Dims[axis].Size) return x;
        var (columns, inner) = (f.AsColumns(x, axis), FunctionBuilder.Product(x, axis + 1, x.Type.Rank));
        var part = columns.Type.With([.. columns.Type.RowDims, count * inner]);
        return f.Reshape(f.Append(Sequences.Columns, new OperationAttributes { Type = part, Index = first * inner }, columns),
            FunctionBuilder.With(x.Type, axis, count));
    }
}
