namespace ModelDsl;

/// <summary>
/// What is taken of one axis: a range of it, <c>1..3</c> or <c>..</c>, or one place, <c>2</c> or <c>^1</c>, which leaves the axis out. NumPy's basic
/// indexing.
/// </summary>
[JsonConverter(typeof(TextJson))]
public readonly struct Slice
{
    private readonly Range range;

    private Slice(Range range, bool isPlace) => (this.range, IsPlace) = (range, isPlace);

    /// <summary>Whether it is one place, so that the axis goes.</summary>
    public bool IsPlace { get; }

    /// <summary>One place, counted from the start.</summary>
    public static implicit operator Slice(int place) => (Index)place;

    /// <summary>One place, counted from either end.</summary>
    public static implicit operator Slice(Index place) =>
        new(place.IsFromEnd ? place..new Index(place.Value - 1, fromEnd: true) : place..(place.Value + 1), isPlace: true);

    /// <summary>A range.</summary>
    public static implicit operator Slice(Range range) => new(range, isPlace: false);

    /// <summary>As it is written: <c>1..3</c>, <c>^1</c>.</summary>
    public override string ToString() => IsPlace ? range.Start.ToString() : range.ToString();

    /// <summary>First place and number of places of an axis of some length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It reaches over the end.</exception>
    public (int First, int Count) Of(int length) => range.GetOffsetAndLength(length);
}
