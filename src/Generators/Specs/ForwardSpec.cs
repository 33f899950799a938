using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>
/// A tensor of a forward method: a function of earlier tensors. Variables, loops and calls are resolved. A tensor that is used twice
/// appears twice among the operands, by its number.
/// </summary>
/// <param name="Function">A row of <c>TensorFunctionTable</c>: a method of <c>Tensor</c>, <c>Functions</c> or <c>Noise</c>, or an
/// operator.</param>
/// <param name="Operands">The numbers of the tensors that it is computed from.</param>
/// <param name="Place">The number of its expression, for diagnostics; −1 when there is no expression, only the order of the layers.</param>
internal sealed record TensorNode(string Function, EquatableArray<int> Operands, int Place)
{
    public const string Input = "input";

    /// <summary>One of several inputs. Its number is its start within a sample, and its integers are its shape.</summary>
    public const string InputPart = "part";

    public const string Layer = "layer";

    /// <summary>A layer, applied to each step of a sequence.</summary>
    public const string EachStep = "each step";

    public const string WithLoss = "WithLoss";

    public const string Map = "Map";

    /// <summary>All outputs of a model with several outputs, as one result.</summary>
    public const string Outputs = "outputs";

    /// <summary>The input of a model that is a layer of this model, in the shape which that model takes.</summary>
    public const string Model = "model";

    /// <summary>A tensor of a layer.</summary>
    public const string Weight = "weight";

    /// <summary>The same tensor with other names for its axes.</summary>
    public const string Renamed = "Named";

    /// <summary>The number of the model's layer that is applied; −1 when it is no layer.</summary>
    public int LayerIndex { get; init; } = -1;

    /// <summary>The arguments that are numbers, in order; true is 1.</summary>
    public EquatableArray<double> Numbers { get; init; } = [];

    /// <summary>The argument that is a list of whole numbers: axes, or a shape.</summary>
    public EquatableArray<int> Integers { get; init; } = [];

    /// <summary>The arguments that are names of axes, in order.</summary>
    public EquatableArray<string> Axes { get; init; } = [];

    /// <summary>The function that is mapped over the operands.</summary>
    public ScalarFunction? Kernel { get; init; }

    /// <summary>The part of each axis that is taken.</summary>
    public EquatableArray<SliceSpec> Slices { get; init; } = [];

    /// <summary>The number of the result, when the function has several results.</summary>
    public int Part { get; init; }

    /// <summary>The number of its random draw within the method; −1 when it draws nothing.</summary>
    public int Draw { get; init; } = -1;

    public bool IsDraw => Draw >= 0;

    /// <summary>True when a layer computes it.</summary>
    public bool IsLayer => Function is Layer or EachStep;

    /// <summary>The chain of calls and loops that leads to it, for diagnostics.</summary>
    public int Way { get; init; }

    /// <summary>Its place in the code. Only a tensor with an expression has one.</summary>
    public Anchor Anchor => new(Diagnostics.Place.Expression, Place) { Way = Way };

    /// <summary>True when the number is the left operand of an operator.</summary>
    public bool NumberFirst { get; init; }

    /// <summary>The path of the record's method that computes it, when it is computed inside a record; empty otherwise.</summary>
    public string Method { get; init; } = "";

    /// <summary>The name of its variable; empty when there is none. For a layer or a model: its path. For a weight: its property.</summary>
    public string Name { get; init; } = "";

    /// <summary>The expression in source form.</summary>
    public string Text { get; init; } = "";
}

/// <summary>An end of a range, counted from the start, or from the end as in <c>^1</c>.</summary>
internal readonly record struct SliceEnd(int Value, bool FromEnd)
{
    public int Of(int length) => FromEnd ? length - Value : Value;

    public override string ToString() => (FromEnd ? "^" : "") + Literal.Of(Value);
}

/// <summary>A range of an axis, or a single index, which removes the axis.</summary>
internal readonly record struct SliceSpec(SliceEnd From, SliceEnd To, bool IsPlace)
{
    /// <summary>True for <c>..</c>, the whole axis.</summary>
    public bool IsWhole => this == new SliceSpec(new SliceEnd(0, false), new SliceEnd(0, true), false);

    public override string ToString() => IsPlace ? From.ToString() : $"{From}..{To}";
}

/// <summary>A path through a method: the tensors that it computes.</summary>
/// <param name="Nodes">The tensors, each after its operands; the first is the input.</param>
/// <param name="Result">The number of the returned tensor; <see cref="NoResult"/> when the method could not be read to its end.</param>
internal sealed record TensorTrace(EquatableArray<TensorNode> Nodes, int Result)
{
    public const int NoResult = -1;

    public bool IsComplete => Result != NoResult;

    /// <summary>The numbers of the returned tensors: several when a model has several outputs.</summary>
    public EquatableArray<int> Results => Nodes[Result].Function == TensorNode.Outputs ? Nodes[Result].Operands : [Result];

    public bool HasNames => Nodes.Any(node => node.Axes.Count > 0);

    /// <summary>Returns, for each tensor, true when the result is computed from it. The result itself is included.</summary>
    public bool[] Reached() => Reached(Nodes.Items, Result);

    /// <param name="nodes">The tensors, each after its operands.</param>
    /// <param name="result">The number of the result.</param>
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
/// <param name="Trace">Its computation; the first tensors are its arguments.</param>
internal sealed record MethodSpec(string Name, TensorTrace Trace);

/// <summary>
/// The computation of a forward method, in prediction and in training. The two differ only when the method asks for <c>training</c>.
/// </summary>
/// <param name="Method">Its name; empty when the parts of a record follow each other, and one of them has a method or a shape of its
/// own.</param>
/// <param name="Prediction">The computation with <c>training</c> false.</param>
/// <param name="Training">The computation with <c>training</c> true; the same one when the method does not ask.</param>
internal sealed record ForwardSpec(string Method, TensorTrace Prediction, TensorTrace Training)
{
    /// <summary>True when it names an axis.</summary>
    public bool HasNames => Prediction.HasNames || Training.HasNames;

    /// <summary>True when the author wrote it.</summary>
    public bool IsWritten => Method.Length > 0;

    /// <summary>The arguments after the batch in a call for a prediction, as code.</summary>
    public string ForPrediction { get; init; } = "";
}
