using FsCheck;
using FsCheck.Xunit;
using ModelDsl.Training;

namespace ModelDsl.Tests.Data;

/// <summary>Does not run in parallel with the tests that count the threads of readers.</summary>
[Collection("Batch readers")]
public class BatchReaderTests
{
    [Property(MaxTest = 50)]
    public bool Whatever_step_is_asked_for_its_samples_come(byte count, byte batch, byte[] leaps, int seed)
    {
        var data = Samples.Numbered(count + 1);
        var size = batch % 12 + 1;
        var steps = (data.Count - 1) / size + 1;
        var random = new System.Random(seed);
        int[] order = [.. Enumerable.Range(0, data.Count)];
        using var reader = new BatchReader(data, size, () => new StagedBatch(size, 1, 1, 0, false));
        for (int i = 0, step = 0; i < 3 * steps; i++)
        {
            var expected = order.Skip(step * size).Take(size).Select(row => (float)row);
            if (!expected.SequenceEqual(reader.Take(step, order).Samples.ToArray())) return false;
            reader.Release();
            var leap = leaps.Length > 0 ? leaps[i % leaps.Length] : 1;
            // Mostly in order, sometimes a jump, sometimes another order of the same array.
            if (leap % 7 == 0) random.Shuffle(order);
            step = (leap % 5 == 0 ? leap : step + 1) % steps;
        }
        return true;
    }

    [Fact]
    public void What_gathering_throws_is_thrown_where_the_batch_is_used()
    {
        var data = Samples.Numbered(30);
        int[] order = [.. Enumerable.Range(0, 29), 30];
        using var reader = new BatchReader(data, 10, () => new StagedBatch(10, 1, 0, 0, false));
        for (var step = 0; step < 2; step++)
        {
            reader.Take(step, order).ThrowIfFailed();
            reader.Release();
        }
        Assert.Contains("the samples 0 … 29", Assert.Throws<ArgumentOutOfRangeException>(() => reader.Take(2, order).ThrowIfFailed()).Message);
    }

    [Fact]
    public void Labels_and_weights_come_with_their_samples()
    {
        var data = (from hot in Samples.Numbered(30, i => i % 3) | Functions.OneHot(3)
                    from weighted in hot | Functions.WithSampleWeights([.. Enumerable.Range(0, 30).Select(i => i / 2f)])
                    select weighted).Value();
        int[] order = [.. Enumerable.Range(0, 30).Reverse()];
        using var reader = new BatchReader(data, 8, () => new StagedBatch(8, 1, 1, 3, true));
        for (var step = 0; step < 4; step++)
        {
            var rows = order.Skip(step * 8).Take(8).ToArray();
            var batch = reader.Take(step, order);
            Assert.Equal(rows.Select(row => row % 3), batch.Classes.ToArray());
            Assert.Equal(rows.SelectMany(row => Enumerable.Range(0, 3).Select(c => c == row % 3 ? 1f : 0f)), batch.Targets.ToArray());
            Assert.Equal(rows.Select(row => row / 2f), batch.Weights.ToArray());
            reader.Release();
        }
    }

    [Fact]
    public void A_reader_that_was_never_asked_ends_too()
    {
        var data = Samples.Numbered(3);
        new BatchReader(data, 2, () => new StagedBatch(2, 1, 0, 0, false)).Dispose();
    }
}
