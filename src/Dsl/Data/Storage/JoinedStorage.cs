using System.Buffers;
using ModelDsl.Engines;

namespace ModelDsl.Data;

/// <summary>A part of joined samples: a view of its own storage, with its own transform.</summary>
/// <param name="Samples">The storage of its numbers.</param>
/// <param name="Transform">The transform of its numbers.</param>
/// <param name="Map">Positions in storage of the view's samples; null if the view is the start of the storage.</param>
internal readonly record struct JoinedPart(SampleStorage Samples, FeatureTransform Transform, int[]? Map)
{
    public int Locate(int row) => Map is null ? row : Map[row];

    /// <summary>Asks for samples that will be copied soon.</summary>
    public void Announce(int row, int count)
    {
        if (Map is null) Samples.Announce(row, count);
        else for (var i = row; i < row + count; i++) Samples.Announce(Map[i], 1);
    }

    /// <summary>Returns this part as it is in a pass over the data.</summary>
    public JoinedPart InPass(int number) => this with { Samples = Samples.InPass(number) };

    /// <summary>Returns parts as they are in a pass over the data; the same array if no part changes.</summary>
    public static JoinedPart[] InPass(JoinedPart[] parts, int number)
    {
        var inPass = Array.ConvertAll(parts, part => part.InPass(number));
        return inPass.Zip(parts, (a, b) => ReferenceEquals(a.Samples, b.Samples)).All(same => same) ? parts : inPass;
    }
}

/// <summary>
/// Samples of several data sets, side by side. Each row has the first part's numbers, then the next part's, each gathered from its own
/// storage. A device keeps them as transformed float32 numbers, because parts may have different element types.
/// </summary>
internal sealed class JoinedStorage(JoinedPart[] parts) : SampleStorage(parts.Sum(part => part.Samples.Width))
{
    /// <summary>Count of numbers in one upload.</summary>
    private const int UploadNumbers = 1 << 20;

    internal override bool IsTransformed { get; } = Array.Exists(parts, part => !part.Transform.IsIdentity || part.Samples.IsTransformed);

    internal override bool IsSlow { get; } = Array.Exists(parts, part => part.Samples.IsSlow);

    internal override bool IsCostly { get; } = Array.Exists(parts, part => part.Samples.IsCostly);

    internal override SampleStorage InPass(int number) =>
        JoinedPart.InPass(parts, number) is var inPass && inPass == parts ? this : new JoinedStorage(inPass);

    internal override SampleElement? Element =>
        Array.TrueForAll(parts, part => part.Samples.Element is not null) ? SampleElement.Float : null;

    internal override int RowBytes => Element is null ? parts.Sum(part => part.Samples.RowBytes) : Width * sizeof(float);

    internal override double Largest => parts.Max(part => part.Transform.LargestOf(part.Samples.Largest));

    internal override bool MayOverflow(FeatureTransform transform) =>
        transform.IsIdentity ? Array.Exists(parts, part => part.Samples.MayOverflow(part.Transform)) : base.MayOverflow(transform);

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination)
    {
        if (transform.IsIdentity)
        {
            Gather(row, destination);
            return;
        }
        if (IsTransformed) CopyThroughDoubles(row, transform, destination);
        else CopyThroughFloats(row, transform, destination);
    }

    internal override void CopyDoubles(int row, FeatureTransform transform, Span<double> destination)
    {
        var rest = destination[..Width];
        foreach (var part in parts)
        {
            part.Samples.CopyDoubles(part.Locate(row), part.Transform, rest[..part.Samples.Width]);
            rest = rest[part.Samples.Width..];
        }
        transform.Apply(destination[..Width]);
    }

    internal override void CopyRaw(int row, Span<double> destination)
    {
        foreach (var part in parts)
        {
            part.Samples.CopyRaw(part.Locate(row), destination[..part.Samples.Width]);
            destination = destination[part.Samples.Width..];
        }
    }

    internal override (double Center, double Scale) UnitOf(int position, FeatureTransform transform)
    {
        var within = position;
        foreach (var part in parts)
        {
            if (within < part.Samples.Width)
            {
                return UnitOf(part.Samples.UnitOf(within, part.Transform), transform.At(position));
            }
            within -= part.Samples.Width;
        }
        throw new ArgumentOutOfRangeException(nameof(position));
    }

    internal override void Prefetch(int row)
    {
        foreach (var part in parts) part.Samples.Prefetch(part.Locate(row));
    }

    internal override void Announce(int row, int count)
    {
        foreach (var part in parts) part.Announce(row, count);
    }

    internal override void ThrowIfChanged()
    {
        foreach (var part in parts) part.Samples.ThrowIfChanged();
    }

    internal override FeatureTransform LeftToDevice(FeatureTransform transform) => FeatureTransform.Identity;

    internal override void Upload(IDeviceSamples device, int[]? map, int count, FeatureTransform transform)
    {
        var rows = Math.Clamp(UploadNumbers / Width, 1, count);
        var block = new float[rows * Width];
        for (var first = 0; first < count; first += rows)
        {
            rows = Math.Min(rows, count - first);
            for (var i = 0; i < rows; i++) Copy(map is null ? first + i : map[first + i], transform, block.AsSpan(i * Width, Width));
            device.Write<float>(first, block.AsSpan(0, rows * Width));
        }
    }

    private void CopyThroughFloats(int row, FeatureTransform transform, Span<float> destination)
    {
        // The transform's last vector overlaps the one before it, so it can't work in place.
        var rented = ArrayPool<float>.Shared.Rent(Width);
        try
        {
            var numbers = rented.AsSpan(0, Width);
            Gather(row, numbers);
            transform.Apply(numbers, destination);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void Gather(int row, Span<float> destination)
    {
        foreach (var part in parts)
        {
            var width = part.Samples.Width;
            part.Samples.Copy(part.Locate(row), part.Transform, destination[..width]);
            destination = destination[width..];
        }
    }
}
