namespace ModelDsl.Gpu;

/// <summary>
/// A way through a tensor of at most eight axes: the size of each axis, the last one first, and the distance of its steps.
/// </summary>
internal struct Places
{
    public int Size0, Size1, Size2, Size3, Size4, Size5, Size6, Size7;
    public int Step0, Step1, Step2, Step3, Step4, Step5, Step6, Step7;

    /// <summary>Makes the way through axes, given in row order. Axes of size 1 are left out, and neighbours in step are joined.</summary>
    public static Places Of(ReadOnlySpan<int> sizes, ReadOnlySpan<int> steps)
    {
        var (joined, count) = (new (int Size, int Step)[8], 0);
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            if (sizes[axis] == 1) continue;
            if (count > 0 && joined[count - 1].Size * joined[count - 1].Step == steps[axis]) joined[count - 1].Size *= sizes[axis];
            else if (count == joined.Length) throw new NotSupportedException("A GPU permutes tensors of at most eight axes.");
            else joined[count++] = (sizes[axis], steps[axis]);
        }
        for (; count < joined.Length; count++) joined[count] = (1, 0);
        return new()
        {
            Size0 = joined[0].Size,
            Size1 = joined[1].Size,
            Size2 = joined[2].Size,
            Size3 = joined[3].Size,
            Size4 = joined[4].Size,
            Size5 = joined[5].Size,
            Size6 = joined[6].Size,
            Size7 = joined[7].Size,
            Step0 = joined[0].Step,
            Step1 = joined[1].Step,
            Step2 = joined[2].Step,
            Step3 = joined[3].Step,
            Step4 = joined[4].Step,
            Step5 = joined[5].Step,
            Step6 = joined[6].Step,
            Step7 = joined[7].Step,
        };
    }

    /// <summary>Returns the place of an element, which is counted in row order.</summary>
    public readonly int this[int index]
    {
        get
        {
            var place = index % Size0 * Step0;
            index /= Size0;
            place += index % Size1 * Step1;
            index /= Size1;
            place += index % Size2 * Step2;
            index /= Size2;
            place += index % Size3 * Step3;
            index /= Size3;
            place += index % Size4 * Step4;
            index /= Size4;
            place += index % Size5 * Step5;
            index /= Size5;
            place += index % Size6 * Step6;
            index /= Size6;
            return place + index % Size7 * Step7;
        }
    }
}
