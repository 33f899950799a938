namespace Benchmarks;

/// <summary>A work that the command line can name, and the contests that it consists of.</summary>
/// <param name="Name">What the command line calls it: W1.</param>
/// <param name="Title">What is done.</param>
/// <param name="Open">Prepares the contests, one after the other; whoever takes one disposes of it before taking the next.</param>
public sealed record Workload(string Name, string Title, Func<Dataset, IEnumerable<Contest>> Open)
{
    /// <summary>Runs only when it is named: it wants gigabytes of disk.</summary>
    public bool OnRequest { get; init; }
}
