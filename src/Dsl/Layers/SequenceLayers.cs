namespace ModelDsl;

/// <summary>Steps at the ends of a sequence.</summary>
public abstract class Edges1DAttribute : LayerAttribute
{
    private protected Edges1DAttribute(int before, int after) => (Before, After) = (before, after);

    /// <summary>Steps before the first.</summary>
    public int Before { get; }

    /// <summary>Steps after the last.</summary>
    public int After { get; }
}

/// <summary>
/// Adds zeros at the ends of a sequence: <c>[N, steps, c] → [N, before + steps + after, c]</c>. Keras: <c>layers.ZeroPadding1D</c>.
/// </summary>
public sealed class ZeroPadding1DAttribute : Edges1DAttribute
{
    /// <summary>Adds the same number at both ends.</summary>
    /// <param name="padding">Steps; 0 or more.</param>
    public ZeroPadding1DAttribute(int padding = 1) : base(padding, padding)
    {
    }

    /// <summary>Sets each end separately. Keras: <c>(left, right)</c>.</summary>
    /// <param name="before">Steps before the first; 0 or more.</param>
    /// <param name="after">Steps after the last; 0 or more.</param>
    public ZeroPadding1DAttribute(int before, int after) : base(before, after)
    {
    }
}

/// <summary>Adds zeros at the ends of a sequence. It has no parameters.</summary>
public sealed record ZeroPadding1D : Layer;

/// <summary>
/// Removes steps at the ends of a sequence: <c>[N, steps, c] → [N, steps − before − after, c]</c>. Keras: <c>layers.Cropping1D</c>.
/// </summary>
public sealed class Cropping1DAttribute : Edges1DAttribute
{
    /// <summary>Removes the same number at both ends.</summary>
    /// <param name="cropping">Steps; 0 or more.</param>
    public Cropping1DAttribute(int cropping = 1) : base(cropping, cropping)
    {
    }

    /// <summary>Sets each end separately.</summary>
    /// <param name="before">The number of the first steps that are removed; 0 or more.</param>
    /// <param name="after">The number of the last steps that are removed; 0 or more.</param>
    public Cropping1DAttribute(int before, int after) : base(before, after)
    {
    }
}

/// <summary>Removes steps at the ends of a sequence. It has no parameters.</summary>
public sealed record Cropping1D : Layer;

/// <summary>Repeats every step: <c>[N, steps, c] → [N, size·steps, c]</c>. Keras: <c>layers.UpSampling1D</c>.</summary>
/// <param name="size">Number of repetitions; positive.</param>
public sealed class UpSampling1DAttribute(int size = 2) : LayerAttribute
{
    /// <summary>How often each step is repeated.</summary>
    public int Size { get; } = size;
}

/// <summary>Repeats every step. It has no parameters.</summary>
public sealed record UpSampling1D : Layer;

/// <summary>
/// Makes a sequence of equal steps of a vector: <c>[N, c] → [N, n, c]</c>. A decoder reads it step by step. Keras:
/// <c>layers.RepeatVector</c>.
/// </summary>
/// <param name="n">Number of steps; positive.</param>
public sealed class RepeatVectorAttribute(int n) : LayerAttribute
{
    /// <summary>Number of steps.</summary>
    public int N { get; } = n;

    /// <summary>Name of the axis of steps, which distinguishes it from other axes: a word; none by default.</summary>
    public string Axis { get; set; } = "";
}

/// <summary>Makes a sequence of equal steps of a vector. It has no parameters.</summary>
public sealed record RepeatVector : Layer;
