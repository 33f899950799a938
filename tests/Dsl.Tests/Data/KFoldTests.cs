using FsCheck;
using FsCheck.Xunit;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class KFoldTests
{
    [Property]
    public bool FoldsAreDisjointCoverTheSetAndDifferBySizeOneAtMost(byte size, byte k, int seed, bool shuffled)
    {
        var count = size + 2;
        var folds = k % (count - 1) + 2;
        var all = (Samples.Numbered(count) | KFold(folds, seed: shuffled ? seed : null)).Value();
        var numbers = Enumerable.Range(0, count).Select(i => (float)i).ToArray();
        return all.Count == folds &&
            all.SelectMany(fold => fold.Held.Numbers()).Order().SequenceEqual(numbers) &&
            all.ForAll(fold => fold.Train.Numbers().Concat(fold.Held.Numbers()).Order().SequenceEqual(numbers)) &&
            all.Max(fold => fold.Held.Count) - all.Min(fold => fold.Held.Count) <= 1;
    }

    [Property]
    public bool StratifiedFoldsHaveEachClassInProportionToWithinOneSample(byte k, int seed, bool shuffled)
    {
        var folds = k % 6 + 2;
        int ClassOf(int i) => i * i % 23 % 4;
        var data = Samples.Numbered(150, ClassOf);
        var all = (data | KFold(folds, stratified: true, seed: shuffled ? seed : null)).Value();
        return all.SelectMany(fold => fold.Held.Numbers()).Order().SequenceEqual(data.Numbers()) &&
            all.ForAll(fold => Enumerable.Range(0, 4).All(c =>
                Math.Abs(fold.Held.Labels().Count(label => label == c) - data.Labels().Count(label => label == c) / (double)folds) < 1));
    }

    [Fact]
    public void WithoutASeedFoldsAreConsecutiveBlocksAsScikitLearnsKFold()
    {
        var folds = (Samples.Numbered(7) | KFold(3)).Value();
        Assert.Equal([[0f, 1f, 2f], [3f, 4f], [5f, 6f]], folds.Select(f => f.Held.Numbers()).ToArray());
        Assert.Equal([0f, 1f, 2f, 5f, 6f], folds[1].Train.Numbers());
        Assert.Equal([0, 1, 2], folds.Select(f => f.Index).ToArray());
    }

    // By scikit-learn's algorithm on paper: encoded by first appearance 0 0 1 1 1 0 2 2 1 0 2, sorted 0000 1111 222.
    // The positions i, i + 3, … give fold 0 {0: 2, 1: 1, 2: 1}, fold 1 {0: 1, 1: 2, 2: 1}, fold 2 {0: 1, 1: 1, 2: 1}.
    // The members of a class go to the folds in that order.
    [Fact]
    public void WithoutASeedStratifiedFoldsAreThoseOfScikitLearnsStratifiedKFold()
    {
        int[] classes = [5, 5, 1, 1, 1, 5, 0, 0, 1, 5, 0];
        var folds = (Samples.Numbered(11, i => classes[i]) | KFold(3, stratified: true)).Value();
        Assert.Equal([[0f, 1f, 2f, 6f], [3f, 4f, 5f, 7f], [8f, 9f, 10f]], folds.Select(f => f.Held.Numbers()).ToArray());
    }

    [Fact]
    public void TheSameSeedGivesTheSameFoldsAndAnotherAnother()
    {
        var data = Samples.Numbered(40, i => i % 2);
        float[] First(int seed, bool stratified) => (data | KFold(4, stratified, seed)).Value()[0].Held.Numbers();
        Assert.Equal(First(1, false), First(1, false));
        Assert.NotEqual(First(1, false), First(2, false));
        Assert.Equal(First(1, true), First(1, true));
        Assert.NotEqual(First(1, true), First(2, true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-3)]
    public void TwoFoldsAreTheLeast(int folds) => Assert.Contains("at least 2", (Samples.Numbered(10) | KFold(folds)).Message());

    [Fact]
    public void MoreFoldsThanSamplesAreAnError()
    {
        Assert.Contains("10 samples can't be divided into 11 folds; ask for 10 at most", (Samples.Numbered(10) | KFold(11)).Message());
        // No number of folds would be valid, so the message suggests none.
        Assert.EndsWith("1 sample can't be divided into folds: cross-validation needs at least 2 samples.", (Samples.Numbered(1) | KFold(5)).Message());
    }

    [Fact]
    public void StratifiedFoldsNeedAsManyOfEachClass()
    {
        var data = Samples.Numbered(10, i => i < 3 ? 0 : 4);
        Assert.Contains("class 0 has 3 samples", (data | KFold(5, stratified: true)).Message());
        Assert.True((data | KFold(3, stratified: true)).IsSucc);
    }
}
