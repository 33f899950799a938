using ModelDsl.EndToEnd.Tests.FeatureRecords;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>A row with every kind of column.</summary>
[Features]
public sealed partial record Stay(
    [Number, Items(2)] float[] Spectrum,
    [Normalize(Log = true)] int Lead,
    [Normalize] float? Price,
    [MinMax] float Nights,
    [Cyclic(12)] float? Month,
    [Category] bool Breakfast,
    [Category] Port? Harbour,
    [Category("small", "large", Unknown = Unknown.Own), Column("room")] string Size,
    [Vocabulary(5, OneHot = true)] string? Country,
    [Bucket(18, 65)] int Age,
    [Bins(2)] float Score,
    [Date(DateParts.Trend | DateParts.Month)] DateOnly Arrival,
    [Date(DateParts.TimeOfDay)] TimeOnly? Hour,
    [Ignore] int Id = 0,
    [Label(Normalize = true)] float? Cost = null)
{
    /// <summary>Draws rows.</summary>
    public static Stay[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        T? Maybe<T>(T value) where T : struct => random.Next(6) == 0 ? null : value;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (lead, price, nights) = (random.Next(300), Maybe(40 + 160 * random.NextSingle()), 1 + random.Next(9));
            return new Stay([random.NextSingle(), 5 * random.NextSingle()], lead, price, nights,
                Maybe<float>(random.Next(12)), random.Next(2) == 0, Maybe((Port)random.Next(3)),
                "small large huge".Split(' ')[random.Next(3)], random.Next(6) == 0 ? null : "DE FR IT CH PL SE".Split(' ')[random.Next(6)],
                10 + random.Next(70), random.NextSingle(), new DateOnly(2024, 1, 1).AddDays(random.Next(700)),
                Maybe(new TimeOnly(random.Next(24), 30)), i,
                nights * (price ?? 100) + 20 * random.NextSingle());
        })];
    }
}

/// <summary>A linear model of stays, and one that is not.</summary>
[Model(typeof(Stay)), MeanSquaredError]
public sealed partial record StayCosts([Dense(1)] Dense Output);

[Model(typeof(Stay)), MeanSquaredError]
public sealed partial record DeepStayCosts([Dense(6, Activation.Tanh)] Dense Hidden, [Dense(1)] Dense Output);

/// <summary>Its link keeps the outputs from having the label's unit.</summary>
[Model(typeof(Stay)), MeanSquaredError]
public sealed partial record ExponentialStayCosts([Dense(1, Activation.Exponential)] Dense Output);

/// <summary>A linear model with a layer that scales encoded numbers once more.</summary>
[Model(typeof(Stay)), MeanSquaredError]
public sealed partial record ScaledStayCosts([Normalization] Normalization Scale, [Dense(1)] Dense Output);
