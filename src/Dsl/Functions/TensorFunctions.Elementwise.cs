namespace ModelDsl;

/// <content>
///  Your own functions of each element. In eager code they run as they are written, one number at a time, in float32. In a
/// <see cref="ForwardAttribute"/> method the generator reads them, and writes a vectorised kernel and its derivative.
/// </content>
public static partial class Functions
{
    /// <summary>Applies a function to each element: <c>x | f</c>.</summary>
    public static Tensor Map(Func<float, float> f, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(x);
        var numbers = x.ToArray();
        for (var i = 0; i < numbers.Length; i++) numbers[i] = f(numbers[i]);
        return Tensor.Create(x.Shape, numbers).To(x.Engine);
    }

    /// <summary>Applies a function to each pair of elements of two tensors with the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Map(Func<float, float, float> f, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var (x, y) = (a.ToArray(), Like(a, b));
        for (var i = 0; i < x.Length; i++) x[i] = f(x[i], y[i]);
        return Tensor.Create(a.Shape, x).To(a.Engine);
    }

    /// <summary>Applies a function to the elements of three tensors with the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Map(Func<float, float, float, float> f, Tensor a, Tensor b, Tensor c)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        var (x, y, z) = (a.ToArray(), Like(a, b), Like(a, c));
        for (var i = 0; i < x.Length; i++) x[i] = f(x[i], y[i], z[i]);
        return Tensor.Create(a.Shape, x).To(a.Engine);
    }

    /// <summary>Applies a function to the elements of four tensors with the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Map(Func<float, float, float, float, float> f, Tensor a, Tensor b, Tensor c, Tensor d)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(d);
        var (x, y, z, w) = (a.ToArray(), Like(a, b), Like(a, c), Like(a, d));
        for (var i = 0; i < x.Length; i++) x[i] = f(x[i], y[i], z[i], w[i]);
        return Tensor.Create(a.Shape, x).To(a.Engine);
    }

    private static float[] Like(Tensor a, Tensor b) => a.Shape == b.Shape
        ? b.ToArray()
        : throw new ArgumentException($"Map takes tensors of one shape, but these are {a.Shape} and {b.Shape}.");
}
