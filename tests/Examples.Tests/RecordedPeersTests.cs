namespace ModelDsl.Examples.Tests;

/// <summary>The recorded figures of other libraries, which <c>run.sh table</c> shows beside its own.</summary>
public class RecordedPeersTests
{
    private static readonly RecordedPeers Peers = RecordedPeers.Read();

    [Fact]
    public void Every_table_has_a_figure_and_a_time_of_every_library()
    {
        Assert.Equal(["iris", "wine", "breast cancer", "diabetes", "bookings"], Peers.Tables.Select(table => table.Table));
        Assert.All(Peers.Tables, table => Assert.Equal(["ModelDsl", "scikit-learn", "ML.NET"], table.Sides.Select(side => side.Name)));
        Assert.All(Peers.Tables.SelectMany(table => table.Sides), side => Assert.True(side is { Figure: > 0 and <= 1, Seconds: > 0 }));
        Assert.NotEmpty(Peers.Machine);
        Assert.True(DateOnly.TryParseExact(Peers.Date, "yyyy-MM-dd", out _));
    }

    /// <summary>Who changes a model of the lesson has to record again.</summary>
    [Fact]
    public void Our_recorded_figure_is_that_of_today()
    {
        var rows = Csv.Load<Flower>(Path.Combine(AppContext.BaseDirectory, "Tables", "iris.csv")).ThrowIfFail();
        var options = new FitOptions
        {
            Epochs = TableTraining.Epochs,
            BatchSize = TableTraining.BatchSize,
            Seed = TableTraining.Seed,
            Optimizer = new Adam(TableTraining.Rate),
            Metrics = [TableTraining.Figure(IrisModel.Description)],
        };
        var today = IrisModel.CrossValidate(rows, options, TableTraining.Folds, stratified: true).ThrowIfFail();
        Assert.Equal(Peers.Tables[0].Sides[0].Figure, today.Mean, 0.02);
    }
}
