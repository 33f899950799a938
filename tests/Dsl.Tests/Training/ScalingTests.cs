using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Tests.Data;
using static ModelDsl.Functions;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

/// <summary>A model remembers how its training data was scaled, and takes no numbers of another scale unseen.</summary>
public sealed class ScalingTests : IDisposable
{
    private static readonly FitOptions Options = new() { Epochs = 5, Optimizer = new Sgd(0.1) };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Dataset Raw(int seed, int count = 12)
    {
        var random = new Random(seed);
        return Dataset.Create<float>([2],
            Enumerable.Range(0, 2 * count).Select(i => (float)(100 * (i % 2) + 5 * random.NextDouble())).ToArray(),
            Enumerable.Range(0, count).Select(i => i % 3).ToArray(), name: $"set {seed}").Value();
    }

    private static Standardization Statistics { get; } = Standardization.Fit(Raw(1));

    private static Dataset Scaled(int seed) => (Raw(seed) | Standardize(Statistics)).Value();

    private static Model Trained => Model.Initialize(1).Fit(Scaled(1), Options).Value().Model;

    private static string Message<T>(Fin<T> result) => result.Match(Succ: _ => "", Fail: fault => fault.Message);

    [Fact]
    public void Data_of_another_scale_is_refused_wherever_it_comes_in()
    {
        var model = Trained;
        Assert.True(model.Evaluate(Scaled(2)).IsSucc);
        Assert.True(model.Predict(Scaled(2)).IsSucc);
        const string Conflict = "set 2 is not scaled, but the training data was scaled by (x − center)·scale with a pair for each feature. " +
            "If its numbers are raw, model.Prepare(data) scales them in the same way; if they are scaled already, say so: data | AlreadyScaled";
        Assert.Contains(Conflict, Message(model.Evaluate(Raw(2))));
        Assert.Equal(Conflict + ".", Message(model.Predict(Raw(2))));
        Assert.Contains(Conflict, Message(Model.Initialize(1).Fit(Scaled(1), Options with { Validation = Raw(2) })));
        // The classical mistake: each set by its own statistics.
        Assert.Contains("set 2 is scaled by other numbers than the training data; those of the training data count for every set. If", Message(model.Evaluate((Raw(2) | Standardize(Standardization.Fit(Raw(2)))).Value())));
        Assert.Contains("set 2 is scaled by x·0.5, but", Message(model.Evaluate(Raw(2) | Scale(0.5f))));
        Assert.True(model.Evaluate(Raw(2) | AlreadyScaled).IsSucc);
        Assert.True(Model.Initialize(1).Fit(Raw(1), Options).Value().Model.Evaluate(Raw(2) | Scale(0.5f)).IsSucc);
    }

    [Fact]
    public void Prepare_gives_the_same_bits_as_the_training_pipe()
    {
        var (model, raw) = (Trained, Raw(3));
        var expected = model.Predict(Scaled(3)).Value();
        Assert.Equal(expected, model.Predict(model.Prepare(raw).Value()).Value());
        Assert.Equal(expected, model.Predict(Scaled(3).ToTensor()).Value());
        Assert.Equal(expected, model.Predict(model.Prepare(raw.ToTensor()).Value()).Value());
        Assert.Equal(expected, model.Predict(raw.ToTensor(), SampleForm.Raw).Value());
        Assert.Equal(expected, model.Predict(Tensor.Create([12, 2], Scaled(3).ToTensor().ToArray()), SampleForm.Scaled).Value());
        Assert.Contains("The samples are not scaled, but Classifier was trained on samples that were scaled by", Message(model.Predict(raw.ToTensor())));
        Assert.Contains("and nothing tells whether these are. If they are raw, write Predict(samples, SampleForm.Raw)",
            Message(model.Predict(Tensor.Create([1, 2], [1f, 2f]))));
        Assert.Contains("the samples are scaled by x·2, but those of training were scaled by", Message(model.Prepare(raw | Scale(2))));
    }

    [Fact]
    public void A_predictor_is_told_what_it_gets()
    {
        var (model, raw) = (Trained, Raw(4));
        Assert.Contains("Say what the predictor will get: Predictor(samples: SampleForm.Raw) scales them", Message(model.Predictor()));
        using var scaling = model.Predictor(4, SampleForm.Raw).Value();
        using var taking = model.Predictor(4, SampleForm.Scaled).Value();
        var (one, other) = (new float[12], new float[12]);
        scaling.Predict(raw.ToTensor(..4).ToArray(), one);
        taking.Predict(Scaled(4).ToTensor(..4).ToArray(), other);
        Assert.Equal(one, other);
        Assert.Equal(model.Predict(Scaled(4)).Value().ToArray()[..12], one);
        Assert.True(Model.Initialize(1).Predictor().IsSucc);
    }

    [Fact]
    public void The_scaling_is_in_every_file_of_the_model()
    {
        var (model, path, checkpoint) = (Trained, folder["model.safetensors"], folder["checkpoint.safetensors"]);
        model.Save(path).Value();
        Model.Initialize(1).Fit(Scaled(1), Options with { Callbacks = [new ModelCheckpoint(checkpoint)] }).Value();
        foreach (var file in (string[])[path, checkpoint])
        {
            var loaded = Model.Load(file).Value();
            Assert.Equal(model.Predict(Scaled(5)).Value(), loaded.Predict(loaded.Prepare(Raw(5)).Value()).Value());
            Assert.Contains("is not scaled", Message(loaded.Evaluate(Raw(5))));
            Assert.Contains("is not scaled", Message(loaded.To(Engine.Reference).Evaluate(Raw(5))));
        }
        var bytes = model.ToBytes().Value();
        var text = System.Text.Encoding.UTF8.GetString(bytes.Where(b => b < 128).ToArray());
        Assert.Contains("modeldsl.scaling", text);
    }

    [Fact]
    public void Arithmetic_and_other_tensors_make_a_model_that_knows_nothing()
    {
        Assert.True((Trained + Trained).Evaluate(Raw(2)).IsSucc);
        Assert.True((Trained with { Bias = Model.Initialize(3).Bias }).Evaluate(Raw(2)).IsSucc);
    }

    [Property(MaxTest = 100)]
    public void A_scaling_read_from_its_text_is_the_same(int seed)
    {
        var random = new Random(seed);
        var data = Raw(seed) | Scale((float)Math.Exp(random.NextDouble() * 40 - 20));
        if (random.Next(2) == 0) data = (data | Standardize(Standardization.Fit(data))).Value();
        var scaling = SampleScaling.Of(data);
        var read = SampleScaling.FromJson(scaling.ToJson());
        Assert.True(scaling.IsLike(read));
        Assert.Equal(data.ToTensor(), Raw(seed).ScaledAs(read).Value().ToTensor());
        Assert.False(scaling.IsLike(SampleScaling.Of(data | Scale(1.001f))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"centers\":[0],\"scales\":[0]}")]
    [InlineData("{\"centers\":[0,1],\"scales\":[1]}")]
    [InlineData("{\"centers\":[],\"scales\":[]}")]
    [InlineData("{\"centers\":[\"a\"],\"scales\":[1]}")]
    [InlineData("not JSON")]
    public void A_damaged_scaling_is_an_error(string text) => Assert.Throws<FormatException>(() => SampleScaling.FromJson(text));

    [Fact]
    public void Scalings_of_other_widths_are_not_alike()
    {
        SampleScaling Of(params double[] scales) => SampleScaling.FromJson(
            $$"""{"centers":[{{string.Join(",", scales.Select(_ => "0"))}}],"scales":[{{string.Join(",", scales.Select(one => one.ToString(System.Globalization.CultureInfo.InvariantCulture)))}}]}""");
        Assert.False(Of(2, 3).IsLike(Of(2, 3, 4)));
        Assert.False(Of(2, 3, 4).IsLike(Of(2, 3)));
        Assert.True(Of(2).IsLike(Of(2, 2)));
        Assert.False(Of(2, 3).Fits(3));
        Assert.True(Of(2).Fits(3));
        Assert.False(SampleScaling.FromJson("{\"centers\":[1],\"scales\":[1]}").IsNone);
    }

    [Fact]
    public void Numbers_that_are_scaled_already_are_not_scaled_again()
    {
        var (model, scaled) = (Trained, Scaled(3).ToTensor());
        var labels = Enumerable.Range(0, 12).Select(i => i % 3).ToArray();
        var data = Dataset.Create<float>([2], scaled.ToArray(), labels).Value() | AlreadyScaled;
        Assert.Equal(scaled.ToArray(), model.Prepare(data).Value().ToTensor().ToArray());
        Assert.Contains("those of training, scaled by", Message(model.Prepare(Dataset.Create<float>([3], new float[3], [0]).Value())));
    }

    [Fact]
    public void Training_on_data_that_is_scaled_already_keeps_the_scaling()
    {
        var numbers = Scaled(1).ToTensor().ToArray();
        var data = Dataset.Create<float>([2], numbers, Enumerable.Range(0, 12).Select(i => i % 3).ToArray()).Value() | AlreadyScaled;
        var again = Trained.Fit(data, Options).Value().Model;
        Assert.True(again.Evaluate(Scaled(2)).IsSucc);
        Assert.Contains("is not scaled", Message(again.Evaluate(Raw(2))));
    }

    [Fact]
    public void Training_again_on_another_scale_is_refused_until_the_model_forgets()
    {
        var model = Trained;
        Assert.True(model.Fit(Scaled(2), Options).IsSucc);
        Assert.True(model.Fit(model.Prepare(Raw(2)).Value(), Options).IsSucc);
        const string WayOut = "To train these parameters on another scale, write model.ForgetScaling()";
        foreach (var other in (Dataset[])[Raw(2), Raw(2) | Scale(0.5f), (Raw(2) | Standardize(Standardization.Fit(Raw(2)))).Value()])
        {
            Assert.Contains(WayOut, Message(model.Fit(other, Options)));
            // Parameters go on, names of classes too, and the new scale is remembered.
            var again = model.ForgetScaling().Fit(other, Options with { Epochs = 1, Optimizer = new Sgd(1e-9) }).Value().Model;
            Assert.True(again.Predict(other).IsSucc);
        }
        Assert.Contains("is not scaled", Message(model.ForgetScaling().Fit(Raw(2) | Scale(0.5f), Options).Value().Model.Evaluate(Raw(2))));
        Assert.Equal(model.Kernel.ToArray(), model.ForgetScaling().Kernel.ToArray());
        Assert.True(model.ForgetScaling().Evaluate(Raw(2)).IsSucc);
        // The model itself still knows.
        Assert.Contains("is not scaled", Message(model.Evaluate(Raw(2))));
        var named = Model.Initialize(1).Fit(Raw(1).WithClassNames(Prelude.Seq("a", "b", "c")).Value() | Scale(2), Options).Value().Model.ForgetScaling();
        Assert.Contains("class 0 is b here and a there", Message(named.Predict(Raw(1).WithClassNames(Prelude.Seq("b", "a", "c")).Value())));
    }

    [Fact]
    public void A_number_that_is_too_large_after_scaling_is_an_error()
    {
        var model = Model.Initialize(1).Fit(Raw(1) | Scale(1000), Options with { Epochs = 1, Optimizer = new Sgd(1e-12) }).Value().Model;
        Assert.Contains("sample 1 has 1E+38 at position 0, which is too large for float32 after scaling",
            Message(model.Prepare(Tensor.Create([2, 2], [1f, 1f, 1e38f, 1f]))));
        foreach (var placed in (Model[])[model, model.To(Engine.Reference)])
        {
            using var predictor = placed.Predictor(2, SampleForm.Raw).Value();
            var fault = Assert.Throws<ArgumentException>(() => predictor.Predict([1, 1, 1e38f, 1], new float[6]));
            Assert.Equal("Classifier can't scale the samples: sample 1 has 1E+38 at position 0, which is too large for float32 after scaling.", fault.Message);
            // The predictor is still right.
            var predictions = new float[6];
            predictor.Predict(Raw(1).ToTensor(..2).ToArray(), predictions);
            Assert.Equal(placed.Predict(Raw(1).ToTensor(..2), SampleForm.Raw).Value().ToArray(), predictions);
        }
    }

    [Fact]
    public void Centers_count_by_what_they_do_to_a_result()
    {
        SampleScaling Of(string centers, string scales) => SampleScaling.FromJson($$"""{"centers":[{{centers}}],"scales":[{{scales}}]}""");
        Assert.False(Of("5", "0.5").IsLike(Of("5.001", "0.5")));
        Assert.True(Of("5", "0.5").IsLike(Of("5.0000001", "0.5")));
        // A thousandth of a unit that the scale makes a billionth.
        Assert.True(Of("5", "1e-9").IsLike(Of("5.001", "1e-9")));
        Assert.True(SampleScaling.Join([(Of("1, 2", "3, 4"), 2), (Of("5", "6"), 1)]).IsLike(Of("1, 2, 5", "3, 4, 6")));
        Assert.True(SampleScaling.Join([(SampleScaling.None, 2), (SampleScaling.None, 1)]).IsNone);
    }
}
