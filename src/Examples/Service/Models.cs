using LanguageExt;

namespace ModelDsl.Service;

/// <summary>Tells garments apart: the chapter's network with a hidden layer.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record Garments(
    [Flatten] Flatten Pixels,
    [Dense(100, Activation.Relu)] Dense Hidden,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>The ports of the ship.</summary>
public enum Port
{
    Southampton,
    Cherbourg,
    Queenstown,
}

/// <summary>A passenger of a ship that sank.</summary>
/// <param name="Class">1, 2 or 3.</param>
/// <param name="IsWoman">Whether the passenger is a woman.</param>
/// <param name="Fare">The price of the ticket.</param>
/// <param name="Embarked">The port.</param>
/// <param name="Age">Years; null if they are not known.</param>
/// <param name="Survived">The answer; null in rows to predict.</param>
[Features]
public sealed partial record Passenger(
    [Bucket(2, 3)] int Class,
    [Category] bool IsWoman,
    [Normalize(Log = true)] float Fare,
    [Category] Port Embarked,
    [Normalize] float? Age = null,
    [Label] bool? Survived = null)
{
    /// <summary>Draws passengers by rules that we know: women, children and the first class survive more often.</summary>
    public static IReadOnlyList<Passenger> Draw(int count, int seed)
    {
        var random = new Random(seed);
        var passengers = new Passenger[count];
        for (var i = 0; i < count; i++)
        {
            var (cabin, isWoman, age) = (1 + random.Next(3), random.Next(2) == 0, (float)random.Next(1, 75));
            var fare = MathF.Round(8 + 90 * random.NextSingle() / cabin / cabin, 2);
            var logit = (isWoman ? 1.6 : -1.2) + 0.8 * (2 - cabin) + (age < 12 ? 1.5 : -0.01 * age);
            passengers[i] = new Passenger(cabin, isWoman, fare, (Port)random.Next(3), random.Next(5) == 0 ? null : age,
                random.NextDouble() < 1 / (1 + Math.Exp(-logit)));
        }
        return passengers;
    }
}

/// <summary>Predicts who survives.</summary>
[Model(typeof(Passenger)), BinaryCrossentropy]
public sealed partial record Survival(
    [Dense(16, Activation.Relu)] Dense Hidden,
    [Dense(1, Activation.Sigmoid)] Dense Output);

/// <summary>Trains the models at the first start.</summary>
internal static class FirstTraining
{
    /// <summary>Trains on the pictures of Fashion-MNIST, a few seconds.</summary>
    public static Fin<Garments> Garments(FashionData fashion, CancellationToken cancellation) =>
        Service.Garments.Initialize(seed: 42).Fit(fashion.Train | Scale(1 / 255f), new FitOptions
        {
            Epochs = 5,
            BatchSize = 64,
            Seed = 42,
            Optimizer = new Adam(),
            Callbacks = [new LambdaCallback(onEpochEnd: (_, _) => cancellation.ThrowIfCancellationRequested())],
        }).Map(fitted => fitted.Model);

    /// <summary>Trains on passengers that are made up, a second.</summary>
    public static Fin<Survival> Survival() => Service.Survival.Initialize(seed: 42).Fit(
        Passenger.Draw(4_000, seed: 1), new FitOptions { Epochs = 20, Seed = 42, Optimizer = new Adam(0.005) }).Map(fitted => fitted.Model);
}
