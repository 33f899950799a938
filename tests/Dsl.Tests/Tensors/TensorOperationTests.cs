using ModelDsl.Engines;

namespace ModelDsl.Tests.Tensors;

/// <summary>The meaning of tensors' methods and functions, written out index by index.</summary>
public class TensorOperationTests
{
    private static readonly Tensor X = Numbered(2, 3, 4);

    public static TheoryData<ITensorEngine> Engines => [Engine.Cpu, Engine.Reference];

    [Theory, MemberData(nameof(Engines))]
    public void Slices_take_ranges_and_places(ITensorEngine engine)
    {
        var x = X.To(engine);
        Is([2, 2, 4], x[.., 1..], (n, i, k) => At(n, i + 1, k));
        Is([2, 3, 2], x[.., .., 1..^1], (n, i, k) => At(n, i, k + 1));
        Is([2, 2, 1], x[.., ..2, 2..3], (n, i, _) => At(n, i, 2));
        Is([2, 4], x[.., ^1], (n, k, _) => At(n, 2, k));
        Is([2, 3], x[.., .., 3], (n, i, _) => At(n, i, 3));
        Is([3, 4], x[1], (i, k, _) => At(1, i, k));
        Is([2], x[.., 1, ^4], (n, _, _) => At(n, 1, 0));
        Is([], x[1, 2, 3], (_, _, _) => At(1, 2, 3));
        Is([1, 3, 4], x[1..], (_, i, k) => At(1, i, k));
        Assert.Equal(x, x[..]);
    }

    /// <summary>The reciprocals of these divisors may be denormal or infinite.</summary>
    [Theory, MemberData(nameof(Engines))]
    public void Any_number_divides(ITensorEngine engine)
    {
        foreach (var divisor in new[] { 1e38, 2e38, -2e38, 2e-38, 3 })
        {
            var x = Tensor.Create([2], [(float)(1.5 * divisor), (float)(-0.75 * divisor)]).To(engine);
            Assert.Equal([1.5f, -0.75f], (x / divisor).ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void Axes_are_moved_reshaped_and_repeated(ITensorEngine engine)
    {
        var x = X.To(engine);
        Is([2, 4, 3], x.Transpose(0, 2, 1), (n, k, i) => At(n, i, k));
        Is([4, 2, 3], x.Transpose(-1, 0, 1), (k, n, i) => At(n, i, k));
        Is([4, 3, 2], x.Transpose(), (k, i, n) => At(n, i, k));
        Is([4, 3], x[0].Transpose(), (k, i, _) => At(0, i, k));
        Assert.Equal(x[0, 0], x[0, 0].Transpose());
        Assert.Equal(x[0, 0, 0], x[0, 0, 0].Transpose());
        Is([2, 12], x.Flatten(), (n, j, _) => At(n, j / 4, j % 4));
        Is([6, 4], x.Reshape(-1, 4), (j, k, _) => At(j / 3, j % 3, k));
        Is([2, 2, 6], x.Reshape(2, 2, -1), (n, i, k) => 12 * n + 6 * i + k);
        Is([2, 3, 4], x[.., 1..2].BroadcastTo(-1, 3, 4), (n, _, k) => At(n, 1, k));
        Is([2, 3, 4], x[.., .., 1..2].BroadcastTo(-1, -1, 4), (n, i, _) => At(n, i, 1));
        Is([5, 3, 4], x[1..].BroadcastTo(5, 3, 4), (_, i, k) => At(1, i, k));
        Is([2, 3, 4], x[1.., .., ..1].BroadcastTo(2, 3, 4), (_, i, _) => At(1, i, 0));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Axes_are_reduced(ITensorEngine engine)
    {
        var x = X.To(engine);
        Is([3, 4], x.Sum(0), (i, k, _) => At(0, i, k) + At(1, i, k));
        Is([2, 4], x.Sum(1), (n, k, _) => At(n, 0, k) + At(n, 1, k) + At(n, 2, k));
        Is([2, 3], x.Mean(-1), (n, i, _) => At(n, i, 0) + 1.5);
        Is([2, 1, 4], x.Mean(1, keepDims: true), (n, _, k) => At(n, 1, k));
        Is([2, 3, 1], x.Max(2, keepDims: true), (n, i, _) => At(n, i, 3));
        Is([2, 4], (-x).Max(1), (n, k, _) => -At(n, 0, k));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Tensors_are_joined_and_divided(ITensorEngine engine)
    {
        var x = X.To(engine);
        Is([2, 3, 6], Functions.Concat([x, x[.., .., ..2]]), (n, i, k) => At(n, i, k % 4));
        Is([2, 5, 4], Functions.Concat([x[.., 1..], x], axis: 1), (n, i, k) => At(n, i < 2 ? i + 1 : i - 2, k));
        Is([3, 3, 4], Functions.Concat([x, x[..1]], 0), (n, i, k) => At(n % 2, i, k));
        var parts = x.Split(2);
        Assert.Equal(2, parts.Length);
        Is([2, 3, 2], parts[1], (n, i, k) => At(n, i, k + 2));
        Is([2, 1, 4], x.Split(3, axis: 1)[1], (n, _, k) => At(n, 1, k));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Axes_are_flipped(ITensorEngine engine)
    {
        var x = X.To(engine);
        Is([2, 3, 4], x.Flip(0), (n, i, k) => At(1 - n, i, k));
        Is([2, 3, 4], x.Flip(1), (n, i, k) => At(n, 2 - i, k));
        Is([2, 3, 4], x.Flip(-1), (n, i, k) => At(n, i, 3 - k));
        Assert.Equal(x, x.Flip(1).Flip(1));
        Assert.Equal(Shape.Create(0, 3), Tensor.Zeros([0, 3]).To(engine).Flip(1).Shape);
        Says("Tensor [2, 3, 4] has no axis 3.", () => x.Flip(3));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Matrices_are_multiplied(ITensorEngine engine)
    {
        var (a, b) = (Numbered(2, 2, 3).To(engine), Numbered(2, 3, 2).To(engine));
        Is([2, 2, 2], Functions.MatMul(a, b), (n, i, k) => Enumerable.Range(0, 3).Sum(j => (6 * n + 3 * i + j) * (6.0 * n + 2 * j + k)));
        Is([2, 2], Functions.MatMul(a[0], b[0]), (i, k, _) => Enumerable.Range(0, 3).Sum(j => (3 * i + j) * (2.0 * j + k)));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Elements_are_compared_and_chosen(ITensorEngine engine)
    {
        var (a, b) = (Tensor.Create([4], [1.0, 2, double.NaN, -1], engine), Tensor.Create([4], [2.0, 2, 2, double.NaN], engine));
        Assert.Equal([1, 0, 0, 0], (a < b).ToDoubles());
        Assert.Equal([1, 1, 0, 0], (a <= b).ToDoubles());
        Assert.Equal([0, 0, 0, 0], (a > b).ToDoubles());
        Assert.Equal([0, 1, 0, 0], (a >= b).ToDoubles());
        Assert.Equal([0, 1, 0, 0], (a > 1).ToDoubles());
        Assert.Equal([1, 1, 0, 1], (a <= 2).ToDoubles());
        Assert.Equal([2, 2, 2, -1], Functions.Where(a <= b, b, Tensor.Create([4], [0.0, 0, 2, -1], engine)).ToDoubles());
        Assert.Equal([1, 2], Functions.Minimum(a, b)[..2].ToDoubles());
        Assert.Equal([2, 2], Functions.Maximum(a, b)[..2].ToDoubles());
    }

    [Fact]
    public void Arithmetic_takes_numbers_on_either_side()
    {
        var x = Tensor.Create([3], [1.0, 2, 4], Engine.Reference);
        Assert.Equal([3, 4, 6], (x + 2).ToDoubles());
        Assert.Equal([3, 4, 6], (2 + x).ToDoubles());
        Assert.Equal([-1, 0, 2], (x - 2).ToDoubles());
        Assert.Equal([1, 0, -2], (2 - x).ToDoubles());
        Assert.Equal([0.5, 1, 2], (x / 2).ToDoubles());
        Assert.Equal([4, 2, 1], (4 / x).ToDoubles());
        Assert.Equal([-1, -2, -4], (-x).ToDoubles());
        Assert.Equal([1, 4, 16], (x * x).ToDoubles());
        Assert.Equal([1, 1, 1], (x / x).ToDoubles());
        Assert.Equal([1, 2, 3], Functions.Clip(x, 1, 3).ToDoubles());
        Assert.Same(x, Functions.StopGradient(x));
    }

    /// <summary>A batch of no samples stays empty. An axis of length 0 cannot be reduced: each engine gave another answer.</summary>
    [Fact]
    public void Axes_may_be_empty_but_not_reduced()
    {
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            Tensor none = Tensor.Zeros([0, 3]).To(engine), inner = Tensor.Zeros([2, 1, 0]).To(engine);
            Assert.All([none.Sum(1), none.Mean(1), none.Max(-1)], x => Assert.Equal(Shape.Create(0), x.Shape));
            Assert.Equal(Shape.Create(2, 0), inner.Max(1).Shape);
            Assert.Equal(Shape.Create(2, 3, 0), inner.BroadcastTo(-1, 3, -1).Shape);
            Assert.All([() => none.Sum(0), () => none.Mean(0), () => none.Max(0)], (Func<object> call) => Says("Axis 0 of tensor [0, 3] has no numbers, so there is no sum, mean or maximum along it.", call));
            Says("Axis -1 of tensor [2, 1, 0] has no numbers, so there is no sum, mean or maximum along it.", () => inner.Sum(-1, keepDims: true));
        }
    }

    [Fact]
    public void Mistakes_are_told_with_shapes()
    {
        Says("Tensor [2, 3, 4] has no axis 3.", () => X.Sum(3));
        Says("Tensor [2, 3, 4] has 3 axes, but 4 slices were given.", () => X[.., .., .., 1]);
        Says("Tensor [2, 3, 4] can't be reshaped to [5, -1]: it has 24 numbers.", () => X.Reshape(5, -1));
        Says("Tensor [2, 3, 4] can't be reshaped to [-1, -1]: it has 24 numbers.", () => X.Reshape(-1, -1));
        Says("Tensor [2, 3, 4] can't be transposed by (0, 1): name each of its 3 axes once.", () => X.Transpose(0, 1));
        Says("Tensor [2, 3, 4] can't be broadcast to [2, 6, 4]: the shapes need equally many axes, and only axes of size 1 are repeated.", () => X.BroadcastTo(2, 6, 4));
        Says("Axis 1 of tensor [2, 3, 4] can't be divided into 2 equal parts.", () => X.Split(2, 1));
        Says("Concat along axis 2 needs tensors whose other axes agree, but these are [2, 3, 4] and [2, 4, 3].", () => Functions.Concat([X, X.Transpose(0, 2, 1)], 2));
        Says("A tensor [] has no samples to flatten: Reshape(1) makes a vector of it.", () => X[0, 0, 0].Flatten());
        Says("Maximum takes tensors of one shape, but these are [2, 3, 4] and [3, 4].", () => Functions.Maximum(X, X[0]));
        Says("Concat takes one tensor at least.", () => Functions.Concat([]));
        Says("MatMul takes tensors […, m, k] and […, k, n], but these are [2, 3, 4] and [2, 3, 4].", () => Functions.MatMul(X, X));
        Says("Where takes tensors of one shape, but these are [2, 3, 4], [2, 3, 4] and [2, 12].", () => Functions.Where(X, X, X.Flatten()));
        Says("This tensor [2] holds class indices, which can't be computed with.", () => -Tensor.Create([2], [1, 0]));
        Says("Clip limits to numbers between 1 and -0.5, but there is none: give the smaller bound first.", () => Functions.Clip(X, 1, -0.5));
        Says("Clip limits to numbers between NaN and 1, but there is none: give the smaller bound first.", () => Functions.Clip(X, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => X[.., 3]);
    }

    private static void Says(string message, Func<object> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);

    /// <summary>The number of X at three indices.</summary>
    private static double At(int n, int i, int k) => 12 * n + 4 * i + k;

    private static Tensor Numbered(params int[] shape) =>
        Tensor.Create(Shape.Create(shape), [.. Enumerable.Range(0, Shape.Create(shape).Size).Select(i => (float)i)]);

    private static void Is(Shape shape, Tensor actual, Func<int, int, int, double> at)
    {
        Assert.Equal(shape, actual.Shape);
        int[] sizes = [.. shape, .. Enumerable.Repeat(1, 3 - shape.Rank)];
        var expected = Enumerable.Range(0, shape.Size).Select(o => at(o / (sizes[1] * sizes[2]), o / sizes[2] % sizes[1], o % sizes[2]));
        Assert.Equal(expected, actual.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-5 * (1 + Math.Abs(a)));
    }
}
