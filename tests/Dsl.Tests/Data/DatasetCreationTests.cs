using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class DatasetCreationTests
{
    [Fact]
    public void AnEmptySetIsAnError()
    {
        Assert.Contains("no samples", Dataset.Create<float>([2], [], Array.Empty<int>()).Message());
        Assert.Contains("no samples", Dataset.Unlabelled<byte>([2], []).Message());
    }

    [Fact]
    public void AShapeWithoutNumbersIsAnError() => Assert.Contains("[28, 0]", Dataset.Create<byte>([28, 0], [1], [1]).Message());

    [Fact]
    public void APartOfASampleIsAnError()
    {
        var message = Dataset.Create<byte>([2, 2], [1, 2, 3, 4, 5], [0]).Message();
        Assert.Contains("5 numbers", message);
        Assert.Contains("[2, 2]", message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void CountsOfSamplesAndLabelsMustAgree(int labels)
    {
        var message = Dataset.Create<byte>([2], [1, 2, 3, 4], new int[labels]).Message();
        Assert.Contains("2 samples", message);
        Assert.Contains(labels == 1 ? "1 label." : "3 labels.", message);
        Assert.Contains("2 samples", Dataset.Create<byte>([2], [1, 2, 3, 4], new float[labels], []).Message());
        Assert.Contains("need 6 numbers", Dataset.Create<byte>([2], [1, 2, 3, 4], new float[labels], [3]).Message());
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void APixelThatIsNotFiniteIsNamed(float pixel, string text)
    {
        var message = Dataset.Create<float>([2, 3], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, pixel], [0, 0]).Message();
        Assert.Contains($"sample 1 is {text} at [1, 2]", message);
        var doubles = Dataset.Create<double>([2, 3], [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, pixel], [0, 0]);
        Assert.Contains($"sample 1 is {text} at [1, 2]", doubles.Message());
    }

    [Fact]
    public void ANumberTooLargeForFloat32IsNamed() =>
        Assert.Contains("sample 1 is too large for float32 at [0]", Dataset.Create<double>([1], [1, 1e300], [0, 0]).Message());

    [Fact]
    public void ATargetThatIsNotFiniteIsNamed() =>
        Assert.Contains("target of sample 1 at [0] is NaN", Dataset.Create<byte>([1], [1, 2], [1f, 2f, float.NaN, 3f], [2]).Message());

    [Fact]
    public void ANegativeClassIsNamed() =>
        Assert.Contains("label of sample 2 is -2", Dataset.Create<byte>([1], [1, 2, 3], [0, Dataset.NoClass, -2]).Message());

    [Fact]
    public void AClassBeyondReasonIsNamed() =>
        Assert.Contains("label of sample 0 is 2147483647", Dataset.Create<byte>([1], [1], [int.MaxValue]).Message());

    [Fact]
    public void AClassWithoutNameIsNamed() =>
        Assert.Contains("label of sample 1 is 2, but there are names for the classes 0 … 1",
            Dataset.Create<byte>([1], [1, 2], [0, 2], ["a", "b"]).Message());

    [Fact]
    public void AllFaultsAreReportedTogether()
    {
        var message = Dataset.Create<float>([1], [1, float.NaN], [0, -2, 3], name: "toys").Message();
        Assert.StartsWith("toys: ", message);
        Assert.Contains("NaN", message);
        Assert.Contains("3 labels", message);
        Assert.Contains("-2", message);
    }

    [Fact]
    public void ADataSetSaysWhatItIs()
    {
        var data = Dataset.Create<byte>([2, 2], new byte[8], [0, 1], ["cat", "dog"], name: "pets").Value();
        Assert.Equal((2, "pets", LabelKind.ClassIndices, true), (data.Count, data.Name, data.LabelKind, data.HasLabels));
        Assert.Equal([2, 2], data.SampleShape);
        Assert.Equal([], data.LabelShape);
        Assert.Equal(["cat", "dog"], data.ClassNames.ToArray());
        Assert.Equal("pets: 2 samples of shape [2, 2], labels: class indices (cat, dog)", data.ToString());
        Assert.Equal("animals", data.Named("animals").Name);
        var targets = Dataset.Create<byte>([4], new byte[8], [1f, 2f], [1]).Value();
        Assert.Equal((LabelKind.Values, true), (targets.LabelKind, targets.HasLabels));
        Assert.Equal([1], targets.LabelShape);
        Assert.False(Dataset.Unlabelled<byte>([4], new byte[8]).Value().HasLabels);
    }

    [Fact]
    public void ASampleMayHaveManyClassIndices()
    {
        var data = Dataset.Create<byte>([1], [7, 8], [0, 1, 2, 3, 4, 5], labelShape: [3]).Value();
        var classes = new int[3];
        data.CopyClasses([1], classes);
        Assert.Equal([3, 4, 5], classes);
        Assert.True(data.CountClasses().IsNone);
    }

    [Fact]
    public void ClassesAreCounted()
    {
        Assert.Equal([2, 1, 0, 1], Samples.Numbered(4, i => new[] { 0, 3, 0, 1 }[i]).Counts());
        var named = Dataset.Create<byte>([1], [1, 2], [1, 1], ["a", "b", "c"]).Value();
        Assert.Equal([0, 2, 0], named.Counts());
        Assert.Equal([0, 1, 0], (named | Take(1)).Counts());
    }

    [Fact]
    public void LabelsOfTheOtherKindAreRefused()
    {
        Assert.Throws<InvalidOperationException>(() => Samples.Numbered(2).CopyTargets([0], new float[1]));
        var targets = Dataset.Create<byte>([1], [1, 2], [1f, 2f], [1]).Value();
        Assert.Throws<InvalidOperationException>(() => targets.CopyClasses([0], new int[1]));
        Assert.Throws<InvalidOperationException>(() => Dataset.Unlabelled<byte>([1], [1]).Value().CopyClasses([0], new int[1]));
        Assert.Throws<InvalidOperationException>(() => Dataset.Unlabelled<byte>([1], [1]).Value().ToBatch());
    }
}
