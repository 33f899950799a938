using FsCheck;
using FsCheck.Xunit;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class DatasetGatherTests
{
    [Property]
    public bool BytesTimesAFactorAreTheScalarFormulaBitForBit(byte widthSeed, byte countSeed, int seed, float raw)
    {
        var (width, count) = (widthSeed % 150 + 1, countSeed % 9 + 1);
        var factor = float.IsFinite(raw) && raw != 0 ? raw : 1 / 255f;
        var bytes = Samples.Bytes(width * count, seed);
        var data = Dataset.Create<byte>([width], bytes, new int[count]).Value() | Scale(factor);
        var rows = Enumerable.Range(0, count).Reverse().ToArray();
        var expected = rows.SelectMany(row => bytes.Skip(row * width).Take(width)).Select(b => b * factor);
        return expected.SequenceEqual(data.Numbers(rows));
    }

    [Property]
    public bool FloatsTimesAFactorAreTheScalarFormulaBitForBit(byte widthSeed, byte countSeed, int seed)
    {
        var (width, count) = (widthSeed % 70 + 1, countSeed % 9 + 1);
        var random = new Random(seed);
        var values = Enumerable.Range(0, width * count).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var data = Dataset.Create<float>([width], values, new int[count]).Value();
        return values.SequenceEqual(data.Numbers()) && values.Select(v => v * 0.3f).SequenceEqual((data | Scale(0.3f)).Numbers());
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(31), InlineData(32), InlineData(33), InlineData(64), InlineData(95), InlineData(784)]
    public void NothingIsWrittenBesideTheSamples(int width)
    {
        var data = Dataset.Create<byte>([width], Samples.Bytes(width * 3, 1), new int[3]).Value();
        var destination = Enumerable.Repeat(-1f, 2 * width + 40).ToArray();
        data.CopySamples([2, 0], destination.AsSpan(20));
        Assert.All(destination[..20], v => Assert.Equal(-1f, v));
        Assert.All(destination[(20 + 2 * width)..], v => Assert.Equal(-1f, v));
        Assert.DoesNotContain(-1f, destination[20..(20 + 2 * width)]);
    }

    [Property]
    public bool ScalingTwiceIsScalingByTheProduct(int seed, byte a, byte b)
    {
        var (first, second) = ((a + 1) / 64f, (b + 1) / 100f);
        var data = Dataset.Create<byte>([37], Samples.Bytes(37 * 4, seed), new int[4]).Value();
        return (data | Scale(first) | Scale(second)).Numbers().SequenceEqual((data | Scale(first * second)).Numbers());
    }

    [Fact]
    public void OtherTypesOfNumberAreConverted()
    {
        Assert.Equal([1f, -2f, 3f], Dataset.Create<int>([1], [1, -2, 3], [0, 0, 0]).Value().Numbers());
        Assert.Equal([0.1f, 1e30f], Dataset.Create<double>([1], [0.1, 1e30], [0, 0]).Value().Numbers());
        Assert.Equal([1f, -2f], Dataset.Create<short>([1], [1, -2], [0, 0]).Value().Numbers());
        Assert.Equal([1f, -2f], Dataset.Create<sbyte>([1], [1, -2], [0, 0]).Value().Numbers());
        Assert.Equal([1f, 2f], Dataset.Create([1], new ushort[] { 1, 2 }, [0, 0]).Value().Numbers());
    }

    [Fact]
    public void WhatIsGivenIsCopied()
    {
        var (bytes, floats, classes, targets) = (new byte[] { 1, 2 }, new[] { 1f, 2f }, new[] { 0, 1 }, new[] { 5f, 6f });
        var first = Dataset.Create<byte>([1], bytes, classes).Value();
        var second = Dataset.Create<float>([1], floats, targets, [1]).Value();
        (bytes[0], floats[0], classes[0], targets[0]) = (9, 9, 9, 9);
        Assert.Equal([1f, 2f], first.Numbers());
        Assert.Equal([0, 1], first.Labels());
        Assert.Equal([1f, 2f], second.Numbers());
        Assert.Equal([5f, 6f], second.Targets());
    }

    [Property]
    public bool ViewsOfViewsEqualTheirMaterialisedCopies(int seed, byte size)
    {
        var count = size % 60 + 12;
        var classes = Enumerable.Range(0, count).Select(i => i % 4).ToArray();
        var all = Dataset.Create<byte>([3, 11], Samples.Bytes(33 * count, seed), classes).Value();
        var view = (all | Scale(0.5f) | Shuffle(seed) | Take(count - 2) | Split(0.4, seed)).Value().Train | Take(5);
        var rows = view.Labels().Length;
        var copy = Dataset.Create<float>([3, 11], view.Numbers(), view.Labels()).Value();
        var order = new[] { 4, 0, 2 };
        return rows == 5 && copy.Numbers(order).SequenceEqual(view.Numbers(order)) && view.Numbers().Length == 5 * 33;
    }

    [Fact]
    public void AFloatSampleOfManyDimensionsKeepsItsOrder()
    {
        var data = Dataset.Create<float>([2, 2], [1, 2, 3, 4, 5, 6, 7, 8], [0, 1]).Value();
        Assert.Equal([5, 6, 7, 8, 1, 2, 3, 4], data.Numbers([1, 0]));
        Assert.Equal(2, data.Count);
    }

    [Fact]
    public void ARowThatIsNotInTheViewIsRefused()
    {
        var view = Samples.Numbered(10) | Take(3);
        Assert.Contains("the samples 0 … 2", Assert.Throws<ArgumentOutOfRangeException>(() => view.Numbers([3])).Message);
        Assert.Contains("the samples 0 … 2", Assert.Throws<ArgumentOutOfRangeException>(() => view.Numbers([-1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => view.CopyClasses([3], new int[1]));
    }

    [Fact]
    public void ADestinationThatIsTooShortIsRefused()
    {
        var data = Samples.Numbered(3);
        Assert.Throws<ArgumentException>(() => data.CopySamples([0, 1], new float[1]));
        Assert.Throws<ArgumentException>(() => data.CopyClasses([0, 1], new int[1]));
        Assert.Throws<ArgumentException>(() => (data | OneHot(1)).Value().CopyTargets([0, 1], new float[1]));
    }

    [Fact]
    public void GatheringABatchAllocatesNothing()
    {
        var data = Dataset.Create<byte>([784], Samples.Bytes(784 * 100, 1), new int[100]).Value() | Scale(1 / 255f) | Shuffle(3);
        var oneHot = (data | OneHot(10)).Value();
        var standardized = (data | Standardize(Standardization.Fit(data))).Value();
        var (rows, samples, classes, targets) = (new[] { 5, 99, 0, 7 }, new float[4 * 784], new int[4], new float[40]);
        void Batch()
        {
            data.CopySamples(rows, samples);
            standardized.CopySamples(rows, samples);
            data.CopyClasses(rows, classes);
            oneHot.CopyTargets(rows, targets);
        }
        for (var i = 0; i < 50; i++) Batch();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) Batch();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ScaleRefusesAFactorThatWouldDestroyTheData()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Scale(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scale(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scale(float.PositiveInfinity));
    }
}
