using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Formatting;

namespace ModelDsl;

/// <summary>
/// Samples that come one after the other, in any number: from a database, a queue, a generator. <c>model.Fit(stream)</c> trains on them and
/// holds those of two epochs in memory. An epoch is a fixed number of samples, which are the shuffle buffer, too. The next epoch goes on
/// with the samples that follow, and is read while the present one trains. A stream that ends is read again from its beginning.
/// </summary>
/// <remarks>
/// Keras: <c>fit</c> with a generator and <c>steps_per_epoch</c>; <c>tf.data.Dataset.shuffle(buffer_size)</c>. If a stream gives the same
/// samples each time, so are the bits of a run, and a checkpoint can be resumed: the samples of earlier epochs are read and passed over.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed class SampleStream
{
    private SampleStream(int samplesPerEpoch, IEnumerable<Func<Fin<Dataset>>> pages) => (SamplesPerEpoch, Pages) = (samplesPerEpoch, pages);

    /// <summary>Number of samples of an epoch.</summary>
    public int SamplesPerEpoch { get; }

    /// <summary>The samples of each epoch, without an end. A page is made into a data set only when it is needed.</summary>
    internal IEnumerable<Func<Fin<Dataset>>> Pages { get; }

    /// <summary>Makes a stream of items.</summary>
    /// <param name="items">The items. It is enumerated on another thread, and again from its beginning after its end.</param>
    /// <param name="samplesPerEpoch">Number of items of an epoch; at least 1. There must be as many.</param>
    /// <param name="toDataset">
    /// Makes a data set of the items of an epoch, one sample for each of them: <c>rows =&gt; encoder.Encode(rows)</c>, or one by
    /// <c>Dataset.Create</c>. The sets of all epochs have the same shapes, kinds of labels and names.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An epoch has no samples.</exception>
    public static SampleStream Of<T>(IEnumerable<T> items, int samplesPerEpoch, Func<IReadOnlyList<T>, Fin<Dataset>> toDataset)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(toDataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerEpoch, 1);
        return new(samplesPerEpoch, Chunks(items, samplesPerEpoch).Select(chunk => (Func<Fin<Dataset>>)(() => toDataset(chunk))));
    }

    /// <inheritdoc cref="Of{T}(IEnumerable{T}, int, Func{IReadOnlyList{T}, Fin{Dataset}})"/>
    public static SampleStream Of<T>(IAsyncEnumerable<T> items, int samplesPerEpoch, Func<IReadOnlyList<T>, Fin<Dataset>> toDataset)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Of(items.ToBlockingEnumerable(), samplesPerEpoch, toDataset);
    }

    /// <summary>Returns the number of samples of an epoch.</summary>
    public override string ToString() => $"a stream, {NumberText.Of(SamplesPerEpoch)} samples an epoch";

    private static IEnumerable<IReadOnlyList<T>> Chunks<T>(IEnumerable<T> items, int size)
    {
        var chunk = new List<T>();
        for (var isFirst = true; ; isFirst = false)
        {
            var count = 0L;
            foreach (var item in items)
            {
                count++;
                chunk.Add(item);
                if (chunk.Count < size) continue;
                yield return chunk;
                chunk = [];
            }
            if (isFirst && count < size)
            {
                throw new UnreadableSamples($"The stream ended after {Words.Counted((int)count, "sample")}, but an epoch has {NumberText.Of(size)}: " +
                    "take fewer samples an epoch, or make a data set of all.");
            }
            if (count == 0) throw new UnreadableSamples("The stream gave nothing when it was read again: enumerate a source that begins anew, or train for fewer epochs.");
        }
    }
}
