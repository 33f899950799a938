using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>One direction of a window: its cells, its stride, the distance of its cells, and the padding at both ends.</summary>
internal readonly record struct Span1D(int Size, int Stride, int Dilation, int Before, int After)
{
    /// <summary>The length from the first cell to the last, both counted.</summary>
    public int Reach => (Size - 1) * Dilation + 1;

    /// <summary>Returns a window that stays inside the data.</summary>
    public static Span1D Valid(int size, int stride = 1, int dilation = 1) => new(size, stride, dilation, 0, 0);

    /// <summary>
    /// Returns a window with ⌈length/stride⌉ positions; Keras: <c>padding="same"</c>. When the padding is odd, the end gets one more.
    /// </summary>
    public static Span1D Same(int length, int size, int stride, int dilation)
    {
        var places = (length + stride - 1) / stride;
        var padding = Math.Max((places - 1) * stride + (size - 1) * dilation + 1 - length, 0);
        return new Span1D(size, stride, dilation, padding / 2, padding - padding / 2);
    }

    /// <summary>Returns a window that ends at its position; Keras: <c>padding="causal"</c>.</summary>
    public static Span1D Causal(int size, int stride, int dilation) => new(size, stride, dilation, (size - 1) * dilation, 0);

    /// <summary>
    /// Returns the window and the length of the output of a transposed convolution, as in Keras. Over the output, the window has the given
    /// number of positions.
    /// </summary>
    /// <param name="places">Length of the input: the number of positions.</param>
    /// <param name="size">Cells of the window.</param>
    /// <param name="stride">Distance from one position to the next.</param>
    /// <param name="dilation">Distance from one cell to the next.</param>
    /// <param name="same">True when the output is cut at both ends.</param>
    /// <param name="more">The length beyond the least length; null to make the output <c>stride·places</c> long, or longer.</param>
    public static (Span1D Window, long Length) Transposed(int places, int size, int stride, int dilation, bool same, int? more)
    {
        var reach = (size - 1L) * dilation + 1;
        var all = (places - 1L) * stride + reach;
        var (length, before) = (all + (more ?? Math.Max(stride - reach, 0)), 0L);
        if (same)
        {
            var odd = reach % 2;
            length = more is null ? (long)places * stride : (places - 1L) * stride + odd + more.Value;
            var outside = reach - 2 + (more is null ? stride : odd + more.Value);
            before = reach - 1 - Math.Min((outside + 1) / 2, reach - 1);
        }
        return (new Span1D(size, stride, dilation, (int)before, (int)(all - before - length)), length);
    }

    /// <summary>
    /// Returns the window and the length of the output of a transposed convolution that is cut at both ends; PyTorch: <c>padding</c>.
    /// </summary>
    /// <param name="places">Length of the input: the number of positions.</param>
    /// <param name="size">Cells of the window.</param>
    /// <param name="stride">Distance from one position to the next.</param>
    /// <param name="dilation">Distance from one cell to the next.</param>
    /// <param name="before">The length that is cut off before the output.</param>
    /// <param name="after">The length that is cut off after it.</param>
    /// <param name="more">The length that is added at the end.</param>
    public static (Span1D Window, long Length) Cut(int places, int size, int stride, int dilation, int before, int after, int more)
    {
        var length = (places - 1L) * stride + (size - 1L) * dilation + 1 - before - after + more;
        return (new Span1D(size, stride, dilation, before, after - more), length);
    }

    /// <summary>Returns the number of positions; less than 1 when the window does not fit.</summary>
    public int Places(int length) => length + Before + After < Reach ? 0 : (length + Before + After - Reach) / Stride + 1;
}

/// <summary>A window over images: <c>ModelDsl.Engines.Window</c>, with all of its padding.</summary>
internal sealed record Window(Span1D Rows, Span1D Columns)
{
    public int Cells => Rows.Size * Columns.Size;

    /// <summary>True when the window is one pixel at every position: all that it does is to add or remove edges.</summary>
    public bool IsEdges => Cells == 1 && Rows.Stride == 1 && Columns.Stride == 1;

    /// <summary>Returns the engine's window as C#. An argument with its default value is left out.</summary>
    public string ToSource()
    {
        var arguments = new List<string> { Literal.Of(Rows.Size), Literal.Of(Columns.Size) };
        Add("StrideHeight", Rows.Stride, 1);
        Add("StrideWidth", Columns.Stride, 1);
        Add("DilationHeight", Rows.Dilation, 1);
        Add("DilationWidth", Columns.Dilation, 1);
        Add("Top", Rows.Before, 0);
        Add("Left", Columns.Before, 0);
        return $"new Window({string.Join(", ", arguments)})";

        void Add(string name, int value, int usual)
        {
            if (value != usual) arguments.Add($"{name}: {Literal.Of(value)}");
        }
    }

    public override string ToString() => $"window {Text(Rows)} × {Text(Columns)}";

    private static string Text(Span1D span) =>
        Literal.Of(span.Size)
        + (span.Stride == 1 ? "" : $" stride {Literal.Of(span.Stride)}")
        + (span.Dilation == 1 ? "" : $" dilation {Literal.Of(span.Dilation)}")
        + (span is { Before: 0, After: 0 } ? "" : $" padding {Literal.Of(span.Before)}+{Literal.Of(span.After)}");
}
