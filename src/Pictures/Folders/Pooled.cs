using System.Buffers;

namespace ModelDsl.Pictures.Folders;

/// <summary>Bytes that a pool lends until they are disposed.</summary>
internal readonly struct Pooled(int length) : IDisposable
{
    private readonly byte[] bytes = ArrayPool<byte>.Shared.Rent(length);

    internal Span<byte> Span => bytes.AsSpan(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
}
