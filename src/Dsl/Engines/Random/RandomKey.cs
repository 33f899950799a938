namespace ModelDsl;

/// <summary>
/// Names a place in the space of all random numbers. Randomness is counter-based: what comes out depends on the key and the position
/// alone, never on the order of calls, so that every engine and every number of threads draws the same.
/// </summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">The step of training, or the epoch for shuffling.</param>
public readonly record struct RandomKey(ulong Seed, ulong Step = 0);
