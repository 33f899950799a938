namespace ModelDsl;

/// <summary>A function of a sample. It is called on several threads at once.</summary>
/// <param name="sample">The numbers of a sample, in row-major order.</param>
/// <param name="result">Receives the numbers of the result: all of them, and each finite.</param>
public delegate void SampleFunction(ReadOnlySpan<float> sample, Span<float> result);

/// <summary>A random function of a sample. It is called on several threads at once.</summary>
/// <param name="sample">The numbers of a sample, in row-major order.</param>
/// <param name="result">Receives the numbers of the result: all of them, and each finite.</param>
/// <param name="random">
/// The random numbers of this sample in this epoch. Another sample, another epoch or another seed has others; threads, batches and the
/// order of samples change nothing. It must not be kept.
/// </param>
public delegate void RandomSampleFunction(ReadOnlySpan<float> sample, Span<float> result, SampleRandom random);
