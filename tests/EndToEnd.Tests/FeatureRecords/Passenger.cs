using System.Runtime.Serialization;

namespace ModelDsl.EndToEnd.Tests.FeatureRecords;

/// <summary>The harbours at which passengers came aboard.</summary>
public enum Port
{
    [EnumMember(Value = "S")] Southampton,
    [EnumMember(Value = "C")] Cherbourg,
    [EnumMember(Value = "Q")] Queenstown,
}

/// <summary>A row of the passengers' list.</summary>
[Features]
public sealed partial record Passenger(
    [Normalize] float? Age,
    [Normalize(Log = true)] float Fare,
    [Category] Port Embarked,
    [Category("male", "female"), Column("sex")] string Gender,
    [Vocabulary(20, OneHot = true)] string? Ticket,
    [Bucket(1, 3)] int Siblings,
    [Ignore] string Name = "",
    [Label] bool? Survived = null);

/// <summary>Who survived.</summary>
[Model(typeof(Passenger)), BinaryCrossentropy]
public sealed partial record Titanic([Dense(16, Activation.Relu)] Dense Hidden, [Dense(1, Activation.Sigmoid)] Dense Output);

/// <summary>The same with a column for each answer.</summary>
[Model(typeof(Passenger)), SparseCategoricalCrossentropy]
public sealed partial record TitanicClasses([Dense(2)] Dense Output);

/// <summary>A house with its price.</summary>
[Features]
public readonly partial record struct House([Normalize] double Area, [Category(AsIndex = true)] DayOfWeek Sold,
    [Vocabulary(6)] string Street, [Label(Normalize = true)] float? Price = null);

/// <summary>Prices of houses; streets and days are looked up.</summary>
[Model(typeof(House)), MeanSquaredError]
public sealed partial record Prices(
    [Embedding(7, 2)] Embedding Days, [Embedding(6, 3)] Embedding Streets, [Dense(8,
        Activation.Tanh)] Dense Hidden, [Dense(1)] Dense Output)
{
    [Forward]
    static Tensor Price(Prices m, (Tensor Numbers, Tensor Sold, Tensor Street) x) =>
        Concat([x.Numbers, (x.Sold | m.Days).Flatten(), (x.Street | m.Streets).Flatten()]) | m.Hidden | m.Output;
}
