namespace ModelDsl.Python.Tests;

/// <summary>The description of a model tells which features were an image, and which become one.</summary>
public class FeatureOrderTests
{
    [Fact]
    public void A_layer_behind_a_flattened_image_reads_it()
    {
        Assert.Equal(new MergedAxes([2, 2, 6], AxesSource.Windows), Reads<Cnn>("Hidden"));
        Assert.Equal(new MergedAxes([2, 2, 6], AxesSource.Windows), Reads<Cnn>("Norm"));
        Assert.Null(Reads<Cnn>("Out"));
        Assert.Equal(new MergedAxes([2, 2, 6], AxesSource.Windows), Reads<CnnByMethod>("D"));
        Assert.Equal(new MergedAxes([5, 4], AxesSource.Windows), Reads<SequenceNet>("Out"));
        Assert.Equal(new MergedAxes([3, 5], AxesSource.Rows), Reads<Rowwise>("Out"));
        Assert.Equal(new MergedAxes([2, 3, 5], AxesSource.Rows), Reads<Doubtful>("Out"));
        Assert.Null(Reads<Averaged>("Out"));
    }

    [Fact]
    public void A_layer_before_an_image_makes_it()
    {
        Assert.Equal(new MergedAxes([3, 4, 6], AxesSource.Windows), Of<Drawing>("Seed").Writes);
        Assert.Equal(new MergedAxes([3, 4, 6], AxesSource.Windows), Of<Drawing>("Norm").Writes);
        Assert.Null(Of<Drawing>("Seed").Reads);
        Assert.Null(Of<Drawing>("Draw").Writes);
    }

    /// <summary>Features of two orders are told as such, so that no one puts them in one.</summary>
    [Fact]
    public void Mixed_features_are_told()
    {
        Assert.Equal(AxesSource.Several, Reads<Joined>("Out")!.Source);
        Assert.Equal(AxesSource.Several, Reads<Added>("Out")!.Source);
        Assert.Equal(new MergedAxes([2, 2, 3], AxesSource.Windows), Reads<Added>("Mixed"));
    }

    private static MergedAxes? Reads<T>(string layer) where T : class, IModel<T> => Of<T>(layer).Reads;

    private static LayerDescription Of<T>(string layer) where T : class, IModel<T> =>
        T.Description.Layers.First(found => found.Name == layer);
}
