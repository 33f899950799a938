using LanguageExt;
using ModelDsl.EndToEnd.Tests.FeatureRecords;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>Partial dependence in the units of the table: each point is the mean prediction of rows with this value.</summary>
public class RowDependenceTests
{
    private static readonly FitOptions Options = new() { Epochs = 3, Seed = 1, Optimizer = new Adam(0.05) };

    private static readonly Stay[] Rows = Stay.Draw(120, 7);

    private static readonly DeepStayCosts Model = DeepStayCosts.Initialize(3).Fit(Rows, Options).ThrowIfFail().Model;

    [Theory]
    [InlineData("Lead"), InlineData("Price"), InlineData("Nights"), InlineData("Month"), InlineData("Score"), InlineData("Spectrum.1")]
    public void A_number_is_that_of_the_table(string column)
    {
        double[] grid = column switch { "Lead" => [0, 17, 250], "Month" => [0, 3.5, 11], _ => [0.25, 0.5, 3] };
        var found = Model.PartialDependence(Rows, column, grid: grid).ThrowIfFail();
        Assert.Equal(column, found.Feature);
        Assert.Equal(grid, found.Points.Map(point => point.Value[0]).ToArray());
        Check(found, i => Set(column, (float)grid[i]));

        static Func<Stay, Stay> Set(string column, float value) => column switch
        {
            "Lead" => row => row with { Lead = (int)value },
            "Price" => row => row with { Price = value },
            "Nights" => row => row with { Nights = value },
            "Month" => row => row with { Month = value },
            "Score" => row => row with { Score = value },
            _ => row => row with { Spectrum = [row.Spectrum[0], value] },
        };
    }

    /// <summary>As for data sets, but in the table's units; a missing value is a point of its own.</summary>
    [Fact]
    public void Numbers_are_chosen_by_percentiles_of_those_that_are_there()
    {
        double[] present = [.. Rows.Where(row => row.Price is not null).Select(row => (double)row.Price!.Value)];
        var raw = Dataset.Unlabelled<float>([3], [.. present.SelectMany(price => (float[])[(float)price, 0, 0])]).ThrowIfFail();
        var expected = Inspected.With<Models.NumberOfThree>([1, 0, 0], 0).PartialDependence(raw, "x0", points: 6, low: 0.1, high: 0.8).ThrowIfFail();
        var found = Model.PartialDependence(Rows, "Price", points: 6, low: 0.1, high: 0.8).ThrowIfFail();
        Assert.Equal([.. expected.Points.Map(point => point.Label), "missing"], found.Points.Map(point => point.Label).ToArray());
        Assert.Equal(expected.Points.Map(point => point.Value[0]).ToArray(), found.Points.Take(6).Map(point => point.Value[0]).ToArray());
        Assert.Empty(found.Points[6].Value);
        Check(found, i => i < 6 ? row => row with { Price = (float)found.Points[i].Value[0] } : row => row with { Price = null });
        Assert.Equal(6, Model.PartialDependence(Rows.Where(row => row.Price is not null), "Price", points: 6).ThrowIfFail().Points.Count);
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9"], Labels("Nights"));
        Assert.Equal(["missing"], Model.PartialDependence(Rows.Select(row => row with { Price = null }), "Price").ThrowIfFail().Points
            .Map(point => point.Label).ToArray());
    }

    [Fact]
    public void Categories_have_their_names()
    {
        Check(Model.PartialDependence(Rows, "Breakfast").ThrowIfFail(), ["False", "True"], i => row => row with { Breakfast = i == 1 });
        Check(Model.PartialDependence(Rows, "Harbour").ThrowIfFail(), ["S", "C", "Q", "missing"],
            i => row => row with { Harbour = i == 3 ? null : (Port)i });
        Check(Model.PartialDependence(Rows, "Size").ThrowIfFail(), ["small", "large", "unknown"],
            i => row => row with { Size = "small large odd".Split(' ')[i] });
        Check(Model.PartialDependence(Rows, "Age").ThrowIfFail(), ["Age < 18", "18 ≤ Age < 65", "Age ≥ 65"],
            i => row => row with { Age = (int[])[3, 18, 65] is var ages ? ages[i] : 0 });
        Assert.Equal(["small", "large", "unknown"], Labels("room"));
        Assert.Equal(["S", "C", "Q", "missing"], Labels("Harbour", points: 2));
        Assert.Equal(["large"], Model.PartialDependence(Rows.Where(row => row.Size == "large"), "Size").ThrowIfFail().Points
            .Map(point => point.Label).ToArray());
        Assert.All(Model.PartialDependence(Rows, "Size").ThrowIfFail().Points, point => Assert.Empty(point.Value));
    }

    /// <summary>The most frequent words first, as they were learnt; those that were not learnt are one point.</summary>
    [Fact]
    public void Words_are_those_that_were_learnt()
    {
        string[] learnt = [.. Rows.Where(row => row.Country is not null).GroupBy(row => row.Country!)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key).Take(3)];
        string?[] values = [.. learnt, "elsewhere", null];
        Check(Model.PartialDependence(Rows, "Country").ThrowIfFail(), [.. learnt, "unknown", "missing"], i => row => row with { Country = values[i] });
        Assert.Equal([learnt[0], learnt[1], "unknown", "missing"], Labels("Country", points: 2));
    }

    [Fact]
    public void Dates_are_dates()
    {
        var days = Model.PartialDependence(Rows, "Arrival", points: 4, low: 0, high: 1).ThrowIfFail();
        Assert.Equal(4, days.Points.Count);
        DateOnly[] dates = [.. days.Points.Map(point => DateOnly.ParseExact(point.Label, "yyyy-MM-dd"))];
        Assert.Equal([Rows.Min(row => row.Arrival), Rows.Max(row => row.Arrival)], [dates[0], dates[3]]);
        var first = new DateOnly(2000, 1, 1).DayNumber;
        Assert.Equal(dates.Select(date => (double)(date.DayNumber - first)), days.Points.Map(point => point.Value[0]));
        Check(days, i => row => row with { Arrival = dates[i] });
        var hours = Model.PartialDependence(Rows, "Hour", points: 40).ThrowIfFail();
        Assert.Equal("missing", hours.Points[^1].Label);
        TimeOnly?[] times = [.. hours.Points.Take(hours.Points.Count - 1).Map(point => (TimeOnly?)TimeOnly.ParseExact(point.Label, "HH:mm:ss")), null];
        Assert.Equal(times[0]!.Value.ToTimeSpan().TotalDays, hours.Points[0].Value[0], 1e-12);
        Check(hours, i => row => row with { Hour = times[i] });
    }

    /// <summary>The columns that a model looks up lie behind the others; each point is an index of its own.</summary>
    [Fact]
    public void Values_that_are_looked_up_have_their_names()
    {
        House[] houses = [.. Enumerable.Range(0, 40).Select(i => new House(100 + i, (DayOfWeek)(i % 5), "abcdefgh"[i * i % 8].ToString(), 1000 + 10 * i))];
        var model = Prices.Initialize(2).Fit(houses, Options).ThrowIfFail().Model;
        var sold = model.PartialDependence(houses, "Sold").ThrowIfFail();
        Assert.Equal(["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"], sold.Points.Map(point => point.Label).ToArray());
        for (var i = 0; i < 5; i++)
            Assert.Equal(Mean(model.Predict(houses.Select(row => row with { Sold = (DayOfWeek)i }))), sold.Points[i].Mean[0], 0.01);
        var streets = model.PartialDependence(houses, "Street").ThrowIfFail();
        Assert.Equal(["b", "a", "e"], streets.Points.Map(point => point.Label).ToArray());
        foreach (var point in streets.Points)
            Assert.Equal(Mean(model.Predict(houses.Select(row => row with { Street = point.Label }))), point.Mean[0], 0.01);

        // In the encoded data set the same columns are indices.
        var data = model.Encode(houses).ThrowIfFail();
        Assert.Equal(sold.Points.Count, model.PartialDependence(data, "Sold").ThrowIfFail().Points.Count);
        Assert.Equal([0.0, 2, 4], model.PartialDependence(data, "Sold", points: 3, low: 0, high: 1).ThrowIfFail().Points.Map(point => point.Value[0]).ToArray());
        Assert.Contains("the point 7 of Sold is not an index, a whole number from 0 to 6", Inspected.Fault(model.PartialDependence(data, "Sold", grid: [6, 7])),
            StringComparison.Ordinal);
        Assert.Contains("the point 6 of Street is not an index, a whole number from 0 to 5", Inspected.Fault(model.PartialDependence(data, "Street", grid: [6])),
            StringComparison.Ordinal);
        Assert.True(model.PartialDependence(data, "Area", grid: [0.5]).IsSucc);
    }

    /// <summary>An index in the middle of a sample, in a row of several: only values that occur are possible, and only there.</summary>
    [Fact]
    public void The_place_of_an_index_counts()
    {
        var model = Numbers.Point<Models.LookedUpPair>(1, Engine.Cpu);
        float[] samples = [.. Enumerable.Range(0, 40).SelectMany(i => (float[])[i, i * 3 % 5, i % 2 * 4, -i])];
        var data = Dataset.Unlabelled<float>([4], samples).ThrowIfFail();
        Assert.Equal([0.0, 2, 4], Values(data, "x1", 3));
        Assert.Equal([0.0, 4], Values(data, "x2", 2));
        foreach (var (name, sign) in (IEnumerable<(string, int)>)[("x0", 1), ("x3", -1)])
            Assert.Equal([0.0, 19.5, 39], Values(data, name, 3).Select(number => sign * number).Order());
        Assert.Contains("the point 5 of x2 is not an index, a whole number from 0 to 4", Inspected.Fault(model.PartialDependence(data, "x2", grid: [0, 5])),
            StringComparison.Ordinal);
        // A sample of the data that is wrong elsewhere is the fault of the data.
        samples[1] = 9;
        var wrong = Dataset.Unlabelled<float>([4], samples).ThrowIfFail();
        foreach (var name in (string[])["x0", "x2", "x3"])
            Assert.DoesNotContain("the point", Inspected.Fault(model.PartialDependence(wrong, name, grid: [1])), StringComparison.Ordinal);

        double[] Values(Dataset of, string feature, int points) =>
            [.. model.PartialDependence(of, feature, points, low: 0, high: 1).ThrowIfFail().Points.Map(point => point.Value[0])];
    }

    /// <summary>A column of a category in an encoded data set is a feature of its own.</summary>
    [Fact]
    public void A_single_column_of_a_category_can_be_asked_for()
    {
        var linear = StayCosts.Initialize(1).Fit(Rows, Options).ThrowIfFail().Model;
        var found = linear.PartialDependence(linear.Encode(Rows).ThrowIfFail(), "Harbour = C", grid: [0, 1]).ThrowIfFail();
        var weight = linear.Coefficients().ThrowIfFail().Find("Harbour = C").Map(row => row.Weights[0]).IfNone(0);
        Assert.Equal(weight, found.Points[1].Mean[0] - found.Points[0].Mean[0], 1e-5);
    }

    [Fact]
    public void Rows_count_by_their_weights_and_each_has_a_curve()
    {
        Sale[] sales = [.. Enumerable.Range(0, 9).Select(i => new Sale(i, i % 3, 2 * i))];
        var model = Sales.Initialize(1).Fit(sales, Options).ThrowIfFail().Model;
        var found = model.PartialDependence(sales, "Price", individual: true, batchSize: 4).ThrowIfFail();
        Assert.Equal(Shape.Create(9, 9, 1), found.Individual!.Shape);
        var all = found.Individual.ToDoubles();
        for (var p = 0; p < 9; p++)
            Assert.Equal(Enumerable.Range(0, 9).Sum(i => i % 3 * all[9 * i + p]) / 9, found.Points[p].Mean[0], 1e-5);
        Assert.Contains("all weights of samples are 0", Inspected.Fault(model.PartialDependence(sales.Select(row => row with { Weight = 0 }), "Price")),
            StringComparison.Ordinal);

        var own = Model.PartialDependence(Rows, "Nights", grid: [2], individual: true).ThrowIfFail();
        var predicted = Model.Predict(Rows.Select(row => row with { Nights = 2 })).ThrowIfFail();
        Numbers.Close(predicted.Map(row => (double)row.Value), own.Individual!.ToDoubles(), 1e-3);
    }

    [Fact]
    public void Bad_input_is_told()
    {
        Says("there is no feature 'Weight': the features are Spectrum.0, Spectrum.1, Lead, Price, Nights", Model.PartialDependence(Rows, "Weight"));
        Says("there is no feature 'lead': write Lead", Model.PartialDependence(Rows, "lead"));
        Says("the model does not get Cost: the features are Spectrum.0", Model.PartialDependence(Rows, "Cost"));
        Says("the model does not get Id", Model.PartialDependence(Rows, "Id"));
        Says("points is 1, but must be at least 2", Model.PartialDependence(Rows, "Lead", points: 1));
        Says("low is 0.5 and high is 0.5", Model.PartialDependence(Rows, "Lead", low: 0.5, high: 0.5));
        Says("a grid needs a column of numbers, but Size has categories", Model.PartialDependence(Rows, "Size", grid: [1]));
        Says("a grid needs a column of numbers, but Arrival has dates", Model.PartialDependence(Rows, "Arrival", grid: [1]));
        Says("the grid is empty", Model.PartialDependence(Rows, "Lead", grid: []));
        Says("grid[0] is NaN", Model.PartialDependence(Rows, "Lead", grid: [double.NaN]));
        Says("the point -3 of Lead is −1 or less, but Log takes the logarithm of 1 + x", Model.PartialDependence(Rows, "Lead", grid: [-3]));
        Says("the point 1E+300 of Nights is too large for float32", Model.PartialDependence(Rows, "Nights", grid: [1e300]));
        Says("The batch size is 0", Model.PartialDependence(Rows, "Nights", batchSize: 0));
        Says("there are no rows", Model.PartialDependence([], "Nights"));
        Says("has not learnt how its rows become numbers", DeepStayCosts.Initialize(1).PartialDependence(Rows, "Nights"));
        Says("row 2, Nights: NaN is not finite", Model.PartialDependence([.. Rows[..2], Rows[2] with { Nights = float.NaN }], "Nights"));
        Stay[] flat = [.. Enumerable.Range(0, 120).Select(i => Rows[i] with { Nights = i < 100 ? 1 : i })];
        Says("the percentiles 0.05 and 0.5 of Nights are both 1", Model.PartialDependence(flat, "Nights", points: 5, high: 0.5));

        static void Says(string what, Fin<PartialDependence> result) =>
            Assert.Contains(what, Inspected.Fault(result), StringComparison.Ordinal);
    }

    /// <summary>Sums beyond float32 give a fault that names the sample, and no curve or bin of NaN.</summary>
    [Fact]
    public void A_prediction_that_is_not_finite_is_told_and_no_figure()
    {
        var model = Inspected.With<Models.NumberOfThree>([3e38, -3e38, 0], 0);
        var data = Dataset.Create<float>([3], [1, 1, 0, 4, 4, 0, 4, 8, 0], [0, 0, 0], [1]).ThrowIfFail();
        Assert.Equal("NumberOfThree predicts a number that is not finite for sample 1 when x2 is 0: its numbers grow beyond float32.",
            Inspected.Fault(model.PartialDependence(data, "x2")));
        Assert.Contains("is not finite for sample 0 when x0 is 4", Inspected.Fault(model.PartialDependence(data | Take(1), "x0", grid: [1, 4])),
            StringComparison.Ordinal);
        var classes = Inspected.With<Models.LogitsOfThree>([3e38, 0, 0, 0, -3e38, 0, 0, 0, 0, 0, 0, 0]);
        var labelled = Dataset.Create<float>([3], [0, 1, 0, 1, 0, 0, 4, 4, 0], [0, 1, 2]).ThrowIfFail();
        const string Lost = "it predicts a number that is not finite for sample 2, since its numbers grow beyond float32";
        Assert.Equal($"LogitsOfThree can't be calibrated like this: {Lost}.", Inspected.Fault(classes.Calibration(labelled, batchSize: 2)));
        Assert.Equal($"LogitsOfThree can't be calibrated by a temperature: {Lost}.", Inspected.Fault(classes.FitTemperature(labelled)));
    }

    private static string[] Labels(string column, int points = 20) =>
        [.. Model.PartialDependence(Rows, column, points).ThrowIfFail().Points.Map(point => point.Label)];

    private static void Check(PartialDependence found, string[] labels, Func<int, Func<Stay, Stay>> at)
    {
        Assert.Equal(labels, found.Points.Map(point => point.Label).ToArray());
        Check(found, at);
    }

    private static void Check(PartialDependence found, Func<int, Func<Stay, Stay>> at)
    {
        for (var i = 0; i < found.Points.Count; i++)
        {
            var expected = Mean(Model.Predict(Rows.Select(at(i))));
            Assert.Equal(expected, found.Points[i].Mean[0], 1e-4 * Math.Abs(expected));
        }
    }

    private static double Mean(Fin<Seq<Prediction<float>>> predictions) =>
        predictions.ThrowIfFail().Average(prediction => (double)prediction.Value);
}
