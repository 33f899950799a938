// Uses each package: rows of a data frame, a run with event files, a table of its history, the engines'
// devices, and a picture.
using Microsoft.Data.Analysis;
using ModelDsl.Pictures;
using ModelDsl.Tables;
using Spectre.Console;

var random = new Random(7);
var weights = Enumerable.Range(0, 200).Select(_ => random.NextDouble() * 10).ToArray();
var frame = new DataFrame(
    new PrimitiveDataFrameColumn<double>("weight", weights), new StringDataFrameColumn("kind", weights.Select(weight => weight < 5 ? "cat" : "dog")));
var run =
    from rows in frame.ToTable<Animal>()
    from fitted in Kinds.Initialize(seed: 1).Fit(
        rows, new FitOptions { Epochs = 40, Optimizer = new Adam(0.1), Metrics = [Metric.Accuracy], Callbacks = [new TensorBoard("logs"), new ProgressBar()] })
    select fitted.History;

Console.WriteLine($"{Directory.GetFiles("logs", "*.v2", SearchOption.AllDirectories).Length} event file");
Console.WriteLine($"{GpuEngine.Devices.Count >= 0} {TorchEngine.Available(TorchEngine.Cpu).IsFail}");
// A BMP file of one white pixel.
byte[] white = [(byte)'B', (byte)'M', 58, .. new byte[7], 54, 0, 0, 0,
    40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24,
    .. new byte[25], 255, 255, 255, 0];
Console.WriteLine(ImageFile.Read(white, (1, 1)).Match(Succ: pixels => $"white {pixels.ToArray()[0]}", Fail: error => error.Message));
return run.Match(
    Succ: history =>
    {
        AnsiConsole.Write(history.ToTable());
        Console.WriteLine(history.Last.Accuracy > 0.9 ? "learned" : "not");
        return 0;
    },
    Fail: error =>
    {
        Console.Error.WriteLine(error);
        return 1;
    });

[Features]
public sealed partial record Animal([Normalize] double Weight, [Label("cat", "dog")] string? Kind);

[Model(typeof(Animal)), SparseCategoricalCrossentropy]
public sealed partial record Kinds([Dense(2, Activation.Softmax)] Dense Output);
