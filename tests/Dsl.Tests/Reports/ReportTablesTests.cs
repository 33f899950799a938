using LanguageExt;
using Spectre.Console.Testing;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using ToyData = ModelDsl.Tests.Training.ToyData;

namespace ModelDsl.Tests.Reports;

public class ReportTablesTests
{
    [Fact]
    public void Tables_hold_the_figures()
    {
        var options = new FitOptions
        {
            Epochs = 3,
            Optimizer = new Sgd(0.1),
            Metrics = [Metric.Accuracy],
            Validation = ToyData.Clouds(50, seed: 2),
        };
        var fitted = Model.Initialize(1).Fit(ToyData.Clouds(500), options).ThrowIfFail();
        var console = new TestConsole();
        console.Profile.Width = 200;
        console.Write(fitted.History.ToTable());
        console.Write(ConfusionMatrix.Create([0, 1, 1], [0, 1, 0], 2).ThrowIfFail().ToTable(Prelude.Seq("shirt", "[coat]")));
        string[] expected = [FigureText.Of(fitted.History[2].ValidationLoss), "val_accuracy", "shirt", "[coat]", "recall"];
        foreach (var said in expected)
            Assert.Contains(said, console.Output);
        // Recall stands beside a true class, precision below a predicted one, and the accuracy in the corner.
        var rows = console.Lines.Select(line => line.Split('│', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6).ToArray();
        Assert.Equal(["1.000", "0.500", "0.667"], rows[^3..].Select(cells => cells[4]));
        Assert.Equal(["precision", "0.500", "1.000", "0.667"], rows[^1][1..5]);
    }
}
