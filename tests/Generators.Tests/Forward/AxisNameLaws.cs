using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>Names mean the same at compile time and eagerly. The rules are written twice; these laws compare them.</summary>
public class AxisNameLaws
{
    private const int Seeds = 400;

    /// <summary>Axis by axis, tensors of one shape fit together in both worlds or in neither, and the result has the same names.</summary>
    [Property(MaxTest = Seeds)]
    public Property TensorsGoTogetherInBothWorldsOrInNone() => Prop.ForAll(Pairs().ToArbitrary(), pair =>
    {
        var (a, b) = pair;
        var compiled = AxisNames.Clash(Type(a), Type(b)) is null ? Written(ShapeRules.Merged(Type(a), Type(b))) : null;
        return Same(compiled, Eager(() => Tensor(a) + Tensor(b)))
            && Same(compiled, Eager(() => Functions.Where(Tensor(a), Tensor(b), Tensor(a))));
    });

    /// <summary>The order does not matter.</summary>
    [Property(MaxTest = Seeds)]
    public Property MeetingIsSymmetric() => Prop.ForAll(Pairs().ToArbitrary(), pair =>
        AxisNames.Clash(Type(pair.A), Type(pair.B)) is null == AxisNames.Clash(Type(pair.B), Type(pair.A)) is null);

    /// <summary>An axis without a name fits any axis, and a tensor fits itself.</summary>
    [Property(MaxTest = Seeds)]
    public Property NamelessAxesGoWithAny() => Prop.ForAll(Pairs().ToArbitrary(), pair =>
        AxisNames.Clash(Type(pair.A), Type(pair.A)) is null
        && AxisNames.Clash(Type(pair.A), Type([.. pair.A.Select(_ => "_")])) is null
        && Written(ShapeRules.Merged(Type([.. pair.A.Select(_ => "_")]), Type(pair.A))).SequenceEqual(pair.A));

    /// <summary>A change of shape keeps the names of the same axes.</summary>
    [Property(MaxTest = Seeds)]
    public Property ReshapesKeepTheSameAxes() => Prop.ForAll(Reshapes().ToArbitrary(), reshape =>
    {
        var (from, to, names) = reshape;
        var (x, y) = (TensorType.Float([Dim.Batch, .. from.Select(d => (Dim)d)]), TensorType.Float([Dim.Batch, .. to.Select(d => (Dim)d)]));
        x = x.Named([Dim.BatchName, .. names.Select(Unwritten)]);
        var compiled = y.Named(AxisOrigin.Reshaped(x, y, []).Select(axis => axis.Input < 0 ? null : x.Dims[axis.Input].Name));
        var eager = ModelDsl.Tensor.Zeros([3, .. from]).Named(["batch", .. names]).Reshape([-1, .. to]);
        return Same(Written(compiled), [.. eager.Axes]);
    });

    /// <summary>An axis that keeps its name holds the same numbers: each number has the same index in it before and after.</summary>
    [Property(MaxTest = Seeds)]
    public Property AKeptNameIsTheSameIndex() => Prop.ForAll(Reshapes().ToArbitrary(), reshape =>
    {
        var (from, to, names) = reshape;
        var after = ModelDsl.Tensor.Zeros([3, .. from]).Named(["batch", .. names]).Reshape([-1, .. to]).Axes;
        var count = 3 * from.Aggregate(1, (a, b) => a * b);
        int[] before = [3, .. from];
        return Enumerable.Range(0, after.Count).Where(axis => after[axis] != "_").All(axis =>
        {
            var was = axis == 0 ? 0 : 1 + Array.IndexOf(names, after[axis]);
            return Enumerable.Range(0, count).All(i => Index(before, was, i) == Index([3, .. to], axis, i));
        });

        static int Index(int[] shape, int axis, int number) => number / shape[(axis + 1)..].Aggregate(1, (a, b) => a * b) % shape[axis];
    });

    private static Gen<(string[] A, string[] B)> Pairs() =>
        from rank in Gen.Choose(1, 4)
        from a in Gen.Elements("a", "b", "c", "_", "_").ArrayOf(rank)
        from b in Gen.Elements("a", "b", "c", "_", "_").ArrayOf(rank)
        where Distinct(a) && Distinct(b)
        select (a, b);

    private static bool Distinct(string[] names) => names.Where(name => name != "_").Distinct().Count() == names.Count(name => name != "_");

    private static Gen<(int[] From, int[] To, string[] Names)> Reshapes() =>
        from factors in Gen.Elements(1, 2, 2, 3).ArrayOf(4)
        from cuts in Gen.Choose(0, 1).ArrayOf(3)
        from otherCuts in Gen.Choose(0, 1).ArrayOf(3)
        let shape = Joined(factors, cuts)
        select (shape, Joined(factors, otherCuts), new[] { "a", "b", "c", "d" }[..shape.Length]);

    /// <summary>Returns the factors of a shape, with some neighbours multiplied.</summary>
    private static int[] Joined(int[] factors, int[] cuts)
    {
        var shape = new List<int> { factors[0] };
        for (var i = 1; i < factors.Length; i++)
        {
            if (cuts[i - 1] == 1) shape.Add(factors[i]);
            else shape[^1] *= factors[i];
        }
        return [.. shape];
    }

    private static TensorType Type(string[] names) => TensorType.Float([.. names.Select(_ => (Dim)2)]).Named(names.Select(Unwritten));

    private static Tensor Tensor(string[] names) => ModelDsl.Tensor.Zeros([.. names.Select(_ => 2)]).Named(names);

    private static string[]? Eager(Func<Tensor> compute)
    {
        try
        {
            return [.. compute().Axes];
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string[] Written(TensorType type) => [.. type.Dims.Select(dim => dim.Name ?? "_")];

    private static string? Unwritten(string name) => name == "_" ? null : name;

    private static bool Same(string[]? a, string[]? b) => a is null ? b is null : b is not null && a.SequenceEqual(b);
}
