using System.Text.Json;
using System.Text.Json.Serialization;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Tests.Training;
using static LanguageExt.Prelude;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Reports;

/// <summary>Figures, tensors and descriptions are read back from JSON unchanged; other values are written as their text.</summary>
public class JsonTests
{
    private static readonly Tensor Named = Tensor.Create([2, 3], [0.1f, float.NaN, float.NegativeInfinity, float.PositiveInfinity, 1e-45f, -0f]).Named("batch", "width");

    private static readonly object[] Values =
    [
        PublicValues.Held, PublicValues.Held.Metrics[0], PublicValues.Epoch, PublicValues.Bare, PublicValues.Fold, PublicValues.Iteration,
        new CrossValidation(Seq(PublicValues.Fold, PublicValues.Fold with { Score = 0.1 }), TimeSpan.FromSeconds(2)),
        new Evaluation(double.NaN, default),
        new DataFeature("port", 3, 2) { Columns = Seq("port=S", "port=C") }, PublicValues.Importance,
        new PermutationImportance(new("loss", double.NaN), Seq(PublicValues.Importance, new FeatureImportance("x", Seq(double.PositiveInfinity, double.NegativeInfinity)))),
        PublicValues.Point, new PartialDependence("age", Seq1("yes"), Seq1(PublicValues.Point)) { Individual = Tensor.Create([1, 1, 2], [0.25f, 0.75f]) },
        PublicValues.Weight, new Coefficients(Seq("no", "yes"), Seq1(PublicValues.Weight), PublicValues.Weight with { Column = "intercept" }),
        PublicValues.Bin, new Calibration("the top class", Seq1(PublicValues.Bin), double.NaN, double.PositiveInfinity),
        ConfusionMatrix.Create([0, 0, 1, 1], [0, 1, 1, 1], 3, Seq("a", "b", "c")).ThrowIfFail(), ConfusionMatrix.Create([0], [0], 1).ThrowIfFail(),
        Shape.Create(), Shape.Create(2, 3), Named, Tensor.Create([3], [2, 0, -1]), Tensor.Zeros([0, 4]), new Batch(Tensor.Zeros([1, 2]),
            Tensor.Create([1], [2])),
        new NamedTensor("Output.Bias", Named), new UnreadTensor("Steps", "I64", [1]), new Dense(Tensor.Zeros([2, 1]), null), new RandomKey(ulong.MaxValue, 3), new Window(2, 3),
        new OptimizerSlot("momentum", double.NaN), new IdxPart("images.idx"), new DownloadProgress("a.gz", 1, null),
        new NewtonCg { GradientTolerance = double.PositiveInfinity, MaxIterations = 3 }, new InputDescription("Image", [2], 0), new IndexRange(0, 2, 1, 10),
        Model.Description with { IgnoredClass = 2, OutputAxes = Seq1("class"), Unused = Seq1("Output.Bias"), Indices = Seq1(new IndexRange(0, 1, 1, 4)), Layers = Seq1(new LayerDescription("Output", "Dense(3)", [3], 9, 21) { Kind = "Dense", Reads = new([2, 2], AxesSource.Rows) }) },
        PublicValues.Version, new Answer<string>("cat", PublicValues.Version), new InvalidValue(null, "Age", "-5 is …"),
        new ClassProbability<bool>(true, float.NaN), new Prediction<double>(double.NaN, default), new Prediction<string>("cat", default),
        new Prediction<DayOfWeek>(DayOfWeek.Friday,
            Seq(new ClassProbability<DayOfWeek>(DayOfWeek.Friday, 0.9f), new ClassProbability<DayOfWeek>(DayOfWeek.Monday, 0.1f))),
        new Prediction<bool?>(true, Seq(new ClassProbability<bool?>(false, 0.25f), new ClassProbability<bool?>(true, 0.75f))),
        new OutputDescription("Digit", [3], 0, [], 0, LabelKind.ClassIndices, OutputKind.Probabilities, LossKind.SparseCategoricalCrossentropy) { Weight = 0.5 },
    ];

    [Fact]
    public void What_is_written_is_read_back() => Assert.All(Values, value =>
    {
        foreach (var options in (JsonSerializerOptions[])[JsonSerializerOptions.Default, JsonSerializerOptions.Web,
            new() { WriteIndented = true }])
        {
            var json = JsonSerializer.Serialize(value, value.GetType(), options);
            var read = JsonSerializer.Deserialize(json, value.GetType(), options)!;
            Assert.Equal(value, read);
            Assert.Equal(json, JsonSerializer.Serialize(read, value.GetType(), options));
        }
    });

    [Fact]
    public void Numbers_of_a_list_may_be_none()
    {
        var importance = new FeatureImportance("x", Seq(double.NaN, 0.5));
        var json = JsonSerializer.Serialize(importance);
        Assert.Equal("""{"Feature":"x","Values":["NaN",0.5],"Mean":"NaN","Deviation":"NaN"}""", json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<FeatureImportance>(json)));
        foreach (var wrong in (string[])["7", "[true]", "[\"x\"]", "[null]"])
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FeatureImportance>($$"""{"Feature":"x","Values":{{wrong}}}"""));
    }

    [Fact]
    public void Figures_stand_under_their_names()
    {
        Assert.Equal(
            """{"Number":3,"Loss":0.5432,"Metrics":[{"Name":"accuracy","Value":0.8123}],"Validation":{"Loss":0.5611,"Metrics":[{"Name":"accuracy","Value":0.8042}]},"Duration":"00:00:01.2500000","LearningRate":0.001}""",
            JsonSerializer.Serialize(PublicValues.Epoch));
        Assert.Equal(
            """{"number":1,"loss":"NaN","metrics":[],"validation":null,"duration":"00:00:00.0350000","learningRate":0.01}""",
            JsonSerializer.Serialize(PublicValues.Bare, JsonSerializerOptions.Web));
        Assert.Equal("""{"Shape":[2],"Values":[0.1,1]}""", JsonSerializer.Serialize(Tensor.Create([2], [0.1f, 1f])));
        Assert.Equal("""{"shape":[2],"values":[0.1,1]}""", JsonSerializer.Serialize(Tensor.Create([2], [0.1, 1], Engine.Reference), JsonSerializerOptions.Web));
        Assert.Equal("""{"Shape":[3],"Classes":[2,0,-1]}""", JsonSerializer.Serialize(Tensor.Create([3], [2, 0, -1])));
        Assert.Equal("""{"value":true,"probabilities":[{"class":false,"probability":0.25},{"class":true,"probability":0.75}]}""",
            JsonSerializer.Serialize(
                new Prediction<bool>(true, Seq(new ClassProbability<bool>(false, 0.25f), new ClassProbability<bool>(true, 0.75f))),
                JsonSerializerOptions.Web));
        Assert.Equal("""{"Counts":[[1,1],[0,2]],"ClassNames":["cat","dog"]}""", JsonSerializer.Serialize(PublicValues.All[typeof(ConfusionMatrix)]));
    }

    [Fact]
    public void A_run_is_its_model_and_its_history()
    {
        var fitted = new Fitted<Model>(Model.Initialize(1), Seq1(PublicValues.Bare), true, None);
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(fitted));
        Assert.Equal(["Model", "History", "Cancelled", "StopReason"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("StopReason").ValueKind);
    }

    [Fact]
    public void What_is_text_is_not_read_back_and_says_why()
    {
        Assert.Equal("\"0.01\"", JsonSerializer.Serialize((LearningRate)0.01));
        var said = Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<Adam>("\"Adam\"")).Message;
        Assert.Contains("A Adam is written to JSON as its text, which can't be read back", said, StringComparison.Ordinal);
        var generic = Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<Predictor<Model>>("\"Predictor\"")).Message;
        Assert.StartsWith("A Predictor is written to JSON as its text", generic, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Shape":[2],"Values":[1]}"""), InlineData("""{"Shape":[-1],"Values":[1]}"""), InlineData("""{"Shape":[1]}"""), InlineData("""{"Values":[1]}""")]
    [InlineData("[1]"), InlineData("3"), InlineData("""{"Shape":[1],"Values":["x"]}"""), InlineData("""{"Shape":[1],"Values":[null]}""")]
    [InlineData("""{"Shape":[1],"Classes":[1.5]}"""), InlineData("""{"Shape":[1],"Values":[1],"Axes":["a","b"]}"""), InlineData("""{"Shape":"no","Values":[1]}""")]
    [InlineData("""{"Shape":[1],"Values":[1],"Axes":["a b"]}"""), InlineData("""{"Shape":[999999999999],"Values":[1]}""")]
    public void No_tensor_is_an_error_of_JSON(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Tensor>(json));

    [Theory]
    [InlineData("""{"Counts":[[1,2]]}"""), InlineData("""{"Counts":[]}"""), InlineData("""{"Counts":[[-1]]}"""), InlineData("{}"), InlineData("7")]
    [InlineData("""{"Counts":[[1]],"ClassNames":["a","b"]}"""), InlineData("""{"Counts":[[1.5]]}""")]
    [InlineData("""{"Counts":[[2000000000,1],[0,2000000000]]}"""), InlineData("""{"Counts":[[1]],"ClassNames":[null]}""")]
    public void No_matrix_is_an_error_of_JSON(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ConfusionMatrix>(json));

    [Fact]
    public void No_shape_and_no_list_are_errors_of_JSON()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Shape>("[-1]"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Shape>("3"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Shape>("[1.5]"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Evaluation>("""{"Loss":1,"Metrics":3}"""));
    }

    [Fact]
    public void Contexts_that_are_compiled_write_the_same()
    {
        Assert.Equal(JsonSerializer.Serialize(PublicValues.Epoch),
            JsonSerializer.Serialize(PublicValues.Epoch, CompiledJson.Default.Epoch));
        Assert.Equal(PublicValues.Epoch,
            JsonSerializer.Deserialize(JsonSerializer.Serialize(PublicValues.Epoch), CompiledJson.Default.Epoch));
        Assert.Equal(Named, JsonSerializer.Deserialize(JsonSerializer.Serialize(Named, CompiledJson.Default.Tensor),
            CompiledJson.Default.Tensor));
        var options = new FitOptions { Optimizer = new Sgd() };
        Assert.Equal(JsonSerializer.Serialize(options), JsonSerializer.Serialize(options, CompiledJson.Default.FitOptions));
    }
}

/// <summary>The serializer context of a trimmed program.</summary>
[JsonSerializable(typeof(Epoch)), JsonSerializable(typeof(Tensor)), JsonSerializable(typeof(FitOptions))]
internal sealed partial class CompiledJson : JsonSerializerContext;
