namespace Benchmarks;

/// <summary>A work that the command line can name, with its contests.</summary>
/// <param name="Name">The name on the command line, such as W1.</param>
/// <param name="Title">A description of the work.</param>
/// <param name="Open">Prepares the contests, one after the other. The caller disposes of each contest before it takes the next.</param>
public sealed record Workload(string Name, string Title, Func<Dataset, IEnumerable<Contest>> Open)
{
    /// <summary>Runs only when it is named, because it needs gigabytes of disk or more than a minute.</summary>
    public bool OnRequest { get; init; }

    /// <summary>Makes a file of the outcomes that another program shows: its name and its text. Null for none.</summary>
    public Func<IReadOnlyList<Outcome>, (string Name, string Text)>? Record { get; init; }
}
