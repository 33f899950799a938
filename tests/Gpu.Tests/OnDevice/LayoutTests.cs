using FsCheck;
using FsCheck.Fluent;
using ModelDsl.Engines;
using ModelDsl.Tests.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>Layouts and tables at any rank and size, bit for bit.</summary>
public sealed class LayoutTests
{
    private static readonly Gen<(int[] Sizes, int[] Axes)> Permutations =
        from rank in Gen.Choose(1, 6)
        from sizes in Gen.Elements(1, 1, 2, 3, 5, 8, 9, 31, 32, 33, 40).ArrayOf(rank)
        where sizes.Aggregate(1L, (a, b) => a * b) < 50_000
        from axes in Gen.Shuffle(Enumerable.Range(0, sizes.Length).ToArray())
        select (sizes, axes);

    [Fact]
    public void Permuted_tensors_are_those_of_the_reference() =>
        Prop.ForAll(Permutations.ToArbitrary(), t => CheckPermute(t.Sizes, t.Axes)).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Theory]
    [InlineData(7, 33), InlineData(8, 8), InlineData(31, 65), InlineData(32, 32), InlineData(33, 64), InlineData(100, 9)]
    public void Transposed_matrices_are_those_of_the_reference(int rows, int columns)
    {
        CheckPermute([rows, columns], [1, 0]);
        CheckPermute([3, rows, columns], [0, 2, 1]);
        CheckPermute([rows, 3, columns], [2, 1, 0]);
        CheckPermute([2, rows, 3, columns, 2], [2, 4, 3, 0, 1]);
        CheckPermute([rows, 2, 3, columns], [2, 3, 1, 0]);
    }

    /// <summary>No two of these axes can be joined.</summary>
    [Theory]
    [InlineData(8), InlineData(9), InlineData(12), InlineData(16), InlineData(17)]
    public void Tensors_of_many_axes_are_permuted(int rank)
    {
        var sizes = Enumerable.Range(0, rank).Select(axis => axis is 3 or 6 ? 3 : 2).ToArray();
        CheckPermute(sizes, [.. Enumerable.Range(0, rank).Reverse()]);
        CheckPermute(sizes, [.. Enumerable.Range(0, rank).OrderBy(axis => axis * 7 % rank)]);
    }

    /// <summary>Every second axis shares its slopes, so that no two axes can be joined.</summary>
    [Theory]
    [InlineData(3), InlineData(9), InlineData(12), InlineData(16)]
    public void Slopes_are_shared_along_any_axes(int rank)
    {
        Shape x = Shape.Create([.. Enumerable.Range(0, rank).Select(axis => axis == 2 ? 3 : 2)]);
        Shape slopes = Shape.Create([.. Enumerable.Range(1, rank - 1).Select(axis => axis % 2 == 1 ? x[axis] : 1)]);
        Compare.Agree(1, m => m.Engine.PRelu(m.Random(x), m.Random(slopes), m.Result(x)));
        Compare.Agree(1, m => m.Engine.PReluGradient(m.Random(x), m.Random(slopes), m.Random(x), m.Result(x)));
        Compare.Agree(x.Size / slopes.Size, m => m.Engine.PReluSlopeGradient(m.Random(x), m.Random(x), m.Result(slopes)));
    }

    /// <summary>The last ones are so large that the indices are sorted, by one, two or three digits.</summary>
    [Theory]
    [InlineData(5, 3, 10), InlineData(1, 4, 9), InlineData(30, 100, 700), InlineData(256, 100, 1024), InlineData(257, 65, 1025)]
    [InlineData(300, 130, 511), InlineData(65_536, 1, 513), InlineData(65_537, 2, 300), InlineData(2, 300, 40_000)]
    public void Gradients_of_a_table_are_added_in_order(int rows, int width, int count)
    {
        var random = new System.Random(rows);
        foreach (var most in new[] { rows, Math.Min(rows, 3) })
        {
            var indices = Enumerable.Range(0, count).Select(i => i == 0 ? rows - 1 : random.Next(most)).ToArray();
            var gradient = Enumerable.Range(0, count * width).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
            var expected = new float[rows * width];
            for (var i = 0; i < gradient.Length; i++) expected[indices[i / width] * width + i % width] += gradient[i];
            var actual = Compare.Run(TestDevice.Engine, m => m.Engine.GatherGradient(
                m.Of([count], Array.ConvertAll(indices, i => (double)i)), m.Of([count, width], Array.ConvertAll(gradient, g => (double)g)),
                m.Result([rows, width])))[0];
            GuardedMemory.AssertSame([Array.ConvertAll(expected, e => (double)e)], [actual]);
        }
    }

    [Theory]
    [InlineData(1, 5), InlineData(7, 9), InlineData(32, 33), InlineData(0, 3), InlineData(5, 0)]
    public void Blocks_are_copied_and_nothing_else(int length, int count)
    {
        double[] Copied(ITensorEngine engine) => Compare.Run(engine, m =>
        {
            var (x, to) = (m.Random([3 + (length + 2) * count]), m.Changed(m.Random([1 + (length + 3) * count])));
            m.Engine.CopyBlocks(x, new(3, length + 2), to, new(1, length + 3), length, count);
        })[0];
        GuardedMemory.AssertSame([Copied(Engine.Reference)], [Copied(TestDevice.Engine)]);
    }

    private static void CheckPermute(int[] sizes, int[] axes)
    {
        double[][] Permuted(ITensorEngine engine) => Compare.Run(engine, m => m.Engine.Permute(
            m.Random(Shape.Create(sizes)), axes, m.Result(Shape.Create([.. axes.Select(axis => sizes[axis])]))));
        GuardedMemory.AssertSame(Permuted(Engine.Reference), Permuted(TestDevice.Engine));
    }
}
