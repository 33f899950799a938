using LanguageExt;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Data that stays in its files trains generated models to the same bits as data in memory.</summary>
public sealed class MappedDataTests : IDisposable
{
    private const int Count = 83;
    private readonly string folder = Directory.CreateTempSubdirectory("modeldsl-").FullName;

    public void Dispose()
    {
        // Windows deletes no mapped file.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void With_class_indices_weights_of_samples_and_of_classes()
    {
        var options = new FitOptions
        {
            Epochs = 2,
            BatchSize = 9,
            Metrics = [Metric.Accuracy],
            ClassWeights = new Dictionary<int, double> { [1] = 3 }
        };
        Same(data => from weighted in data | WithSampleWeights([.. Enumerable.Range(0, Count).Select(i => i % 5 / 2f)])
                     from fitted in TwoClasses.Initialize(1).Fit(weighted, options with { Validation = weighted })
                     select $"{Bits(fitted.Model.Parameters)} {fitted.History.Last.Loss:R} {fitted.History.Last.Validation}");
    }

    [Fact]
    public void With_rows_of_zeros_and_a_one_and_weights() =>
        Same(data => from hot in data | Scale(1 / 255f) | OneHot(1)
                     from weighted in hot | WithSampleWeights([.. Enumerable.Range(0, Count).Select(i => i % 3 + 0f)])
                     from fitted in HiddenRelu.Initialize(1).Fit(weighted, new FitOptions { Epochs = 2, BatchSize = 10 })
                     select Bits(fitted.Model.Parameters), classes: 1);

    private void Same(Func<Dataset, Fin<string>> run, int classes = 2)
    {
        var samples = new byte[2 * Count];
        new System.Random(1).NextBytes(samples);
        byte[] labels = [.. Enumerable.Range(0, Count).Select(i => (byte)(i % classes))];
        var inMemory = Dataset.Create<byte>([2], samples, [.. labels.Select(l => (int)l)]).ThrowIfFail();
        var mapped = Idx.Map(new[] { (0, 50), (50, 52), (52, Count) }.Select(part => new IdxPart(
            Write($"samples-{part.Item1}", [part.Item2 - part.Item1, 2], samples[(2 * part.Item1)..(2 * part.Item2)]),
            Write($"labels-{part.Item1}", [part.Item2 - part.Item1], labels[part.Item1..part.Item2])))).ThrowIfFail();
        Assert.Equal(run(inMemory).ThrowIfFail(), run(mapped).ThrowIfFail());
    }

    private string Write(string name, int[] shape, byte[] content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, [0, 0, 8, (byte)shape.Length, .. shape.SelectMany(d => new byte[] { 0, 0, 0, (byte)d }), .. content]);
        return path;
    }

    private static string Bits(Seq<Tensor> parameters) =>
        string.Join(' ', parameters.SelectMany(p => p.ToArray()).Select(BitConverter.SingleToInt32Bits));
}
