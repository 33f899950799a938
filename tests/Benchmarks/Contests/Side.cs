namespace Benchmarks;

/// <summary>Who does a work.</summary>
/// <param name="Name">The system's name.</param>
/// <param name="Run">Does the whole work once.</param>
public sealed record Side(string Name, Func<Sample> Run)
{
    /// <summary>What we call ourselves.</summary>
    public const string ModelDsl = "ModelDsl";

    /// <summary>The library that multiplies its matrices; null if that is its own code, or not the point.</summary>
    public string? Blas { get; init; }
}
