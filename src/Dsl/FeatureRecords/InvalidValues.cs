using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>Values of rows that can't be encoded. The message names all of them, up to a bound.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record InvalidValues : Expected
{
    internal InvalidValues(string message, Seq<InvalidValue> values) : base(message, 0) => Values = values;

    /// <summary>
    /// The values, up to a bound. A fault that belongs to a whole column (it has no number to learn from) is in the message alone.
    /// </summary>
    public Seq<InvalidValue> Values { get; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}

/// <summary>A value that can't be encoded.</summary>
/// <param name="Place">The place of its row: <c>line 7</c>; null if only one row was given.</param>
/// <param name="Column">The name of its parameter; within a nested record after the name of its parameter: <c>Home.Rooms</c>.</param>
/// <param name="Fault">What is wrong: <c>-5 is −1 or less, but Log takes the logarithm of 1 + x</c>.</param>
public sealed record InvalidValue(string? Place, string Column, string Fault)
{
    /// <summary>Returns all of it: <c>line 7, LeadDays: -5 is …</c>.</summary>
    public override string ToString() => $"{(Place is null ? "" : Place + ", ")}{Column}: {Fault}";
}
