
// The rest of training, after the program of docs/ahead-of-time.md: rows, all callbacks, resumed runs, cross-validation and Newton.
var lines = new List<string> { "age,fare,port,deck,day,survived" };
for (var i = 0; i < 500; i++)
{
    var age = random.Next(80);
    lines.Add(FormattableString.Invariant($"{(i % 9 == 0 ? "" : age)},{random.NextDouble() * 100:F2},{(Port)random.Next(3)},{"ABCDEF"[random.Next(6)]},") +
        FormattableString.Invariant($"{new DateOnly(1912, 4, 1).AddDays(random.Next(300)):yyyy-MM-dd},{(age < 40 ? "yes" : "no")}"));
}
File.WriteAllLines("passengers.csv", lines);
Directory.CreateDirectory("rest");

var (stop, last) = (new CancellationTokenSource(), 4);
FitOptions Rest() => new()
{
    Epochs = 10,
    Seed = 42,
    Cancellation = stop.Token,
    Optimizer = new Adam(0.02),
    Metrics = [Metric.Accuracy, new Auc()],
    Callbacks =
    [
        new BackupAndRestore("rest/backup.safetensors"), new CsvLogger("rest/log.csv"), new EarlyStopping(patience: 50, restoreBestWeights: true),
        new LambdaCallback(onEpochEnd: (_, epoch) => { if (epoch.Number == last) stop.Cancel(); }), new ModelCheckpoint("rest/best.safetensors", saveBestOnly: true), new ProgressBar(),
        new ReduceLearningRateOnPlateau(), new TensorBoard("rest/board"), new TerminateOnNaN(),
    ],
};

var table = Csv.Load<Passenger>("passengers.csv").ThrowIfFail();
var halves = table.Split(validation: 0.2, seed: 42).ThrowIfFail();
var (some, held) = (halves.Train, halves.Validation);
var whole = Survival.Initialize(seed: 1).Fit(some, new FitOptions { Epochs = 10, Seed = 42, Optimizer = new Adam(0.02) },
    held).ThrowIfFail();
Check("a run is interrupted", Survival.Initialize(seed: 1).Fit(some, Rest(), held).ThrowIfFail() is { Cancelled: true, History.Count: 4 });
(stop, last) = (new CancellationTokenSource(), 0);
var resumed = Survival.Initialize(seed: 1).Fit(some, Rest(), held).ThrowIfFail();
Check("an interrupted run is the same as a whole one", resumed.History.Count == 10 && resumed.Last.Map(e => e.Loss) == whole.Last.Map(e => e.Loss));
Check("it learns", resumed.History.Last.ValidationAccuracy > 0.8);
resumed.Model.Save("rest/model.safetensors").ThrowIfFail();
var loaded = Survival.Load("rest/model.safetensors").ThrowIfFail();
Check("a row is predicted", loaded.Predict(new Passenger(20, 50, Port.Cherbourg, "A", new DateOnly(1912, 4, 10))).ThrowIfFail().Value);
Check("a bad row is told", loaded.Predict(new Passenger(float.NaN, 50, (Port)9, "A", default)).Match(_ => "", error => error.Message).Contains("not finite"));
Check("folds", Survival.CrossValidate(table, new FitOptions { Epochs = 3, Metrics = [Metric.Accuracy] }, folds: 3).ThrowIfFail().Folds.Count == 3);
Check("log", File.ReadAllLines("rest/log.csv").Length == 11);
var minimum = Ridge.Initialize(seed: 42).Minimize(Dataset.Create<float>([2], points, differ).ThrowIfFail(),
    new NewtonCg { GradientTolerance = 1e-3 });
Check("Newton", minimum.ThrowIfFail().GradientNorm < 1e-3);
Console.WriteLine(Ridge.Summary);

static void Check(string what, bool isTrue)
{
    if (!isTrue) throw new InvalidOperationException("Wrong: " + what);
}

public enum Port { Southampton, Cherbourg, Queenstown }

[Features]
public sealed partial record Passenger(
    [Normalize] float? Age, [Normalize(Log = true)] double Fare, [Category] Port Port, [Vocabulary(6, OneHot = true)] string Deck,
    [Date(DateParts.Month)] DateOnly Day, [Label] bool? Survived = null);

[Model(typeof(Passenger)), BinaryCrossentropy]
public sealed partial record Survival([Dense(8, Activation.Relu)] Dense Hidden, [Dense(1, Activation.Sigmoid)] Dense Output);

[Model(2, Derivatives = Derivatives.HessianVectorProduct), SparseCategoricalCrossentropy]
public sealed partial record Ridge([Dense(2, Activation.Softmax, KernelL2 = 1e-3)] Dense Output);
