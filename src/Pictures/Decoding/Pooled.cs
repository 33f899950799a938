using System.Buffers;

namespace ModelDsl.Pictures.Decoding;

/// <summary>Bytes that a pool lends until they are disposed. Large ones are not kept for the next picture.</summary>
internal readonly struct Pooled(int length) : IDisposable
{
    private const int Largest = 16 << 20;

    private readonly byte[] bytes =
        length > Largest ? GC.AllocateUninitializedArray<byte>(length) : ArrayPool<byte>.Shared.Rent(length);

    internal Span<byte> Span => bytes.AsSpan(0, length);

    public void Dispose()
    {
        if (length <= Largest) ArrayPool<byte>.Shared.Return(bytes);
    }
}
