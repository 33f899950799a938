namespace ModelDsl.Data;

/// <summary>
/// Samples of several data sets, one set after the other; all are scaled in the same way. A device does not keep them, because they may
/// have different element types.
/// </summary>
internal sealed class AppendedStorage : SampleStorage
{
    private readonly JoinedPart[] parts;

    /// <summary>The first sample of each part.</summary>
    private readonly int[] firsts;

    /// <summary>Makes a view.</summary>
    /// <param name="parts">The sets.</param>
    /// <param name="firsts">The first sample of each.</param>
    internal AppendedStorage(JoinedPart[] parts, int[] firsts) : base(parts[0].Samples.Width) =>
        (this.parts, this.firsts) = (parts, firsts);

    internal override bool IsTransformed => !parts[0].Transform.IsIdentity || parts[0].Samples.IsTransformed;

    internal override bool IsSlow => Array.Exists(parts, part => part.Samples.IsSlow);

    internal override bool IsCostly => Array.Exists(parts, part => part.Samples.IsCostly);

    internal override SampleStorage InPass(int number) =>
        JoinedPart.InPass(parts, number) is var inPass && inPass == parts ? this : new AppendedStorage(inPass, firsts);

    internal override int RowBytes => parts.Max(part => part.Samples.RowBytes);

    internal override double Largest => parts.Max(part => part.Transform.LargestOf(part.Samples.Largest));

    internal override bool MayOverflow(FeatureTransform transform) =>
        transform.IsIdentity ? Array.Exists(parts, part => part.Samples.MayOverflow(part.Transform)) : base.MayOverflow(transform);

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination)
    {
        var (part, position) = Locate(row);
        if (transform.IsIdentity) part.Samples.Copy(position, part.Transform, destination);
        else if (part.Transform.IsIdentity) part.Samples.Copy(position, transform, destination);
        else CopyThroughDoubles(row, transform, destination);
    }

    internal override void CopyDoubles(int row, FeatureTransform transform, Span<double> destination)
    {
        var (part, position) = Locate(row);
        part.Samples.CopyDoubles(position, part.Transform, destination);
        transform.Apply(destination[..Width]);
    }

    internal override void CopyRaw(int row, Span<double> destination)
    {
        var (part, position) = Locate(row);
        part.Samples.CopyRaw(position, destination);
    }

    internal override (double Center, double Scale) UnitOf(int position, FeatureTransform transform) =>
        UnitOf(parts[0].Samples.UnitOf(position, parts[0].Transform), transform.At(position));

    internal override void Prefetch(int row)
    {
        var (part, position) = Locate(row);
        part.Samples.Prefetch(position);
    }

    internal override void Announce(int row, int count)
    {
        for (var i = row; i < row + count; i++)
        {
            var (part, position) = Locate(i);
            part.Samples.Announce(position, 1);
        }
    }

    internal override void ThrowIfChanged()
    {
        foreach (var part in parts) part.Samples.ThrowIfChanged();
    }

    private (JoinedPart Part, int Position) Locate(int row)
    {
        var found = Array.BinarySearch(firsts, row);
        var index = found >= 0 ? found : ~found - 1;
        return (parts[index], parts[index].Locate(row - firsts[index]));
    }
}
