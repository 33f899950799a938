using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.LossDefinitions;

/// <summary>The tool with which the formulas of losses are written.</summary>
/// <param name="context">The context to which operations are appended.</param>
/// <param name="spec">The loss's options.</param>
/// <param name="onLogits">True when the loss's activation came before the loss, so that the given output is its logits.</param>
internal sealed class LossBuilder(LoweringContext context, LossSpec spec, bool onLogits)
{
    private readonly GraphBuilder graph = context.Graph;

    /// <summary>Keras's <c>backend.epsilon()</c>.</summary>
    public const double Epsilon = 1e-7;

    public LossSpec Spec => spec;

    public bool OnLogits => onLogits;

    public LoweringContext Context { get; } = context;

    public GraphBuilder Graph => graph;

    public Value Add(string name, Value a, Value b) => graph.Append(Elementwise.Add, name, a, b);

    /// <summary>Adds a number to each element.</summary>
    public Value Add(string name, Value x, double number) => Add(name, x, Constant(name + "Addend", x, number));

    public Value Subtract(string name, Value a, Value b) => graph.Append(Elementwise.Subtract, name, a, b);

    /// <summary>Subtracts each element from a number.</summary>
    public Value Subtract(string name, double number, Value x) => Subtract(name, Constant(name + "Minuend", x, number), x);

    public Value Multiply(string name, Value a, Value b) => graph.Append(Elementwise.Multiply, name, a, b);

    public Value Divide(string name, Value a, Value b) => graph.Append(Arithmetic.Divide, name, a, b);

    public Value Scale(string name, Value x, double factor) =>
        graph.Append(Elementwise.Scale, name, new OperationAttributes { Factor = factor }, x);

    public Value Square(string name, Value x) => Multiply(name, x, x);

    public Value Abs(string name, Value x) => graph.Append(Arithmetic.Abs, name, x);

    public Value Sign(string name, Value x) => graph.Append(Arithmetic.Sign, name, x);

    public Value Log(string name, Value x) => graph.Append(Arithmetic.Log, name, x);

    public Value Sqrt(string name, Value x) => graph.Append(Arithmetic.Sqrt, name, x);

    public Value Clamp(string name, Value x, double least, double most) =>
        graph.Append(Arithmetic.Clamp, name, new OperationAttributes { Least = least, Most = most }, x);

    public Value AtLeast(string name, Value x, double least) => Clamp(name, x, least, double.PositiveInfinity);

    public Value Activate(string name, Value x, string activation) =>
        graph.Append(Elementwise.Activate, name, new OperationAttributes { Activation = activation }, x);

    /// <summary>Returns the mean of each row.</summary>
    public Value Mean(Value x, string name = "losses") => graph.Append(Reductions.MeanColumns, name, x);

    /// <summary>Returns the sum of each row.</summary>
    public Value Sum(Value x, string name = "losses") => Scale(name, Mean(x, name + "Mean"), x.Type.Columns.Size);

    /// <summary>Returns the largest number of each row. Its gradient goes to the first number that is as large.</summary>
    public Value Max(string name, Value x)
    {
        var (columns, rows) = (x.Type.Columns.Size, (int)(x.Type.Elements / x.Type.Columns.Size));
        var image = graph.Reshape(x, name + "Rows", x.Type.With([Dim.Batch, rows, columns, 1]));
        var window = new Window(Span1D.Valid(1), Span1D.Valid(columns));
        var largest = graph.Append(Images.MaxPool, name, new OperationAttributes { Window = window }, image);
        return graph.Reshape(largest, name, x.Type.With(x.Type.RowDims));
    }

    /// <summary>Returns a value where x is less than a bound, and x otherwise.</summary>
    public Value WhereLess(string name, Value x, double bound, Value yes)
    {
        var condition = graph.Append(Arithmetic.Less, name + "Condition", OperationAttributes.None, x, Constant(name + "Bound", x, bound));
        return graph.Append(Arithmetic.Where, name, condition, yes, x);
    }

    /// <summary>Repeats a number of each row along the row.</summary>
    public Value Repeat(string name, Value x, Value like) =>
        graph.Append(Reductions.BroadcastColumns, name, new OperationAttributes { Type = like.Type, Factor = 1 }, x);

    private Value Constant(string name, Value like, double value) => graph.Constant(name, like.Type, value);
}
