using System.Collections.Immutable;
using Onnx;
using static Onnx.TensorProto.Types;

namespace ModelDsl.CompilerServices;

// Recurrent layers. ONNX's operators take the steps first: [steps, N, features]. Their kernels are stored transposed, gate by gate.
public sealed partial class OnnxGraph
{
    /// <summary>The states of a simple recurrent layer.</summary>
    /// <param name="name">The name of the states.</param>
    /// <param name="x">The sequences, <c>[N, steps, features]</c>.</param>
    /// <param name="kernel">The kernel, <c>[features, units]</c>.</param>
    /// <param name="recurrent">The recurrent kernel, <c>[units, units]</c>.</param>
    /// <param name="bias">The bias, <c>[units]</c>, or null.</param>
    /// <param name="activation">The activation.</param>
    public OnnxValue SimpleRnn(
        string name, OnnxValue x, OnnxValue kernel, OnnxValue recurrent, OnnxValue? bias, ActivationKind activation) =>
        Recurrent("RNN", name, x, kernel, recurrent, [bias, null], order: [0], [activation]);

    /// <summary>
    /// The states of an LSTM. Its gates are input, forget, cell and output here; ONNX has input, output, forget and cell.
    /// </summary>
    /// <param name="name">The name of the states.</param>
    /// <param name="x">The sequences, <c>[N, steps, features]</c>.</param>
    /// <param name="kernel">The kernel, <c>[features, 4·units]</c>.</param>
    /// <param name="recurrent">The recurrent kernel, <c>[units, 4·units]</c>.</param>
    /// <param name="bias">The bias, <c>[4·units]</c>, or null.</param>
    /// <param name="activation">The activation of cell and state.</param>
    /// <param name="gates">The activation of the gates.</param>
    public OnnxValue Lstm(
        string name, OnnxValue x, OnnxValue kernel, OnnxValue recurrent, OnnxValue? bias, ActivationKind activation,
        ActivationKind gates) =>
        Recurrent("LSTM", name, x, kernel, recurrent, [bias, null], order: [0, 3, 1, 2], [gates, activation, activation]);

    /// <summary>
    /// The states of a GRU. Its gates are update, reset and candidate, as in ONNX. The reset gate multiplies the product with the state,
    /// after its bias (<c>linear_before_reset</c>), or the state before its product.
    /// </summary>
    /// <param name="name">The name of the states.</param>
    /// <param name="x">The sequences, <c>[N, steps, features]</c>.</param>
    /// <param name="kernel">The kernel, <c>[features, 3·units]</c>.</param>
    /// <param name="recurrent">The recurrent kernel, <c>[units, 3·units]</c>.</param>
    /// <param name="bias">The bias of the product with the input, <c>[3·units]</c>, or null.</param>
    /// <param name="recurrentBias">The bias of the product with the state, <c>[3·units]</c>, or null.</param>
    /// <param name="activation">The activation of the candidate.</param>
    /// <param name="gates">The activation of the gates.</param>
    /// <param name="resetAfter">Whether the reset gate multiplies the product.</param>
    public OnnxValue Gru(
        string name, OnnxValue x, OnnxValue kernel, OnnxValue recurrent, OnnxValue? bias, OnnxValue? recurrentBias,
        ActivationKind activation,
        ActivationKind gates, bool resetAfter = true) =>
        Recurrent("GRU", name, x, kernel, recurrent, [bias, recurrentBias], order: [0, 1, 2], [gates, activation], Int("linear_before_reset", resetAfter ? 1 : 0));

    private OnnxValue Recurrent(
        string operation, string name, OnnxValue x, OnnxValue kernel, OnnxValue recurrent, OnnxValue?[] biases, int[] order,
        ActivationKind[] activations, params ReadOnlySpan<AttributeProto> attributes)
    {
        var (steps, units) = (x.Dims[1], recurrent.Dims[0]);
        ImmutableArray<long> first = [steps, x.Dims[0], x.Columns], states = [steps, x.Dims[0], units];
        var sequences = Tensor("Transpose", name + ".Steps", [In(x)], first, x.Element, Ints("perm", 1, 0, 2));
        string[] inputs =
        [
            sequences, Gates(kernel, units, order), Gates(recurrent, units, order),
            .. biases.Any(bias => bias is not null) ? [Biases(name + ".Biases", biases, units, order)] : Array.Empty<string>(),
        ];
        var (names, alphas, betas) = Activations(activations);
        AttributeProto[] all =
        [
            Int("hidden_size", units), Texts("activations", names), .. attributes,
            .. alphas.Count == 0 ? Array.Empty<AttributeProto>() : [Floats("activation_alpha", alphas)],
            .. betas.Count == 0 ? Array.Empty<AttributeProto>() : [Floats("activation_beta", betas)],
        ];
        var results = Tensors(operation, inputs, [(name + ".States", [steps, 1, x.Dims[0], units], DataType.Float), (name + ".Last", [1, x.Dims[0], units], DataType.Float)], all);
        var squeezed = Tensor("Squeeze", name + ".OneDirection", [results[0], Ints([1])], states);
        var hidden = Tensor("Transpose", name, [squeezed], [x.Dims[0], steps, units], attributes: Ints("perm", 1, 0, 2));
        return new OnnxValue(name, [x.Dims[0], steps, units]) { Last = hidden, LastStep = results[1] };
    }

    /// <summary>
    /// Returns the tensor of a kernel <c>[inputs, gates·units]</c> as <c>[1, gates·units, inputs]</c>, with the gates in another order.
    /// </summary>
    private string Gates(OnnxValue kernel, long units, int[] order)
    {
        if (kernels.TryGetValue((kernel, "gates"), out var known)) return In(known);
        var (inputs, gates) = (kernel.Dims[0], order.Length);
        var numbers = Permuted(NumbersOf(kernel), [inputs, gates, units], [1, 2, 0]);
        var size = (int)(units * inputs);
        var ordered = order.SelectMany(gate => numbers.Skip(gate * size).Take(size)).ToArray();
        return In(kernels[(kernel, "gates")] = new OnnxValue(kernel.Name, [1, gates * units, inputs]) { Numbers = ordered });
    }

    /// <summary>Returns the tensor of both biases, that of the input and that of the state; one that is missing is 0.</summary>
    private string Biases(string name, OnnxValue?[] biases, long units, int[] order) =>
        Initializer(name, [1, biases.Length * order.Length * units],
        [.. biases.SelectMany(bias => bias is null ? new float[order.Length * units]
            : order.SelectMany(gate => NumbersOf(bias).Skip((int)(gate * units)).Take((int)units)))]);

    /// <summary>Returns ONNX's names of activations, and the numbers that they take.</summary>
    private static (List<string> Names, List<float> Alphas, List<float> Betas) Activations(ActivationKind[] activations)
    {
        var (names, alphas, betas) = (new List<string>(), new List<float>(), new List<float>());
        foreach (var activation in activations)
        {
            var (name, alpha, beta) = activation switch
            {
                ActivationKind.Linear => ("Affine", 1f, 0f),
                ActivationKind.Relu => ("Relu", null, null),
                ActivationKind.Tanh => ("Tanh", null, null),
                ActivationKind.Sigmoid => ("Sigmoid", null, null),
                ActivationKind.Softsign => ("Softsign", null, null),
                ActivationKind.Softplus => ("Softplus", null, null),
                ActivationKind.Elu => ("Elu", 1f, null),
                ActivationKind.LeakyRelu => ("LeakyRelu", 0.2f, null),
                ActivationKind.HardSigmoid => ("HardSigmoid", 1 / 6f, 0.5f),
                _ => ((string, float?, float?))("", null, null),
            };
            if (name.Length == 0) throw new InvalidOperationException($"ONNX's recurrent operators have no activation {activation}.");
            names.Add(name);
            if (alpha is { } a) alphas.Add(a);
            if (beta is { } b) betas.Add(b);
        }
        return (names, alphas, betas);
    }

    private static float[] NumbersOf(OnnxValue value) => value.Numbers
        ?? throw new InvalidOperationException($"The weights {value.Name} are not known when the file is written.");

    private static AttributeProto Floats(string name, IEnumerable<float> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
        attribute.Floats.AddRange(values);
        return attribute;
    }
}
