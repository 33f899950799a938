namespace ModelDsl.Import;

/// <summary>Recurrent layers. Axes are moved: the batch comes first in <see cref="Recurrent"/>.</summary>
internal static class SequenceOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        new("GRU", 7, "the layer GRU, Bidirectional for both directions", context => Read(context, Cell.Gru, 3), 2),
        new("LSTM", 7, "the layer LSTM, Bidirectional for both directions", context => Read(context, Cell.Lstm, 4), 2),
        new("RNN", 7, "the layer SimpleRNN, Bidirectional for both directions", context => Read(context, Cell.Simple, 1), 2),
    ];

    private static IReadOnlyList<Wire> Read(Context context, Cell cell, int gates)
    {
        var (node, x) = (context.Node, context.X);
        var batchFirst = node.Integer("layout", 0) != 0;
        var direction = node.Text("direction", "forward") switch
        {
            "forward" => Direction.Forward,
            "reverse" => Direction.Reverse,
            "bidirectional" => Direction.Bidirectional,
            var other => throw context.Error($"has direction = '{other}', which is not known. Export the model again."),
        };
        var directions = direction == Direction.Bidirectional ? 2 : 1;
        var (kernel, recurrent) = (context.Constant(1, "kernel"), context.Constant(2, "recurrent kernel"));
        var bias = context.Optional(3) is null ? null : context.Constant(3, "bias");
        var units = recurrent.Shape.Count == 3 ? recurrent.Shape[2] : 0;
        Expect(context, kernel, directions, gates * units, kernel.Shape.Count == 3 ? kernel.Shape[2] : 0);
        Expect(context, recurrent, directions, gates * units, units);
        if (bias is not null)
            Expect(context, bias, directions, 2 * gates * units);
        if (node.Integer("hidden_size", units) != units || x.Rank != 3)
            throw context.Error($"has hidden_size = {node.Integer("hidden_size")} for {recurrent} and {x.SizesText}. Export the model"
                + " again.");
        Refuse(context, cell);
        var activations = RecurrentActivations.Read(context, cell, directions);
        var layer = new Recurrent(kernel.Name, cell, units, direction, kernel, recurrent, bias, activations,
            node.Integer("linear_before_reset", 0) != 0, ReturnsSequences: node.IsUsed(0));
        var input = batchFirst ? x : context.Add(new Transpose([1, 0, 2]), x);
        var result = context.Add(new Apply(layer), input);
        var (n, steps) = (input.Sizes[0], input.Sizes[1]);
        var last = layer.ReturnsSequences ? Last(context, result, direction, units) : result;
        var state = context.Reshape(last, n, directions, units);
        if (!batchFirst)
            state = context.Add(new Transpose([1, 0, 2]), state);
        if (!layer.ReturnsSequences)
            return [state, state];
        var sequence = context.Reshape(result, n, steps, directions, units);
        return [batchFirst ? sequence : context.Add(new Transpose([1, 2, 0, 3]), sequence), state];
    }

    // The state after the last step that each direction computes.
    private static Wire Last(Context context, Wire sequence, Direction direction, int units)
    {
        var (n, steps, features) = (sequence.Sizes[0], sequence.Sizes[1], sequence.Sizes[2]);
        Wire At(long step, AxisRange[] parts) => context.Reshape(
            context.Add(new Slice([new(1, step, 1, 1), .. parts]), sequence), n, parts.Length == 0 ? features : units);
        return direction switch
        {
            Direction.Forward => At(steps - 1, []),
            Direction.Reverse => At(0, []),
            _ => context.Add(new Concat(1), At(steps - 1, [new(2, 0, units, 1)]), At(0, [new(2, units, units, 1)])),
        };
    }

    private static void Refuse(Context context, Cell cell)
    {
        if (context.Node.Has("clip"))
            throw context.Error($"clips its numbers at {context.Node.Number("clip", 0)}, which is not offered. Export the model without"
                + " clip.");
        context.Node.Require("input_forget", 0, "Export an LSTM with a gate of its own for forgetting.");
        if (context.Optional(4) is not null)
            throw context.Error("takes the length of each sequence, which is not offered. Export the model without packed sequences.");
        foreach (var index in cell == Cell.Lstm ? new[] { 5, 6 } : [5])
            if (context.Optional(index) is { } state && (state.Constant is null || state.Constant.ReadFloats().Any(number => number != 0)))
                throw context.Error("begins with a state that is not 0, which is not offered. Export the model without an initial state.");
        if (cell == Cell.Lstm && context.Optional(7) is { } peepholes
            && (peepholes.Constant is null || peepholes.Constant.ReadFloats().Any(number => number != 0)))
            throw context.Error("has peepholes, which are not offered. Export an LSTM without them.");
        if (cell == Cell.Lstm && context.Node.IsUsed(2))
            throw context.Error("has the state of its cells used, which is not offered. Use its output.");
    }

    private static void Expect(Context context, Tensor tensor, params int[] shape)
    {
        if (!tensor.Shape.SequenceEqual(shape))
            throw context.Error($"has the weight {tensor}, which should be [{string.Join(", ", shape)}]. Export the model again.");
    }
}
