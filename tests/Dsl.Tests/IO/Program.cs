using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using ModelDsl.Gpu.Tests;
using ModelDsl.IO;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

/// <summary>
/// A training run in a separate process, which tests kill: <c>dotnet ModelDsl.Tests.dll name steps</c>. It writes name.checkpoint after
/// every epoch or after this many steps, and name.csv, name.model and name.history. With <c>save</c> instead of the steps, it writes the
/// file name again and again. With <c>width</c> it resumes from that checkpoint if it may. <c>laws part</c> runs the tests whose names have
/// this part, on the vectors of this process.
/// </summary>
internal static class Program
{
    /// <summary>Size of the file that is written again and again.</summary>
    internal const int SavedBytes = 2_400_000;

    private static int Main(string[] arguments)
    {
        if (arguments is ["laws", var part])
        {
            Console.WriteLine($"{Vector<float>.Count} lanes, {RuntimeInformation.ProcessArchitecture}");
            return LawRun.Run(part, Console.Out);
        }
        if (arguments is not [var name, var steps]) return 2;
        for (var time = 0; steps == "save"; time++)
        {
            var content = new byte[SavedBytes];
            Array.Fill(content, (byte)(Environment.ProcessId + time));
            AtomicFile.Write(name, stream => stream.Write(content)).ThrowIfFail();
        }
        if (steps == "width") return GoOn(name);
        int? everySteps = steps == "epochs" ? null : int.Parse(steps, CultureInfo.InvariantCulture);
        var options = new FitOptions
        {
            // Enough that a run is still going on when it is killed, on a busy machine too.
            Epochs = 600,
            BatchSize = 16,
            Seed = 5,
            Optimizer = new RmsProp(0.0001, Momentum: 0.9),
            Metrics = [Metric.Accuracy],
            Validation = ToyData.Clouds(40, seed: 2),
            Callbacks =
            [
                new BackupAndRestore(name + ".checkpoint", everySteps: everySteps), new CsvLogger(name + ".csv"),
                new EarlyStopping("val_loss", patience: 1000, restoreBestWeights: true), new LearningRateScheduler((_, rate) => rate * 0.999),
            ],
        };
        var fitted = Model.Initialize(4).Fit(ToyData.Clouds(200), options).ThrowIfFail();
        fitted.Model.Save(name + ".model").ThrowIfFail();
        File.WriteAllLines(name + ".history", fitted.History.Map(e => e.Number + ResumeTests.Text(e)));
        return 0;
    }

    /// <summary>A run that keeps its checkpoint; returns 3 if it cannot resume from it, and prints the reason.</summary>
    private static int GoOn(string name)
    {
        var options = new FitOptions { BatchSize = 16, Callbacks = [new BackupAndRestore(name, deleteCheckpoint: false)] };
        if (Model.Initialize(4).Fit(ToyData.Clouds(40), options).Case is not LanguageExt.Common.Error error) return 0;
        Console.WriteLine(error.Message);
        return 3;
    }
}
