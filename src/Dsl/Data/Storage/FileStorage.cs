using System.Buffers;
using System.Globalization;
using ModelDsl.Shapes;

namespace ModelDsl.Data;

/// <summary>A file of samples: the position where they begin, and their number.</summary>
internal readonly record struct FilePart(SampleFile File, int Header, int Count);

/// <summary>
/// Samples in IDX files, one after the other, big-endian and of any of the format's types. Each is read when it is gathered. Bytes are then
/// converted in the same way as those in memory. Other numbers are also checked at that time, because nobody reads 10 GB first to see
/// whether it contains a NaN.
/// </summary>
internal sealed class FileStorage : SampleStorage
{
    /// <summary>The time for which a file is assumed to be unchanged: a check takes about as long as gathering a sample.</summary>
    private const long TrustedMilliseconds = 100;

    private readonly FilePart[] parts;
    private readonly int[] firstRows;
    private readonly IdxType type;
    private readonly Shape sampleShape;
    private readonly int rowBytes;
    private long lastLook = Environment.TickCount64;

    /// <summary>Takes ownership of the files.</summary>
    /// <param name="parts">The files, each with at least one sample.</param>
    /// <param name="type">The type of their numbers.</param>
    /// <param name="sampleShape">Shape of one sample.</param>
    /// <param name="memory">
    /// Bytes of memory that the process may have; the operating system caches the bytes read in the unused part.
    /// </param>
    internal FileStorage(FilePart[] parts, IdxType type, Shape sampleShape, long memory) : base(sampleShape.Size)
    {
        (this.parts, this.type, this.sampleShape, rowBytes) = (parts, type, sampleShape, sampleShape.Size * IdxArray.SizeOf(type));
        firstRows = new int[parts.Length];
        for (var i = 1; i < parts.Length; i++) firstRows[i] = firstRows[i - 1] + parts[i - 1].Count;
        var staysInMemory = parts.Sum(part => part.File.Length) <= memory / 2;
        foreach (var part in parts) part.File.Expect(staysInMemory);
    }

    internal override bool IsSlow => true;

    internal override int RowBytes => rowBytes;

    internal override double Largest => type switch
    {
        IdxType.UInt8 => byte.MaxValue,
        IdxType.Int8 => -(double)sbyte.MinValue,
        IdxType.Int16 => -(double)short.MinValue,
        IdxType.Int32 => -(double)int.MinValue,
        _ => float.MaxValue,
    };

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination)
    {
        var part = PartOf(row);
        var file = parts[part].File;
        var rented = ArrayPool<byte>.Shared.Rent(rowBytes);
        try
        {
            var source = rented.AsSpan(0, rowBytes);
            file.Read(Offset(part, row), source);
            if (type == IdxType.UInt8) transform.Apply(source, destination);
            else Convert(part, row, source, transform, destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Does nothing, because the processor can't prefetch from disk: <see cref="Announce"/> asks for the sample.</summary>
    internal override void Prefetch(int row)
    {
    }

    internal override void Announce(int row, int count)
    {
        while (count > 0)
        {
            var part = PartOf(row);
            var here = Math.Min(count, firstRows[part] + parts[part].Count - row);
            parts[part].File.Announce(Offset(part, row), (long)here * rowBytes);
            (row, count) = (row + here, count - here);
        }
    }

    internal override void ThrowIfChanged()
    {
        var now = Environment.TickCount64;
        if (now - Volatile.Read(ref lastLook) < TrustedMilliseconds) return;
        foreach (var part in parts) part.File.ThrowIfChanged();
        Volatile.Write(ref lastLook, now);
    }

    /// <summary>Closes the files at once; only when nobody can have a view of them.</summary>
    internal void Close()
    {
        foreach (var part in parts) part.File.Dispose();
    }

    private int PartOf(int row)
    {
        if (firstRows.Length == 1) return 0;
        var found = firstRows.AsSpan().BinarySearch(row);
        return found >= 0 ? found : ~found - 1;
    }

    private long Offset(int part, int row) => parts[part].Header + (row - firstRows[part]) * (long)rowBytes;

    private void Convert(int part, int row, ReadOnlySpan<byte> source, FeatureTransform transform, Span<float> destination)
    {
        if (transform.IsIdentity)
        {
            ConvertChecked(part, row, source, destination);
            return;
        }
        // The transform's last vector overlaps the one before it, so it can't work in place.
        var rented = ArrayPool<float>.Shared.Rent(Width);
        try
        {
            var numbers = rented.AsSpan(0, Width);
            ConvertChecked(part, row, source, numbers);
            transform.Apply(numbers, destination);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void ConvertChecked(int part, int row, ReadOnlySpan<byte> source, Span<float> destination)
    {
        IdxNumbers.ToFloats(type, source, destination);
        if (type is not (IdxType.Float32 or IdxType.Float64) || Dataset.FirstNotFinite(destination) is not { } position) return;
        var isTooLarge = type == IdxType.Float64 && double.IsFinite(
            System.Buffers.Binary.BinaryPrimitives.ReadDoubleBigEndian(source[(8 * position)..]));
        var what = isTooLarge ? "too large for float32" : destination[position].ToString("R", CultureInfo.InvariantCulture);
        throw new UnreadableSamples(
            $"{parts[part].File.Path}: sample {row - firstRows[part]} is {what}{Places.At(sampleShape, position)}. " +
            "A model can't learn from it: write the file without such samples.");
    }
}
