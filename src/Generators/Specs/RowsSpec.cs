using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>The rows that a model takes.</summary>
/// <param name="Type">Their type, as C#.</param>
/// <param name="Name">The name of their type.</param>
/// <param name="Labels">The labels, in the order of the model's outputs.</param>
/// <param name="Indices">The numbers of a sample that are indices.</param>
internal sealed record RowsSpec(string Type, string Name, EquatableArray<LabelSpec> Labels, EquatableArray<IndexSpec> Indices);

/// <summary>The rows that a model takes, as far as its members name them, also when something is wrong with the model.</summary>
/// <param name="Type">Their type, as C#.</param>
/// <param name="Labels">Their labels, without classes. A type that is unknown is empty.</param>
/// <param name="AreRows">True when the type has [Features].</param>
internal sealed record RowsOutline(string Type, EquatableArray<LabelSpec> Labels, bool AreRows);

/// <summary>The label of a row.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">Its type, as C#, without a question mark.</param>
/// <param name="Classes">Its classes, as C#; none for a number.</param>
internal sealed record LabelSpec(string Name, string Type, EquatableArray<string> Classes)
{
    public bool IsNumber => Classes.Count == 0;
}

/// <summary>Numbers of a sample that are indices.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="First">The first of these numbers in a sample.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Limit">One more than the largest index.</param>
internal sealed record IndexSpec(string Name, int First, int Count, int Limit);
