using System.Collections;

namespace ModelDsl.Import;

/// <summary>A list that equals another with equal items. Records that hold it are equal if all that they hold is equal.</summary>
internal sealed class Items<T>(T[] items) : IReadOnlyList<T>
{
    public int Count => items.Length;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is Items<T> other && items.SequenceEqual(other);

    public override int GetHashCode() => items.Aggregate(items.Length, (hash, item) => hash * 31 + (item?.GetHashCode() ?? 0));

    public override string ToString() => $"[{string.Join(", ", items)}]";
}

internal static class Items
{
    /// <summary>A copy of a list that is compared by its items.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items) => items as Items<T> ?? new Items<T>([.. items]);
}
