using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes;

/// <summary>
/// Writes recurrent layers as separate steps, made of products and activations. It is for programs whose gradient is differentiated again,
/// because the fused steps can be differentiated only once (docs/adr/0022), and for a GRU that resets its state before the product, which
/// no engine has as an instruction.
/// </summary>
internal static class UnrollRecurrences
{
    /// <summary>With more steps than this, a program would be too long for the compiler.</summary>
    public const int MostSteps = 256;

    private static readonly ImmutableDictionary<OperationDefinition, Func<Steps, Value, State?, State>> Cells =
        ImmutableDictionary<OperationDefinition, Func<Steps, Value, State?, State>>.Empty
            .Add(Recurrences.SimpleRnnSteps, SimpleRnn)
            .Add(Recurrences.LstmSteps, Lstm)
            .Add(Recurrences.GruSteps, Gru);

    /// <summary>The values that a step passes to the next one.</summary>
    private sealed record State(Value Hidden, Value? Cell = null);

    /// <summary>The operations that this pass removes completely.</summary>
    public static IEnumerable<OperationDefinition> WrittenOut => Cells.Keys;

    public static Graph Run(Graph graph) => Run(graph, static _ => true);

    /// <summary>Writes out the recurrent layers that no engine has as an instruction. Other graphs stay as they are.</summary>
    public static Graph OfNoInstruction(Graph graph) =>
        graph.Operations.Any(HasNoInstruction) ? Run(graph, HasNoInstruction) : graph;

    private static bool HasNoInstruction(Operation operation) => operation.Attributes.ResetsState;

    /// <param name="graph">The graph.</param>
    /// <param name="which">Returns true for the steps that are written out.</param>
    public static Graph Run(Graph graph, Func<Operation, bool> which)
    {
        var rewriter = new GraphRewriter(graph);
        return rewriter.Rewrite((operation, operands) => Cells.TryGetValue(operation.Definition, out var cell) && which(operation)
            // The values saved for the fused gradient have no reader yet.
            ? [new Steps(rewriter.Builder, operation, operands).Run(cell)]
            : null);
    }

    private static State SimpleRnn(Steps steps, Value x, State? before) =>
        new(steps.Activate(steps.Sum(x, steps.Recurrent(before?.Hidden))));

    private static State Lstm(Steps steps, Value x, State? before)
    {
        var sums = steps.Sum(x, steps.Recurrent(before?.Hidden));
        var (input, candidate) = (steps.Gate(steps.Part(sums, 0)), steps.Activate(steps.Part(sums, 2)));
        var kept = before?.Cell is { } old ? steps.Multiply(steps.Gate(steps.Part(sums, 1)), old) : null;
        var cell = steps.Sum(steps.Multiply(input, candidate), kept);
        return new State(steps.Multiply(steps.Gate(steps.Part(sums, 3)), steps.Activate(cell)), cell);
    }

    private static State Gru(Steps steps, Value x, State? before)
    {
        var recurrent = steps.ResetsState ? steps.Product(before?.Hidden, 0, 2) : steps.Recurrent(before?.Hidden);
        Value? OfState(int part) => recurrent is null ? null : steps.Part(recurrent, part);
        var update = steps.Gate(steps.Sum(steps.Part(x, 0), OfState(0)));
        Value Reset(Value state) => steps.Multiply(steps.Gate(steps.Sum(steps.Part(x, 1), OfState(1))), state);
        var reset = steps.ResetsState
            ? steps.Product(before is null ? null : Reset(before.Hidden), 2, 1)
            : OfState(2) is { } product ? Reset(product) : null;
        var candidate = steps.Activate(steps.Sum(steps.Part(x, 2), reset));
        // z·h + (1 − z)·c = c + z·(h − c)
        var difference = before is null ? steps.Minus(candidate) : steps.Subtract(before.Hidden, candidate);
        return new State(steps.Sum(candidate, steps.Multiply(update, difference)));
    }

    /// <summary>The steps of one layer: the tool with which its cell is written.</summary>
    private sealed class Steps(GraphBuilder graph, Operation operation, ImmutableArray<Value> operands)
    {
        private readonly string name = operation.Results[0].Name;
        private readonly TensorType hidden = operation.Results[0].Type;

        private readonly Dictionary<int, Value> kernels = [];

        private Dim Units => hidden.Columns;

        /// <summary>True for a GRU whose reset gate multiplies the state before its product with the recurrent kernel.</summary>
        public bool ResetsState => operation.Attributes.ResetsState;

        public Value Run(Func<Steps, Value, State?, State> cell)
        {
            var (x, states) = (operands[0], new List<Value>());
            State? state = null;
            var masks = MaskColumns(x.Type.Dims[1].Size).GetEnumerator();
            foreach (var step in Split(graph.Reshape(x, x.Name, x.Type.With([x.Type.Dims[0], x.Type.Dims[1].Size * x.Type.Columns.Size])),
                x.Type.Dims[1].Size))
            {
                var next = cell(this, step, state);
                state = masks.MoveNext() ? Kept(masks.Current, next, state) : next;
                states.Add(state.Hidden);
            }
            return graph.Reshape(Join(states, 0, states.Count), name, hidden);
        }

        /// <summary>
        /// Returns the product of the previous state and the recurrent kernel, plus the product's bias when there is one. It returns null
        /// when there is neither.
        /// </summary>
        public Value? Recurrent(Value? before)
        {
            var kernel = operands[1];
            var product = before is null ? null : graph.Append(Matrices.MatMul, name, before, kernel);
            if (Recurrences.BiasOf(operands) is not { } bias) return product;
            return graph.Append(Matrices.AddBias, name,
                product ?? graph.Constant(name, hidden.With([hidden.Dims[0], kernel.Type.Columns]), 0), bias);
        }

        /// <summary>Returns the mask of each step, for one number of each sample; none when there is no mask.</summary>
        private IEnumerable<Value> MaskColumns(int steps) => Recurrences.MaskOf(operands) is { } mask ? Split(mask, steps) : [];

        /// <summary>Returns the next state where the mask is 1, and the state before otherwise.</summary>
        private State Kept(Value mask, State next, State? before)
        {
            var type = hidden.With([hidden.Dims[0], Units]);
            var where = graph.Append(Reductions.BroadcastColumns, name, new OperationAttributes { Type = type },
                graph.Reshape(mask, name, type.With([hidden.Dims[0]])));
            return new State(Chosen(next.Hidden, before?.Hidden), next.Cell is null ? null : Chosen(next.Cell, before?.Cell));

            Value Chosen(Value now, Value? then) => graph.Append(Arithmetic.Where, name, where, now, then ?? graph.Constant(name, type, 0));
        }

        /// <summary>
        /// Returns the product of a state and some parts of the recurrent kernel; null for the state before the first step.
        /// </summary>
        public Value? Product(Value? state, int first, int count)
        {
            if (state is null) return null;
            if (!kernels.TryGetValue(first, out var kernel))
                kernels[first] = kernel = Columns(operands[1], first * Units.Size, count * Units.Size);
            return graph.Append(Matrices.MatMul, name, state, kernel);
        }

        /// <summary>Returns one of several parts that lie side by side. A part has one number for each unit.</summary>
        public Value Part(Value sums, int part) => Columns(sums, part * Units.Size, Units.Size);

        public Value Activate(Value x) => Activate(x, operation.Attributes.Activation);

        public Value Gate(Value x) => Activate(x, operation.Attributes.RecurrentActivation);

        public Value Sum(Value a, Value? b) => b is null ? a : graph.Append(Elementwise.Add, name, a, b);

        public Value Subtract(Value a, Value b) => graph.Append(Elementwise.Subtract, name, a, b);

        public Value Minus(Value x) => graph.Append(Elementwise.Scale, name, new OperationAttributes { Factor = -1 }, x);

        public Value Multiply(Value a, Value b) => graph.Append(Elementwise.Multiply, name, a, b);

        private Value Activate(Value x, string activation) => activation == ActivationTable.Linear
            ? x
            : graph.Append(Elementwise.Activate, name, new OperationAttributes { Activation = activation }, x);

        private Value Columns(Value x, int first, int count) =>
            graph.Append(Sequences.Columns, name,
                new OperationAttributes { Index = first, Type = x.Type.With([.. x.Type.RowDims, count]) }, x);

        /// <summary>Splits a value by halves, so that the gradient, which is joined again, is not copied once for each step.</summary>
        private IEnumerable<Value> Split(Value x, int steps)
        {
            if (steps == 1) return [x];
            var (width, half) = (x.Type.Columns.Size / steps, steps / 2);
            return Split(Columns(x, 0, half * width), half).Concat(Split(Columns(x, half * width, (steps - half) * width), steps - half));
        }

        private Value Join(List<Value> states, int first, int count) => count == 1
            ? states[first]
            : graph.Append(Layouts.ConcatColumns, name, Join(states, first, count / 2), Join(states, first + count / 2, count - count / 2));
    }
}
