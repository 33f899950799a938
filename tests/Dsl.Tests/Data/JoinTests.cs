using LanguageExt;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

/// <summary>Data sets side by side.</summary>
public class JoinTests
{
    private static readonly Dataset Images = Dataset.Create<byte>([2, 2], Samples.Bytes(40, 1), [.. Enumerable.Range(0, 10).Select(i => i % 3)], name: "images").Value();

    private static readonly Dataset Metas = Dataset.Unlabelled<float>([3], [.. Enumerable.Range(0, 30).Select(i => i / 7f)], name: "metas").Value();

    private static float[] Rows(params Dataset[] parts) =>
        [.. Enumerable.Range(0, parts[0].Count).SelectMany(i => parts.SelectMany(part => part.Numbers([i])))];

    [Fact]
    public void A_sample_is_one_row_of_all_parts_each_with_its_own_scaling_and_order()
    {
        var (images, metas) = (Images | Scale(1 / 255f) | Shuffle(3), Metas | Scale(-2) | Shuffle(4));
        var joined = Dataset.Join(images, metas, images).Value();
        Assert.Equal((10, Shape.Create(11)), (joined.Count, joined.SampleShape));
        Assert.Equal(Rows(images, metas, images), joined.Numbers());
        Assert.Equal(images.Labels(), joined.Labels());
        Assert.Equal("images with metas", joined.Name);
        var rows = joined.ToTensor().ToArray().Chunk(11).ToArray();
        Assert.Equal([.. rows[7], .. rows[2], .. rows[2]], joined.Numbers([7, 2, 2]));
    }

    [Fact]
    public void What_is_joined_is_scaled_split_and_joined_again()
    {
        var joined = Dataset.Join(Images, Metas).Value();
        var rows = joined.Numbers();
        Assert.Equal(rows.Select(v => v * 0.5f), (joined | Scale(0.5f)).Numbers());
        Assert.Equal(Rows(Train(Images), Train(Metas)), Train(joined).Numbers());
        Assert.Equal(Rows(joined, Metas | Scale(3)), Dataset.Join(joined, Metas | Scale(3)).Value().Numbers());
        var standardized = (joined | Standardize(Standardization.Fit(joined))).Value().Numbers();
        for (var column = 0; column < 7; column++)
            Assert.Equal(0, Enumerable.Range(0, 10).Average(i => standardized[7 * i + column]), 1e-5);

        static Dataset Train(Dataset data) => (data | Split(validation: 0.3, seed: 1)).Value().Train;
    }

    [Fact]
    public void Labels_and_weights_are_those_of_whichever_has_them()
    {
        float[] weights = [.. Enumerable.Range(0, 10).Select(i => i / 4f)];
        var weighted = (Metas | WithSampleWeights(weights)).Value();
        var joined = Dataset.Join(weighted, Images).Value();
        Assert.Equal(Images.Labels(), joined.Labels());
        var copied = new float[10];
        joined.CopyWeights([.. Enumerable.Range(0, 10)], copied);
        Assert.Equal(weights, copied);
        Assert.False(Dataset.Join(Metas, Metas).Value().HasLabels);

        // The class names come with the labels; if no part has labels, they come from the first part.
        string[] names = ["zero", "one", "two"];
        var named = Dataset.Create<byte>([1], new byte[10], [.. Enumerable.Range(0, 10).Select(i => i % 3)], names).Value();
        var unlabelled = Dataset.Unlabelled<byte>([1], new byte[10], ["other"]).Value();
        Assert.Equal(names, Dataset.Join(unlabelled, named).Value().ClassNames);
        Assert.Equal("other", Assert.Single(Dataset.Join(unlabelled, Metas).Value().ClassNames));

        var hot = (Images | OneHot(3)).Value();
        Assert.Equal(hot.Targets(), Dataset.Join(Metas, hot).Value().Targets());
        Assert.Equal(hot.Labels(), Dataset.Join(Metas, hot).Value().Labels());
        var targets = Dataset.Create<float>([1], new float[10], [.. Enumerable.Range(0, 20).Select(i => i / 3f)], [2]).Value() | Shuffle(2);
        Assert.Equal(targets.Targets(), Dataset.Join(Metas, targets, targets).Value().Targets());
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        Assert.Equal("images with metas: images has 10 samples, but metas has 9.", Dataset.Join(Images, Metas | Take(9)).Message());
        Assert.Equal("Join: there are no data sets.", Dataset.Join().Message());
        var others = Dataset.Create<byte>([1], new byte[10], [.. Enumerable.Range(0, 10).Select(i => i == 4 ? 2 : i % 3)], name: "others").Value();
        Assert.Equal("images with others: the label of sample 4 is not the same in images and in others.", Dataset.Join(Images, others).Message());
        var hot = (Images | OneHot(3)).Value().Named("hot");
        Assert.Equal("images with hot: the labels of images are class indices, but those of hot numbers of shape [3].", Dataset.Join(Images, hot).Message());
        var pairs = Dataset.Create<byte>([1], new byte[10], new int[20], labelShape: [2], name: "pairs").Value();
        Assert.Equal("images with pairs: the labels of images are class indices, but those of pairs class indices of shape [2].", Dataset.Join(Images, pairs).Message());
        var moved = (others | OneHot(3)).Value();
        Assert.Equal("hot with others: the label of sample 4 is not the same in hot and in others.", Dataset.Join(hot, moved).Message());
        var light = Weighted(Images, -1);
        foreach (var sample in new[] { 0, 2, 9 })
            Assert.Equal($"images with metas: the weight of sample {sample} is not the same in images and in metas.", Dataset.Join(light, Weighted(Metas, sample)).Message());
        Assert.True(Dataset.Join(light, light, Images).IsSucc);

        static Dataset Weighted(Dataset data, int heavy) =>
            (data | WithSampleWeights([.. Enumerable.Range(0, 10).Select(i => i == heavy ? 2f : 1f)])).Value();
    }

    [Fact]
    public void Copying_a_batch_allocates_nothing()
    {
        var joined = Dataset.Join(Images | Scale(1 / 255f), Metas).Value() | Scale(2);
        var (rows, numbers) = (new[] { 1, 5, 3 }, new float[21]);
        for (var i = 0; i < 100; i++) joined.CopySamples(rows, numbers);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) joined.CopySamples(rows, numbers);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Index errors name the input of the number, and the position within that input.</summary>
    [Fact]
    public void What_is_no_index_is_named_by_its_input()
    {
        var model = Samples.Model([7], [1], LossKind.MeanSquaredError) with
        {
            Inputs = Prelude.toSeq(new InputDescription[] { new("Image", [2, 2], 0), new("Words", [3], 4) }),
            Indices = Prelude.toSeq(new IndexRange[] { new(4, 2, 2, 5) }),
        };
        var numbers = new float[14];
        (numbers[7 + 5], numbers[7 + 6]) = (99, 5);
        var data = Dataset.Unlabelled<float>([7], numbers).Value();
        Assert.Contains("sample 1 is 5 at [2] of Words, but Toy takes indices, whole numbers from 0 to 4", data.CheckInputs(model).Message());
        numbers[7 + 6] = 4;
        Assert.True(Dataset.Unlabelled<float>([7], numbers).Value().CheckInputs(model).IsSucc);
        Assert.Equal(5, model.IndexLimit);
        Assert.Contains("all its inputs in a row: join their data sets with Toy.Join", Images.CheckInputs(model).Message());
    }
}
