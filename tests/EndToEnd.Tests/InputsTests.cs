using LanguageExt;
using LanguageExt.Common;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Models with several inputs, as users write them.</summary>
public sealed class InputsTests : IDisposable
{
    private const int Pages = 800;
    private readonly string folder = Directory.CreateTempSubdirectory("modeldsl-").FullName;

    public void Dispose()
    {
        // Windows deletes no mapped file.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// Draws samples whose inputs each give one bit of the class. The bits are: which half of the image is brighter, which number is
    /// larger, and whether the first word is among the first five.
    /// </summary>
    private static (byte[] Images, float[] Metas, byte[] Words, int[] Classes) Draw()
    {
        var random = new Random(4);
        var (images, metas, words, classes) = (new byte[16 * Pages], new float[2 * Pages], new byte[3 * Pages], new int[Pages]);
        for (var i = 0; i < Pages; i++)
        {
            var (left, larger, early) = (random.Next(2), random.Next(2), random.Next(2));
            for (var k = 0; k < 16; k++) images[16 * i + k] = (byte)(random.Next(100) + (k % 4 < 2 == (left == 1) ? 100 : 0));
            var (a, b) = (random.NextSingle(), random.NextSingle());
            (metas[2 * i + larger], metas[2 * i + 1 - larger]) = (1000 * MathF.Max(a, b), 1000 * MathF.Min(a, b));
            for (var k = 0; k < 3; k++) words[3 * i + k] = (byte)(k == 0 ? random.Next(5) + (early == 1 ? 0 : 5) : random.Next(10));
            classes[i] = 4 * left + 2 * larger + early;
        }
        return (images, metas, words, classes);
    }

    private static (Dataset Images, Dataset Metas, Dataset Words) Data()
    {
        var (images, metas, words, classes) = Draw();
        return (
            Dataset.Create<byte>([4, 4], images, classes, name: "images").ThrowIfFail() | Scale(1 / 255f),
            Dataset.Unlabelled<float>([2], metas, name: "metas").ThrowIfFail() | Scale(1 / 500f),
            Dataset.Unlabelled<byte>([3], words, name: "words").ThrowIfFail());
    }

    private static Dataset Joined()
    {
        var (images, metas, words) = Data();
        return PageReader.Join(images, metas, words).ThrowIfFail();
    }

    [Fact]
    public void The_description_says_what_the_inputs_are()
    {
        Assert.Equal([new("Image", [4, 4], 0), new("Meta", [2], 16), new("Words", [3], 18)], PageReader.Description.Inputs.ToArray());
        Assert.Equal([new(18, 3, 1, 10)], PageReader.Description.Indices.ToArray());
        Assert.Equal(Shape.Create(21), PageReader.Description.InputShape);
        Assert.StartsWith("Model: PageReader, inputs Image [N, 4, 4], Meta [N, 2], Words [N, 3]\n", PageReader.Summary, StringComparison.Ordinal);
        Assert.Empty(ResidualMlp.Description.Inputs);
        Assert.Empty(ResidualMlp.Description.Indices);
    }

    [Fact]
    public void Inputs_are_packed_and_unpacked_by_name()
    {
        var (left, right) = (Tensor.Create([2, 2, 2], [1f, 2, 3, 4, 5, 6, 7, 8]), Tensor.Create([2, 3], [10f, 20, 30, 40, 50, 60]));
        var packed = Pairing.Pack(left: left, right: right);
        Assert.Equal(Tensor.Create([2, 7], [1f, 2, 3, 4, 10, 20, 30, 5, 6, 7, 8, 40, 50, 60]), packed);
        Assert.Equal((left, right), Pairing.Unpack(packed));
        Assert.Equal(["batch", "row", "_"], Pairing.Unpack(packed).Left.Axes);
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<Pairing>(3, engine);
            var expected = Pairing.Predict(model, (left.To(engine), right.To(engine))).ToDoubles();
            Numbers.Close(expected, model.Forward(left, right).ToDoubles(), 1e-6);
            Numbers.Close(expected, model.Forward(packed).ToDoubles(), 1e-6);
            Numbers.Close(expected, model.Predict(left, right).ThrowIfFail().ToDoubles(), 1e-6);
        }
        Gradients.AgreeWithDifferences<Pairing>();
    }

    [Fact]
    public void What_does_not_fit_names_the_input()
    {
        var right = Tensor.Zeros([2, 3]);
        Assert.Equal(
            "Pairing takes its input Left as [N, 2, 2], but it is [2, 4].", Assert.Throws<ArgumentException>(() => Pairing.Pack(Tensor.Zeros([2, 4]), right)).Message);
        Assert.Equal("Pairing takes its input Left as [N, 2, 2], but it is [].", Assert.Throws<ArgumentException>(() => Pairing.Pack(Tensor.Zeros([]), right)).Message);
        Assert.Equal(
            "Pairing takes its input Left as [N, 2, 2], but it is [2, 2, 2] of whole numbers.",
            Assert.Throws<ArgumentException>(() => Pairing.Pack(Tensor.Create([2, 2, 2], new int[8]), right)).Message);
        Assert.Equal(
            "Pairing was given 3 samples of Left, but 2 of Right.", Assert.Throws<ArgumentException>(() => Pairing.Pack(Tensor.Zeros([3, 2, 2]), right)).Message);
        Assert.EndsWith("pack its inputs with Pairing.Pack.", Assert.Throws<ArgumentException>(() => Pairing.Initialize(1).Forward(right)).Message, StringComparison.Ordinal);
        var (images, metas, words) = Data();
        Assert.Equal(
            "PageReader takes its input Image in samples of shape [4, 4], but those of metas have the shape [2]; PageReader takes its input Meta in samples of shape [2], but " +
            "those of images have the shape [4, 4].", ((Error)PageReader.Join(metas, images, words).Case).Message);
        Assert.Contains("join their data sets with PageReader.Join", ((Error)PageReader.Initialize(1).Evaluate(images).Case).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_index_is_named_when_data_meets_the_model()
    {
        var (images, metas, words) = Data();
        var data = PageReader.Join(images, metas, words | Scale(2)).ThrowIfFail();
        var model = PageReader.Initialize(1);
        var first = Enumerable.Range(0, 3 * Pages).First(i => (words | Scale(2)).ToTensor().ToArray()[i] > 9);
        var text = $"sample {first / 3} is {(words | Scale(2)).ToTensor().ToArray()[first]} at [{first % 3}] of Words, but PageReader takes indices, whole numbers from 0 to 9";
        Assert.Contains(text, ((Error)model.Fit(data, new FitOptions()).Case).Message, StringComparison.Ordinal);
        Assert.Contains(text, ((Error)model.Evaluate(data).Case).Message, StringComparison.Ordinal);
        Assert.Contains(text, ((Error)model.Predict(data).Case).Message, StringComparison.Ordinal);
        var wrong = Assert.Throws<ArgumentException>(
            () => model.Forward(Tensor.Zeros([1, 4, 4]), Tensor.Zeros([1, 2]), Tensor.Create([1, 3], [1f, 2.5f, 3])));
        Assert.Equal("PageReader takes indices, whole numbers from 0 to 9, but sample 0 has 2.5 at 1 of Words.", wrong.Message);
        // In an eager call, the layer checks by itself.
        var page = new Page(Tensor.Zeros([1, 4, 4]), Tensor.Zeros([1, 2]), Tensor.Create([1, 3], [1f, 10, 3]));
        Assert.Contains("Layer 'Meaning' looks up whole numbers from 0 to 9", Assert.Throws<ArgumentException>(() => PageReader.Logits(model, page)).Message, StringComparison.Ordinal);
    }

    /// <summary>Without one of the inputs, at most half of the classes can be told apart.</summary>
    [Fact]
    public void A_model_learns_from_all_of_its_inputs()
    {
        var parts = (Joined() | Split(validation: 0.25, seed: 1)).ThrowIfFail();
        var options = new FitOptions { Epochs = 60, Optimizer = new Adam(0.01), Seed = 2, Metrics = [Metric.Accuracy] };
        var model = PageReader.Initialize(3).Fit(parts.Train, options).ThrowIfFail().Model;
        Assert.InRange(model.Evaluate(parts.Validation, Metric.Accuracy).ThrowIfFail().Metrics[0].Value, 0.9, 1);

        // By name, as data and as tensors; eagerly; from a file: the result is always the same.
        var (images, metas, words) = Data();
        var expected = model.Predict(Joined()).ThrowIfFail();
        Assert.Equal(expected, model.Predict(images, metas, words).ThrowIfFail());
        Assert.Equal(expected, model.Predict(images.ToTensor(), metas.ToTensor(), words.ToTensor()).ThrowIfFail());
        Numbers.Close(expected.ToDoubles(),
            PageReader.Logits(model, new Page(images.ToTensor(), metas.ToTensor(), words.ToTensor())).ToDoubles(), 1e-4);
        var path = Path.Combine(folder, "pages.safetensors");
        Assert.True(model.Save(path).IsSucc);
        Assert.Equal(expected, PageReader.Load(path).ThrowIfFail().Predict(images, metas, words).ThrowIfFail());
    }

    [Fact]
    public void Parts_may_stay_in_their_files()
    {
        var (images, metas, words, classes) = Draw();
        var (_, numbers, _) = Data();
        var mapped = Idx.Map([new IdxPart(
            Write("images", [Pages, 4, 4], images), Write("labels", [Pages], [.. classes.Select(c => (byte)c)]))]).ThrowIfFail() | Scale(1 / 255f);
        var looked = Dataset.Unlabelled<byte>([3], words).ThrowIfFail();
        var options = new FitOptions { Epochs = 2, BatchSize = 32, Seed = 5 };
        var expected = PageReader.Initialize(3).Fit(Joined(), options).ThrowIfFail().Model;
        Assert.Equal(expected, PageReader.Initialize(3).Fit(PageReader.Join(mapped, numbers, looked).ThrowIfFail(),
            options).ThrowIfFail().Model);

        // A view of files; its reads are announced sample by sample.
        var inOrder = (Joined() | Shuffle(1)) | Take(300);
        var order = PageReader.Join((mapped | Shuffle(1)) | Take(300), (numbers | Shuffle(1)) | Take(300),
            (looked | Shuffle(1)) | Take(300)).ThrowIfFail();
        Assert.Equal(PageReader.Initialize(3).Fit(inOrder, options).ThrowIfFail().Model,
            PageReader.Initialize(3).Fit(order, options).ThrowIfFail().Model);
    }

    private string Write(string name, int[] shape, byte[] content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, [0, 0, 8, (byte)shape.Length,
            .. shape.SelectMany(d => new byte[] { 0, 0, (byte)(d >> 8), (byte)d }), .. content]);
        return path;
    }
}
