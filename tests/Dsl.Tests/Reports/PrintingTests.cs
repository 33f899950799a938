using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Printing;
using ModelDsl.Tests.Training;
using static LanguageExt.Prelude;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using Numbers = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;

namespace ModelDsl.Tests.Reports;

/// <summary>The text of results, also without metrics and validation.</summary>
public class PrintingTests
{
    private static readonly FitOptions Options = new() { BatchSize = 5, Epochs = 2, Threads = 1 };

    private static Fitted<Model> Fitted(FitOptions options) => Model.Initialize(1).Fit(ToyData.Clouds(20), options).ThrowIfFail();

    [Fact]
    public void Results_print_as_their_figures()
    {
        Assert.Equal("accuracy 0.8042", PublicValues.Held.Metrics[0].ToString());
        Assert.Equal("loss 0.5611, accuracy 0.8042", PublicValues.Held.ToString());
        Assert.Equal("loss 0.5000", new Evaluation(0.5, default).ToString());
        Assert.Equal("Epoch 3: loss 0.5432, accuracy 0.8123, val_loss 0.5611, val_accuracy 0.8042, 1.2 s", PublicValues.Epoch.ToString());
        Assert.Equal("Epoch 1: loss NaN, 35 ms", PublicValues.Bare.ToString());
        Assert.Equal("Fold 2: loss 0.5611, accuracy 0.8042, 400 ms", PublicValues.Fold.ToString());
        Assert.Equal("1 fold: 0.8042 ± 0.0000, 2.2 s", new CrossValidation(Seq1(PublicValues.Fold), TimeSpan.FromSeconds(2.2)).ToString());
        Assert.Equal("0 folds: NaN ± NaN, 0 ms", new CrossValidation(default, default).ToString());
        Assert.Equal("Iteration 2: loss 0.5432, gradient norm 3.2100e-05, 12 products, step 1.0000", PublicValues.Iteration.ToString());
        Assert.Equal(
            "Classifier, OutOfIterations after 1 iteration: loss 0.5432, gradient norm 3.2100e-05",
            new Minimum<Model>(Model.Initialize(1), MinimumEnd.OutOfIterations,
                Seq(PublicValues.Iteration, PublicValues.Iteration)).ToString());
        Assert.Equal(
            "Classifier, Cancelled after 0 iterations: loss NaN, gradient norm NaN", new Minimum<Model>(Model.Initialize(1), MinimumEnd.Cancelled, default).ToString());
    }

    [Fact]
    public void A_trained_model_prints_with_and_without_metrics_and_validation()
    {
        var (bare, full) = (Fitted(Options), Fitted(Options with { Metrics = [Metric.Accuracy], Validation = ToyData.Clouds(9) }));
        Assert.Matches(@"^Classifier, trained for 2 epochs: loss \d+\.\d{4}$", bare.ToString());
        Assert.Matches(@"^\[Epoch 1: loss \d+\.\d{4}, \d+ m?s, Epoch 2: .*\]$", bare.History.ToString());
        Assert.Matches(@"^Epoch 2: loss \d+\.\d{4}, \d+(\.\d)? m?s$", bare.History.Last.ToString());
        Assert.Matches(@"^Classifier, trained for 2 epochs: loss \S+, accuracy \S+, val_loss \S+, val_accuracy \S+$", full.ToString());
        Assert.Matches(@"^loss \S+$", full.Model.Evaluate(ToyData.Clouds(9)).ThrowIfFail().ToString());
        Assert.Matches(@"^5 folds: \S+ ± \S+, .+$", Model.CrossValidate(ToyData.Clouds(20), Options).ThrowIfFail().ToString());
    }

    [Fact]
    public void A_run_that_ended_early_says_so()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var cancelled = Fitted(Options with { Cancellation = source.Token });
        Assert.Equal("Classifier, no epoch completed; cancelled", cancelled.ToString());
        Assert.True(cancelled.Last.IsNone);
        var stopped = Fitted(Options with { Callbacks = [new LambdaCallback(onEpochEnd: (context, _) => context.Stop("enough"))] });
        Assert.Matches(@"^Classifier, trained for 1 epoch: loss \S+; stopped: enough$", stopped.ToString());
        Assert.Equal(stopped.History[0], stopped.Last.IfNone(() => throw new InvalidOperationException()));
    }

    [Fact]
    public void A_stop_without_a_reason_stops()
    {
        foreach (var reason in (string?[])[null, "", " "])
        {
            var fitted = Fitted(Options with { Callbacks = [new LambdaCallback(onEpochEnd: (context, _) => context.Stop(reason))] });
            Assert.Single(fitted.History);
            Assert.Equal("A callback asked for it.", fitted.StopReason.IfNone(""));
        }
    }

    [Fact]
    public void Errors_print_as_their_messages()
    {
        var refused = Model.Initialize(1).Fit(ToyData.Clouds(20), Options with { Epochs = 0 });
        Assert.Equal("Fail(Classifier can't be trained like this: Epochs is 0, but must be at least 1.)", refused.ToString());
        var diverged = Numbers.Initialize(1).Fit(ToyData.Line(40), Options with { Epochs = 90, Optimizer = new Sgd(30) });
        var error = Assert.IsType<NonFiniteLoss<Numbers>>(diverged.Case);
        Assert.Equal(error.Message, error.ToString());
        Assert.Equal($"\"{error.Message}\"", System.Text.RegularExpressions.Regex.Unescape(System.Text.Json.JsonSerializer.Serialize(error)));
        Assert.All(PublicValues.All.Values.OfType<Error>(), e => Assert.Equal(e.Message, e.ToString()));
    }

    [Fact]
    public void Options_print_as_one_writes_them()
    {
        Assert.Equal("Sgd { LearningRate = 0.01, Momentum = 0, Nesterov = False, Formula = Keras }", new Sgd().ToString());
        Assert.Equal(
            "AdamW { LearningRate = 0.001, WeightDecay = 0.004, ExcludeFromWeightDecay = [Bias], Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1E-07, Formula = Keras, Amsgrad = False }",
            new AdamW { ExcludeFromWeightDecay = ["Bias"] }.ToString());
        Assert.StartsWith("Lion { LearningRate = 0.5 * Optimal { Alpha = 0.0001 }, ClipNorm = 1, UseEma = True, EmaMomentum = 0.99, GradientAccumulationSteps = 4, ", (new Lion(0.5 * new LearningRate.Optimal(1e-4)) { ClipNorm = 1, UseEma = true, GradientAccumulationSteps = 4 }).ToString(), StringComparison.Ordinal);
        Assert.Equal("0.01", ((LearningRate)0.01).ToString());
        Assert.Equal("Piecewise { Boundaries = [10, 20], Values = [0.1, 0.05, 0.01] }", new LearningRate.Piecewise([10, 20], [0.1, 0.05, 0.01]).ToString());
        Assert.Equal("Cosine { Initial = 0.1, DecaySteps = 10, Alpha = 0, WarmupSteps = 0 }", new LearningRate.Cosine(0.1, 10).ToString());
        Assert.Equal("Accuracy { Name = accuracy }", Metric.Accuracy.ToString());
        Assert.Equal("Precision { Name = precision_2, Average = Micro, Class = 2 }", new Precision(Class: 2).ToString());
        Assert.Equal(
            "EarlyStopping { Monitor = val_loss, MinDelta = 0, Patience = 2, Mode = Auto, RestoreBestWeights = False, StartFromEpoch = 0 }",
            new EarlyStopping(patience: 2).ToString());
        Assert.Equal("LambdaCallback { onEpochEnd = a function }", new LambdaCallback(onEpochEnd: (_, _) => { }).ToString());
        Assert.Equal("TerminateOnNaN", new TerminateOnNaN().ToString());
        Assert.Equal(
            "FitOptions { Epochs = 2, BatchSize = 5, Optimizer = Sgd { LearningRate = 0.01, Momentum = 0, Nesterov = False, Formula = Keras }, Metrics = [accuracy], " +
            "ClassWeights = [0: 2.5], Callbacks = [TerminateOnNaN], Seed = 0, Shuffle = True, Engine = cpu, Threads = 1 }",
            (Options with
            {
                Optimizer = new Sgd(),
                Metrics = [Metric.Accuracy],
                ClassWeights = new Dictionary<int, double> { [0] = 2.5 },
                Callbacks = [new TerminateOnNaN()]
            }).ToString());
    }

    /// <summary>A user's record, which prints like the library's: its own members follow, with numbers in no culture's format.</summary>
    private sealed record Wave(double Height) : LearningRate
    {
        public override double At(long step) => Height;

        public override IEnumerable<string> Faults() => [];
    }

    [Fact]
    public void An_own_schedule_prints_its_members() => Assert.Equal("Wave { Height = 0.5 }", new Wave(0.5).ToString());

    [Fact]
    public void A_confusion_matrix_prints_as_a_table()
    {
        Assert.Equal(
            """
            true \ predicted    cat    dog  recall
            cat                   1      1   0.500
            dog                   0      2   1.000
            precision         1.000  0.667   0.750
            """.ReplaceLineEndings("\n"), ConfusionMatrix.Create([0, 0, 1, 1], [0, 1, 1, 1], 2, Seq("cat", "dog")).ThrowIfFail().ToString());
        Assert.Equal(
            """
            true \ predicted  0      1  recall
            0                 0      1   0.000
            1                 0      1   1.000
            precision         -  0.500   0.500
            """.ReplaceLineEndings("\n"), ConfusionMatrix.Create([0, 1], [1, 1], 2).ThrowIfFail().ToString());
        Assert.Equal("Confusion matrix of 100 classes: 1 samples, accuracy 1.000", ConfusionMatrix.Create([99], [99], 100).ThrowIfFail().ToString());
        Assert.Contains("3 names or none", ConfusionMatrix.Create([0], [0], 3, Seq1("one")).Match(_ => "", e => e.Message), StringComparison.Ordinal);
        Assert.Contains("too many to keep", ConfusionMatrix.Create([0], [0], 100_000).Match(_ => "", e => e.Message), StringComparison.Ordinal);
    }

    /// <summary>Files may name classes freely: with line breaks, terminal commands, and characters of two code units.</summary>
    [Fact]
    public void Names_from_files_break_no_line()
    {
        string[] names = ["a\nb", "\u001b[31mred", new string('x', 14) + "😀😀"];
        Assert.Equal(
            """
            true \ predicted   a\nb  \u001b[31mred  xxxxxxxxxxxxxx…  recall
            a\nb                  1              0                0   1.000
            \u001b[31mred         0              1                0   1.000
            xxxxxxxxxxxxxx…       0              0                1   1.000
            precision         1.000          1.000            1.000   1.000
            """.ReplaceLineEndings("\n"), ConfusionMatrix.Create([0, 1, 2], [0, 1, 2], 3, toSeq(names)).ThrowIfFail().ToString());
        Assert.Equal(
            $@"pets: 3 samples of shape [1], labels: class indices (a\nb, \u001b[31mred, {names[2]})",
            Dataset.Create<float>([1], [1, 2, 3], [0, 1, 2], names, name: "pets").ThrowIfFail().ToString());
        Assert.All(Enumerable.Range(0, 4),
            more => Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(
            new CsvLogger(new string('x', more) + string.Concat(Enumerable.Repeat("😀", 600))).ToString()))));
    }

    [Fact]
    public void What_is_long_is_cut()
    {
        Assert.Equal("[0, 1, 2, 3, 4, 5, 6, 7, … 92 more]", ValueText.List(Enumerable.Range(0, 100)));
        var many = new Sgd { ExcludeFromWeightDecay = [.. Enumerable.Range(0, 100).Select(i => new string('x', 500) + i)] };
        Assert.InRange(many.ToString().Length, 100, 1100);
        Assert.Equal("Tensor [1000] { 0, 0, 0, 0, 0, 0, … }", Tensor.Zeros([1000]).ToString());
        var layers = Enumerable.Range(0, 50).Select(i => new LayerDescription($"L{i}", "Dense(3)", [3], 9, 1)).ToSeq();
        Assert.Equal(
            "Classifier { L0 = Dense(3), L1 = Dense(3), L2 = Dense(3), L3 = Dense(3), L4 = Dense(3), L5 = Dense(3), L6 = Dense(3), L7 = Dense(3), … 42 more layers, 9 parameters }",
            (Model.Description with { Layers = layers }).ModelText);
    }

    /// <summary>Names that come from files may hold anything.</summary>
    [Theory]
    [InlineData("a\nb", "a\\nb"), InlineData("a\r\nb", "a\\r\\nb"), InlineData("\ta", "\\ta"), InlineData("a\u0085\0", "a\\u0085\\u0000"), InlineData("\u2028a\u2029", "\\u2028a\\u2029"), InlineData("a \\ b", "a \\ b")]
    public void A_name_with_a_line_break_stays_on_its_line(string name, string shown)
    {
        Assert.Equal(shown + " 0.5000", new MetricValue(name, 0.5).ToString());
        Assert.Equal($"loss 1.0000, {shown} 0.5000", new Evaluation(1, Seq1(new MetricValue(name, 0.5))).ToString());
        Assert.Equal($"CsvLogger {{ Path = {shown}, Separator = \"\\t\", Append = False }}", new CsvLogger(name, "\t").ToString());
        Assert.Equal($"Accuracy {{ Name = {shown} }}", (Metric.Accuracy with { Name = name }).ToString());
        Assert.StartsWith($"EarlyStopping {{ Monitor = {shown}, ", new EarlyStopping(name).ToString(), StringComparison.Ordinal);
        var data = Dataset.Create<float>([1], [1, 2], [0, 1], [name, "c"], name: name).ThrowIfFail().ToString();
        Assert.StartsWith(shown + ": 2 samples", data, StringComparison.Ordinal);
        Assert.DoesNotContain(data, char.IsControl);
        var table = ConfusionMatrix.Create([0, 1], [0, 1], 2, Seq(name, "c")).ThrowIfFail().ToString().Split('\n');
        Assert.Equal(4, table.Length);
        Assert.Single(table.Select(line => line.Length).Distinct());
        Assert.StartsWith(shown + " ", table[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_room_is_whole()
    {
        Assert.Equal("[0, 1, 2, 3, 4, 5, 6, 7]", ValueText.List(Enumerable.Range(0, 8)));
        Assert.Equal("[0, 1, 2, 3, 4, 5, 6, 7, … 1 more]", ValueText.List(Enumerable.Range(0, 9)));
        static string[] Table(int classes, params string[] names) =>
            ConfusionMatrix.Create([0], [0], classes, names.ToSeq()).ThrowIfFail().ToString().Split('\n');
        Assert.Equal(22, Table(20).Length);
        Assert.Equal("Confusion matrix of 21 classes: 1 samples, accuracy 1.000", Assert.Single(Table(21)));
        Assert.StartsWith("sixteen letters.  ", Table(1, "sixteen letters.")[1], StringComparison.Ordinal);
        Assert.StartsWith("seventeen lette…  ", Table(1, "seventeen letters")[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-DE"), InlineData("fi-FI"), InlineData("ar-SA")]
    public void Thousands_stand_apart_as_in_every_culture(string culture)
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
        try
        {
            var large = Model.Description with { Parameters = Seq1(new ParameterDescription("Output.Kernel", [1234, 1000])) };
            Assert.Equal("Classifier: [2] → [3], 0 layers, 1,234,000 parameters, SparseCategoricalCrossentropy", large.ToString());
            Assert.Equal("Classifier { 1,234,000 parameters }", large.ModelText);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void One_step_is_one()
    {
        var state = new OptimizerState(new Sgd(), new ParameterArena(Engine.Cpu, Model.Description));
        Assert.EndsWith("} after 0 steps", state.ToString(), StringComparison.Ordinal);
        state.Apply(new ParameterArena(Engine.Cpu, Model.Description));
        Assert.EndsWith("} after 1 step", state.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Half of a surrogate pair is not valid text for JSON or a file.</summary>
    [Fact]
    public void What_is_cut_is_not_cut_within_a_character()
    {
        var faces = string.Concat(Enumerable.Repeat("🙂", 700));
        foreach (var before in (string[])["", "a", "ab"])
        {
            string[] texts =
            [
                new CsvLogger(before + faces).ToString(),
                ConfusionMatrix.Create([0], [0], 1, Seq1(before + faces)).ThrowIfFail().ToString(),
            ];
            Assert.All(texts, text => Assert.Equal(text, System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text))));
            Assert.All(texts, text => Assert.Contains("…", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Small_values_say_what_they_are()
    {
        Assert.Equal(["1..3", "^1", "2", "0..^0"], new Slice[] { 1..3, ^1, 2, .. }.Select(slice => slice.ToString()));
        Assert.Equal("cpu", Engine.Cpu.ToString());
        Assert.Equal("reference", Engine.Reference.ToString());
        Assert.Equal("Float [2, 3]", Engine.Cpu.Allocate(ElementType.Float, [2, 3]).ToString());
        Assert.Equal("no run", default(TrainingContext).ToString());
        Assert.Equal("Batch: inputs [2, 3], labels [2], weights [2]", new Batch(Tensor.Zeros([2, 3]), Tensor.Create([2], [0, 1]), Tensor.Zeros([2])).ToString());
        Assert.Equal("Classifier: [2] → [3], 0 layers, 9 parameters, SparseCategoricalCrossentropy", Model.Description.ToString());
    }
}
