namespace ModelDsl.Data;

/// <summary>
/// A stream whose end is reached only if its bytes have the CRC-32 of the zip archive (APPNOTE.TXT, 4.4.7); .NET does not compare it.
/// </summary>
internal sealed class CheckedStream(Stream source, uint expected) : ForwardStream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    private uint check = ~0u;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The end is reached, and the bytes are others than were written.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        foreach (var b in buffer[..count]) check = (check >> 8) ^ Table[(byte)(check ^ b)];
        return count > 0 || buffer.IsEmpty || ~check == expected ? count : throw new InvalidDataException();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private static uint Remainder(int index)
    {
        var remainder = (uint)index;
        for (var bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ ((remainder & 1) * 0xEDB88320u);
        return remainder;
    }
}
