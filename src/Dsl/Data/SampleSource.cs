using ModelDsl.Formatting;

namespace ModelDsl;

/// <summary>
/// Samples in a storage of your own: a folder of pictures, a database, a generator. <c>Dataset.From</c> makes a data set of it, which reads
/// samples when batches need them, ahead of the steps and on other threads. Nothing is kept.
/// </summary>
/// <remarks>
/// Reading a sample must give the same numbers every time: they decide the bits of a run, and a checkpoint is resumed only with the same
/// samples. What changes from epoch to epoch, such as a random crop, is a function of samples: <c>data | Map(…)</c>.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public abstract class SampleSource
{
    /// <summary>Names shape and number of the samples.</summary>
    /// <param name="sampleShape">Shape of one sample; each dimension positive.</param>
    /// <param name="count">Number of samples; at least 1.</param>
    /// <exception cref="ArgumentException">There are no samples, or a sample has no numbers.</exception>
    protected SampleSource(Shape sampleShape, int count)
    {
        if (sampleShape.Size == 0) throw new ArgumentException($"A sample of shape {sampleShape} has no numbers.", nameof(sampleShape));
        if (count < 1) throw new ArgumentException($"A source of {NumberText.Of(count)} samples has none.", nameof(count));
        (SampleShape, Count) = (sampleShape, count);
    }

    /// <summary>Shape of one sample.</summary>
    public Shape SampleShape { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>
    /// Reads a sample. It is called on several threads at once. An exception ends <c>Fit</c> with <see cref="DataFailed{T}"/>, which
    /// carries the model so far, and <c>Evaluate</c> and <c>Predict</c> with an error.
    /// </summary>
    /// <param name="sample">The sample, from 0.</param>
    /// <param name="destination">Receives its numbers, in row-major order: all of them, and each finite.</param>
    public abstract void Read(int sample, Span<float> destination);

    /// <summary>Returns what errors call a sample, for instance the path of its file; by default <c>sample 3</c>.</summary>
    public virtual string NameOf(int sample) => $"sample {NumberText.Of(sample)}";

    /// <summary>
    /// Tells that some samples that follow each other will be read soon, so that a source may ask for them; by default it does nothing.
    /// </summary>
    /// <param name="first">The first sample.</param>
    /// <param name="count">Number of samples.</param>
    public virtual void Announce(int first, int count)
    {
    }

    /// <summary>Returns shape and number of the samples.</summary>
    public override string ToString() => $"{GetType().Name}: {NumberText.Of(Count)} samples of shape {SampleShape}";
}
