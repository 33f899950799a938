namespace ModelDsl;

/// <summary>
/// Declares a positional partial record to be a row of a table. The generator reads it at compile time and writes its encoder: how a row
/// becomes numbers, how a row is made from the cells of a table, and the names and places of the columns. Every parameter has one of the
/// attributes derived from <see cref="FeatureAttribute"/>, or is a record with <c>[Features]</c> itself: its columns are then part of the
/// row.
/// </summary>
/// <example><code>
/// [Features]
/// public sealed partial record Passenger(
///     [Normalize] float? Age,
///     [Category] Port Embarked,
///     [Label] bool? Survived = null);
///
/// [Model(typeof(Passenger)), BinaryCrossentropy]
/// public sealed partial record Titanic([Dense(16, Activation.Relu)] Dense Hidden, [Dense(1, Activation.Sigmoid)] Dense Output);
/// </code></example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class FeaturesAttribute : Attribute;

/// <summary>How a parameter of a record with <see cref="FeaturesAttribute"/> becomes numbers.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class FeatureAttribute : Attribute;

/// <summary>The name of a parameter's column in tables; by default the parameter's own name. Case does not matter.</summary>
/// <param name="name">The name in the header.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ColumnAttribute(string name) : Attribute
{
    /// <summary>The name in the header.</summary>
    public string Name { get; } = name;
}

/// <summary>
/// The number of items of a parameter that is an array: each item is a column, named by its position, <c>Spectrum.0</c>, <c>Spectrum.1</c>
/// …
/// </summary>
/// <param name="count">Number of items of every row; positive.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ItemsAttribute(int count) : Attribute
{
    /// <summary>Number of items of every row.</summary>
    public int Count { get; } = count;
}
