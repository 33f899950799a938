using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>What the rules of tensor functions are written with: one node of a method, and the graph that it becomes operations of.</summary>
/// <param name="context">The model's context.</param>
/// <param name="node">The node.</param>
/// <param name="operands">The values of its operands.</param>
internal sealed class FunctionBuilder(LoweringContext context, TensorNode node, Value[] operands)
{
    public TensorNode Node => node;

    public GraphBuilder Graph => context.Graph;

    public Value X => operands[0];

    /// <summary>Whether the program is trained by.</summary>
    public bool Training => context.Training;

    public IReadOnlyList<Value> Operands => operands;

    /// <summary>The variable that holds the result, or the function: values of generated code are named so.</summary>
    public string Name { get; } = node.Name.Length > 0 ? node.Name : NameOf(node.Kernel?.Name ?? node.Function);

    public double Number(int index) => node.Numbers[index];

    /// <summary>An argument that is yes or no stands last.</summary>
    public bool Flag => node.Numbers[node.Numbers.Count - 1] != 0;

    /// <summary>The batch, as the operand calls it.</summary>
    public Dim Batch => X.Type.Dims[0];

    public Value Append(OperationDefinition operation, params Value[] of) => Graph.Append(operation, Name, of);

    public Value Append(OperationDefinition operation, OperationAttributes attributes, params Value[] of) =>
        Graph.Append(operation, Name, attributes, of);

    /// <summary>A number everywhere, of the operand's shape.</summary>
    public Value Filled(double number) => Graph.Constant(Name + "Number", X.Type, number);

    public Value Scaled(Value x, double factor) => Append(Elementwise.Scale, new OperationAttributes { Factor = factor }, x);

    public Value Reshape(Value x, params Dim[] dims) => Graph.Reshape(x, Name, x.Type.With(dims));

    /// <summary>Adds a number for each sample to the model's loss.</summary>
    public void AddLoss(Value penalty, double weight) => context.Penalties.Add(penalty, weight);

    /// <summary>Reports at the expression, and gives a value that nothing will look at.</summary>
    public Value Report(DiagnosticDescriptor rule, params string[] arguments) => Report(node.Anchor, rule, arguments);

    /// <summary>Reports at an argument of the call, by the name of its parameter, or at a side of an operator.</summary>
    public Value ReportAt(string argument, DiagnosticDescriptor rule, params string[] arguments) => Report(node.Anchor with { Argument = argument }, rule, arguments);

    /// <summary>Reports at one of several arguments of the call, or of the places between brackets.</summary>
    public Value ReportAt(int argument, DiagnosticDescriptor rule, params string[] arguments) => Report(node.Anchor with { Part = argument + 1 }, rule, arguments);

    private Value Report(Anchor at, DiagnosticDescriptor rule, string[] arguments)
    {
        context.Report(rule, at, [node.Text, .. arguments]);
        return X;
    }

    /// <summary>Reports shapes that must be equal. A weight can't be repeated along a batch that it has not.</summary>
    public Value ReportShapes(TensorType a, TensorType b, string instead) => Report(Rules.ShapesDiffer, a.ShapeText, b.ShapeText,
        a.IsPerSample && b.IsPerSample ? instead : "a weight has no batch and is not repeated, apply its layer, or write MatMul(x, weight)");

    /// <summary>Whether a buffer could hold a sample of these dimensions; reported where none could.</summary>
    public bool CanHold(IEnumerable<long> dims)
    {
        var count = dims.Aggregate(BigInteger.One, (product, size) => product * size);
        if (count <= int.MaxValue) return true;
        context.Report(Rules.TooLarge, node.Anchor, $"The result of '{node.Text}'", count.ToString(CultureInfo.InvariantCulture));
        return false;
    }

    /// <summary>The axis that an argument names or counts, from the start; null, and reported, where there is none or it is the batch's.</summary>
    public int? Axis(int argument, string instead) => node.Axes.Count > 0 ? AxisOf(node.Axes[0], instead) : AxisAt(Number(argument), instead);

    /// <summary>An axis as it is written.</summary>
    public string AxisText(int argument) => node.Axes.Count > 0 ? node.Axes[0] : Literal.Of((int)Number(argument));

    /// <summary>The axis of a name; null, and reported, where there is none, or not one, or it is the batch's.</summary>
    private int? AxisOf(string name, string instead)
    {
        if (name == Dim.BatchName) ReportAt("axis", Rules.BatchAxis, X.Type.ShapeText, instead);
        else if (X.Type.AxesNamed(name) is [var axis]) return axis;
        else ReportAt("axis", Rules.NoAxisOfName, name, X.Type.ShapeText);
        return null;
    }

    /// <summary>An axis, counted from the start; null, and reported, where there is none or it is the batch's.</summary>
    public int? AxisAt(double named, string instead)
    {
        var (rank, number) = (X.Type.Rank, (int)named);
        var axis = number < 0 ? number + rank : number;
        if (axis > 0 && axis < rank) return axis;
        if (axis == 0) ReportAt("axis", Rules.BatchAxis, X.Type.ShapeText, instead);
        else ReportAt("axis", Rules.NoAxis, $"axis {Literal.Of(number)}", X.Type.ShapeText, AxesText(rank));
        return null;
    }

    /// <summary>Which axes of a sample there are.</summary>
    public static string AxesText(int rank) => rank switch
    {
        1 => "it has none after the batch",
        2 => "its one axis after the batch is 1, or −1 from the end",
        _ => $"its axes after the batch are 1 to {Literal.Of(rank - 1)}, or −{Literal.Of(rank - 1)} to −1 from the end",
    };

    /// <summary>
    /// A value as <c>[N, outer, inner]</c>, where inner holds the places of an axis and all that lies behind it: parts of the axis are columns.
    /// </summary>
    public Value AsColumns(Value x, int axis) => Reshape(x, Batch, Product(x, 1, axis), Product(x, axis, x.Type.Rank));

    /// <summary>The number of elements of some axes.</summary>
    public static int Product(Value x, int from, int to)
    {
        var product = 1;
        for (var axis = from; axis < to; axis++) product *= x.Type.Dims[axis].Size;
        return product;
    }

    /// <summary>The type with another size of an axis; without it where the size is null.</summary>
    public static Dim[] With(TensorType type, int axis, int? size) =>
        [.. type.Dims.Take(axis), .. size is { } given ? new[] { type.Dims[axis] with { Size = given } } : [], .. type.Dims.Skip(axis + 1)];

    /// <summary>Whether operands of one shape have no axes of different names in one place; reported where they do.</summary>
    public bool Meet(TensorType a, TensorType b)
    {
        if (AxisNames.Clash(a, b) is not var (x, y)) return true;
        ReportClash(x, y, a, b);
        return false;
    }

    /// <summary>Reports axes of different names that would become one.</summary>
    public Value ReportClash(Dim x, Dim y, TensorType a, TensorType b) => Report(Rules.NamesDiffer, x.Text, y.Text, a.ShapeText, b.ShapeText);

    private static string NameOf(string function) => function switch
    {
        "+" => "sum",
        "-" => "difference",
        "*" => "product",
        "/" => "quotient",
        "<" or ">" or "<=" or ">=" => "comparison",
        _ => function,
    };
}
