using System.Text;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>What happens to a request when the queue is full.</summary>
public enum WhenFull
{
    /// <summary>It waits for a place.</summary>
    Wait,

    /// <summary>It gets the error <see cref="QueueIsFull"/> at once.</summary>
    Refuse,
}

/// <summary>How requests are gathered.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record BatchingOptions
{
    /// <summary>The largest possible <see cref="MaxBatch"/> is 2 to this power.</summary>
    internal const int MostBatchLog2 = 10;

    /// <summary>Largest number of requests that are run together: 1 … 1024.</summary>
    public int MaxBatch { get; init; } = 64;

    /// <summary>
    /// How long the first request of a batch waits for others: 0 … 100 ms. 0, the default, takes the requests that are there: while a batch
    /// runs, the next one gathers. Waits below a millisecond keep a thread busy.
    /// </summary>
    public TimeSpan MaxWait { get; init; }

    /// <summary>Number of requests that may wait; at least 1.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>What happens to a request when so many wait already.</summary>
    public WhenFull WhenFull { get; init; }

    /// <summary>Returns the options.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(MaxBatch), MaxBatch), (nameof(MaxWait), MaxWait), (nameof(Capacity), Capacity), (nameof(WhenFull), WhenFull));

    /// <summary>Returns the fault of the options, one sentence; null if there is none.</summary>
    internal string? Fault() => this switch
    {
        { MaxBatch: < 1 or > 1 << MostBatchLog2 } => ValueText.Line($"BatchingOptions.MaxBatch is {MaxBatch}; it must be from 1 to {1 << MostBatchLog2}."),
        _ when MaxWait < TimeSpan.Zero || MaxWait > TimeSpan.FromMilliseconds(100) =>
            ValueText.Line($"BatchingOptions.MaxWait is {MaxWait}; it must be from 0 to 100 milliseconds."),
        { Capacity: < 1 } => ValueText.Line($"BatchingOptions.Capacity is {Capacity}; it must be at least 1."),
        { WhenFull: not (WhenFull.Wait or WhenFull.Refuse) } => ValueText.Line($"BatchingOptions.WhenFull is {WhenFull}; it must be Wait or Refuse."),
        _ => null,
    };
}
