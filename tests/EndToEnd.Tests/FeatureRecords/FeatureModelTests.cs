using System.Globalization;
using LanguageExt;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.FeatureRecords;

/// <summary>From rows to typed predictions, and through files.</summary>
public sealed class FeatureModelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("features-").FullName;

    private static readonly FitOptions Options = new() { Epochs = 30, Seed = 1, Optimizer = new Adam(0.01), Metrics = [Metric.Accuracy] };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_table_becomes_a_model_with_typed_predictions()
    {
        var table = Csv.Load<Passenger>(WriteCsv(Draw(400, 1))).ThrowIfFail();
        var parts = table.Split(validation: 0.25, seed: 2).ThrowIfFail();
        var fitted = Titanic.Initialize(3).Fit(parts.Train, Options, parts.Validation).ThrowIfFail();
        Assert.InRange(fitted.History[^1].Validation.IfNone(() => throw new InvalidOperationException()).Metrics[0].Value, 0.85, 1);
        var model = fitted.Model;
        Assert.Equal(FeatureEncoder<Passenger>.Learn(parts.Train).ThrowIfFail(), model.Encoder);
        Assert.NotEqual(FeatureEncoder<Passenger>.Learn(table).ThrowIfFail(), model.Encoder);

        Prediction<bool> rich = model.Predict(new Passenger(30, 200, Port.Cherbourg, "female", "A", 0)).ThrowIfFail();
        Prediction<bool> poor = model.Predict(new Passenger(null, 5, Port.Southampton, "male", null, 4)).ThrowIfFail();
        Assert.True(rich.Value);
        Assert.False(poor.Value);
        Assert.InRange(rich.Probability.IfNone(0), 0.8f, 1);
        Assert.Equal([false, true], poor.Probabilities.Map(one => one.Class).ToArray());
        Assert.Equal(1, poor.Probabilities.Map(one => (double)one.Probability).Sum(), 6);
        Assert.Equal([rich, poor], model.Predict([new Passenger(30, 200, Port.Cherbourg, "female", "A", 0), new Passenger(null, 5, Port.Southampton, "male", null, 4)]).ThrowIfFail().ToArray());
        Assert.Equal(fitted.History[^1].Validation.IfNone(() => throw new InvalidOperationException()).Metrics[0].Value,
            model.Evaluate(parts.Validation, Metric.Accuracy).ThrowIfFail().Metrics[0].Value);
    }

    [Fact]
    public void The_file_is_the_whole_model()
    {
        var rows = Draw(300, 4);
        var model = Titanic.Initialize(1).Fit(rows, Options).ThrowIfFail().Model;
        var path = Path.Combine(folder, "titanic.safetensors");
        Assert.True(model.Save(path).IsSucc);
        var loaded = Titanic.Load(path).ThrowIfFail();
        Assert.Equal(model.Encoder, loaded.Encoder);
        Assert.Equal(model, loaded);
        Assert.Equal(model.Predict(rows).ThrowIfFail(), loaded.Predict(rows).ThrowIfFail());
        Assert.Equal(model.Predict(rows).ThrowIfFail(),
            Titanic.Load(model.ToBytes().ThrowIfFail()).ThrowIfFail().Predict(rows).ThrowIfFail());
        // What was learnt stays with arithmetic, `with` and placement.
        Assert.Equal(model.Encoder, (model - 0.1 * model).Encoder);
        Assert.Equal(model.Encoder, (model with { Output = Titanic.Initialize(2).Output }).Encoder);
        Assert.Equal(model.Predict(rows[0]).ThrowIfFail().Value, model.To(Engine.Reference).Predict(rows[0]).ThrowIfFail().Value);
        var checkpoint = Path.Combine(folder, "checkpoint.safetensors");
        Titanic.Initialize(1).Fit(rows, Options with { Callbacks = [new ModelCheckpoint(checkpoint)] }).ThrowIfFail();
        Assert.Equal(model, Titanic.Load(checkpoint).ThrowIfFail());
    }

    [Fact]
    public void A_model_without_an_encoder_says_so()
    {
        var model = Titanic.Initialize(1);
        Assert.Contains("Titanic has not learnt how its rows become numbers", Message(model.Predict(Draw(1, 1)[0])));
        Assert.Contains("has not learnt", Message(model.Evaluate(Draw(3, 1))));
        Assert.True(model.Adapt(Draw(9, 1)).ThrowIfFail().Predict(Draw(1, 1)[0]).IsSucc);
    }

    [Fact]
    public void Faults_name_rows_and_columns()
    {
        var model = Titanic.Initialize(1).Adapt(Draw(20, 1)).ThrowIfFail();
        Assert.Equal("The row of Passenger: Fare: NaN is not finite; write null for a missing number; Gender: 'x' is none of the categories male, female; Unknown says what becomes of others.",
            Message(model.Predict(new Passenger(1, float.NaN, Port.Cherbourg, "x", "a", 1))));
        Assert.Contains("row 1, Embarked: the value is none of the categories", Message(model.Predict([Draw(1, 1)[0], Draw(1, 1)[0] with { Embarked = (Port)7 }])));
        Assert.Contains("row 2: Survived is missing", Message(model.Fit([.. Draw(2, 1), Draw(1, 2)[0] with { Survived = null }])));
        File.WriteAllText(Path.Combine(folder, "bad.csv"), "age,fare,sex,embarked,siblings\n1,x,male,S,0\n,2,female,Z,\n");
        Assert.Equal($"{Path.Combine(folder, "bad.csv")}: line 2, column Fare: 'x' is not a number; line 3, column Embarked: 'Z' is not one of S, C, Q; " +
            "line 3, column Siblings: the cell is empty; fill it in, leave the row out, or make the parameter nullable.",
            Message(Csv.Load<Passenger>(Path.Combine(folder, "bad.csv"))));
        File.WriteAllText(Path.Combine(folder, "bad.csv"), "age,Fare,fare\n1,2,3\n");
        Assert.Contains("2 columns are called Fare; there is no column Embarked; there is no column sex; there is no column Siblings; the columns are age, Fare, fare",
            Message(Csv.Load<Passenger>(Path.Combine(folder, "bad.csv"))));
    }

    [Fact]
    public void Labels_take_the_form_of_the_loss()
    {
        var rows = Draw(300, 5);
        var model = TitanicClasses.Initialize(1).Fit(rows, Options).ThrowIfFail().Model;
        Assert.InRange(model.Evaluate(rows, Metric.Accuracy).ThrowIfFail().Metrics[0].Value, 0.8, 1);
        var prediction = model.Predict(rows[0]).ThrowIfFail();
        Assert.Equal(1, prediction.Probabilities.Map(one => (double)one.Probability).Sum(), 6);
    }

    [Fact]
    public void Folds_learn_from_their_own_training_rows()
    {
        var rows = Draw(120, 6);
        var scores = Titanic.CrossValidate(rows, Options with { Epochs = 3 }, folds: 3, stratified: true).ThrowIfFail();
        Assert.Equal(3, scores.Folds.Count);
        // A ticket that one row has alone can't be learnt by the fold that holds it out; leaking would not be seen in scores, so the law is
        // checked on the pieces: the same folds by hand give the same scores.
        Assert.Equal(scores.Scores,
            Titanic.CrossValidate(rows, Options with { Epochs = 3 }, folds: 3, stratified: true, threads: 1).ThrowIfFail().Scores);
    }

    [Fact]
    public void Numbers_are_predicted_in_their_own_units()
    {
        var random = new Random(1);
        House[] houses = [.. Enumerable.Range(0, 300).Select(i =>
        {
            var (area, street) = (50 + random.NextDouble() * 150, random.Next(3));
            return new House(area, (DayOfWeek)random.Next(7), "abc"[street].ToString(), (float)(1000 * area + 50_000 * street));
        })];
        var fitted = Prices.Initialize(2).Fit(houses, new FitOptions { Epochs = 60, Seed = 3, Optimizer = new Adam(0.01) }).ThrowIfFail();
        Prediction<float> prediction = fitted.Model.Predict(new House(100, DayOfWeek.Monday, "b")).ThrowIfFail();
        Assert.InRange(prediction.Value, 140_000, 160_000);
        Assert.True(prediction.Probabilities.IsEmpty);
        Assert.Equal(["Numbers", "Sold", "Street"], Prices.Description.Inputs.Map(input => input.Name).ToArray());
        // A number has no class names and rows have no scaling: the encoder alone is kept beside the parameters.
        var checkpoint = Path.Combine(folder, "prices.safetensors");
        Prices.Initialize(2).Fit(houses, new FitOptions { Callbacks = [new ModelCheckpoint(checkpoint)] }).ThrowIfFail();
        Assert.Equal(fitted.Model.Encoder, Prices.Load(checkpoint).ThrowIfFail().Encoder);
        // A street that was never seen has a place.
        Assert.True(fitted.Model.Predict(new House(100, DayOfWeek.Monday, "unseen")).IsSucc);
        Assert.Contains("Sold: the value is none of the categories", Message(fitted.Model.Predict(new House(100, (DayOfWeek)9, "b"))));
    }

    [Fact]
    public void Encoded_rows_are_a_data_set_for_the_model()
    {
        var rows = Draw(200, 7);
        var model = Titanic.Initialize(1).Fit(rows, Options).ThrowIfFail().Model;
        var data = model.Encode(rows).ThrowIfFail();
        Assert.Equal(model.Evaluate(rows, Metric.Accuracy), model.Evaluate(data, Metric.Accuracy));
        Assert.Equal(["Age", "Fare", "Embarked", "Gender", "Ticket", "Siblings"], data.Features.Map(feature => feature.Name).ToArray());
        Assert.Equal(model.Encoder!.Columns, data.Features.Bind(feature => feature.Columns));
        // The quick way to a prediction: the encoder and a predictor.
        using var predictor = model.Predictor().ThrowIfFail();
        var (numbers, probability) = (new float[model.Encoder!.Width], new float[1]);
        Assert.True(model.Encoder.Encode(rows[0], numbers).IsSucc);
        predictor.Predict(numbers, probability);
        Assert.Equal(model.Predict(rows[0]).ThrowIfFail().Probabilities[1].Probability, probability[0]);

        var importance = model.PermutationImportance(data, Metric.Accuracy).ThrowIfFail();
        Assert.True(importance.Find("Gender").IfNone(() => throw new InvalidOperationException()).Mean > 0.1);
        Assert.Equal(3, model.PartialDependence(data, "Embarked").ThrowIfFail().Points.Count);
        Assert.True(model.Calibration(data).IsSucc);

        // The lookups of a model are features, too; its samples have the numbers first.
        var houses = new[] { new House(100, DayOfWeek.Monday, "b", 5), new House(120, DayOfWeek.Friday, "a", 6) };
        var prices = Prices.Initialize(1).Adapt(houses).ThrowIfFail();
        Assert.Equal(["Area", "Sold", "Street"], prices.Encode(houses).ThrowIfFail().Features.Map(feature => feature.Name).ToArray());

        // Rows to predict have no labels; some with and some without are an error.
        var unknown = rows.Select(row => row with { Survived = null }).ToArray();
        var samples = model.Encode(unknown).ThrowIfFail();
        Assert.False(samples.HasLabels);
        Assert.Equal(["False", "True"], samples.ClassNames.ToArray());
        Assert.Equal(model.Predict(data).ThrowIfFail().ToArray(), model.Predict(samples).ThrowIfFail().ToArray());
        Assert.Contains("row 0: Survived is missing, and in 199 other rows", Message(model.Encode([.. unknown, rows[0]])));
        Assert.Contains("has not learnt", Message(Titanic.Initialize(1).Encode(rows)));
    }

    /// <summary>The same number of a sample means another age for another encoder, so nothing may go on without a word.</summary>
    [Fact]
    public void Rows_of_another_encoder_are_refused()
    {
        var (rows, others) = (Draw(60, 8), Draw(60, 9));
        var model = Titanic.Initialize(1).Adapt(rows).ThrowIfFail();
        var data = Titanic.Initialize(1).Adapt(others).ThrowIfFail().Encode(rows).ThrowIfFail();
        const string Told = "the rows: its rows were encoded by another encoder than the model's own";
        Assert.Contains(Told, Message(model.Fit(data, Options)));
        Assert.Contains(Told, Message(model.Fit(model.Encode(rows).ThrowIfFail(), Options with { Validation = data })));
        Assert.Contains(Told, Message(model.Evaluate(data)));
        Assert.Contains(Told, Message(model.PermutationImportance(data)));
        Assert.Contains(Told, Message(model.Predict(data)));
        // An encoder that learnt the same is the same, also after a file.
        var same = Titanic.Load(Titanic.Initialize(5).Adapt(rows).ThrowIfFail().ToBytes().ThrowIfFail()).ThrowIfFail();
        Assert.True(model.Fit(same.Encode(others).ThrowIfFail(), Options with { Epochs = 1 }).IsSucc);
        // A model without an encoder learns from any numbers.
        Assert.True(Titanic.Initialize(1).Fit(data, Options with { Epochs = 1 }).IsSucc);
    }

    /// <summary>Importance is 0 exactly if a category counts the same in each of its columns, because they are shuffled together.</summary>
    [Fact]
    public void The_columns_of_a_category_are_shuffled_together()
    {
        var rows = Draw(50, 10);
        var adapted = TitanicClasses.Initialize(1).Adapt(rows).ThrowIfFail();
        var data = adapted.Encode(rows).ThrowIfFail();
        var port = data.Features.Find(feature => feature.Name == "Embarked").IfNone(() => throw new InvalidOperationException());
        var kernel = new float[adapted.Encoder!.Width * 2];
        kernel.AsSpan(port.First * 2, port.Width * 2).Fill(0.75f);
        for (var i = 1; i < kernel.Length; i += 2) kernel[i] *= -1;
        var model = Numbers.With(adapted, [Tensor.Create([kernel.Length / 2, 2], kernel), Tensor.Create([2], [0f, 0f])]);
        Assert.All(model.PermutationImportance(data).ThrowIfFail().Features, feature => Assert.Equal(0, feature.Mean));
        // Shuffled one by one, the same columns count.
        var alone = (data | WithFeatureNames([.. adapted.Encoder.Columns])).ThrowIfFail();
        Assert.NotEqual(0, model.PermutationImportance(alone).ThrowIfFail().Find("Embarked = S").IfNone(() => throw new InvalidOperationException()).Mean);
    }

    [Fact]
    public void A_prediction_prints_as_its_class_and_probability()
    {
        var (first, second) = (new ClassProbability<Port>(Port.Cherbourg, 0.75f), new ClassProbability<Port>(Port.Southampton, 0.25f));
        var certain = new Prediction<Port>(Port.Cherbourg, Prelude.Seq(first, second));
        Assert.Equal("Cherbourg, 0.7500", certain.ToString());
        Assert.Equal("Southampton: 0.2500", certain.Probabilities[1].ToString());
        Assert.Equal("1.5", new Prediction<double>(1.5, default).ToString());
    }

    internal static Passenger[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (age, fare, female, siblings) = (random.Next(5) == 0 ? (float?)null : random.Next(1, 80),
                (float)Math.Round(Math.Exp(random.NextDouble() * 5), 2), random.Next(2) == 1, random.Next(6));
            var score = (female ? 2 : -2) + Math.Log(fare) - 2.5 - (siblings > 2 ? 1 : 0) + (age < 12 ? 1.5 : 0);
            return new Passenger(age, fare, (Port)random.Next(3), female ? "female" : "male", random.Next(4) == 0 ? null : "T" + random.Next(30), siblings, $"P {i}", score + random.NextDouble() * 0.5 > 0);
        })];
    }

    private string WriteCsv(Passenger[] rows)
    {
        var path = Path.Combine(folder, "titanic.csv");
        File.WriteAllLines(path, rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"\"{row.Name}\",{row.Age},{row.Fare},{"SCQ"[(int)row.Embarked]},{row.Gender},{row.Ticket},{row.Siblings},{(row.Survived == true ? "yes" : "no")}")).Prepend("name,Age,fare,embarked,sex,ticket,siblings,survived"));
        return path;
    }

    private static string Message<T>(Fin<T> result) => result.Match(Succ: _ => "", Fail: fault => fault.Message);
}
