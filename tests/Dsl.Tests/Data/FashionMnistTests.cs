using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl.Tests.Data;

/// <summary>A test that needs the data on this machine; without the data it is skipped and gives the reason.</summary>
internal sealed class FashionMnistFactAttribute : FactAttribute
{
    public FashionMnistFactAttribute()
    {
        if (Folder is null) Skip = "Fashion-MNIST is not on this machine: install dataset-fashion-mnist, or set MODELDSL_DATA.";
    }

    /// <summary>The folder with the data; null if a download would be needed.</summary>
    internal static string? Folder { get; } = FashionMnistPlaces.OfThisMachine.Named.Concat(FashionMnistPlaces.OfThisMachine.Known)
        .FirstOrDefault(folder => FashionMnistFiles.In(folder).IsComplete);
}

public class FashionMnistTests
{
    private static readonly FashionData Data =
        FashionMnist.Load(new FashionMnistOptions { Download = false }).IfFail(_ => null!);

    [FashionMnistFact]
    public void TheDataIsThePublishedOne()
    {
        Assert.Equal((60_000, 10_000), (Data.Train.Count, Data.Test.Count));
        Assert.Equal([28, 28], Data.Train.SampleShape);
        Assert.Equal([9, 0, 0, 3, 0, 2, 7, 2, 5, 5], Data.Train.Labels()[..10]);
        Assert.Equal(Enumerable.Repeat(6_000, 10), Data.Train.Counts());
        Assert.Equal(Enumerable.Repeat(1_000, 10), Data.Test.Counts());
        Assert.Equal("Ankle boot", Data.Train.ClassNames[Data.Train.Labels()[0]]);
    }

    [FashionMnistFact]
    public void TheMeanPixelIsThePublishedOne()
    {
        var (sum, image) = (0L, new float[784]);
        for (var i = 0; i < Data.Train.Count; i++)
        {
            Data.Train.CopySamples([i], image);
            foreach (var pixel in image) sum += (long)pixel;
        }
        Assert.Equal(72.94035223214286, sum / (60_000.0 * 784), 12);
    }

    [FashionMnistFact]
    public void FiveStratifiedFoldsHaveEachClassInEqualParts()
    {
        var folds = (Data.Train | Functions.KFold(5, stratified: true)).Value();
        Assert.All(folds, fold => Assert.Equal(Enumerable.Repeat(1_200, 10), fold.Held.Counts()));
        // The members of a class go to the folds in order: the first fold holds the first 1,200 of each.
        Assert.Equal(Data.Train.Labels()[..10_000], folds[0].Held.Labels()[..10_000]);
    }
}
