using FsCheck;
using FsCheck.Xunit;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class SplitTests
{
    [Property]
    public bool PartsAreDisjointAndCoverTheSet(byte size, byte share, int seed, bool stratified)
    {
        var (count, validation) = (size + 8, (share % 60 + 20) / 100.0);
        var parts = (Samples.Numbered(count, i => i % 3) | Split(validation, seed, stratified)).Value();
        var expected = (int)Math.Floor(count * validation + 0.5);
        var all = parts.Train.Numbers().Concat(parts.Validation.Numbers());
        return parts.Validation.Count == expected && all.Order().SequenceEqual(Enumerable.Range(0, count).Select(i => (float)i));
    }

    [Property]
    public bool TheSameSeedGivesTheSameSplitAndAnotherAnother(int seed, bool stratified)
    {
        var data = Samples.Numbered(200, i => i % 2);
        float[] Held(int s) => (data | Split(0.3, s, stratified)).Value().Validation.Numbers();
        return Held(seed).SequenceEqual(Held(seed)) && !Held(seed).SequenceEqual(Held(seed + 1));
    }

    [Property]
    public bool AStratifiedSplitDividesEachClassInProportionToWithinOneSample(int seed, byte share)
    {
        var validation = (share % 90 + 5) / 100.0;
        int ClassOf(int i) => i < 100 ? 0 : i < 137 ? 1 : i < 150 ? 2 : 5;
        var parts = (Samples.Numbered(160, ClassOf) | Split(validation, seed, stratified: true)).Value();
        return Enumerable.Range(0, 160).GroupBy(ClassOf).All(members =>
            Math.Abs(parts.Validation.Labels().Count(c => c == members.Key) - members.Count() * (double)parts.Validation.Count / 160) < 1);
    }

    [Fact]
    public void LabelsGoWithTheirSamples()
    {
        var parts = (Samples.Numbered(50, i => i % 7) | Split(0.5, 3)).Value();
        Assert.Equal(parts.Train.Numbers().Select(x => (int)x % 7), parts.Train.Labels());
        Assert.Equal(parts.Validation.Numbers().Select(x => (int)x % 7), parts.Validation.Labels());
    }

    [Fact]
    public void ASplitIsNotTheOrderOfTheData()
    {
        var held = (Samples.Numbered(1000) | Split(0.5, 42)).Value().Validation.Numbers();
        Assert.InRange(held.Average(), 430, 570);
        Assert.NotEqual(held.Order(), held);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.2)]
    [InlineData(20)]
    [InlineData(double.NaN)]
    public void TheShareLiesBetweenZeroAndOne(double share) =>
        Assert.Contains("between 0 and 1", (Samples.Numbered(10) | Split(share, 1)).Message());

    [Fact]
    public void NeitherPartMayBeEmpty()
    {
        Assert.Contains("0 would go to the validation part", (Samples.Numbered(4) | Split(0.1, 1)).Message());
        Assert.Contains("0 to the training part", (Samples.Numbered(4) | Split(0.9, 1)).Message());
        Assert.Contains("both need at least one", (Samples.Numbered(1) | Split(0.5, 1)).Message());
    }

    [Fact]
    public void AStratifiedSplitNeedsTwoOfEachClass()
    {
        var data = Dataset.Create<byte>([1], [1, 2, 3, 4, 5], [0, 0, 1, 0, 0], ["cat", "dog"]).Value();
        Assert.Contains("class 1 (dog) has 1 sample", (data | Split(0.4, 1, stratified: true)).Message());
    }

    [Fact]
    public void AStratifiedSplitNeedsClasses()
    {
        var targets = Dataset.Create<byte>([1], [1, 2], [1f, 2f], [1]).Value();
        Assert.Contains("one class index", (targets | Split(0.5, 1, stratified: true)).Message());
    }

    [Fact]
    public void OneHotDataCanBeStratified()
    {
        var parts = (Samples.Numbered(8, i => i % 2) | OneHot(2) | Split(0.5, 1, stratified: true)).Value();
        Assert.Equal(2, parts.Validation.Labels().Sum());
    }

    [Property]
    public bool ShufflingKeepsEverySample(int seed, byte size)
    {
        var data = Samples.Numbered(size + 1) | Shuffle(seed);
        return data.Numbers().Order().SequenceEqual(Enumerable.Range(0, size + 1).Select(i => (float)i)) &&
            data.Numbers().SequenceEqual((Samples.Numbered(size + 1) | Shuffle(seed)).Numbers());
    }

    [Fact]
    public void TakingMoreThanThereIsTakesAll()
    {
        Assert.Equal(3, (Samples.Numbered(3) | Take(5)).Count);
        Assert.Equal([0f, 1f], (Samples.Numbered(3) | Take(2)).Numbers());
        Assert.Throws<ArgumentOutOfRangeException>(() => Take(0));
    }
}
