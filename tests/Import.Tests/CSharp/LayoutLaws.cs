using FsCheck;
using FsCheck.Fluent;
using ModelDsl.Import.CSharp;

namespace ModelDsl.Import.Tests.CSharp;

/// <summary>The order of axes in C#: what costs nothing moves nothing.</summary>
public class LayoutLaws
{
    private const int N = 2;

    private sealed record Case(int[] From, int[] To, int[] Order);

    /// <summary>Sizes of a sample, the same numbers in other sizes, and an order of axes.</summary>
    private static readonly Gen<Case> Cases =
        from factors in Gen.Elements(1, 2, 2, 3).ArrayOf(4)
        from cuts in Gen.Choose(0, 7).ArrayOf(2)
        from keys in Gen.Choose(0, 99).ArrayOf(5)
        let sample = Joined(factors, cuts[0])
        let order = Enumerable.Range(1, sample.Length).OrderBy(axis => keys[axis]).ToArray()
        select new Case([N, .. sample], [N, .. Joined(factors, cuts[1])], [0, .. order]);

    [Fact]
    public void A_reshape_that_keeps_its_groups_moves_no_number() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        if (ReshapeGroups.LayoutOf(new Layout(c.Order), Shaped(c.From), Shaped(c.To)) is not { } layout) return;
        Assert.Equal(Counted(c.From).Permuted(c.Order).ReadFloats(), Counted(c.To).Permuted([.. layout.Axes]).ReadFloats());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_reshape_of_axes_as_in_the_file_never_needs_a_transposition() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        var layout = ReshapeGroups.LayoutOf(Layout.Same(c.From.Length), Shaped(c.From), Shaped(c.To));
        Assert.True(layout is not null && layout.HasOrderOf(Layout.Same(c.To.Length), Shaped(c.To)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Transpositions_follow_each_other_in_the_layout() => Prop.ForAll(Cases.ToArbitrary(), c =>
    {
        // The file transposes by the order; in C# nothing moves, and the new layout says so.
        var layout = Layout.Same(c.From.Length).Transposed(c.Order);
        var file = Counted(c.From).Permuted(c.Order);
        Assert.Equal(Counted(c.From).ReadFloats(), file.Permuted([.. layout.Axes]).ReadFloats());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 2, 12, 5 }, new[] { 0, 3, 1, 2 }, new[] { 0, 2, 1 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 2, 60 }, new[] { 0, 2, 3, 1 }, null)]
    [InlineData(new[] { 2, 3, 1, 1 }, new[] { 2, 3 }, new[] { 0, 2, 3, 1 }, new[] { 0, 1 })]
    [InlineData(new[] { 2, 3, 4, 5 }, new[] { 2, 3, 20 }, new[] { 0, 2, 3, 1 }, new[] { 0, 2, 1 })]
    public void Groups_are_found(int[] from, int[] to, int[] order, int[]? expected) =>
        Assert.Equal(expected, ReshapeGroups.LayoutOf(new Layout(order), Shaped(from), Shaped(to))?.Axes);

    private static int[] Joined(int[] factors, int cuts)
    {
        var sizes = new List<int> { factors[0] };
        for (var i = 1; i < factors.Length; i++)
        {
            if ((cuts >> (i - 1) & 1) == 1) sizes.Add(factors[i]);
            else sizes[^1] *= factors[i];
        }
        return [.. sizes];
    }

    private static Shape Shaped(int[] sizes) => new([Dimension.Batch, .. sizes.Skip(1).Select(size => new Dimension(size))]);

    private static Tensor Counted(int[] sizes) => Tensor.Floats("counted", sizes, () => [.. Enumerable.Range(0, sizes.Aggregate(1, (a, b) => a * b)).Select(i => (float)i)]);
}
