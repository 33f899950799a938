using FsCheck;
using FsCheck.Xunit;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

/// <summary>Samples by index, and splits in their order, against plain arrays.</summary>
public sealed class ViewTests
{
    private static float[] Numbers(int first, int count) => [.. Enumerable.Range(first, count).Select(i => (float)i)];

    [Property(MaxTest = 200)]
    public bool SkipTakeAndRowsAreThoseOfArrays(byte count, byte skip, byte take, bool shuffled)
    {
        var n = count % 20 + 1;
        var data = shuffled ? Samples.Numbered(n, i => i) | Shuffle(1) : Samples.Numbered(n, i => i);
        var (all, first, many) = (data.Numbers(), skip % 25, take % 25);
        var skipped = data | Skip(first);
        var range = data | Rows(first..Math.Min(first + many, n));
        return skipped.IsSucc == first < n && range.IsSucc == (first < n && many > 0)
            && (skipped.IsFail || (skipped.Value().Numbers().SequenceEqual(all[first..])
                && skipped.Value().Labels().SequenceEqual(data.Labels()[first..])))
            && (range.IsFail || range.Value().Numbers().SequenceEqual(all[first..Math.Min(first + many, n)]));
    }

    [Fact]
    public void RowsMayBeInAnyOrderAndKeepLabelsWeightsNamesAndScaling()
    {
        var data = (Samples.Numbered(5, i => i) | WithSampleWeights(1, 2, 3, 4, 5) | WithFeatureNames("x")).Value() | Scale(.5f);
        var rows = (data | Rows(3, 0, 3)).Value();
        Assert.Equal([1.5f, 0, 1.5f], rows.Numbers());
        Assert.Equal([3, 0, 3], rows.Labels());
        var weights = new float[3];
        rows.CopyWeights([0, 1, 2], weights);
        Assert.Equal([4f, 1, 4], weights);
        Assert.Equal("x", rows.Features[0].Name);
        Assert.Equal([4f, 3], ((data | Rows(^2..)).Value() | Scale(2) | Rows(1, 0)).Value().Numbers());
    }

    [Property(MaxTest = 200)]
    public bool ASplitInOrderTakesTheLastSamplesAndLeavesTheGapOut(byte count, byte share, byte gap)
    {
        var (n, validation, left) = (count % 30 + 2, share / 256.0, gap % 5);
        var held = (int)Math.Round(n * validation, MidpointRounding.AwayFromZero);
        var parts = Samples.Numbered(n) | Split(validation, shuffle: false, gap: left);
        if (parts.IsFail) return validation == 0 || held == 0 || held + left >= n;
        var (train, last) = parts.Value();
        return train.Numbers().SequenceEqual(Numbers(0, n - held - left)) && last.Numbers().SequenceEqual(Numbers(n - held, held));
    }

    [Fact]
    public void WhatIsNotThereIsAnErrorThatSaysSo()
    {
        var data = Samples.Numbered(3).Named("data");
        Assert.Equal("data: there is no range 2..5 of 3 samples.", (data | Rows(2..5)).Message());
        Assert.Equal("data: the range 2..2 of 3 samples is empty, but a data set is not.", (data | Rows(2..2)).Message());
        Assert.Equal("data: there are the samples 0 … 2, but 3 was asked for.", (data | Rows(0, 3)).Message());
        Assert.Equal("data: there are the samples 0 … 2, but -1 was asked for.", (data | Rows(-1)).Message());
        Assert.Equal("data: no samples were asked for, but a data set is never empty.", (data | Rows([])).Message());
        Assert.Equal("data: 3 of 3 samples can't be skipped: a data set is never empty.", (data | Skip(3)).Message());
        Assert.Equal("data: the number of samples to skip is not negative, but is -1.", (data | Skip(-1)).Message());
        Assert.Equal("data: a random split needs a seed: Split(validation, seed: 42).", (data | Split(.5, shuffle: true)).Message());
        Assert.Contains("a gap of 2 leaves none for training", (data | Split(.5, shuffle: false, gap: 2)).Message(), StringComparison.Ordinal);
        Assert.Contains("the gap between the parts is not negative", (data | Split(.5, shuffle: false, gap: -1)).Message(), StringComparison.Ordinal);
        Assert.Contains("lies between 0 and 1, but is 1", (data | Split(1, shuffle: false)).Message(), StringComparison.Ordinal);
    }
}
