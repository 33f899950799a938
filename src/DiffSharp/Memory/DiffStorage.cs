using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

/// <summary>
/// A row of numbers, made of DiffSharp's immutable tensors. Any part of it can be replaced. Each piece is a part of one tensor. A write
/// replaces the old part by a tensor and copies nothing. A read of exactly the numbers that one write stored returns that write's tensor.
/// Only a read across pieces, or of a part of a piece, makes a new tensor.
/// </summary>
internal sealed class DiffStorage : DeviceMemory
{
    private readonly List<Piece> pieces = [];

    /// <summary>Stores the numbers of a tensor.</summary>
    public DiffStorage(DiffTensor numbers)
    {
        if (numbers.nelement > 0) pieces.Add(new Piece(0, numbers.nelement, numbers, 0));
    }

    /// <summary>Number that increases with every write.</summary>
    public int Version { get; private set; }

    /// <summary>Returns <paramref name="count"/> numbers (at least one) from <paramref name="start"/> on, in any shape.</summary>
    /// <exception cref="ObjectDisposedException">The region that the storage was made in has ended.</exception>
    public DiffTensor Read(int start, int count)
    {
        Use();
        var (first, last) = (Find(start), Find(start + count - 1));
        if (first == last) return pieces[first].Part(start, count);
        var parts = new DiffTensor[last - first + 1];
        for (var k = 0; k < parts.Length; k++)
        {
            var piece = pieces[first + k];
            var from = Math.Max(start, piece.Start);
            parts[k] = piece.Part(from, Math.Min(start + count, piece.End) - from).As(-1);
        }
        return DiffOperations.Join(0, parts);
    }

    /// <summary>Replaces numbers by those of a tensor, which has at least one.</summary>
    /// <exception cref="ObjectDisposedException">The region that the storage was made in has ended.</exception>
    public void Write(int start, DiffTensor numbers)
    {
        Use();
        var end = start + numbers.nelement;
        var (first, last) = (Find(start), Find(end - 1));
        var (head, tail) = (pieces[first], pieces[last]);
        pieces.RemoveRange(first, last - first + 1);
        if (end < tail.End) pieces.Insert(first, tail with { Start = end, Count = tail.End - end, First = tail.First + end - tail.Start });
        pieces.Insert(first, new Piece(start, numbers.nelement, numbers, 0));
        if (head.Start < start) pieces.Insert(first, head with { Count = start - head.Start });
        Version++;
    }

    /// <summary>Releases the tensors.</summary>
    protected override void Free() => pieces.Clear();

    /// <summary>Returns the index of the piece that holds a number.</summary>
    private int Find(int position)
    {
        for (var i = 0; i < pieces.Count; i++)
            if (position < pieces[i].End) return i;
        throw new ArgumentOutOfRangeException(nameof(position), position, "The storage is smaller.");
    }

    /// <summary>Numbers of the storage, which lie in a tensor from index <c>First</c> on.</summary>
    private readonly record struct Piece(int Start, int Count, DiffTensor Tensor, int First)
    {
        public int End => Start + Count;

        public DiffTensor Part(int start, int count) =>
            count == Tensor.nelement ? Tensor : Tensor.As(-1).Slice(0, First + start - Start, count);
    }
}
