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
    public string Name { get; } = node.Name.Length > 0 ? node.Name : NameOf(node.Function);

    public double Number(int index) => node.Numbers[index];

    public bool Flag(int index) => node.Numbers[index] != 0;

    public Value Append(OperationDefinition operation, params Value[] of) => Graph.Append(operation, Name, of);

    public Value Append(OperationDefinition operation, OperationAttributes attributes, params Value[] of) =>
        Graph.Append(operation, Name, attributes, of);

    /// <summary>A number everywhere, of the operand's shape.</summary>
    public Value Filled(double number) => Graph.Constant(Name + "Number", X.Type, number);

    public Value Scaled(Value x, double factor) => Append(Elementwise.Scale, new OperationAttributes { Factor = factor }, x);

    public Value Reshape(Value x, params Dim[] dims) => Graph.Reshape(x, Name, x.Type.With(dims));

    /// <summary>Adds a number for each sample to the model's loss.</summary>
    public void AddLoss(Value penalties, double weight) => context.AddLoss(penalties, weight);

    /// <summary>Reports at the expression, and gives a value that nothing will look at.</summary>
    public Value Report(DiagnosticDescriptor rule, params string[] arguments)
    {
        context.Report(rule, new Anchor(Place.Expression, node.Place), [node.Text, .. arguments]);
        return X;
    }

    /// <summary>Whether a buffer could hold a sample of these dimensions; reported where none could.</summary>
    public bool CanHold(IEnumerable<long> dims)
    {
        var count = dims.Aggregate(BigInteger.One, (product, size) => product * size);
        if (count <= int.MaxValue) return true;
        context.Report(Rules.TooLarge, new Anchor(Place.Expression, node.Place), $"The result of '{node.Text}'", count.ToString(CultureInfo.InvariantCulture));
        return false;
    }

    /// <summary>An axis, counted from the start; null, and reported, where there is none or it is the batch's.</summary>
    public int? Axis(double named, string instead)
    {
        var (rank, number) = (X.Type.Rank, (int)named);
        var axis = number < 0 ? number + rank : number;
        if (axis > 0 && axis < rank) return axis;
        if (axis == 0) Report(Rules.BatchAxis, X.Type.ShapeText, instead);
        else Report(Rules.NoAxis, Literal.Of(number), X.Type.ShapeText, Literal.Of(rank - 1));
        return null;
    }

    /// <summary>
    /// A value as <c>[N, outer, inner]</c>, where inner holds the places of an axis and all that lies behind it: parts of the axis are columns.
    /// </summary>
    public Value AsColumns(Value x, int axis) => Reshape(x, Dim.Batch, Product(x, 1, axis), Product(x, axis, x.Type.Rank));

    /// <summary>The number of elements of some axes.</summary>
    public static int Product(Value x, int from, int to)
    {
        var product = 1;
        for (var axis = from; axis < to; axis++) product *= x.Type.Dims[axis].Size;
        return product;
    }

    /// <summary>The type with another size of an axis; without it where the size is null.</summary>
    public static Dim[] With(TensorType type, int axis, int? size) =>
        [.. type.Dims.Take(axis), .. size is { } given ? new Dim[] { given } : [], .. type.Dims.Skip(axis + 1)];

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
