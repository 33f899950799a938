using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>A request was refused because too many wait already (<see cref="BatchingOptions.Capacity"/>). A service answers 503.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record QueueIsFull : Expected
{
    internal QueueIsFull(int capacity) : base(ValueText.Line($"The queue is full: {capacity} requests wait already. Try again later."), 0) => Capacity = capacity;

    /// <summary>Number of requests that may wait.</summary>
    public int Capacity { get; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
