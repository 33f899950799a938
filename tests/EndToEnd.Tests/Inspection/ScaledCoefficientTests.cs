using System.Globalization;
using FsCheck.Xunit;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>Coefficients for the numbers before they were scaled: by layers, by data sets and by encoders of rows.</summary>
public class ScaledCoefficientTests
{
    /// <summary>Layers and a data set scale one after the other; the raw table undoes both.</summary>
    [Property(MaxTest = 20)]
    public void A_prediction_is_the_sum_of_raw_numbers(int seed)
    {
        var raw = Inspected.Numbers(20, seed);
        var scaled = (raw | Scale(3) | Standardize(Standardization.Fit(raw | Scale(3)))).ThrowIfFail();
        foreach (var engine in Numbers.Engines)
        {
            foreach (var data in (Dataset[])[raw, scaled])
            {
                var model = (ScaledNumber.Initialize(seed) with { Output = Numbers.Point<NumberOfThree>(seed, engine).Output })
                    .To(engine).Adapt(data).ThrowIfFail();
                var table = model.Coefficients(data).ThrowIfFail();
                Assert.Equal(model.Output.Kernel.ToDoubles(), table.Columns.Map(row => row.Weights[0]).ToArray());
                Assert.Equal(model.Output.Bias!.ToDoubles(), table.Intercept.Weights.ToArray());
                Assert.True(table.AreScaled);
                var (predicted, before) = (model.Predict(data).ThrowIfFail().ToDoubles(), raw.ToTensor().ToDoubles());
                for (var i = 0; i < 20; i++)
                {
                    var sum = table.Intercept.Raw[0] + Enumerable.Range(0, 3).Sum(f => table.Columns[f].Raw[0] * before[3 * i + f]);
                    Assert.Equal(predicted[i], sum, 1e-3);
                }
            }
        }
    }

    /// <summary>A normalization has a mean for each place on the last axis.</summary>
    [Fact]
    public void Features_are_those_of_the_last_axis()
    {
        float[] samples = [.. Enumerable.Range(0, 60).Select(i => (float)Math.Sin(i) + 10 * (i % 3))];
        var data = Dataset.Unlabelled<float>([2, 3], samples).ThrowIfFail();
        var model = ThreefoldClasses.Initialize(4).Adapt(data).ThrowIfFail();
        var table = model.Coefficients(data).ThrowIfFail();
        var predicted = model.Predict(data).ThrowIfFail().ToDoubles();
        for (var i = 0; i < 10; i++)
        {
            var logits = Enumerable.Range(0, 4).Select(o => table.Intercept.Raw[o]
                + Enumerable.Range(0, 6).Sum(f => table.Columns[f].Raw[o] * samples[6 * i + f])).ToArray();
            Numbers.Close(Inspected.Softmax(logits), predicted.Skip(4 * i).Take(4), 1e-4);
        }
        var (last, deviation) = (model.Coefficients().ThrowIfFail().Columns[5], Math.Sqrt(model.Scale.Variance.ToDoubles()[2]));
        for (var o = 0; o < 4; o++) Assert.Equal(3 / deviation, last.Raw[o] / last.Weights[o], 1e-9);
    }

    [Fact]
    public void A_feature_without_variance_and_one_far_from_zero_are_linear_too()
    {
        float[] samples = [.. Enumerable.Range(0, 90).Select(i => i % 3 == 0 ? 7 : i % 3 == 1 ? 100_000 + i % 8 : i % 5)];
        var data = Dataset.Unlabelled<float>([3], samples).ThrowIfFail();
        var model = ScaledNumber.Initialize(2).Adapt(data).ThrowIfFail();
        var table = model.Coefficients(data).ThrowIfFail();
        Assert.Equal(table.Columns[0].Weights[0] * 0.5 / 1e-7, table.Columns[0].Raw[0], 1);
    }

    [Fact]
    public void A_layer_that_was_never_adapted_or_is_used_otherwise_is_told()
    {
        Assert.Contains("was never adapted", Inspected.Fault(ScaledNumber.Initialize(1).Coefficients()), StringComparison.Ordinal);
        var added = AddedScale.Initialize(1).Adapt(Inspected.Numbers(20, 1)).ThrowIfFail();
        Assert.Contains("its forward method computes something else", Inspected.Fault(added.Coefficients()), StringComparison.Ordinal);
    }

    /// <summary>A model remembers how its training data was scaled, so raw weights need no data and raw data is understood.</summary>
    [Fact]
    public void The_scaling_of_training_counts()
    {
        var raw = Inspected.Numbers(20, 3);
        var scaled = (raw | Standardize(Standardization.Fit(raw))).ThrowIfFail();
        var model = Numbers.Point<NumberOfThree>(3, Engine.Cpu).Fit(scaled, new FitOptions { Epochs = 2 }).ThrowIfFail().Model;
        var table = model.Coefficients(scaled).ThrowIfFail();
        Assert.True(table.AreScaled);
        Assert.Equal(table, model.Coefficients(raw).ThrowIfFail());
        Assert.Equal(table, model.Coefficients(raw | AlreadyScaled).ThrowIfFail());
        Assert.Equal(table, model.Coefficients("width", "age", "height").ThrowIfFail());
        Assert.Contains("but those of training were", Inspected.Fault(model.Coefficients(raw | Scale(2))), StringComparison.Ordinal);
    }

    /// <summary>A model of rows is a sum of the table's own numbers, in the label's own unit.</summary>
    [Fact]
    public void A_prediction_is_the_sum_of_columns_of_the_table()
    {
        var rows = Stay.Draw(150, 4);
        var options = new FitOptions { Epochs = 5, Seed = 1, Optimizer = new Adam(0.05) };
        var plain = StayCosts.Initialize(1).Fit(rows, options).ThrowIfFail().Model;
        var scaled = ScaledStayCosts.Initialize(1).Fit(rows, options).ThrowIfFail().Model;
        double[] prices = [.. rows.Where(row => row.Price is not null).Select(row => (double)row.Price!).Order()];
        var median = (prices[(prices.Length - 1) / 2] + prices[prices.Length / 2]) / 2;
        foreach (var (table, predicted) in (IEnumerable<(Coefficients, LanguageExt.Fin<LanguageExt.Seq<Prediction<float>>>)>)
            [(plain.Coefficients().ThrowIfFail(), plain.Predict(rows)), (scaled.Coefficients().ThrowIfFail(), scaled.Predict(rows))])
        {
            double Raw(string column) =>
                table.Find(column).Map(found => found.Raw[0]).IfNone(() => throw new Xunit.Sdk.XunitException(column));
            string[] score = [.. table.Columns.Map(one => one.Column).Filter(name => name.StartsWith("Score ", StringComparison.Ordinal))];
            var boundary = double.Parse(score[0].Split("< ")[1], CultureInfo.InvariantCulture);
            for (var i = 0; i < rows.Length; i++)
            {
                var row = rows[i];
                var circle = 2 * Math.PI * (row.Month ?? 0) / 12;
                var month = 2 * Math.PI * (row.Arrival.Month - 1) / 12;
                var hour = 2 * Math.PI * (row.Hour?.ToTimeSpan().TotalDays ?? 0);
                var country = row.Country is null ? "Country is missing"
                    : table.Find($"Country = {row.Country}").IsSome ? $"Country = {row.Country}" : "Country is unknown";
                var sum = table.Intercept.Raw[0]
                    + Raw("log(1 + Lead)") * Math.Log(1 + row.Lead)
                    + Raw("Price") * (row.Price ?? median) + (row.Price is null ? Raw("Price is missing") : 0)
                    + Raw("Nights") * row.Nights
                    + (row.Month is null ? Raw("Month is missing") : Raw("sin Month") * Math.Sin(circle) + Raw("cos Month") * Math.Cos(circle))
                    + (row.Breakfast ? Raw("Breakfast") : 0)
                    + Raw(row.Harbour is { } harbour ? $"Harbour = {harbour.ToString()[0]}" : "Harbour is missing")
                    + Raw(row.Size == "huge" ? "Size is unknown" : $"Size = {row.Size}")
                    + Raw(country)
                    + Raw(row.Age < 18 ? "Age < 18" : row.Age < 65 ? "18 ≤ Age < 65" : "Age ≥ 65")
                    + Raw(row.Score < boundary ? score[0] : score[1])
                    + Raw("Arrival, days since 2000") * (row.Arrival.DayNumber - new DateOnly(2000, 1, 1).DayNumber)
                    + Raw("sin Arrival Month") * Math.Sin(month) + Raw("cos Arrival Month") * Math.Cos(month)
                    + (row.Hour is null ? Raw("Hour is missing")
                        : Raw("sin Hour TimeOfDay") * Math.Sin(hour) + Raw("cos Hour TimeOfDay") * Math.Cos(hour))
                    + Raw("Spectrum.0") * row.Spectrum[0] + Raw("Spectrum.1") * row.Spectrum[1];
                var expected = predicted.ThrowIfFail()[i].Value;
                Assert.Equal(expected, sum, 1e-3 * Math.Max(1, Math.Abs(expected)));
            }
            Assert.Equal(["output"], table.Outputs.ToArray());
            Assert.True(table.AreScaled);
        }
        Assert.Equal(plain.Output.Kernel.ToDoubles(), plain.Coefficients().ThrowIfFail().Columns.Map(row => row.Weights[0]).ToArray());

        // After an exponential the label's unit can't be a part of the sum.
        var exponential = ExponentialStayCosts.Initialize(1).Fit(rows, options).ThrowIfFail().Model;
        Assert.Equal(exponential.Output.Kernel.ToDoubles()[1], exponential.Coefficients().ThrowIfFail().Find("Spectrum.1")
            .Map(row => row.Raw[0]).IfNone(0), 1e-12);
    }

    [Fact]
    public void A_model_of_rows_that_has_not_learnt_or_is_not_linear_says_so()
    {
        Assert.Contains("StayCosts has not learnt how its rows become numbers", Inspected.Fault(StayCosts.Initialize(1).Coefficients()), StringComparison.Ordinal);
        Assert.Contains("its layer 'Hidden', Dense(6, tanh), comes before the last one",
            Inspected.Fault(DeepStayCosts.Initialize(1).Adapt(Stay.Draw(20, 1)).ThrowIfFail().Coefficients()), StringComparison.Ordinal);
        var logit = FeatureRecords.TitanicLogit.Initialize(1).Adapt(FeatureRecords.FeatureModelTests.Draw(50, 1))
            .Bind(model => model.Coefficients()).ThrowIfFail();
        Assert.Equal(["Age", "Age is missing", "log(1 + Fare)"], logit.Columns.Take(3).Map(row => row.Column).ToArray());
        Assert.True(logit.Find("Age").Map(row => row.Raw[0] / row.Weights[0] is > 0.01 and < 0.1).IfNone(false));
    }

    /// <summary>What a model knows belongs to all its tensors together: those of another model, or of two models, know nothing.</summary>
    [Fact]
    public void Tensors_of_another_model_have_no_names()
    {
        var data = Dataset.Create<float>([3], [1, 2, 3, 4, 5, 6], [0, 3], ["a", "b", "c", "d"]).ThrowIfFail();
        var options = new FitOptions { Epochs = 1, Seed = 1 };
        var named = ClassesOfThree.Initialize(1).Fit(data, options).ThrowIfFail().Model;
        var other = ClassesOfThree.Initialize(2).Fit(Dataset.Create<float>([3], [1, 2, 3], [0], ["p", "q", "r", "s"]).ThrowIfFail(), options).ThrowIfFail().Model;
        string[] numbers = ["0", "1", "2", "3"];
        Assert.Equal(["a", "b", "c", "d"], Outputs(named.Coefficients()));
        Assert.Equal(numbers, Outputs(Numbers.With(ClassesByMethod.Initialize(1), [.. named.Parameters]).Coefficients()));
        Assert.Equal(numbers, Outputs(Numbers.With(named, named.Parameters[0], other.Parameters[1]).Coefficients()));
        Assert.Equal(numbers, Outputs(Numbers.With(named, ClassesOfThree.Initialize(1).Parameters[0], named.Parameters[1]).Coefficients()));
        Assert.Equal(numbers, Outputs(Numbers.With(named, named.Parameters[0], ClassesOfThree.Initialize(1).Parameters[1]).Coefficients()));
        Assert.Equal(["a", "b", "c", "d"], Outputs(Numbers.With(ClassesOfThree.Initialize(9), [.. named.Parameters]).Coefficients()));

        static string[] Outputs(LanguageExt.Fin<Coefficients> table) => [.. table.ThrowIfFail().Outputs];
    }
}
