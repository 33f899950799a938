namespace ModelDsl.CompilerServices;

// Activations that are operators of ONNX, or a few of them. All others are written from their formulas, by the generator.
public sealed partial class OnnxGraph
{
    /// <summary>max(x, 0)</summary>
    public OnnxValue Relu(string name, OnnxValue x) => Unary("Relu", name, x);

    /// <summary>x where it is not negative, and slope·x elsewhere</summary>
    public OnnxValue LeakyRelu(string name, OnnxValue x, double slope) => Unary("LeakyRelu", name, x, Float("alpha", (float)slope));

    /// <summary>1/(1 + e⁻ˣ)</summary>
    public OnnxValue Sigmoid(string name, OnnxValue x) => Unary("Sigmoid", name, x);

    /// <summary>tanh x</summary>
    public OnnxValue Tanh(string name, OnnxValue x) => Unary("Tanh", name, x);

    /// <summary>log(1 + eˣ)</summary>
    public OnnxValue Softplus(string name, OnnxValue x) => Unary("Softplus", name, x);

    /// <summary>x/(1 + |x|)</summary>
    public OnnxValue Softsign(string name, OnnxValue x) => Unary("Softsign", name, x);

    /// <summary>x where it is positive, and eˣ − 1 elsewhere</summary>
    public OnnxValue Elu(string name, OnnxValue x) => Unary("Elu", name, x);

    /// <summary>The scaled ELU of self-normalizing networks</summary>
    public OnnxValue Selu(string name, OnnxValue x) => Unary("Selu", name, x);

    /// <summary>min(max(x/6 + ½, 0), 1)</summary>
    public OnnxValue HardSigmoid(string name, OnnxValue x) =>
        Unary("HardSigmoid", name, x, Float("alpha", 1 / 6f), Float("beta", 0.5f));

    /// <summary>x·sigmoid(x)</summary>
    public OnnxValue Silu(string name, OnnxValue x) => Multiply(name, x, Sigmoid(name + ".Sigmoid", x));

    /// <summary>x·HardSigmoid(x)</summary>
    public OnnxValue HardSilu(string name, OnnxValue x) => Unary("HardSwish", name, x);

    /// <summary>x·Φ(x)</summary>
    public OnnxValue Gelu(string name, OnnxValue x) =>
        Opset >= 20 ? Unary("Gelu", name, x) : Multiply(name, x, Normal(name + ".Normal", x));

    /// <summary>x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))</summary>
    public OnnxValue GeluTanh(string name, OnnxValue x)
    {
        if (Opset >= 20) return Unary("Gelu", name, x, Text("approximate", "tanh"));
        var square = Scale(name + ".Cubic", Multiply(name + ".Square", x, x), 0.044715);
        var inner = Multiply(name + ".Inner", x, Add(name + ".Sum", square, Number(1)));
        var gate = Sigmoid(name + ".Sigmoid", Scale(name + ".Scaled", inner, 2 * Math.Sqrt(2 / Math.PI)));
        return Multiply(name, x, gate);
    }

    /// <summary>x·tanh(log(1 + eˣ))</summary>
    public OnnxValue Mish(string name, OnnxValue x) =>
        Opset >= 18 ? Unary("Mish", name, x) : Multiply(name, x, Tanh(name + ".Tanh", Softplus(name + ".Softplus", x)));

    /// <summary>x − threshold above it, x + threshold below minus the threshold, and 0 between</summary>
    public OnnxValue SoftShrink(string name, OnnxValue x, double threshold) =>
        Unary("Shrink", name, x, Float("lambd", (float)threshold), Float("bias", (float)threshold));

    /// <summary>x where |x| is above the threshold, and 0 elsewhere</summary>
    public OnnxValue HardShrink(string name, OnnxValue x, double threshold) =>
        Unary("Shrink", name, x, Float("lambd", (float)threshold), Float("bias", 0));

    /// <summary>−log(1 + e⁻ˣ)</summary>
    public OnnxValue LogSigmoid(string name, OnnxValue x) =>
        Negate(name, Softplus(name + ".Softplus", Negate(name + ".Negated", x)));
}
