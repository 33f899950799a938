namespace ModelDsl.Tests.Data;

/// <summary>Data sets of C#'s arrays.</summary>
public sealed class ArrayTests
{
    [Fact]
    public void TheFirstDimensionCountsTheSamples()
    {
        var flat = Dataset.Create(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, [0, 1]).Value();
        Assert.Equal("[3]", flat.SampleShape.ToString());
        Assert.Equal([1f, 2, 3, 4, 5, 6], flat.Numbers());
        Assert.Equal([0, 1], flat.Labels());
        var cube = Dataset.Unlabelled(new byte[,,] { { { 1, 2 }, { 3, 4 } } }).Value();
        Assert.Equal(("[2, 2]", 4), (cube.SampleShape.ToString(), cube.RowBytes));
        var jagged = Dataset.Create(new double[][] { [1, 2], [3, 4] }, [.5f, .25f]).Value();
        Assert.Equal("[1]", jagged.LabelShape.ToString());
        Assert.Equal([1f, 2, 3, 4], jagged.Numbers());
        var images = Dataset.Create(new int[][,] { new[,] { { 1, 2 } }, new[,] { { 3, 4 } } }, new float[,] { { 1, 2 }, { 3, 4 } }).Value();
        Assert.Equal("[1, 2]", images.SampleShape.ToString());
        Assert.Equal([3f, 4], images.ToBatch(1..).Labels.ToArray());
    }

    [Fact]
    public void EveryTypeOfNumberIsTaken()
    {
        Array[] arrays =
        [
            new byte[,] { { 1, 2 } }, new sbyte[,] { { 1, 2 } }, new short[,] { { 1, 2 } }, new ushort[,] { { 1, 2 } },
            new int[,] { { 1, 2 } }, new uint[,] { { 1, 2 } }, new long[,] { { 1, 2 } }, new ulong[,] { { 1, 2 } },
            new float[,] { { 1, 2 } }, new double[,] { { 1, 2 } },
            new decimal[,] { { 1, 2 } }, new Half[,] { { (Half)1, (Half)2 } },
        ];
        Assert.All(arrays, array => Assert.Equal([1f, 2], Dataset.Unlabelled(array).Value().Numbers()));
    }

    [Fact]
    public void TheArrayIsCopied()
    {
        var array = new float[,] { { 1 } };
        var data = Dataset.Unlabelled(array).Value();
        array[0, 0] = 2;
        Assert.Equal([1f], data.Numbers());
    }

    [Fact]
    public void WhatIsNoArrayOfSamplesIsAnErrorThatSaysWhy()
    {
        static string Why(Array array) => Dataset.Unlabelled(array, name: "data").Message();
        Assert.Equal("data: sample 1 has the shape [1], but those before it [2].", Why(new float[][] { [1, 2], [3] }));
        Assert.Equal("data: sample 1 is null.", Why(new float[]?[] { [1], null }));
        Assert.Equal("data: there are no samples.", Why(Array.Empty<float[]>()));
        Assert.Contains("data: there are no samples", Why(new float[0, 3]), StringComparison.Ordinal);
        Assert.Contains("a sample of shape [0] has no numbers", Why(new float[3, 0]), StringComparison.Ordinal);
        Assert.Contains("data: an array of one dimension has no shape of samples", Why(new float[3]), StringComparison.Ordinal);
        Assert.Equal("Samples are numbers, but these are String.", Why(new[,] { { "a" } }));
        Assert.Contains("samples are arrays in an array, such as Single[][], but not Single[][][]", Why(new float[][][] { [[1]] }), StringComparison.Ordinal);
        Assert.Contains("sample 1 is NaN", Why(new float[,] { { 1 }, { float.NaN } }), StringComparison.Ordinal);
        Assert.Contains("there are 2 samples but 1 label", Dataset.Create(new float[2, 1], [1]).Message(), StringComparison.Ordinal);
    }
}
