namespace ModelDsl;

/// <summary>
/// A place in the space of all random numbers. Randomness is counter-based: a number depends only on the key and the position, never on the
/// order of calls. So every engine and every number of threads draws the same numbers.
/// </summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Step">The step of training, or the epoch for shuffling.</param>
public readonly record struct RandomKey(ulong Seed, ulong Step = 0);
