namespace ModelDsl.Gpu;

/// <summary>A way through a tensor: where its elements lie, counted in row order.</summary>
/// <typeparam name="TSelf">The way's own type.</typeparam>
internal interface IPlaces<TSelf> where TSelf : struct, IPlaces<TSelf>
{
    /// <summary>The most axes.</summary>
    static abstract int Most { get; }

    /// <summary>Makes the way through joined axes, the last one first.</summary>
    static abstract TSelf Of(ReadOnlySpan<(int Size, int Step)> axes);

    /// <summary>Returns the place of an element.</summary>
    int At(int index);
}

/// <summary>The axes of ways.</summary>
internal static class Places
{
    /// <summary>More axes of two or more elements no tensor has: its elements are counted by an int.</summary>
    public const int MostAxes = 31;

    /// <summary>
    /// Writes the sizes of axes and the distances of their steps, the last axis first. Axes of size 1 are left out, and neighbours in step
    /// are joined.
    /// </summary>
    /// <param name="sizes">Sizes in row order.</param>
    /// <param name="steps">Distances in row order.</param>
    /// <param name="joined">The target.</param>
    /// <returns>The number of joined axes.</returns>
    public static int Join(ReadOnlySpan<int> sizes, ReadOnlySpan<int> steps, Span<(int Size, int Step)> joined)
    {
        var count = 0;
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            if (sizes[axis] == 1) continue;
            if (count > 0 && joined[count - 1].Size * joined[count - 1].Step == steps[axis]) joined[count - 1].Size *= sizes[axis];
            else joined[count++] = (sizes[axis], steps[axis]);
        }
        return count;
    }

    /// <summary>Makes the way through axes that are given in row order.</summary>
    public static TPlaces Of<TPlaces>(ReadOnlySpan<int> sizes, ReadOnlySpan<int> steps) where TPlaces : struct, IPlaces<TPlaces>
    {
        Span<(int, int)> joined = stackalloc (int, int)[MostAxes];
        return TPlaces.Of(joined[..Join(sizes, steps, joined)]);
    }
}

/// <summary>A way through at most eight axes. Each axis but the first one costs a product and a shift.</summary>
internal struct ShortPlaces : IPlaces<ShortPlaces>
{
    public Divisor Size0, Size1, Size2, Size3, Size4, Size5, Size6;
    public int Step0, Step1, Step2, Step3, Step4, Step5, Step6, Step7, Axes;

    public static int Most => 8;

    public static ShortPlaces Of(ReadOnlySpan<(int Size, int Step)> axes)
    {
        Span<(int Size, int Step)> all = stackalloc (int, int)[Most];
        all.Fill((1, 0));
        axes.CopyTo(all);
        return new()
        {
            Size0 = new(all[0].Size),
            Size1 = new(all[1].Size),
            Size2 = new(all[2].Size),
            Size3 = new(all[3].Size),
            Size4 = new(all[4].Size),
            Size5 = new(all[5].Size),
            Size6 = new(all[6].Size),
            Step0 = all[0].Step,
            Step1 = all[1].Step,
            Step2 = all[2].Step,
            Step3 = all[3].Step,
            Step4 = all[4].Step,
            Step5 = all[5].Step,
            Step6 = all[6].Step,
            Step7 = all[7].Step,
            Axes = axes.Length,
        };
    }

    public readonly int At(int index)
    {
        if (Axes <= 1) return index * Step0;
        var rest = Size0.Quotient(index);
        var place = (index - rest * Size0.Value) * Step0;
        if (Axes == 2) return place + rest * Step1;
        var next = Size1.Quotient(rest);
        place += (rest - next * Size1.Value) * Step1;
        if (Axes == 3) return place + next * Step2;
        rest = Size2.Quotient(next);
        place += (next - rest * Size2.Value) * Step2;
        if (Axes == 4) return place + rest * Step3;
        next = Size3.Quotient(rest);
        place += (rest - next * Size3.Value) * Step3;
        rest = Size4.Quotient(next);
        place += (next - rest * Size4.Value) * Step4;
        next = Size5.Quotient(rest);
        place += (rest - next * Size5.Value) * Step5;
        rest = Size6.Quotient(next);
        return place + (next - rest * Size6.Value) * Step6 + rest * Step7;
    }
}

/// <summary>A way through twice as many axes.</summary>
/// <typeparam name="TPlaces">The way through each half.</typeparam>
internal struct LongPlaces<TPlaces> : IPlaces<LongPlaces<TPlaces>> where TPlaces : struct, IPlaces<TPlaces>
{
    public TPlaces Inner, Outer;

    /// <summary>Elements of the inner axes.</summary>
    public Divisor Size;

    public static int Most => 2 * TPlaces.Most;

    public static LongPlaces<TPlaces> Of(ReadOnlySpan<(int Size, int Step)> axes)
    {
        var half = Math.Min(axes.Length, TPlaces.Most);
        var size = 1;
        foreach (var (length, _) in axes[..half]) size *= length;
        return new() { Inner = TPlaces.Of(axes[..half]), Outer = TPlaces.Of(axes[half..]), Size = new(size) };
    }

    public readonly int At(int index)
    {
        var rest = Size.Quotient(index);
        return Inner.At(index - rest * Size.Value) + Outer.At(rest);
    }
}
