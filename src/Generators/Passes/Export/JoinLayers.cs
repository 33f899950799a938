using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes.Export;

/// <summary>
/// Joins the operations that lowering makes of a layer to one, where other programs have one operator for it: convolutions of groups,
/// normalisations, recurrent layers. It runs before <see cref="Fusion.Fuse"/>, which joins their parts in another way. What it leaves
/// behind is dead code.
/// </summary>
internal static class JoinLayers
{
    /// <summary>The activations that the recurrent operators of ONNX have. Layers with others are written out step by step.</summary>
    private static readonly ImmutableHashSet<string> OfRecurrences =
        ["Linear", "Relu", "Tanh", "Sigmoid", "Softsign", "Softplus", "Elu", "HardSigmoid", "LeakyRelu"];

    private static readonly ImmutableArray<(OperationDefinition On, Func<Joining, Value?> Join)> Rules =
    [
        (Matrices.GroupedMatMul, GroupedConvolution),
        (Images.DepthwiseConvolution, DepthwiseConvolution),
        (Matrices.AddBias, static join => join.Made(0) is { Operands.Length: 2 } filtered && filtered.Is(Images.GroupedConvolution)
            ? join.Append(filtered.Definition, filtered.Attributes, [.. filtered.Operands, join.Operands[1]])
            : null),
        (Normalizations.ScaleRows, BatchNormalization),
        (Matrices.AddBias, static join => join.WithVector(Normalizations.BatchNormalization, 4, before: 0)),
        (Normalizations.Standardize, LayerNormalization),
        (Normalizations.ScaleRows, static join => join.WithVector(Normalizations.LayerNormalization, 1, before: 1)),
        (Matrices.AddBias, static join => join.WithVector(Normalizations.LayerNormalization, 2, before: 0)),
        (Recurrences.SimpleRnnSteps, static join => Recurrent(join, Recurrences.SimpleRnn)),
        (Recurrences.LstmSteps, static join => Recurrent(join, Recurrences.Lstm)),
        (Recurrences.GruSteps, static join => Recurrent(join, Recurrences.Gru)),
    ];

    private static readonly ILookup<OperationDefinition, Func<Joining, Value?>> RulesOf = Rules.ToLookup(rule => rule.On,
        rule => rule.Join);

    /// <summary>
    /// Returns true when a recurrent operator of ONNX has the activations of a recurrent layer's steps. None has a mask: its lengths only
    /// cut steps off the end.
    /// </summary>
    public static bool HasOperator(Operation steps) =>
        Recurrences.MaskOf(steps) is null && OfRecurrences.Contains(steps.Attributes.Activation)
        && OfRecurrences.Contains(steps.Attributes.RecurrentActivation);

    public static Graph Run(Graph graph)
    {
        graph = UnrollRecurrences.Run(graph, static steps => !HasOperator(steps));
        var rewriter = new GraphRewriter(graph);
        return rewriter.Rewrite((operation, operands) =>
        {
            var joining = new Joining(rewriter.Builder, operation, operands);
            foreach (var join in RulesOf[operation.Definition])
                if (join(joining) is { } value) return [value];
            return null;
        });
    }

    /// <summary>Joins the patches of all groups, in the order of groups, and their products.</summary>
    private static Value? GroupedConvolution(Joining join)
    {
        var (x, kernel) = (Behind(join.Operands[0]), join.Operands[1]);
        if (!x.Producer.Is(Layouts.Permute) || Behind(x.Producer.Operands[0]).Producer is not { } patches
            || !patches.Is(Images.Patches)) return null;
        var attributes = new OperationAttributes { Window = patches.Attributes.Window, Groups = join.Operation.Attributes.Groups };
        var filtered = join.Append(Images.GroupedConvolution, attributes, patches.Operands[0], kernel);
        return join.Builder.Reshape(filtered, filtered.Name, join.Operation.Result.Type);
    }

    /// <summary>Makes each channel a group. A channel of an image that is repeated is a group with several filters.</summary>
    private static Value? DepthwiseConvolution(Joining join)
    {
        var (x, kernel, window) = (join.Operands[0], join.Operands[1], join.Operation.Attributes.Window!);
        var matrix = join.Builder.Reshape(kernel, kernel.Name, TensorType.Float(window.Cells, x.Type.Columns));
        if (Behind(x) is var repeated && repeated != x && repeated.Producer.Is(Reductions.BroadcastColumns)
            && repeated.Producer.Operands[0].Type.RowDims.Equals(x.Type.RowDims))
            x = repeated.Producer.Operands[0];
        return join.Append(Images.GroupedConvolution, new OperationAttributes { Window = window, Groups = x.Type.Columns.Size }, x, matrix);
    }

    /// <summary>Joins <c>(x − mean)·gamma/√(variance + ε)</c>.</summary>
    private static Value? BatchNormalization(Joining join)
    {
        if (join.Made(0) is not { } distance || !distance.Is(Matrices.AddBias) || join.Made(1) is not { } factor) return null;
        var (gamma, root) = factor.Is(Elementwise.Multiply) ? (factor.Operands[0], factor.Operands[1].Producer) : (null, factor);
        if (!root.Is(Normalizations.ReciprocalSqrt) || distance.Operands[1].Producer is not { } minus || !minus.Is(Elementwise.Scale)
            || minus.Attributes.Factor != -1) return null;
        var type = minus.Result.Type;
        return join.Append(Normalizations.BatchNormalization, root.Attributes, distance.Operands[0], minus.Operands[0], root.Operands[0],
            gamma ?? join.Builder.Constant("Gamma", type, 1), join.Builder.Constant("Beta", type, 0));
    }

    private static Value? LayerNormalization(Joining join)
    {
        var (x, attributes) = (join.Operands[0], join.Operation.Attributes);
        if (!attributes.Type!.Dims.Equals(x.Type.RowDims)) return null;
        var (name, type) = (join.Operation.Results[0].Name, TensorType.Float(x.Type.Columns));
        return join.Builder.Append(Normalizations.LayerNormalization, name, new OperationAttributes { Epsilon = attributes.Epsilon }, x,
            join.Builder.Constant("Gamma", type, 1), join.Builder.Constant("Beta", type, 0));
    }

    /// <summary>Joins the product of all steps with the steps.</summary>
    private static Value? Recurrent(Joining join, OperationDefinition layer)
    {
        if (join.Made(0) is not { } inputs) return null;
        var product = inputs.Is(Matrices.AddBias) ? inputs.Operands[0].Producer : inputs;
        if (!product.Is(Matrices.MatMul) || product.Attributes is not { TransposeLeft: false, TransposeRight: false }) return null;
        return join.Builder.Append(layer, join.Operation.Results[0].Name, join.Operation.Attributes,
        [
            .. product.Operands, join.Operands[1], .. inputs.Is(Matrices.AddBias) ? [inputs.Operands[1]]
                : Array.Empty<Value>(), .. join.Operands.Skip(2),
        ]);
    }

    /// <summary>Returns the value of which another is the same numbers in another shape.</summary>
    private static Value Behind(Value value)
    {
        while (value.Producer.Is(Sources.Reshape)) value = value.Producer.Operands[0];
        return value;
    }

    /// <summary>An operation that may be the last one of a layer.</summary>
    private sealed record Joining(GraphBuilder Builder, Operation Operation, ImmutableArray<Value> Operands)
    {
        /// <summary>Returns the operation that made an operand.</summary>
        public Operation Made(int operand) => Operands[operand].Producer;

        public Value Append(OperationDefinition definition, OperationAttributes attributes, params Value[] operands) =>
            Builder.Append(definition, Operation.Result.Name, attributes, operands);

        /// <summary>
        /// Returns the normalisation that made the first operand, with a layer's weight in place of a constant; null if there is none.
        /// </summary>
        /// <param name="normalization">The kind of normalisation.</param>
        /// <param name="place">The operand of the normalisation that is replaced.</param>
        /// <param name="before">The constant.</param>
        public Value? WithVector(OperationDefinition normalization, int place, double before)
        {
            var (made, vector) = (Made(0), Operands[1]);
            if (!made.Is(normalization) || !vector.Producer.Is(Sources.Parameter)) return null;
            var constant = made.Operands[place].Producer;
            return constant.Is(Elementwise.Fill) && constant.Attributes.Factor == before
                ? Append(normalization, made.Attributes, [.. made.Operands.SetItem(place, vector)])
                : null;
        }
    }
}
