namespace ModelDsl.EndToEnd.Tests.FeatureRecords;

/// <summary>The same passengers, with a layer that adapts to their encoded numbers.</summary>
[Model(typeof(Passenger)), BinaryCrossentropy]
public sealed partial record TitanicAdapted([Normalization] Normalization Scale, [Dense(1, Activation.Sigmoid)] Dense Output);

/// <summary>A margin instead of a probability.</summary>
[Model(typeof(Passenger)), Hinge]
public sealed partial record TitanicMargin([Dense(1)] Dense Output);

/// <summary>Logits for a yes.</summary>
[Model(typeof(Passenger)), BinaryCrossentropy]
public sealed partial record TitanicLogit([Dense(1)] Dense Output);

/// <summary>A column for each answer, with labels in one-hot form.</summary>
[Model(typeof(Passenger)), CategoricalCrossentropy]
public sealed partial record TitanicColumns([Dense(2, Activation.Softmax)] Dense Output);

/// <summary>How many were sold, with a weight.</summary>
[Features]
public sealed partial record Sale([Number] float Price, [SampleWeight] float Weight, [Label] int Sold);

/// <summary>Counts of sales.</summary>
[Model(typeof(Sale)), MeanSquaredError]
public sealed partial record Sales([Dense(1)] Dense Output);

/// <summary>The same with a label of small numbers.</summary>
[Features]
public sealed partial record SmallSale([Number] float Price, [Label] byte Sold);

/// <summary>Counts that a byte holds.</summary>
[Model(typeof(SmallSale)), MeanSquaredError]
public sealed partial record SmallSales([Dense(1)] Dense Output);

/// <summary>A number with a label far from 0.</summary>
[Features]
public sealed partial record Sold([Normalize] double X, [Label(Normalize = true)] double When);

/// <summary>Predicts the label by a straight line.</summary>
[Model(typeof(Sold)), MeanSquaredError]
public sealed partial record SoldModel([Dense(1)] Dense Output);
