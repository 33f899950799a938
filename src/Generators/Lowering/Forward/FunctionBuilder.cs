using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>
/// The tool with which the rules of tensor functions are written: one node of a method, and the graph for its operations.
/// </summary>
/// <param name="context">The model's context.</param>
/// <param name="node">The node.</param>
/// <param name="operands">The values of its operands.</param>
internal sealed class FunctionBuilder(LoweringContext context, TensorNode node, Value[] operands)
{
    public TensorNode Node => node;

    public GraphBuilder Graph => context.Graph;

    public Value X => operands[0];

    /// <summary>True when the program is for training.</summary>
    public bool Training => context.Training;

    public IReadOnlyList<Value> Operands => operands;

    /// <summary>The name of the variable that holds the result, or of the function. Values of generated code have this name.</summary>
    public string Name { get; } = node.Name.Length > 0 ? node.Name : NameOf(node.Kernel?.Name ?? node.Function);

    public double Number(int index) => node.Numbers[index];

    /// <summary>The last argument, which is true or false.</summary>
    public bool Flag => node.Numbers[node.Numbers.Count - 1] != 0;

    /// <summary>The batch axis, with the name that the operand has for it.</summary>
    public Dim Batch => X.Type.Dims[0];

    public Value Append(OperationDefinition operation, params Value[] of) => Graph.Append(operation, Name, of);

    public Value Append(OperationDefinition operation, OperationAttributes attributes, params Value[] of) =>
        Graph.Append(operation, Name, attributes, of);

    /// <summary>Returns a value of the operand's shape that is filled with a number.</summary>
    public Value Filled(double number) => Graph.Constant(Name + "Number", X.Type, number);

    public Value Scaled(Value x, double factor) => Append(Elementwise.Scale, new OperationAttributes { Factor = factor }, x);

    public Value Reshape(Value x, params Dim[] dims) => Graph.Reshape(x, Name, x.Type.With(dims));

    /// <summary>Adds a number for each sample to the model's loss.</summary>
    public void AddLoss(Value penalty, double weight) => context.Penalties.Add(penalty, weight);

    /// <summary>Reports a finding at the expression, and returns a value that nothing will read.</summary>
    public Value Report(DiagnosticDescriptor rule, params string[] arguments) => Report(node.Anchor, rule, arguments);

    /// <summary>Reports a finding at an argument of the call, by the name of its parameter, or at a side of an operator.</summary>
    public Value ReportAt(string argument, DiagnosticDescriptor rule, params string[] arguments) =>
        Report(node.Anchor with { Argument = argument }, rule, arguments);

    /// <summary>Reports a finding at one of several arguments of the call, or of the indices between brackets.</summary>
    public Value ReportAt(int argument, DiagnosticDescriptor rule, params string[] arguments) =>
        Report(node.Anchor with { Part = argument + 1 }, rule, arguments);

    private Value Report(Anchor at, DiagnosticDescriptor rule, string[] arguments)
    {
        context.Report(rule, at, [node.Text, .. arguments]);
        return X;
    }

    /// <summary>Reports shapes that must be equal. A weight has no batch, so it cannot be repeated along one.</summary>
    public Value ReportShapes(TensorType a, TensorType b, string instead) => Report(Rules.ShapesDiffer, a.ShapeText, b.ShapeText,
        a.IsPerSample && b.IsPerSample ? instead : "a weight has no batch and is not repeated: apply its layer, or write MatMul(x, weight)");

    /// <summary>Returns true when a buffer could hold a sample of these dimensions. It reports when none could.</summary>
    public bool CanHold(IEnumerable<long> dims)
    {
        var count = dims.Aggregate(BigInteger.One, (product, size) => product * size);
        if (count <= int.MaxValue) return true;
        context.Report(Rules.TooLarge, node.Anchor, $"The result of '{node.Text}'", count.ToString(CultureInfo.InvariantCulture));
        return false;
    }

    /// <summary>
    /// Returns the axis that an argument names or counts, counted from the start. It returns null, with a report, when there is none or it
    /// is the batch.
    /// </summary>
    public int? Axis(int argument, string instead) =>
        node.Axes.Count > 0 ? AxisOf(node.Axes[0], instead) : AxisAt(Number(argument), instead);

    /// <summary>Returns an axis as the author wrote it.</summary>
    public string AxisText(int argument) => node.Axes.Count > 0 ? node.Axes[0] : Literal.Of((int)Number(argument));

    /// <summary>Returns the axis with a name; null, with a report, when there is none or more than one, or it is the batch.</summary>
    private int? AxisOf(string name, string instead)
    {
        if (name == Dim.BatchName) ReportAt("axis", Rules.BatchAxis, X.Type.ShapeText, instead);
        else if (X.Type.AxesNamed(name) is [var axis]) return axis;
        else ReportAt("axis", Rules.NoAxisOfName, name, X.Type.ShapeText);
        return null;
    }

    /// <summary>Returns an axis, counted from the start; null, with a report, when there is none or it is the batch.</summary>
    public int? AxisAt(double named, string instead)
    {
        var (rank, number) = (X.Type.Rank, (int)named);
        var axis = number < 0 ? number + rank : number;
        if (axis > 0 && axis < rank) return axis;
        if (axis == 0) ReportAt("axis", Rules.BatchAxis, X.Type.ShapeText, instead);
        else ReportAt("axis", Rules.NoAxis, $"axis {Literal.Of(number)}", X.Type.ShapeText, AxesText(rank));
        return null;
    }

    /// <summary>Returns a text that lists the axes of a sample.</summary>
    public static string AxesText(int rank) => rank switch
    {
        1 => "it has none after the batch",
        2 => "its one axis after the batch is 1, or −1 from the end",
        _ => $"its axes after the batch are 1 to {Literal.Of(rank - 1)}, or −{Literal.Of(rank - 1)} to −1 from the end",
    };

    /// <summary>
    /// Returns a value as <c>[N, outer, inner]</c>. Inner holds the positions of an axis and all axes after it, so that parts of the axis
    /// are columns.
    /// </summary>
    public Value AsColumns(Value x, int axis) => Reshape(x, Batch, Product(x, 1, axis), Product(x, axis, x.Type.Rank));

    /// <summary>Returns the number of elements of some axes.</summary>
    public static int Product(Value x, int from, int to)
    {
        var product = 1;
        for (var axis = from; axis < to; axis++) product *= x.Type.Dims[axis].Size;
        return product;
    }

    /// <summary>Returns the type with another size of an axis; without that axis when the size is null.</summary>
    public static Dim[] With(TensorType type, int axis, int? size) =>
        [.. type.Dims.Take(axis), .. size is { } given ? new[] { type.Dims[axis] with { Size = given } } : [], .. type.Dims.Skip(axis + 1)];

    /// <summary>
    /// Returns true when operands of one shape have no axes of different names in one position. It reports when they have.
    /// </summary>
    public bool Meet(TensorType a, TensorType b)
    {
        if (AxisNames.Clash(a, b) is not var (x, y)) return true;
        ReportClash(x, y, a, b);
        return false;
    }

    /// <summary>Reports axes of different names that would become one axis.</summary>
    public Value ReportClash(Dim x, Dim y, TensorType a, TensorType b) =>
        Report(Rules.NamesDiffer, x.Text, y.Text, a.ShapeText, b.ShapeText);

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
