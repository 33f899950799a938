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
