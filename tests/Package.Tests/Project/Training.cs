// Exclusive or: two numbers in [−1, 1], and whether their signs differ.
var random = new Random(7);
var points = new float[2000];
var differ = new int[1000];
for (var i = 0; i < differ.Length; i++)
{
    (points[2 * i], points[2 * i + 1]) = (2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1);
    differ[i] = points[2 * i] * points[2 * i + 1] < 0 ? 1 : 0;
}

var run =
    from data in Dataset.Create<float>([2], points, differ)
    from parts in data | Split(validation: 0.2, seed: 42)
    from fitted in Signs.Initialize(seed: 42).Fit(parts.Train, new FitOptions
    {
        Epochs = 60,
        BatchSize = 16,
        Optimizer = new RmsProp(0.01),
        Metrics = [Metric.Accuracy],
        Validation = parts.Validation,
    })
    select fitted.History.Last.ValidationAccuracy;

return run.Match(
    Succ: accuracy =>
    {
        Console.WriteLine(Signs.Summary);
        Console.WriteLine($"accuracy {accuracy}: {(accuracy > 0.9 ? "learned" : "not")}");
        return 0;
    },
    Fail: error =>
    {
        Console.Error.WriteLine(error);
        return 1;
    });

[Model(2), SparseCategoricalCrossentropy]
public sealed partial record Signs(
    [Dense(8, Activation.Tanh)] Dense Hidden,
    [Dense(2, Activation.Softmax)] Dense Output);
