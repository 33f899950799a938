namespace ModelDsl;

/// <summary>
/// The part that is taken of one axis. It is a range, <c>1..3</c> or <c>..</c>, or a single index, <c>2</c> or <c>^1</c>, which removes the
/// axis. NumPy's basic indexing.
/// </summary>
[JsonConverter(typeof(TextJson))]
public readonly struct Slice
{
    private readonly Range range;

    private Slice(Range range, bool isPlace) => (this.range, IsPlace) = (range, isPlace);

    /// <summary>True for a single index, which removes the axis.</summary>
    public bool IsPlace { get; }

    /// <summary>Converts a single index, counted from the start.</summary>
    public static implicit operator Slice(int place) => (Index)place;

    /// <summary>Converts a single index, counted from either end.</summary>
    public static implicit operator Slice(Index place) =>
        new(place.IsFromEnd ? place..new Index(place.Value - 1, fromEnd: true) : place..(place.Value + 1), isPlace: true);

    /// <summary>Converts a range.</summary>
    public static implicit operator Slice(Range range) => new(range, isPlace: false);

    /// <summary>Returns the slice as it is written in code: <c>1..3</c>, <c>^1</c>.</summary>
    public override string ToString() => IsPlace ? range.Start.ToString() : range.ToString();

    /// <summary>Returns the first position and the number of positions, for an axis of some length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It extends beyond the end.</exception>
    public (int First, int Count) Of(int length) => range.GetOffsetAndLength(length);
}
