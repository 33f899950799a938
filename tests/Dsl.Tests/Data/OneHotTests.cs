using FsCheck;
using FsCheck.Xunit;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class OneHotTests
{
    [Property]
    public bool EachRowIsZeroButForAOneAtTheClass(int seed, byte size)
    {
        var random = new Random(seed);
        var classes = Enumerable.Range(0, size + 1).Select(_ => random.Next(6)).ToArray();
        var targets = (Samples.Numbered(size + 1, i => classes[i]) | OneHot(6)).Value().Targets();
        return targets.SequenceEqual(classes.SelectMany(c => Enumerable.Range(0, 6).Select(column => column == c ? 1f : 0f)));
    }

    [Fact]
    public void TheClassesStayBehindTheRows()
    {
        var data = (Samples.Numbered(5, i => i) | OneHot(5)).Value();
        Assert.Equal((LabelKind.Values, 5), (data.LabelKind, data.LabelShape[0]));
        Assert.Equal([0, 1, 2, 3, 4], data.Labels());
        Assert.Equal([1, 1, 1, 1, 1], data.Counts());
    }

    [Fact]
    public void ARowOverwritesWhatWasInTheBatch()
    {
        var data = (Samples.Numbered(2, i => i) | OneHot(2)).Value();
        var batch = new[] { 7f, 7f, 7f, 7f, 7f };
        data.CopyTargets([1, 0], batch);
        Assert.Equal([0f, 1f, 1f, 0f, 7f], batch);
    }

    [Fact]
    public void ManyClassIndicesBecomeManyRows()
    {
        var data = (Dataset.Create<byte>([1], [7, 8], [0, 1, 2, 0], labelShape: [2]).Value() | OneHot(3)).Value();
        Assert.Equal([2, 3], data.LabelShape);
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0], data.Targets());
    }

    [Fact]
    public void AClassWithoutColumnIsNamed() =>
        Assert.Contains("label of sample 3 is 3", (Samples.Numbered(6, i => i) | OneHot(3)).Message());

    [Fact]
    public void OnlyClassesHaveOneHotRows()
    {
        Assert.Contains("class indices", (Dataset.Create<byte>([1], [1], [1f], [1]).Value() | OneHot(3)).Message());
        Assert.Contains("class indices", (Dataset.Unlabelled<byte>([1], [1]).Value() | OneHot(3)).Message());
        Assert.Contains("0 columns", (Samples.Numbered(1) | OneHot(0)).Message());
    }
}
