using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Features;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// Reads the inputs of a model: one shape from <c>[Model(28, 28)]</c>, or several inputs, each from its <c>[Input("Name", …)]</c>.
/// </summary>
internal static class InputReader
{
    /// <summary>The result of reading.</summary>
    /// <param name="Shape">Shape of a sample; null when something is wrong with it.</param>
    /// <param name="Inputs">The inputs, when there are several. It holds only right ones.</param>
    /// <param name="Attributes">The attributes of the inputs. Findings point at these by number.</param>
    public readonly record struct Reading(
        EquatableArray<int>? Shape, EquatableArray<InputSpec> Inputs, ImmutableArray<AttributeData> Attributes)
    {
        /// <summary>Names of the axes of a sample, when there is one shape. Either there are none, or there is one for each axis.</summary>
        public EquatableArray<string> Axes { get; init; } = [];

        /// <summary>The rows that the model takes; null when it takes tensors, and when something is wrong with them.</summary>
        public RowsSpec? Rows { get; init; }

        /// <summary>The rows as far as members name them.</summary>
        public RowsOutline? Outline { get; init; }

        /// <summary>True when inputs are declared wrongly. Then nothing is known about the arguments of a method.</summary>
        public bool AreUnknown => (Attributes.Length > 0 && Inputs.Count == 0) || (Rows is null && Outline is not null);

        /// <summary>Returns the place of an input: its own attribute, or the type of the rows that it is a part of.</summary>
        public Anchor AnchorOf(int input) =>
            Rows is null ? new Anchor(Place.NamedInput, input) : new Anchor(Place.Input, Argument: RowsReader.Argument);
    }

    public static Reading Read(INamedTypeSymbol symbol, AttributeData model, RecordReader records, List<Finding> findings)
    {
        ImmutableArray<AttributeData> attributes =
            [.. symbol.GetAttributes().Where(a => MetadataNames.Is(a.AttributeClass, MetadataNames.Input))];
        if (RowsReader.AreTaken(model)) return RowsReader.Read(symbol, model, attributes, records, findings);
        var before = findings.Count;
        var shape = ReadShape(symbol.Name, model, attributes.Length > 0, findings);
        var axes = shape is { } known ? AxisReader.Names($"Model '{symbol.Name}'", new AttributeReader(model, Place.Input, -1, findings), known.Count) : [];
        if (attributes.Length == 0) return new Reading(shape, [], attributes) { Axes = axes };

        var inputs = new List<InputSpec>();
        var total = 0L;
        for (var i = 0; i < attributes.Length; i++)
        {
            if (ReadNamed(symbol.Name, attributes[i], i, inputs, findings) is not var (name, part, names)) continue;
            inputs.Add(new InputSpec(name, part, (int)Math.Min(total, int.MaxValue)) { Axes = names });
            total = part.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue)) + total;
        }
        if (shape is { Count: > 0 })
            findings.Add(Finding.Of(Rules.ShapeAndInputs, new Anchor(Place.Input), symbol.Name, string.Join(" and ", inputs.Select(input => input.Name))));
        if (total > int.MaxValue)
            findings.Add(Finding.Of(Rules.TooLarge, new Anchor(Place.Input), $"A sample of all inputs of model '{symbol.Name}'", total.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (inputs.Count != attributes.Length || findings.Count > before)
            return new Reading(null, inputs.Count == attributes.Length ? inputs.ToEquatableArray() : [], attributes);
        if (inputs.Count == 1) Report(findings, symbol.Name, inputs[0].Name, new Anchor(Place.NamedInput, 0), $"is the only input: write [Model({string.Join(", ", inputs[0].Shape)})] instead");
        return new Reading(shape is null || findings.Count > before ? null : [(int)total],
            inputs.Count > 1 ? inputs.ToEquatableArray() : [], attributes);
    }

    /// <summary>Returns the inputs as elements of a tuple: <c>Tensor Image, Tensor Meta</c>.</summary>
    public static string Elements(EquatableArray<InputSpec> inputs) => string.Join(", ", inputs.Select(input => "Tensor " + input.Name));

    /// <summary>
    /// Reports inputs that no result depends on, neither in training nor in prediction. Such an input was forgotten or mistaken for
    /// another.
    /// </summary>
    public static void CheckUse(string model, Reading input, ForwardSpec method, List<Finding> findings)
    {
        var inputs = input.Inputs;
        TensorTrace[] traces = [method.Prediction, method.Training];
        var read = traces.Select(trace => trace.Reached()).ToArray();
        for (var i = 0; i < inputs.Count; i++)
        {
            // The inputs are the first tensors of a trace, after the whole sample.
            if (!read.Any(reached => reached[1 + i]))
                findings.Add(Finding.Of(Rules.UnusedInput, input.AnchorOf(i), inputs[i].Name, model, method.Method, "x." + inputs[i].Name));
        }
    }

    /// <summary>Returns the derivatives that a model asks for, besides its gradient.</summary>
    public static Derivatives Derivatives(string name, AttributeData model, List<Finding> findings)
    {
        var asked = new AttributeReader(model, Place.Input, -1, findings).Enum("Derivatives") ?? 0;
        if ((asked & ~(int)GeneratedMembers.Every) == 0) return (Derivatives)asked;
        findings.Add(Finding.Of(Rules.UnknownDerivatives, new Anchor(Place.Input, Argument: "Derivatives"), name, Literal.Of(asked)));
        return Specs.Derivatives.None;
    }

    private static EquatableArray<int>? ReadShape(string name, AttributeData model, bool hasInputs, List<Finding> findings)
    {
        var reader = new AttributeReader(model, Place.Input, -1, findings);
        if (reader.HasErrors) return null;
        var shape = reader.Ints("inputShape") ?? [];
        if (shape.Count == 0 && !hasInputs)
        {
            findings.Add(Finding.Of(Rules.NoInputShape, new Anchor(Place.Input), name));
            return null;
        }
        for (var i = 0; i < shape.Count; i++)
        {
            if (shape[i] <= 0)
                findings.Add(Finding.Of(Rules.InputNotPositive, new Anchor(Place.Input, i), Literal.Of(i + 1), name, Literal.Of(shape[i])));
        }
        return shape;
    }

    private static (string Name, EquatableArray<int> Shape, EquatableArray<string> Axes)? ReadNamed(
        string model, AttributeData attribute, int index, List<InputSpec> others, List<Finding> findings)
    {
        var reader = new AttributeReader(attribute, Place.NamedInput, index, findings);
        if (reader.HasErrors) return null;
        var (name, shape) = (reader.String("name") ?? "", reader.Ints("shape") ?? []);
        var wrongName = !SyntaxFacts.IsValidIdentifier(name) ? "has a name that no member can have: write letters, as in [Input(\"Image\", 28, 28)]"
            : TupleNames.IsReserved(name) || TupleNames.IsNumber(name) ? "has a name that is reserved for tuples: choose another"
            : others.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)) ? "is declared twice: give each its own name, which must differ in more than upper case"
            : null;
        if (wrongName is not null) Report(findings, model, name, new Anchor(Place.NamedInput, index, "name"), wrongName);
        if (shape.Count == 0) Report(findings, model, name, new Anchor(Place.NamedInput, index), "has no dimension: write its shape after the name, without the batch");
        var wrong = shape.Items.ToList().FindIndex(size => size <= 0);
        if (wrong >= 0) Report(findings, model, name, new Anchor(Place.NamedInput, index, Part: wrong + 1), $"has a dimension of {Literal.Of(shape[wrong])}, but each must be 1 or more");
        return wrongName is null && shape.Count > 0 && wrong < 0 ? (name, shape, AxisReader.Names($"Input '{name}' of model '{model}'", reader, shape.Count)) : null;
    }

    private static void Report(List<Finding> findings, string model, string input, Anchor anchor, string what) =>
        findings.Add(Finding.Of(Rules.NamedInput, anchor, input, model, what));
}
