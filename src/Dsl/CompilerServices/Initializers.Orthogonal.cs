using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <content>Orthogonal matrices.</content>
public static partial class Initializers
{
    /// <inheritdoc cref="Initializer.Orthogonal"/>
    /// <param name="shape">
    /// Shape of the tensor, seen as a matrix: its columns are the last dimension, and its rows all other dimensions.
    /// </param>
    /// <param name="seed">The model's seed.</param>
    /// <param name="parameter">Index of the parameter in the model; it makes parameters differ from each other.</param>
    /// <param name="gain">Length of its columns, or of its rows if there are fewer rows.</param>
    public static Tensor Orthogonal(Shape shape, int seed, uint parameter, double gain = 1)
    {
        var (rows, columns) = (shape.Size / shape[^1], shape[^1]);
        var (length, count) = (Math.Max(rows, columns), Math.Min(rows, columns));
        var basis = Basis(new RandomKey((uint)seed), RandomStreams.Initializer + parameter, length, count);
        var values = new float[shape.Size];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                values[row * columns + column] = (float)(gain * (rows < columns ? basis[row][column] : basis[column][row]));
        return Tensor.Create(shape, values);
    }

    /// <summary>
    /// Returns orthonormal vectors made from normal ones by the Gram–Schmidt method; its triangle has a positive diagonal, as in Keras. Two
    /// passes are enough to remove the rounding errors: Giraud et al., 2005.
    /// </summary>
    private static double[][] Basis(RandomKey key, uint stream, int length, int count)
    {
        var basis = new double[count][];
        for (var j = 0; j < count; j++)
        {
            var vector = basis[j] = new double[length];
            for (var i = 0; i < length; i++) vector[i] = Normal(key, stream, (uint)(i * count + j));
            for (var pass = 0; pass < 2; pass++)
                for (var i = 0; i < j; i++) AddScaled(basis[i], -Dot(basis[i], vector), vector);
            var norm = Math.Sqrt(Dot(vector, vector));
            for (var i = 0; i < length; i++) vector[i] /= norm;
        }
        return basis;
    }

    /// <summary>Returns the sum of products. Its order is the same on every machine: eight sums, whatever the width of vectors.</summary>
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var left = MemoryMarshal.Cast<double, Vector512<double>>(a);
        var right = MemoryMarshal.Cast<double, Vector512<double>>(b);
        var sums = Vector512<double>.Zero;
        for (var i = 0; i < left.Length; i++) sums += left[i] * right[i];
        var sum = 0.0;
        for (var i = 0; i < Vector512<double>.Count; i++) sum += sums[i];
        for (var i = left.Length * Vector512<double>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Computes <c>to += factor · x</c>.</summary>
    private static void AddScaled(ReadOnlySpan<double> x, double factor, Span<double> to)
    {
        var from = MemoryMarshal.Cast<double, Vector512<double>>(x);
        var sums = MemoryMarshal.Cast<double, Vector512<double>>(to);
        for (var i = 0; i < from.Length; i++) sums[i] = from[i] * factor + sums[i];
        for (var i = from.Length * Vector512<double>.Count; i < x.Length; i++) to[i] = x[i] * factor + to[i];
    }
}
