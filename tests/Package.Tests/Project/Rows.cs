// Learns from rows and saves, or loads what another process saved; prints a digest of the predictions for 10,000 random rows.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LanguageExt;

const string Path = "visits.safetensors";
var model = args is ["train"]
    ? Visits.Initialize(1).Fit(Draw(2_000, seed: 1), new FitOptions { Epochs = 3, Seed = 2 }).Map(fitted => fitted.Model)
    : Visits.Load(Path);
return model.Bind(ready => args is ["train"] ? ready.Save(Path).Map(_ => ready) : ready).Bind(ready => ready.Predict(Draw(10_000, seed: 3))).Match(
    Succ: predictions =>
    {
        var bits = predictions.Bind(one => one.Probabilities.Map(each => each.Probability)).ToArray();
        Console.WriteLine($"{predictions.Count} rows: {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(bits)))}");
        return 0;
    },
    Fail: error =>
    {
        Console.Error.WriteLine(error);
        return 1;
    });

static IEnumerable<Visit> Draw(int count, int seed)
{
    var random = new Random(seed);
    return [.. Enumerable.Range(0, count).Select(_ => new Visit(
        random.Next(4) == 0 ? null : (float)(random.NextDouble() * Math.Pow(10, random.Next(-3, 6))),
        Math.Exp(random.NextDouble() * 12) - 1,
        (DayOfWeek)random.Next(7), random.Next(9) == 0 ? null : "page" + random.Next(40), random.Next(100),
        random.Next(5) == 0 ? null : new DateTime(2020, 1, 1).AddHours(random.Next(40_000)),
        random.Next(3) switch { 0 => "buys", 1 => "leaves", _ => "reads" }))];
}

[Features]
public sealed partial record Visit(
    [Normalize] float? Seconds, [Normalize(Log = true)] double Distance, [Category] DayOfWeek Day,
    [Vocabulary(20, OneHot = true)] string? Page,
    [Bins(5)] int Age, [Date(DateParts.Trend | DateParts.TimeOfDay)] DateTime? Since, [Label("buys", "leaves", "reads")] string? Ends);

[Model(typeof(Visit)), SparseCategoricalCrossentropy]
public sealed partial record Visits([Dense(16, Activation.Tanh)] Dense Hidden, [Dense(3, Activation.Softmax)] Dense Output);
