using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

/// <summary>A training run in a process of its own, which tests kill: <c>dotnet ModelDsl.Tests.dll checkpoint model history</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [var checkpoint, var model, var history]) return 2;
        var options = new FitOptions
        {
            Epochs = 600,
            BatchSize = 16,
            Seed = 5,
            Optimizer = new RmsProp(0.0001, Momentum: 0.9),
            Metrics = [Metric.Accuracy],
            Validation = ToyData.Clouds(40, seed: 2),
            Callbacks = [new BackupAndRestore(checkpoint), new EarlyStopping("val_loss", patience: 1000, restoreBestWeights: true)],
        };
        var fitted = Model.Initialize(4).Fit(ToyData.Clouds(200), options).ThrowIfFail();
        fitted.Model.Save(model).ThrowIfFail();
        File.WriteAllLines(history, fitted.History.Map(e => e.Number + ResumeTests.Text(e)));
        return 0;
    }
}
