using FsCheck;
using FsCheck.Xunit;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class DatasetBatchTests
{
    [Property]
    public bool ABatchHoldsTheRowsOfTheView(int seed, byte size)
    {
        var count = size % 40 + 6;
        var view = (Dataset.Create<byte>([2, 3], Samples.Bytes(6 * count, seed), [.. Enumerable.Range(0, count).Select(i => i % 3)]).Value()
            | Scale(0.25f) | Shuffle(seed) | Split(0.5, seed)).Value().Validation;
        var batch = view.ToBatch(1..);
        var rows = Enumerable.Range(1, view.Count - 1).ToArray();
        return batch.Inputs.Shape == [view.Count - 1, 2, 3] && batch.Inputs.ToArray().SequenceEqual(view.Numbers(rows)) &&
            batch.Labels.Shape == [view.Count - 1] && batch.Labels.ToClasses().SequenceEqual(view.Labels()[1..]) &&
            view.ToBatch().Inputs.ToArray().SequenceEqual(view.Numbers()) && view.ToTensor(1..).Equals(batch.Inputs);
    }

    [Fact]
    public void OneHotRowsAreTheLabelsOfABatch()
    {
        var batch = (Samples.Numbered(3, i => i) | OneHot(3)).Value().ToBatch(1..3);
        Assert.True(batch.Labels.Shape == [2, 3]);
        Assert.Equal([0f, 1f, 0f, 0f, 0f, 1f], batch.Labels.ToArray());
    }

    [Fact]
    public void ABlockBeyondTheSetIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Numbered(3).ToBatch(1..4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Numbered(3).ToTensor(2..5));
    }
}
