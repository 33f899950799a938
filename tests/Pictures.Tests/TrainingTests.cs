namespace ModelDsl.Pictures.Tests;

/// <summary>A folder trains a model, whether its pictures are kept or decoded for each batch.</summary>
public sealed class TrainingTests : IDisposable
{
    private static readonly FitOptions Options =
        new() { Epochs = 4, BatchSize = 8, Seed = 3, Optimizer = new Adam(0.05), Metrics = [Metric.Accuracy] };

    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void KeptPicturesAndReadOnesTrainTheSameBits()
    {
        for (var i = 0; i < 60; i++) folder.WriteGrey($"{(i % 2 == 0 ? "dark" : "light")}/{i:D2}.bmp", (byte)(i % 2 == 0 ? i : 255 - i));
        var kept = Load(new ImageOptions { KeepInMemory = true });
        var read = Load(new ImageOptions { KeepInMemory = false });
        Assert.Equal(kept.ToTensor(), read.ToTensor());
        Assert.Equal(kept.ClassNames, read.ClassNames);
        var first = Brightness.Initialize(seed: 1).Fit(kept, Options).Value();
        var second = Brightness.Initialize(seed: 1).Fit(read, Options).Value();
        Assert.Equal(first.Model, second.Model);
        Assert.Equal(1, first.History.Last.Accuracy);

        // A single picture is predicted as it was trained, with its name.
        var one =
            from pixels in ImageFile.Read(folder.WriteGrey("one.bmp", 250), (2, 2))
            from classes in second.Model.Predict(pixels, SampleForm.Raw) | Argmax
            select classes;
        Assert.Equal([1], one.Value().ToArray());
    }

    [Fact]
    public void AFileThatBreaksLaterIsNamedByFitAndPredict()
    {
        for (var i = 0; i < 20; i++) folder.WriteGrey($"{(i % 2 == 0 ? "dark" : "light")}/{i:D2}.bmp", (byte)i);
        var data = Load(new ImageOptions { KeepInMemory = false });
        folder.Write("light/13.bmp", [1, 2, 3]);
        var fault = Brightness.Initialize(seed: 1).Fit(data, Options).Fault();
        Assert.Contains("light/13.bmp can't be read. IOException: it is not a PNG, JPEG, BMP or WebP file: it begins with 01 02 03", fault, StringComparison.Ordinal);
        File.Delete(Path.Combine(folder.Path, "light", "13.bmp"));
        Assert.Contains("light/13.bmp can't be read. IOException: it does not exist", Brightness.Initialize(seed: 1).Predict(data).Fault(), StringComparison.Ordinal);
    }

    /// <summary>What is kept is decided by the bytes of the samples: 288 MiB are not. Kept samples outlive their files.</summary>
    [Theory]
    [InlineData(2, 2, null, true)]
    [InlineData(2, 2, false, false)]
    [InlineData(8192, 4096, null, false)]
    public void LargeSetsAreNotKept(int height, int width, bool? keep, bool isKept)
    {
        string[] files = [.. Enumerable.Range(0, 3).Select(i => folder.WriteGrey($"{i}.bmp", 7))];
        var data = ImageFolder.Of(files, (height, width), new ImageOptions { KeepInMemory = keep }).Value();
        Assert.Equal<Shape>([height, width, 3], data.SampleShape);
        foreach (var file in files) File.Delete(file);
        if (isKept) Assert.All(data.ToTensor().ToArray(), level => Assert.Equal(7, level));
        else Assert.Contains("it does not exist", Assert.ThrowsAny<IOException>(() => Copy(data)).Message, StringComparison.Ordinal);

        static void Copy(Dataset data) => data.CopySamples([0], new float[data.SampleShape.Size]);
    }

    [Fact]
    public void WhatCanNotBeKeptIsAnError()
    {
        for (var i = 0; i < 3; i++) folder.WriteGrey($"a/{i}.bmp", 7);
        Assert.Contains("can't be kept in memory. Leave KeepInMemory out",
            ImageFolder.Load(folder.Path, (16384, 16384), new ImageOptions { KeepInMemory = true }).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMillionPixelsOnManyThreadsAreTheSame()
    {
        string[] files = [.. Enumerable.Range(0, 40).Select(i => folder.WriteNoise($"{i}.png", 60 + i, 50))];
        var data = ImageFolder.Of(files, (16, 16), new ImageOptions { KeepInMemory = false }).Value();
        var alone = files.Select(file => ImageFile.Read(file, (16, 16)).Value().ToArray()).SelectMany(numbers => numbers).ToArray();
        Assert.Equal(alone, data.ToTensor().ToArray());
        Parallel.For(0, 8, _ => Assert.True(alone.AsSpan().SequenceEqual(data.ToTensor().ToArray())));
    }

    private Dataset Load(ImageOptions options) => (ImageFolder.Load(folder.Path, (2, 2), options) | Scale(1 / 255f)).Value();
}

[Model(2, 2, 3), SparseCategoricalCrossentropy]
public sealed partial record Brightness([Flatten] Flatten Pixels, [Dense(2, Activation.Softmax)] Dense Output);
