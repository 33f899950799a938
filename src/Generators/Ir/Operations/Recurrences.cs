using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Rules;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>
/// The steps of recurrent layers, as one operation for each kind of layer. The part that depends only on the input is computed first, as
/// one product over all steps: <c>x [N, steps, gates·units]</c>. Each operation gives the hidden states <c>[N, steps, units]</c> and the
/// values from which its gradient is computed. A mask <c>[N, steps]</c> may be the last operand: a state passes the steps that it leaves
/// out.
/// </summary>
internal static class Recurrences
{
    /// <summary>
    /// Operands: x and the recurrent kernel <c>[units, units]</c>. Results: the hidden states, and the sums to which the activation was
    /// applied.
    /// </summary>
    public static readonly OperationDefinition SimpleRnnSteps = new(nameof(SimpleRnnSteps), Stage.Lowering, static (operands, _) =>
        Forward(operands, gates: 1, saved: 1))
    {
        Adjoint = static (build, op, d) =>
        {
            var fromOutput = ActivationTable.Of(op.Attributes.Activation).DerivativeFromOutput;
            var saved = fromOutput ? op.Results[0] : op.Results[1];
            var sums = build.Gradient(
                SimpleRnnStepsGradient!, op.Operands[0], op.Attributes, [saved, op.Operands[1], d[0]!, .. MasksOf(op)]);
            return [sums, OfKernel(build, op, sums), .. NoneFor(op)];
        },
        Onnx = OnnxForm.Joined,
        Instruction = new("SimpleRnnSteps", static a => [a.Operand(0), a.Operand(1), Elementwise.Activation(a), a.Result(0), a.Result(1), .. Mask(a)]),
    };

    /// <summary>
    /// The gradient of the sums. Operands: the saved value (hidden states or sums), the recurrent kernel and the gradient of the hidden
    /// states.
    /// </summary>
    public static readonly OperationDefinition SimpleRnnStepsGradient = new(nameof(SimpleRnnStepsGradient), Stage.Adjoint,
        static (operands, _) =>
    {
        Require(operands[0] == operands[2] && operands[1].Rank == 2, operands);
        return [operands[0]];
    })
    {
        Instruction = new("SimpleRnnStepsGradient", static a => [a.Operand(0), a.Operand(1), a.Operand(2), Elementwise.Activation(a), a.Result(), .. Mask(a)]),
    };

    /// <summary>
    /// Operands: x and the recurrent kernel <c>[units, 4·units]</c>, in the order input, forget, cell, output. Results: the hidden states
    /// and, for every step, the cell and the four gates in the form that their derivatives need.
    /// </summary>
    public static readonly OperationDefinition LstmSteps = new(nameof(LstmSteps), Stage.Lowering, static (operands, _) =>
        Forward(operands, gates: 4, saved: 5))
    {
        Adjoint = static (build, op, d) =>
        {
            var sums = build.Gradient(
                LstmStepsGradient!, op.Operands[0], op.Attributes, [op.Results[1], op.Operands[1], d[0]!, .. MasksOf(op)]);
            return [sums, OfKernel(build, op, sums), .. NoneFor(op)];
        },
        Onnx = OnnxForm.Joined,
        Instruction = new("LstmSteps", static a => [a.Operand(0), a.Operand(1), .. Activations(a), a.Result(0), a.Result(1), .. Mask(a)]),
    };

    /// <summary>
    /// The gradient of the gates' sums. Operands: the saved values, the recurrent kernel and the gradient of the hidden states.
    /// </summary>
    public static readonly OperationDefinition LstmStepsGradient = new(nameof(LstmStepsGradient), Stage.Adjoint, static (operands, _) =>
        [operands[2].With([.. operands[2].RowDims, operands[1].Columns])])
    {
        Instruction = new("LstmStepsGradient", static a =>
            [a.Operand(0), a.Operand(1), a.Operand(2), .. Activations(a), a.Result(), .. Mask(a)]),
    };

    /// <summary>
    /// Operands: x, the recurrent kernel <c>[units, 3·units]</c>, in the order update, reset, candidate, and an optional bias of the
    /// recurrent product. Results: the hidden states and, for every step, four values. These are both gates and the candidate, in the form
    /// that their derivatives need, and the candidate's recurrent part before it is reset. If the state is reset before its product, the
    /// steps are written out in every program, and only an export has this operation.
    /// </summary>
    public static readonly OperationDefinition GruSteps = new(nameof(GruSteps), Stage.Lowering, static (operands, _) =>
        Forward(operands, gates: 3, saved: 4))
    {
        Adjoint = static (build, op, d) =>
        {
            var sums = build.Gradients(
                GruStepsGradient!, op.Operands[0], op.Attributes, "Recurrent",
                [op.Results[0], op.Results[1], op.Operands[1], d[0]!, .. MasksOf(op)]);
            var kernel = OfKernel(build, op, sums[1]);
            return BiasOf(op) is { } bias
                ? [sums[0], kernel, build.Gradient(Reductions.SumRows, bias, sums[1]), .. NoneFor(op)]
                : [sums[0], kernel, .. NoneFor(op)];
        },
        Onnx = OnnxForm.Joined,
        Instruction = new("GruSteps", static a =>
        [
            a.Operand(0), a.Operand(1), BiasOf(a.Operation) is { } bias ? a.Name(bias) : "null", .. Activations(a), a.Result(0), a.Result(1),
            .. Mask(a),
        ]),
    };

    /// <summary>
    /// The gradients of x and of the recurrent product. Operands: the hidden states, the saved values, the recurrent kernel and the
    /// gradient of the hidden states.
    /// </summary>
    public static readonly OperationDefinition GruStepsGradient = new(nameof(GruStepsGradient), Stage.Adjoint, static (operands, _) =>
    {
        Require(operands[0] == operands[3], operands);
        var sums = operands[0].With([.. operands[0].RowDims, operands[2].Columns]);
        return [sums, sums];
    })
    {
        Instruction = new("GruStepsGradient", static a =>
            [.. a.Operation.Operands.Take(4).Select(a.Name), .. Activations(a), a.Result(0), a.Result(1), .. Mask(a)]),
    };

    /// <summary>
    /// A whole layer: the product with the kernel, and the steps. Operands: the sequences, the kernel, the recurrent kernel, and a bias if
    /// the layer has one. Engines have the product by itself.
    /// </summary>
    public static readonly OperationDefinition SimpleRnn = Layer(nameof(SimpleRnn), biases: 1);

    /// <summary>A whole layer, as <see cref="SimpleRnn"/>.</summary>
    public static readonly OperationDefinition Lstm = Layer(nameof(Lstm), biases: 1);

    /// <summary>A whole layer, as <see cref="SimpleRnn"/>, but with two biases or none: that of the input and that of the state.</summary>
    public static readonly OperationDefinition Gru = Layer(nameof(Gru), biases: 2);

    public static readonly ImmutableArray<OperationDefinition> All =
        [SimpleRnnSteps, SimpleRnnStepsGradient, LstmSteps, LstmStepsGradient, GruSteps, GruStepsGradient, SimpleRnn, Lstm, Gru];

    private static ImmutableArray<TensorType> Forward(ImmutableArray<TensorType> operands, int gates, int saved)
    {
        var (x, kernel) = (operands[0], operands[1]);
        var units = kernel.Dims[0].Size;
        Require(x.Rank == 3 && kernel.Rank == 2 && x.Columns == kernel.Columns && kernel.Columns == gates * units, operands);
        Require(operands.Skip(2).All(other => other.IsPerSample
            ? other.Dims.Equals(x.RowDims)
            : other.Rank == 1 && other.Columns == kernel.Columns), operands);
        return [x.With([.. x.RowDims, units]), x.With([.. x.RowDims, saved * units])];
    }

    /// <summary>Returns the mask of steps; null when all steps count.</summary>
    public static Value? MaskOf(Operation steps) => MaskOf(steps.Operands);

    /// <inheritdoc cref="MaskOf(Operation)"/>
    public static Value? MaskOf(ImmutableArray<Value> operands) =>
        operands[^1] is { Type: { Rank: 2, IsPerSample: true } } mask ? mask : null;

    /// <summary>Returns the bias of the recurrent product; null when there is none.</summary>
    public static Value? BiasOf(Operation steps) => BiasOf(steps.Operands);

    /// <inheritdoc cref="BiasOf(Operation)"/>
    public static Value? BiasOf(ImmutableArray<Value> operands) => operands.Skip(2).FirstOrDefault(operand => !operand.Type.IsPerSample);

    private static IEnumerable<Value> MasksOf(Operation steps) => MaskOf(steps) is { } mask ? [mask] : [];

    /// <summary>Returns the gradient of the mask, which has none.</summary>
    private static IEnumerable<Value?> NoneFor(Operation steps) => MaskOf(steps) is null ? [] : [null];

    private static IEnumerable<string> Mask(InstructionArguments arguments) => MasksOf(arguments.Operation).Select(arguments.Name);

    /// <summary>
    /// Returns the gradient of the recurrent kernel. The sums of each step were computed from the hidden state of the previous step.
    /// </summary>
    private static Value OfKernel(AdjointBuilder build, Operation operation, Value sums)
    {
        var before = build.Gradient(Sequences.DelaySteps, operation.Results[0], operation.Results[0]);
        var kernel = operation.Operands[1];
        return MaskOf(operation) is { } mask
            ? build.Gradient(Masks.MaskedMatMul, kernel, new OperationAttributes { TransposeLeft = true }, before, sums, mask)
            : build.MatMul(before, sums, true, false, kernel);
    }

    /// <summary>
    /// Returns an operation of graphs for export: its states, and its ONNX form with a null for each bias that is missing.
    /// </summary>
    private static OperationDefinition Layer(string name, int biases) => new(name, Stage.Export, static (operands, _) =>
    {
        var (x, kernel, recurrent) = (operands[0], operands[1], operands[2]);
        Require(x.Rank == 3 && kernel.Rank == 2 && kernel.Dims[0] == x.Columns && kernel.Columns == recurrent.Columns, operands);
        return [x.With([.. x.RowDims, recurrent.Dims[0]])];
    })
    {
        Onnx = new(name, a =>
        [
            .. a.Operation.Operands.Select(a.Name), .. Enumerable.Repeat("null", 3 + biases - a.Operation.Operands.Length),
            .. name == nameof(SimpleRnn) ? [Elementwise.Activation(a)] : Activations(a),
            .. a.Attributes.ResetsState ? ["resetAfter: false"] : Array.Empty<string>(),
        ]),
    };

    private static IEnumerable<string> Activations(InstructionArguments arguments) =>
        [Elementwise.Activation(arguments), arguments.Attributes.RecurrentActivation];
}
