using FsCheck.Xunit;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

/// <summary>The names of features go with the samples, through every view.</summary>
public class DataFeatureTests
{
    private static readonly Dataset Plain = Dataset.Create<float>([3], [.. Enumerable.Range(0, 30).Select(i => (float)(i * i % 17))],
        [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], ["no", "yes"], name: "people").ThrowIfFail();

    private static readonly Seq<DataFeature> Ages = Seq(new DataFeature("age", 0), new DataFeature("port", 1, 2) { Columns = Seq("port=S", "port=C") });

    private static readonly Dataset Data = Plain.WithFeatures(Ages).ThrowIfFail();

    [Fact]
    public void Views_keep_the_names()
    {
        Func<Dataset, Fin<Dataset>>[] views =
        [
            data => data | Scale(2), data => data | Take(4), data => data | Shuffle(1), data => data | OneHot(2), data =>
                data | IsClass(1), data => data | OfClasses(1, 0),
            data => data | WithSampleWeights(new float[10]), data => data | WithClassNames(["a", "b"]), data => data | MatchClasses(["yes", "no"]),
            data => data | Standardize(Standardization.Fit(data)), data => data.Named("other"), data => (data | Split(0.3, 1)).Map(parts => parts.Validation),
            data => (data | Split(0.3, 1) | Standardize()).Map(parts => parts.Train), data => (data | KFold(2)).Map(folds => folds[1].Held),
            data => Dataset.JoinLabels(data, Plain), data => Dataset.Join(data), data => data.InOrder().WithFeatures(data.Features),
        ];
        Assert.All(views, view => Assert.Equal(Ages, view(Data).ThrowIfFail().Features));
        Assert.All(views.SkipLast(1), view => Assert.Empty(view(Plain).ThrowIfFail().Features));
    }

    [Fact]
    public void A_CSV_file_names_its_columns()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "id,age,fare,age,class\n1,2,3,4,a\n5,6,7,8,b\n");
            var data = Csv.Load(path, new CsvOptions { Ignore = ["id"] }).ThrowIfFail();
            Assert.Equal(Seq(new DataFeature("age", 0), new DataFeature("fare", 1), new DataFeature("age (2)", 2)), data.Features);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Sets_side_by_side_keep_theirs_and_one_without_names_is_one_feature()
    {
        var pixels = Dataset.Unlabelled<byte>([2, 2], new byte[40], name: "pixels").ThrowIfFail();
        Assert.Equal(
            [new DataFeature("pixels", 0, 4), new("age", 4), Ages[1] with { First = 5 }, new("age (2)", 7), Ages[1] with { Name = "port (2)", First = 8 }],
            Dataset.Join(pixels, Data, Data).ThrowIfFail().Features.ToArray());
        Assert.Empty(Dataset.Join(pixels, Plain).ThrowIfFail().Features);
    }

    [Fact]
    public void Names_are_checked()
    {
        Assert.Equal(Seq(new DataFeature("a", 0), new DataFeature("b", 1), new DataFeature("c", 2)), (Plain | WithFeatureNames("a", "b", "c")).ThrowIfFail().Features);
        Assert.Empty((Data | WithFeatureNames()).ThrowIfFail().Features);
        Says("people: there are 2 feature names, but a sample of shape [3] has 3 numbers.", Plain | WithFeatureNames("a", "b"));
        Says("people: two features have the name 'a'; the feature at position 2 has no name.", Plain | WithFeatureNames("a", "a", " "));
        Says("two features have the name", Plain | WithFeatureNames("ü", "u\u0308", "x"));
        Says("the features have 2 numbers, but a sample of shape [3] has 3", Plain.WithFeatures(Seq1(new DataFeature("a", 0, 2))));
        Says("the feature a begins at 1, but the one before it ends at 0", Plain.WithFeatures(Seq1(new DataFeature("a", 1, 2))));
        Says("the feature a has 0 numbers", Plain.WithFeatures(Seq1(new DataFeature("a", 0, 0))));
        Says("the feature a has 3 numbers, but names for 1", Plain.WithFeatures(Seq1(new DataFeature("a", 0, 3) { Columns = Seq1("x") })));

        static void Says(string what, Fin<Dataset> result) =>
            Assert.Contains(what, result.Match(Succ: _ => "", Fail: (Error error) => error.Message), StringComparison.Ordinal);
    }

    /// <summary>A raw number, scaled as the set says, is the number in a batch; also in sets that are joined and scaled again.</summary>
    [Property(MaxTest = 50)]
    public void Raw_numbers_and_units_give_the_batch(byte scale, bool standardizes, bool joins)
    {
        var data = Plain | Scale(1 + scale) | Shuffle(scale);
        if (standardizes) data = (data | Standardize(Standardization.Fit(data))).ThrowIfFail();
        if (joins) data = Dataset.Join(data, Dataset.Unlabelled<byte>([1], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).ThrowIfFail() | Scale(0.5f))
            .ThrowIfFail() | Scale(4) | Take(7);
        var (raw, batch) = (new double[data.SampleShape.Size], data.ToTensor().ToArray());
        for (var i = 0; i < data.Count; i++)
        {
            data.CopyRaw(i, raw);
            for (var f = 0; f < raw.Length; f++)
            {
                var (center, factor) = data.UnitOf(f);
                Assert.Equal((raw[f] - center) * factor, batch[i * raw.Length + f], 1e-4 * (1 + Math.Abs(batch[i * raw.Length + f])));
                Assert.Equal(Math.Round(raw[f]), raw[f]);
            }
        }
    }

    /// <summary>Samples whose feature comes from others, put together by hand.</summary>
    [Property(MaxTest = 50)]
    public void A_feature_of_other_samples_is_gathered(int seed, bool isView)
    {
        var view = (isView ? Data | Shuffle(seed) | Take(6) : Data) | Scale(0.5f);
        var order = new Random(seed).GetItems([.. Enumerable.Range(0, view.Count)], view.Count);
        var mixed = view.InOrder().WithFeatureOf(order, Ages[1]);
        var (before, after) = (view.ToTensor().ToArray(), mixed.ToTensor().ToArray());
        for (var i = 0; i < view.Count; i++)
            Assert.Equal([before[3 * i], before[3 * order[i] + 1], before[3 * order[i] + 2]], after[(3 * i)..(3 * i + 3)]);
        Assert.Equal(view.ToBatch().Labels, mixed.ToBatch().Labels);
        var constant = view.InOrder().WithFeatureAt([7, 8], Ages[1]);
        var set = constant.ToTensor().ToArray();
        for (var i = 0; i < view.Count; i++) Assert.Equal([before[3 * i], 7, 8], set[(3 * i)..(3 * i + 3)]);
        var twice = (mixed | Scale(2)).ToTensor().ToArray();
        for (var i = 0; i < twice.Length; i++) Assert.Equal(2 * after[i], twice[i]);
    }
}
