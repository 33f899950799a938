using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>Functions of several tensors whose shapes need not be equal.</summary>
internal static class JoiningFunctions
{
    public static readonly ImmutableArray<TensorFunction> All = [new("Concat", Concat), new("MatMul", MatMul)];

    private static Value Concat(FunctionBuilder f)
    {
        if (f.Axis(0, "join along an axis of the sample") is not { } axis) return f.X;
        var result = f.X;
        var joined = f.Operands.Sum(x => x.Type.Rank > axis ? (long)x.Type.Dims[axis].Size : 0);
        if (!f.CanHold(f.X.Type.Dims.Skip(1).Select((d, i) => i + 1 == axis ? joined : d.Size))) return f.X;
        foreach (var next in f.Operands.Skip(1))
        {
            if (next.Type.Rank != result.Type.Rank || next.Type.Dims.Where((d, k) => k != axis && d != result.Type.Dims[k]).Any())
                return f.ReportShapes(result.Type, next.Type, "all axes except the joined one must be equal, so slice or Reshape one of the two");
            var (a, b) = (result.Type, next.Type);
            var grown = a.Dims[axis] with
            {
                Size = a.Dims[axis].Size + b.Dims[axis].Size,
                Name = a.Dims[axis].Name == b.Dims[axis].Name ? a.Dims[axis].Name : null
            };
            // The axis that grows may have any names; all other axes must agree.
            var (left, right) = (a.With(FunctionBuilder.With(a, axis, null)), b.With(FunctionBuilder.With(b, axis, null)));
            if (AxisNames.Clash(left, right) is var (x, y)) return f.ReportClash(x, y, a, b);
            var columns = f.Append(Layouts.ConcatColumns, f.AsColumns(result, axis), f.AsColumns(next, axis));
            var dims = ShapeRules.Merged(left, right).Dims.ToList();
            dims.Insert(axis, grown);
            result = f.Reshape(columns, [.. dims]);
        }
        return result;
    }

    private static Value MatMul(FunctionBuilder f)
    {
        var (a, b) = (f.X.Type, f.Operands[1].Type);
        var fits = a.Rank > 2 && a.Rank == b.Rank && a.Columns == b.Dims[b.Rank - 2]
            && a.Dims.Take(a.Rank - 2).SequenceEqual(b.Dims.Take(b.Rank - 2));
        if (!fits) return f.Report(Rules.ProductShapes, a.ShapeText, b.ShapeText, "[N, …, m, k] and [N, …, k, n]", "bring them into shape with Transpose or Reshape");
        if (!AxisNames.Agree(a.Columns, b.Dims[b.Rank - 2])) return f.ReportClash(a.Columns, b.Dims[b.Rank - 2], a, b);
        var (left, right) = (a.With(a.Dims.Take(a.Rank - 2)), b.With(b.Dims.Take(b.Rank - 2)));
        if (AxisNames.Clash(left, right) is var (x, y)) return f.ReportClash(x, y, a, b);
        var product = f.Append(Matrices.BatchMatMul, f.X, f.Operands[1]);
        return f.Reshape(product, [.. ShapeRules.Merged(left, right).Dims, a.Dims[a.Rank - 2], b.Columns]);
    }
}
