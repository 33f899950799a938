using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Tests.Data;
using static ModelDsl.Functions;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

/// <summary>A model's classes are those of its training data, by name, even if other data numbers them differently.</summary>
public sealed class ClassNameTests : IDisposable
{
    private static readonly FitOptions Options = new()
    {
        Epochs = 30,
        BatchSize = 5,
        Optimizer = new Sgd(0.1),
        Metrics = [Metric.Accuracy]
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Writes flowers that a line can separate, into files as programs find them.</summary>
    private Dataset Flowers(string file, params string[] names)
    {
        string Line(string name, int i) => name switch { "setosa" => $"{5 + i % 3},{i % 2},", "versicolor" => $"{i % 3},{5 + i % 2},", _ => $"{-5 - i % 3},{-5 - i % 2}," } + name + "\n";
        return Csv.Load(folder.Write(file, "x,y,species\n" + string.Concat(Enumerable.Range(0, 10).SelectMany(i => names.Select(name => Line(name, i)))))).Value();
    }

    private Dataset Train => Flowers("train.csv", "setosa", "versicolor", "virginica");

    private Dataset Test => Flowers("test.csv", "virginica", "setosa");

    private Model Trained => Model.Initialize(1).Fit(Train, Options).Value().Model;

    private static double Accuracy(Model model, Dataset data) => model.Evaluate(data, Metric.Accuracy).Value().Accuracy;

    private const string Composed = "M\u00fcller-Lüdenscheidt";
    private static readonly string Decomposed = Composed.Normalize(System.Text.NormalizationForm.FormD);

    private static Dataset Named(params string[] names) =>
        (Dataset.Create<float>([2], [1, 2, 3, 4, 5, 6], [0, 1, 2]).Value() | WithClassNames(names)).Value();

    [Fact]
    public void A_name_is_the_same_in_every_form_of_Unicode()
    {
        Assert.NotEqual(Composed, Decomposed);
        foreach (var (one, other) in ((string, string)[])[(Composed, Decomposed), (Decomposed, Composed)])
        {
            var matched = (Named("a", one, "c") | MatchClasses(["c", other, "a"])).Value();
            Assert.Equal([2, 1, 0], matched.Labels());
            Assert.Equal(["c", other, "a"], matched.ClassNames.ToArray());
            // The numbers agree with the names: there is no conflict, and nothing to match.
            var model = Model.Initialize(1).Fit(Named("a", one, "c"), Options).Value().Model;
            Assert.True(model.Evaluate(Named("a", other, "c"), Metric.Accuracy).IsSucc);
            var turned = (Dataset.Create<float>([2], [1, 2, 3, 4, 5, 6], [2, 1, 0]).Value() | WithClassNames(["c", other, "a"])).Value();
            Assert.Equal(model.Evaluate(Named("a", one, "c")).Value().Loss, model.Evaluate(turned).Value().Loss);
            Assert.True(model.Fit(Named("a", other, "c"), Options).IsSucc);
            var yes = (Named("a", one, "c") | IsClass(1)).Value().NumberedAs((Named("a", other, "c") | IsClass(1)).Value().Legends);
            Assert.True(yes.IsSucc);
        }
    }

    [Fact]
    public void Two_classes_of_a_file_that_are_one_name_are_one_class()
    {
        var data = Csv.Load(folder.Write("names.csv", $"x,y,who\n1,2,{Composed}\n3,4,{Decomposed}\n5,6,Zoe\n")).Value();
        Assert.Equal([Composed.Normalize(), "Zoe"], data.ClassNames.ToArray());
        Assert.Equal([0, 0, 1], data.Labels());
    }

    [Fact]
    public void Names_that_differ_in_the_size_of_a_letter_are_two()
    {
        Assert.Equal([1, 0, 2], (Named("A", "a", "c") | MatchClasses(["a", "A", "c"])).Value().Labels());
        Assert.Contains("sample 0 is of the class Rose", (Named("Rose", "b", "c") | MatchClasses(["rose", "b", "c"])).Message());
    }

    [Fact]
    public void Names_that_have_no_form_are_compared_as_they_are() =>
        Assert.Equal([1, 0, 2], (Named("\ufffeü", "b", "c") | MatchClasses(["b", "\ufffeü", "c"])).Value().Labels());

    /// <summary>A file would hold another character instead, and the model would no longer recognise the class.</summary>
    [Fact]
    public void A_name_with_half_of_a_pair_is_refused_wherever_names_are_given()
    {
        foreach (var (name, shown) in new[] { ("\ud83d", "'\\ud83d'"), ("a\ude00b", "'a\\ude00b'"), ("\ude00\ud83d", "'\\ude00\\ud83d'"), ("\ud83d\ud83d\ude00", "'\\ud83d\ud83d\ude00'") })
        {
            string[] names = ["b", name, "c"];
            Assert.All(
                [
                    Dataset.Create<float>([1], [1, 2, 3], [0, 1, 2], names).Message(),
                    Dataset.Unlabelled<float>([1], [1, 2, 3], names).Message(),
                    (ToyData.Clouds(3) | WithClassNames(names)).Message(),
                    Csv.Load(folder.Write("names.csv", "x,who\n1,b\n2,c\n"), new CsvOptions { Classes = names }).Message(),
                ],
                message => Assert.Contains($"the class {shown} has half of a surrogate pair in its name", message));
        }
        Assert.True((ToyData.Clouds(3) | WithClassNames(["b", "\ud83d\ude00", "c"])).IsSucc);
    }

    [Fact]
    public void A_test_set_that_lacks_a_class_is_matched_by_name()
    {
        Assert.Equal(1, Accuracy(Trained, Test));
        Assert.Equal(Accuracy(Trained, Train), Accuracy(Trained, Flowers("other.csv", "versicolor")));
    }

    [Fact]
    public void Validation_data_is_matched_by_name_too()
    {
        var fitted = Model.Initialize(1).Fit(Train, Options with { Validation = Test }).Value();
        Assert.Equal(1, fitted.History.Last.ValidationAccuracy);
        var unknown = Model.Initialize(1).Fit(Train, Options with { Validation = Flowers("test.csv", "setosa", "rose") });
        Assert.Contains("test.csv: sample 1 is of the class rose, which is not one of the classes of training: setosa, versicolor, virginica", unknown.Message());
    }

    [Fact]
    public void A_class_that_the_model_does_not_know_is_an_error()
    {
        Assert.Contains("sample 0 is of the class rose", Trained.Evaluate(Flowers("test.csv", "rose", "setosa")).Message());
        // Only if the class occurs.
        var part = (Flowers("test.csv", "setosa", "rose") | OfClasses(1)).Value();
        Assert.Equal(1, Accuracy(Trained, part));
    }

    [Fact]
    public void Predictions_are_not_read_by_other_names()
    {
        Assert.Contains("test.csv numbers its classes differently from the data that the model was trained on: class 1 is virginica here and versicolor there",
            Trained.Predict(Test).Message());
        var matched = (Test | MatchClasses(Train)).Value();
        var classes = (Trained.Predict(matched) | Argmax).Value();
        Assert.Equal(matched.Labels(), classes.ToArray());
        Assert.True(Trained.Predict((Test | WithClassNames([])).Value()).IsSucc);
        Assert.True(Trained.Predict(Flowers("none.csv", "?")).IsSucc);
    }

    [Fact]
    public void Names_go_with_a_model_to_another_engine_and_into_files()
    {
        Assert.Equal(1, Accuracy(Trained.To(Engine.Reference), Test));
        Trained.Save(folder["model.safetensors"]).Value();
        var loaded = ModelFiles.Load<Model>(folder["model.safetensors"]).Value();
        Assert.Equal(1, Accuracy(loaded, Test));
        Assert.Equal(1, Accuracy(loaded.Fit((Train | WithClassNames([])).Value(), Options).Value().Model, Test));
        var checkpoint = new ModelCheckpoint(folder["best.safetensors"], monitor: "loss");
        Model.Initialize(1).Fit(Train, Options with { Callbacks = [checkpoint] }).Value();
        Assert.Equal(1, Accuracy(ModelFiles.Load<Model>(folder["best.safetensors"]).Value(), Test));
    }

    [Fact]
    public void Names_in_a_file_that_cannot_be_understood_are_an_error()
    {
        var model = Trained;
        foreach (var text in (string[])["", "7", "[7]", "[{}]", "[{\"classes\":\"x\"}]"])
        {
            var tensors = model.Parameters.Zip(Model.Description.Parameters,
                (tensor, p) => new NamedTensor(p.Name, tensor)).ToSeq().Strict();
            Safetensors.Write(folder["odd"], new SafetensorsFile(tensors, LanguageExt.HashMap.create(("modeldsl.classes", text)))).Value();
            Assert.StartsWith($"{folder["odd"]}: the names of the classes", ModelFiles.Load<Model>(folder["odd"]).Message());
        }
    }

    [Fact]
    public void What_is_computed_from_a_model_has_no_names()
    {
        Assert.Equal(0.5, Accuracy(1 * Trained, Test));
        Assert.Equal(0.5, Accuracy(Trained with { Bias = Tensor.Zeros([3]) }, Test));
    }

    [Fact]
    public void Training_goes_on_with_the_same_numbers_or_with_other_classes()
    {
        Assert.Contains("numbers its classes differently", Trained.Fit(Test, Options).Message());
        Assert.Equal(1, Accuracy(Trained.Fit((Test | MatchClasses(Train)).Value(), Options).Value().Model, Test));
        var garden = (Train | WithClassNames(["lily", "rose", "tulip"])).Value();
        var gardener = Trained.Fit(garden, Options).Value().Model;
        Assert.Equal(1, Accuracy(gardener, garden));
        Assert.Contains("of the class setosa", gardener.Evaluate(Train).Message());
    }

    [Fact]
    public void Rows_of_one_hot_labels_are_matched_too()
    {
        var model = LinearModel<OneHotClassifier>.Initialize(1).Fit((Train | OneHot(3)).Value(), Options).Value().Model;
        Assert.Equal(1, model.Evaluate((Test | OneHot(2)).Value(), Metric.Accuracy).Value().Accuracy);
        Assert.Equal(1, model.Evaluate((Test | OneHot(3)).Value(), Metric.Accuracy).Value().Accuracy);
    }

    [Fact]
    public void The_class_of_a_question_is_compared()
    {
        var trained = (Train | IsClass(1)).Value();
        var asked = (Test | IsClass(1)).Value();
        Assert.Contains("test.csv: the answer is yes for virginica, but in training it was for versicolor", asked.NumberedAs(trained.Legends).Message());
        Assert.True((Test | IsClass(1)).Value().NumberedAs((Train | IsClass(2)).Value().Legends).IsSucc);
        Assert.Equal("test.csv: 20 samples of shape [2], labels: numbers of shape [1], yes for virginica", asked.ToString());
    }

    [Fact]
    public void Each_of_several_outputs_has_its_own_names()
    {
        var (digits, flowers) = ((Train | WithClassNames(["0", "1", "2"])).Value(), Train);
        var joined = Dataset.JoinLabels(digits, flowers).Value();
        var other = (Train | OfClasses(0, 2) | WithClassNames(["0", "2"])).Value();
        var matched = Dataset.JoinLabels(other, (Train | OfClasses(0, 2)).Value()).Value().NumberedAs(joined.Legends).Value();
        Assert.Equal([0, 0, 2, 2], matched.ToBatch(..2).Labels.ToDoubles());
        Assert.Equal("train.csv: 30 samples of shape [2], labels: class indices (0, 1, 2), class indices (setosa, versicolor, virginica)", joined.ToString());
    }

    [Fact]
    public void Matching_keeps_samples_of_no_class_and_refuses_what_it_cannot_tell()
    {
        var some = Dataset.Create<float>([1], [1, 2, 3], [1, -1, 0], ["b", "a"]).Value();
        Assert.Equal([0, -1, 1], (some | MatchClasses(["a", "b"])).Value().Labels());
        Assert.Equal(["a", "b"], (some | MatchClasses(["a", "b"])).Value().ClassNames.ToArray());
        Assert.Contains("classes 0 and 2 of training have the same name", (some | MatchClasses(["a", "b", "a"])).Message());
        Assert.Contains("was given none", (some | MatchClasses([])).Message());
        Assert.Contains("have none", (Samples.Numbered(3) | MatchClasses(["a"])).Message());
        Assert.Contains("needs labels", (Dataset.Unlabelled<float>([1], [1]).Value() | MatchClasses(["a"])).Message());
        Assert.Contains("the label of sample 0 is 1", (some | WithClassNames(["a"])).Message());
    }

    [Fact]
    public void Whoever_gives_no_data_is_told_so()
    {
        var model = Model.Initialize(1);
        Assert.Equal("train", Assert.Throws<ArgumentNullException>(() => model.Fit((Dataset)null!)).ParamName);
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => model.Evaluate(null!)).ParamName);
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => model.Evaluate(null!, 3)).ParamName);
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => model.Predict((Dataset)null!)).ParamName);
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => Model.CrossValidate(null!)).ParamName);
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => model.LossAndGradient(null!)).ParamName);
        Assert.Equal("train", Assert.Throws<ArgumentNullException>(() => Standardization.Fit(null!)).ParamName);
        Assert.Equal("train", Assert.Throws<ArgumentNullException>(() => MatchClasses((Dataset)null!)).ParamName);
        Assert.Equal("fitted", Assert.Throws<ArgumentNullException>(() => Standardize(null!)).ParamName);
        Assert.Equal("classNames", Assert.Throws<ArgumentNullException>(() => MatchClasses((IEnumerable<string>)null!)).ParamName);
        Assert.Equal("classNames", Assert.Throws<ArgumentNullException>(() => WithClassNames(null!)).ParamName);
        Assert.Equal("parts", Assert.Throws<ArgumentNullException>(() => Idx.Map((IEnumerable<IdxPart>)null!)).ParamName);
        Assert.Equal("classes", Assert.Throws<ArgumentNullException>(() => OfClasses(null!)).ParamName);
        Assert.Equal("classes", Assert.Throws<ArgumentNullException>(() => IsClass(null!)).ParamName);
        Assert.Equal("weights", Assert.Throws<ArgumentNullException>(() => WithSampleWeights(null!)).ParamName);
        Assert.Equal("parts", Assert.Throws<ArgumentNullException>(() => Dataset.Join(null!)).ParamName);
        Assert.Equal("parts", Assert.Throws<ArgumentNullException>(() => Dataset.JoinLabels(null!)).ParamName);
        Assert.Contains("a class has the name null", Dataset.Create<float>([1], [1], [0], [null!]).Message());
        Assert.Contains("a class has the name null", Dataset.Unlabelled<float>([1], [1], [null!]).Message());
        Assert.Contains("a class has the name null", (Dataset.Create<float>([1], [1], [0]).Value() | WithClassNames([null!])).Message());
        Assert.Contains("null", Dataset.Join(Train, null!).Message());
        Assert.Contains("null", Dataset.JoinLabels(Train, null!).Message());
        Assert.True(Csv.Load(null!).IsFail);
        Assert.True(Idx.Load(null!, null!).IsFail);
        Assert.True(Idx.Map([null!]).IsFail);
    }
}
