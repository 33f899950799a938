using FsCheck.Xunit;
using ModelDsl.Data;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

/// <summary>Data sets one after the other.</summary>
public sealed class AppendTests
{
    [Property(MaxTest = 100)]
    public bool SamplesAndLabelsFollowEachOther(byte a, byte b, byte c, bool scaled, bool shuffled)
    {
        Dataset[] parts = [.. new[] { a, b, c }.Select((n, i) => Samples.Numbered(n % 7 + 1, row => row + i))];
        if (scaled) parts = [.. parts.Select(part => part | Scale(.5f))];
        if (shuffled) parts = [.. parts.Select(part => part | Shuffle(3))];
        var all = Dataset.Append(parts).Value();
        return all.Count == parts.Sum(part => part.Count)
            && all.Numbers().SequenceEqual(parts.SelectMany(part => part.Numbers()))
            && all.Labels().SequenceEqual(parts.SelectMany(part => part.Labels()))
            && (all | Scale(3)).Numbers().SequenceEqual(parts.SelectMany(part => (part | Scale(3)).Numbers()));
    }

    [Fact]
    public void ElementTypesMayDifferAndStepsAreStillInOrder()
    {
        var all = Dataset.Append(Dataset.Unlabelled<byte>([1], [1, 2, 3]).Value(), Dataset.Unlabelled<float>([1], [4, 5]).Value()).Value();
        Assert.Equal([1f, 2, 2, 3, 3, 4, 4, 5], (all | Windows(2, horizon: 0)).Value().Numbers());
    }

    [Fact]
    public void WindowsOfSeveralSeriesDoNotCrossThem()
    {
        Dataset Series(float from) => (Dataset.Unlabelled<float>([1], [from, from + 1, from + 2]).Value() | Windows(2)).Value();
        var all = Dataset.Append(Series(0), Series(10)).Value();
        Assert.Equal([0f, 1, 10, 11], all.Numbers());
        var targets = new float[2];
        all.CopyTargets([0, 1], targets);
        Assert.Equal([2f, 12], targets);
    }

    [Fact]
    public void ClassesAreMatchedByNameAndWeightsAreOneWhereThereAreNone()
    {
        var first = Dataset.Create<float>([1], [1, 2], [0, 1], ["a", "b"]).Value();
        var second = Dataset.Create<float>([1], [3, 4], [0, 1], ["b", "a"]).Value();
        var all = Dataset.Append(first, (second | WithSampleWeights(5, 6)).Value()).Value();
        Assert.Equal([0, 1, 1, 0], all.Labels());
        Assert.Equal(["a", "b"], all.ClassNames.ToArray());
        var weights = new float[4];
        all.CopyWeights([0, 1, 2, 3], weights);
        Assert.Equal([1f, 1, 5, 6], weights);
        var hot = Dataset.Append((first | OneHot(2)).Value(), (second | OneHot(2)).Value()).Value();
        Assert.Equal([1f, 0, 0, 1], hot.ToBatch(0..2).Labels.ToArray());
    }

    [Fact]
    public void OneOrManySetsOfSeveralOutputsAreOneSet()
    {
        var set = Samples.Numbered(3);
        Assert.Equal(set.Numbers(), Dataset.Append(set).Value().Numbers());
        Assert.Equal(100, Dataset.Append([.. Enumerable.Repeat(Samples.Numbered(1), 100)]).Value().Count);
    }

    [Fact]
    public void SetsThatDoNotFitAreErrorsThatNameThem()
    {
        var set = Samples.Numbered(2).Named("first");
        string Why(Dataset other) => Dataset.Append(set, other.Named("other")).Message();
        Assert.Equal("other: samples have the shape [2], but those of first [1].", Why(Dataset.Create<float>([2], [1, 2], [0]).Value()));
        Assert.Equal("other: it has no labels, unlike first.", Why(Dataset.Unlabelled<float>([1], [1]).Value()));
        Assert.Contains("other: the labels are numbers of shape [1], but those of first class indices",
            Why(Dataset.Create<float>([1], [1], [.5f], [1]).Value()), StringComparison.Ordinal);
        Assert.Contains("other: it is not scaled like first", Why(set | Scale(2)), StringComparison.Ordinal);
        Assert.Contains("other: it is not scaled like first", Why(set | AlreadyScaled), StringComparison.Ordinal);
        Assert.Contains("other: its features are others than those of first",
            Dataset.Append((set | WithFeatureNames("a")).Value(), (set | WithFeatureNames("b")).Value().Named("other")).Message(), StringComparison.Ordinal);
        Assert.Equal("Append: there are no data sets.", Dataset.Append().Message());
        var named = Dataset.Create<float>([1], [1], [0], ["a"]).Value();
        Assert.Contains("of the class c, which is not one of the classes", Dataset.Append(
            named, Dataset.Create<float>([1], [1], [0], ["c"]).Value()).Message(), StringComparison.Ordinal);
    }
}
