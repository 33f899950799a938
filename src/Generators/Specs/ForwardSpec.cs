using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>
/// A tensor of a forward method: a function of tensors before it. Variables are gone, and so are loops and calls: what is used twice is named by number
/// twice.
/// </summary>
/// <param name="Function">The method of <c>Tensor</c>, <c>Functions</c> or <c>Noise</c>, or the operator: a row of <c>TensorFunctionTable</c>.</param>
/// <param name="Operands">Numbers of the tensors that it is computed from.</param>
/// <param name="Place">Which expression it is, for diagnostics; −1 where none, but the order of layers, says it.</param>
internal sealed record TensorNode(string Function, EquatableArray<int> Operands, int Place)
{
    public const string Input = "input";

    /// <summary>One of several inputs: its number is where it begins in a sample, its integers are its shape.</summary>
    public const string InputPart = "part";

    public const string Layer = "layer";

    public const string WithLoss = "WithLoss";

    public const string Map = "Map";

    /// <summary>The several outputs of a model, as one result.</summary>
    public const string Outputs = "outputs";

    /// <summary>The input of a model that is a layer of this one, of the shape that it takes.</summary>
    public const string Model = "model";

    /// <summary>A tensor of a layer.</summary>
    public const string Weight = "weight";

    /// <summary>The same tensor, its axes called otherwise.</summary>
    public const string Renamed = "Named";

    /// <summary>The model's layer that is applied.</summary>
    public int LayerIndex { get; init; } = -1;

    /// <summary>Its arguments that are numbers, in order; yes is 1.</summary>
    public EquatableArray<double> Numbers { get; init; } = [];

    /// <summary>Its argument that is a list of whole numbers: axes, or a shape.</summary>
    public EquatableArray<int> Integers { get; init; } = [];

    /// <summary>Its arguments that are names of axes, in order.</summary>
    public EquatableArray<string> Axes { get; init; } = [];

    /// <summary>The function that is mapped over its operands.</summary>
    public ScalarFunction? Kernel { get; init; }

    /// <summary>What is taken of each axis.</summary>
    public EquatableArray<SliceSpec> Slices { get; init; } = [];

    /// <summary>Which of several results.</summary>
    public int Part { get; init; }

    /// <summary>Which of the method's draws of random numbers; −1 for what draws none.</summary>
    public int Draw { get; init; } = -1;

    public bool IsDraw => Draw >= 0;

    /// <summary>By which calls and loops the method came to it, for diagnostics.</summary>
    public int Way { get; init; }

    /// <summary>Where it stands; only of a tensor that an expression says.</summary>
    public Anchor Anchor => new(Diagnostics.Place.Expression, Place) { Way = Way };

    /// <summary>The number of an operator stands left.</summary>
    public bool NumberFirst { get; init; }

    /// <summary>The record's method that computes it, by its path, where it is a record's inside; else empty.</summary>
    public string Method { get; init; } = "";

    /// <summary>Name of the variable that holds it; empty where it has none. Of a layer or a model its path, of a weight its property.</summary>
    public string Name { get; init; } = "";

    /// <summary>The expression, as it is written.</summary>
    public string Text { get; init; } = "";
}

/// <summary>An end of a range, counted from the start or, as <c>^1</c>, from the end.</summary>
internal readonly record struct SliceEnd(int Value, bool FromEnd)
{
    public int Of(int length) => FromEnd ? length - Value : Value;

    public override string ToString() => (FromEnd ? "^" : "") + Literal.Of(Value);
}

/// <summary>A range of an axis, or one place of it, by which the axis goes.</summary>
internal readonly record struct SliceSpec(SliceEnd From, SliceEnd To, bool IsPlace)
{
    /// <summary>Whether it is <c>..</c>.</summary>
    public bool IsWhole => this == new SliceSpec(new SliceEnd(0, false), new SliceEnd(0, true), false);

    public override string ToString() => IsPlace ? From.ToString() : $"{From}..{To}";
}

/// <summary>A way through a method.</summary>
/// <param name="Nodes">Its tensors, each after those that it is computed from; the first is the input.</param>
/// <param name="Result">Number of the one that it returns; <see cref="NoResult"/> where the method could not be read to its end.</param>
internal sealed record TensorTrace(EquatableArray<TensorNode> Nodes, int Result)
{
    public const int NoResult = -1;

    public bool IsComplete => Result != NoResult;

    /// <summary>Numbers of the tensors that it returns: several where a model has several outputs.</summary>
    public EquatableArray<int> Results => Nodes[Result].Function == TensorNode.Outputs ? Nodes[Result].Operands : [Result];

    public bool HasNames => Nodes.Any(node => node.Axes.Count > 0);

    /// <summary>Which tensors its result is computed from, the result included.</summary>
    public bool[] Reached() => Reached(Nodes.Items, Result);

    /// <param name="nodes">Tensors, each after those that it is computed from.</param>
    /// <param name="result">Number of one.</param>
    public static bool[] Reached(IReadOnlyList<TensorNode> nodes, int result)
    {
        var reached = new bool[nodes.Count];
        reached[result] = true;
        for (var i = result; i >= 0; i--)
        {
            if (reached[i]) foreach (var operand in nodes[i].Operands) reached[operand] = true;
        }
        return reached;
    }
}

/// <summary>A method from tensors to a tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Trace">What it does; its first tensors are its arguments.</param>
internal sealed record MethodSpec(string Name, TensorTrace Trace);

/// <summary>What a forward method does: in prediction, and in training, where it asks which of both it is.</summary>
/// <param name="Method">Its name; empty where the parts of a record follow each other, and one of them has a method or a shape of its own.</param>
/// <param name="Prediction">With <c>training</c> false.</param>
/// <param name="Training">With <c>training</c> true; else the same.</param>
internal sealed record ForwardSpec(string Method, TensorTrace Prediction, TensorTrace Training)
{
    /// <summary>Whether it names an axis.</summary>
    public bool HasNames => Prediction.HasNames || Training.HasNames;

    /// <summary>Whether the author wrote it.</summary>
    public bool IsWritten => Method.Length > 0;

    /// <summary>What a call for a prediction hands over behind the batch, as code.</summary>
    public string ForPrediction { get; init; } = "";
}
