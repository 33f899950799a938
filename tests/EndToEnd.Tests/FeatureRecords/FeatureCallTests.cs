using LanguageExt;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.FeatureRecords;

/// <summary>Who learns from which rows, and how outputs become predictions.</summary>
public sealed class FeatureCallTests
{
    private static readonly FitOptions Options = new() { Epochs = 3, Seed = 1, Optimizer = new Adam(0.01), Metrics = [Metric.Accuracy] };

    private static Passenger[] Rows { get; } = FeatureModelTests.Draw(90, 11);

    /// <summary>The scores are those of folds by hand, whose encoders learn from their own training rows alone.</summary>
    [Fact]
    public void Folds_are_as_by_hand()
    {
        foreach (var stratified in (bool[])[false, true])
        {
            var scores = TitanicLogit.CrossValidate(Rows, Options with { Seed = 5 }, folds: 3, stratified, seed: 4).ThrowIfFail();
            var numbers = Dataset.Create<float>([1], Enumerable.Range(0, Rows.Length).Select(i => (float)i).ToArray(),
                Rows.Select(row => row.Survived == true ? 1 : 0).ToArray()).ThrowIfFail();
            var parts = KFold(3, stratified, 4)(numbers).ThrowIfFail();
            foreach (var fold in Enumerable.Range(0, 3))
            {
                Passenger[] Of(Dataset part) => [.. part.ToTensor().ToArray().Select(i => Rows[(int)i])];
                var model = TitanicLogit.Initialize(5).Fit(Of(parts[fold].Train), Options with { Seed = 5 }).ThrowIfFail().Model;
                Assert.Equal(model.Evaluate(Of(parts[fold].Held), Metric.Accuracy).ThrowIfFail().Loss, scores.Folds[fold].Held.Loss, 1e-6);
            }
        }
    }

    [Fact]
    public void Fit_learns_from_training_rows_once()
    {
        var (train, held) = (Rows[..60], Rows[60..]);
        var other = TitanicLogit.Initialize(1).Adapt(held).ThrowIfFail();
        Assert.Equal(other.Encoder, other.Fit(train, Options).ThrowIfFail().Model.Encoder);
        var fitted = TitanicLogit.Initialize(1).Fit(train, Options, held).ThrowIfFail();
        Assert.Equal(FeatureEncoder<Passenger>.Learn(train).ThrowIfFail(), fitted.Model.Encoder);
        // Validation rows are numbers of the training encoder, in every digit.
        var validation = fitted.History[^1].Validation.IfNone(() => throw new InvalidOperationException());
        Assert.Equal(fitted.Model.Evaluate(held).ThrowIfFail().Loss, validation.Loss, 1e-6);
        Assert.Contains("FitOptions.Validation too", Message(other.Fit(train, Options with { Validation = other.Encoder!.Encode(held).ThrowIfFail() }, held)));
    }

    [Fact]
    public void Layers_adapt_with_the_encoder()
    {
        var model = TitanicAdapted.Initialize(1).Adapt(Rows).ThrowIfFail();
        Assert.True(model.Predict(Rows[0]).IsSucc);
        Assert.Equal(model.Scale, TitanicAdapted.Initialize(2).Fit(Rows, Options).ThrowIfFail().Model.Scale);
        Assert.Equal(model.Scale, model.Fit(Rows[..20], Options).ThrowIfFail().Model.Scale);
        Assert.True(TitanicAdapted.CrossValidate(Rows, Options, folds: 2).IsSucc);
        // Rows to adapt to need no labels.
        Assert.True(TitanicAdapted.Initialize(1).Adapt(Rows.Select(row => row with { Survived = null })).IsSucc);
        Assert.True(TitanicAdapted.Initialize(1).Adapt(Rows.Select((row, i) => i == 5 ? row with { Survived = null } : row)).IsSucc);
    }

    [Fact]
    public void What_a_model_learnt_of_its_rows_goes_with_its_encoder_alone()
    {
        var model = TitanicLogit.Initialize(1).Fit(Rows, Options).ThrowIfFail().Model;
        var without = model.WithEncoder(null);
        Assert.Null(TitanicLogit.Load(without.ToBytes().ThrowIfFail()).ThrowIfFail().Encoder);
        var other = model.WithEncoder(FeatureEncoder<Passenger>.Learn(Rows[..30]).ThrowIfFail());
        Assert.Equal(other.Encoder, TitanicLogit.Load(other.ToBytes().ThrowIfFail()).ThrowIfFail().Encoder);
        // The text is written once: every prediction asks for it.
        Assert.Same(model.Encoder!.ToText(), model.Encoder.ToText());
    }

    [Fact]
    public void Encoded_rows_have_the_names_of_their_columns()
    {
        var model = TitanicLogit.Initialize(1).Fit(Rows, Options).ThrowIfFail().Model;
        var data = model.Encoder!.Encode(Rows).ThrowIfFail();
        Assert.Equal(["Age", "Fare", "Embarked", "Gender", "Ticket", "Siblings"], data.Features.Map(feature => feature.Name).ToArray());
        Assert.Equal(model.Encoder.Columns, data.Features.Bind(feature => feature.Columns));
        Assert.Equal(["Embarked = S", "Embarked = C", "Embarked = Q"], data.Features[2].Columns.ToArray());
        var houses = FeatureEncoder<House>.Learn([new House(1, DayOfWeek.Monday, "a", 1), new House(2, DayOfWeek.Friday, "b", 2)]).ThrowIfFail();
        Assert.Equal([("Area", 0), ("Sold", 1), ("Street", 2)],
            houses.Encode([new House(1, DayOfWeek.Monday, "a", 1)]).ThrowIfFail().Features.Map(one => (one.Name, one.First)).ToArray());
    }

    [Fact]
    public void Outputs_become_classes_as_the_loss_means_them()
    {
        var encoder = FeatureEncoder<Passenger>.Learn(Rows).ThrowIfFail();
        T Constant<T>(T model, params float[] bias) where T : class, IFeatureModel<T, Passenger> => model.WithEncoder(encoder)
            .WithParameters(model.Parameters.Map(p => p.Shape.Size == bias.Length && p.Shape.Rank == 1
                ? Tensor.Create([bias.Length], bias) : 0 * p).Strict()).ThrowIfFail();

        Prediction<bool> Margin(float output) => Constant(TitanicMargin.Initialize(1), output).Predict(Rows[0]).ThrowIfFail();
        Assert.Equal([false, true, true], new[] { -0.1f, 0, 0.2f }.Select(output => Margin(output).Value));
        Assert.True(Margin(1).Probabilities.IsEmpty);

        Prediction<bool> Logit(float output) => Constant(TitanicLogit.Initialize(1), output).Predict(Rows[0]).ThrowIfFail();
        Assert.Equal([false, true, true], new[] { -0.1f, 0, 0.2f }.Select(output => Logit(output).Value));
        Assert.Equal(1 / (1 + Math.Exp(-2)), Logit(2).Probability.IfNone(0), 1e-6);
        Assert.Equal([Math.Round(1 / (1 + Math.Exp(2)), 5), Math.Round(1 / (1 + Math.Exp(-2)), 5)],
            Logit(2).Probabilities.Map(one => Math.Round((double)one.Probability, 5)).ToArray());

        var classes = Constant(TitanicClasses.Initialize(1), 3000, 3002).Predict(Rows[0]).ThrowIfFail();
        Assert.True(classes.Value);
        Assert.Equal(1 / (1 + Math.Exp(-2)), classes.Probability.IfNone(0), 1e-6);
        // Of equal classes the first, as everywhere.
        Assert.False(Constant(TitanicClasses.Initialize(1), 1, 1).Predict(Rows[0]).ThrowIfFail().Value);

        var columns = TitanicColumns.Initialize(1).Fit(Rows, Options with { Epochs = 30 }).ThrowIfFail().Model;
        Assert.InRange(columns.Evaluate(Rows, Metric.Accuracy).ThrowIfFail().Metrics[0].Value, 0.7, 1);
        Assert.Equal(columns.Predict(Rows).ThrowIfFail().Map(one => one.Value),
            columns.Predict(Rows.Select(row => row with { Survived = null })).ThrowIfFail().Map(one => one.Value));
    }

    [Fact]
    public void Predictions_look_at_no_label_and_no_rows_give_none()
    {
        var model = TitanicLogit.Initialize(1).Adapt(Rows).ThrowIfFail();
        Assert.True(model.Predict(Array.Empty<Passenger>()).ThrowIfFail().IsEmpty);
        var sales = Sales.Initialize(1).Adapt([new Sale(1, 1, 1), new Sale(2, 1, 5)]).ThrowIfFail();
        // A weight that would be refused in training is not looked at either.
        Assert.True(sales.Predict(new Sale(1, -1, 0)).IsSucc);
        Assert.True(sales.Predict([new Sale(1, -1, 0)]).IsSucc);
        Assert.Contains("row 0, Weight: -1 is not a weight", Message(sales.Evaluate([new Sale(1, -1, 0)])));
    }

    [Fact]
    public void Counts_are_rounded_and_stay_in_their_type()
    {
        int Sold(float output) => (Sales.Initialize(1).Adapt([new Sale(1, 1, 1), new Sale(2, 1, 5)]).ThrowIfFail() with
        {
            Output = new Dense(Tensor.Create([1, 1], [0f]), Tensor.Create([1], [output])),
        }).Predict(new Sale(1, 1, 0)).ThrowIfFail().Value;
        Assert.Equal([4, -4, 3], new[] { 3.7f, -3.7f, 3.2f }.Select(Sold));
        byte Small(float output) => (SmallSales.Initialize(1).Adapt([new SmallSale(1, 1), new SmallSale(2, 5)]).ThrowIfFail() with
        {
            Output = new Dense(Tensor.Create([1, 1], [0f]), Tensor.Create([1], [output])),
        }).Predict(new SmallSale(1, 0)).ThrowIfFail().Value;
        Assert.Equal([255, 0], new[] { 300f, -5f }.Select(Small));
    }

    /// <summary>Metrics are in the units of the table, as predictions are; the loss is as trained.</summary>
    [Fact]
    public void Errors_of_a_normalized_label_are_in_its_own_units()
    {
        var random = new Random(3);
        House[] houses = [.. Enumerable.Range(0, 60).Select(_ => new House(random.NextDouble(), DayOfWeek.Monday, "a", 300_000 + (float)random.NextDouble() * 1000))];
        Metric[] metrics =
            [Metric.MeanAbsoluteError, Metric.MeanSquaredError, Metric.RootMeanSquaredError, Metric.R2Score, new LargestError()];
        var options = new FitOptions { Epochs = 2, Seed = 1, Metrics = metrics };
        var fitted = Prices.Initialize(1).Fit(houses[..40], options, houses[40..]).ThrowIfFail();
        var held = fitted.Model.Evaluate(houses[40..], metrics).ThrowIfFail();
        var errors = fitted.Model.Predict(houses[40..]).ThrowIfFail().Map(one => (double)one.Value)
            .Zip(houses[40..], (p, row) => p - row.Price!.Value).ToArray();
        var mean = houses[40..].Average(row => (double)row.Price!.Value);
        double[] expected = [errors.Average(Math.Abs), errors.Average(e => e * e), Math.Sqrt(errors.Average(e => e * e)),
            1 - errors.Sum(e => e * e) / houses[40..].Sum(row => Math.Pow(row.Price!.Value - mean, 2)), errors.Max(Math.Abs)];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], held.Metrics[i].Value, 1e-3 * Math.Abs(expected[i]));
        Assert.Equal(["mean_absolute_error", "mean_squared_error", "root_mean_squared_error", "r2_score", "largest_error"], held.Metrics.Map(m => m.Name).ToArray());
        var validation = fitted.History[^1].Validation.IfNone(() => throw new InvalidOperationException());
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(held.Metrics[i].Value, validation.Metrics[i].Value, 1e-6 * Math.Abs(expected[i]));
        Assert.InRange(fitted.History[^1].Metrics[0].Value, 10, 10_000);
        // The loss is the error that is trained on: of normalized labels. A data set has encoded labels, and so have its figures.
        var encoded = fitted.Model.Evaluate(fitted.Model.Encode(houses[40..]).ThrowIfFail(), Metric.MeanSquaredError).ThrowIfFail();
        Assert.Equal(held.Loss, encoded.Metrics[0].Value, 1e-6 * held.Loss);
        Assert.True(held.Loss * 1000 < held.Metrics[1].Value);
        // Each fold has the units of its own encoder.
        var folds = Prices.CrossValidate(houses, options, folds: 3, seed: 4).ThrowIfFail();
        Assert.All(folds.Scores, score => Assert.InRange(score, 10, 10_000));
        Assert.Contains("The metric accuracy needs classes", Message(fitted.Model.Evaluate(houses, Metric.Accuracy)));
        Assert.DoesNotContain("as another metric is", Message(fitted.Model.Evaluate(houses, Metric.Accuracy)));
        Assert.Contains("2 metrics have the name r2_score", Message(fitted.Model.Evaluate(houses, Metric.R2Score, Metric.R2Score)));
    }

    [Fact]
    public void Errors_keep_their_digits_far_from_zero()
    {
        // float32 has steps of 128 near 1.7 billion.
        Sold[] rows = [.. Enumerable.Range(0, 20).Select(i => new Sold(i, 1_700_000_000 + 10 * i))];
        var line = new Dense(Tensor.Create([1, 1], [1f]), Tensor.Create([1], [0.1f]));
        var model = SoldModel.Initialize(1).Adapt(rows).ThrowIfFail() with { Output = line };
        var spread = 10 * Math.Sqrt((20.0 * 20 - 1) / 12);
        var score = model.Evaluate(rows, Metric.MeanAbsoluteError, Metric.R2Score).ThrowIfFail();
        Assert.Equal(0.1 * spread, score.Metrics[0].Value, 1e-4);
        Assert.Equal(0.99, score.Metrics[1].Value, 1e-5);
    }

    /// <summary>A metric that somebody wrote: it sees numbers of the table, too.</summary>
    private sealed record LargestError() : Metric("largest_error", HigherIsBetter: false)
    {
        public override Fin<MetricAccumulator> Start(ModelDescription model) => new Accumulator();

        private sealed class Accumulator : MetricAccumulator
        {
            private double largest;

            public override double Result => largest;

            public override void Reset() => largest = 0;

            public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
            {
                for (var i = 0; i < outputs.Length; i++)
                {
                    Assert.InRange(labels.Targets[i], 300_000 - 1, 301_000 + 1);
                    largest = Math.Max(largest, Math.Abs((double)outputs[i] - labels.Targets[i]));
                }
            }
        }
    }

    [Fact]
    public void Weights_of_rows_count_in_training()
    {
        Sale[] sales = [new Sale(0, 1, 0), new Sale(0, 3, 8)];
        var options = new FitOptions { Epochs = 300, BatchSize = 2, Optimizer = new Sgd(0.1) };
        var model = Sales.Initialize(1).Fit(sales, options).ThrowIfFail().Model;
        Assert.Equal(6, model.Predict(new Sale(0, 1, 0)).ThrowIfFail().Value);
        Assert.True(model.Encoder!.Encode(sales).ThrowIfFail().HasWeights);
    }

    private static string Message<T>(Fin<T> result) => result.Match(Succ: _ => "", Fail: fault => fault.Message);
}
