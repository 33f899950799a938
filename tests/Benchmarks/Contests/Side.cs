namespace Benchmarks;

/// <summary>A system that does a work.</summary>
/// <param name="Name">The system's name.</param>
/// <param name="Run">Does the whole work once.</param>
public sealed record Side(string Name, Func<Sample> Run)
{
    /// <summary>Our own name.</summary>
    public const string ModelDsl = "ModelDsl";

    /// <summary>The library that multiplies this side's matrices; null if it uses its own code, or if that is not the point.</summary>
    public string? Blas { get; init; }
}
