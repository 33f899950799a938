using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>The kind of a value in a cell of a table.</summary>
internal enum CellKind
{
    /// <summary>No type that a cell can have.</summary>
    Other,

    Number,
    Boolean,
    Enumeration,
    Text,
    DateTime,
    DateTimeOffset,
    DateOnly,
    TimeOnly,
}

/// <summary>A member of an enumeration.</summary>
/// <param name="Source">The member, as C#.</param>
/// <param name="Name">Its name in tables.</param>
internal sealed record MemberSpec(string Source, string Name);

/// <summary>The type of a parameter, or of the items of an array.</summary>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Source">The type as C#, without a question mark.</param>
/// <param name="IsOptional">True when a value may be null.</param>
internal sealed record CellSpec(CellKind Kind, string Source, bool IsOptional)
{
    /// <summary>The members of an enumeration, each value once.</summary>
    public EquatableArray<MemberSpec> Members { get; init; } = [];

    /// <summary>True when a number is converted to double only by a cast.</summary>
    public bool NeedsCast { get; init; }

    /// <summary>True for a date, with or without a time, and for a time of day.</summary>
    public bool IsDate => Kind >= CellKind.DateTime;
}
