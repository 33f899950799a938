namespace ModelDsl.Tests.Tensors;

/// <summary>Names of a tensor's axes: which operations keep them, select by them, or are forbidden by them.</summary>
public class TensorNameTests
{
    private static readonly Tensor X = Tensor.Create([2, 3, 4], Enumerable.Range(0, 24).Select(i => (float)i).ToArray()).Named("height", "width");

    [Fact]
    public void A_tensor_without_names_has_none_and_names_are_no_part_of_equality()
    {
        var plain = Tensor.Create([2, 3, 4], X.ToArray());
        Assert.Equal(["_", "_", "_"], plain.Axes);
        Assert.Equal(plain, X);
        Assert.Equal(plain.GetHashCode(), X.GetHashCode());
        Assert.Equal(["batch", "height", "width"], X.Axes);
        Assert.Equal(["_", "a", "_"], X.Named("_", "a", "_").Axes);
        Assert.Equal("Tensor [batch=2, height=3, width=4] { 0, 1, 2, 3, 4, 5, … }", X.ToString());
        Assert.StartsWith("Tensor [2, 3, 4] {", plain.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_hand_names_on()
    {
        Is(X * 2 + 1, "batch", "height", "width");
        Is(-X, "batch", "height", "width");
        Is(Functions.Relu(X), "batch", "height", "width");
        Is(X.Softmax(), "batch", "height", "width");
        Is(X > 2, "batch", "height", "width");
        Is(X.To(Engine.Reference), "batch", "height", "width");
        Is(X[.., 1], "batch", "width");
        Is(X[.., 1.., ^1], "batch", "height");
        Is(X.Transpose(0, 2, 1), "batch", "width", "height");
        Is(X.Mean(1), "batch", "width");
        Is(X.Sum(-1, keepDims: true), "batch", "height", "width");
        Is(X.Max(2).Reshape(-1, 3, 1), "batch", "height", "_");
        Is(X.Flatten(), "batch", "_");
        Is(X.Reshape(-1, 3, 2, 2), "batch", "height", "_", "_");
        Is(X[.., ..1].BroadcastTo(-1, 5, 4), "batch", "height", "width");
        Is(X.Flip(2), "batch", "height", "width");
        Is(X.Split(2)[1], "batch", "height", "width");
        Is(Functions.Concat([X, X], 1), "batch", "height", "width");
        Is(Functions.Concat([X, X.Named("height", "depth")]), "batch", "height", "_");
        Is(Functions.Concat([X, X.Named("_", "_")], 1), "batch", "_", "width");
        Is(Functions.MatMul(X, X.Named("width", "k").Transpose(0, 2, 1).Reshape(-1, 4, 3).Named("width", "out")), "batch", "height", "out");
        Is(X.Named("_", "_", "_") + X, "batch", "height", "width");
        Is(Functions.Where(X.Named("_", "_", "_"), X.Named("_", "_", "_"), X), "batch", "height", "width");
    }

    [Fact]
    public void A_name_selects_its_axis()
    {
        Assert.Equal(X.Mean(2), X.Mean("width"));
        Assert.Equal(X.Sum(1, true), X.Sum("height", true));
        Assert.Equal(X.Max(1), X.Max("height"));
        Assert.Equal(X.Flip(2), X.Flip("width"));
        Assert.Equal(X.Split(2, 2)[1], X.Split(2, "width")[1]);
        Assert.Equal(X.Transpose(0, 2, 1), X.Transpose("width", "height"));
        Assert.Equal(X.Transpose(2, 0, 1), X.Transpose("width", "batch", "height"));
        Assert.Equal(Functions.Concat([X, X], 1), Functions.Concat([X, X], "height"));
        Assert.Equal(2, X.Axis("width"));
    }

    [Fact]
    public void Axes_of_different_names_never_become_one()
    {
        var square = Tensor.Zeros([2, 3, 3]).Named("height", "width");
        var turned = square.Transpose(0, 2, 1);
        Tensor[] Both() => [square, turned];
        foreach (var mix in new Func<object>[]
        {
            () => square + turned, () => square - turned, () => square * turned, () => square / turned, () => square < turned, () =>
                square >= turned,
            () => Functions.Maximum(square, turned), () => Functions.Where(square, square, turned), () =>
                Functions.Where(turned, square, square),
            () => Functions.Concat(Both()), () => Functions.Concat(Both(), 1), () => Functions.MatMul(square, square),
            () => Functions.MatMul(square, turned.Named("x", "width", "_")), () => square.Named("height", "_") + square.Named("_", "height"),
        })
            Assert.Contains("rename its axes with Named", Assert.Throws<ArgumentException>(mix).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_none_is_an_error_that_says_so()
    {
        foreach (var wrong in new Func<object>[]
        {
            () => X.Named("a"), () => X.Named("a", "a"), () => X.Named("2a", "b"), () => X.Named("", "b"), () => X.Named("a", "batch"), () => X.Named("a", "b", "c", "d"),
            () => X.Mean("depth"), () => X.Axis("Width"), () => X.Transpose("width"), () => X.Transpose("width", "width"), () => X.Flatten().Sum("height"),
            () => Functions.Concat([], "a"), () => Functions.MatMul(X, X.Transpose(0, 2, 1)).Sum("height"),
        })
            Assert.Throws<ArgumentException>(wrong);
        Assert.Contains("[batch=2, height=3, width=4] has no axis named 'depth'", Assert.Throws<ArgumentException>(() => X.Mean("depth")).Message, StringComparison.Ordinal);
        Assert.Contains("several axes", Assert.Throws<ArgumentException>(() => Functions.MatMul(X, X.Transpose(0, 2, 1)).Sum("height")).Message, StringComparison.Ordinal);
    }

    private static void Is(Tensor tensor, params string[] names) => Assert.Equal(names, tensor.Axes);
}
