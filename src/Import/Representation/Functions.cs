namespace ModelDsl.Import;

/// <summary>A function of one number.</summary>
public enum UnaryFunction
{
    /// <summary>The number itself. Only an activation of a recurrent layer can be it.</summary>
    Identity,

    /// <summary><c>max(x, 0)</c></summary>
    Relu,

    /// <summary><c>x</c> if positive, otherwise <c>Alpha·x</c></summary>
    LeakyRelu,

    /// <summary><c>x</c> if it is larger than Alpha, otherwise 0</summary>
    ThresholdedRelu,

    /// <summary><c>x</c> if positive, otherwise <c>Alpha·(eˣ − 1)</c></summary>
    Elu,

    /// <summary><c>Beta·x</c> if positive, otherwise <c>Beta·Alpha·(eˣ − 1)</c></summary>
    Selu,

    /// <summary><c>x</c> if positive, otherwise <c>Alpha·(e^(x/Alpha) − 1)</c></summary>
    Celu,

    /// <summary><c>1/(1 + e⁻ˣ)</c></summary>
    Sigmoid,

    /// <summary><c>min(max(Alpha·x + Beta, 0), 1)</c></summary>
    HardSigmoid,

    /// <summary><c>x·min(max(x/6 + 1/2, 0), 1)</c></summary>
    HardSwish,

    /// <summary><c>x·sigmoid(x)</c></summary>
    Silu,

    /// <summary><c>x·sigmoid(1.702·x)</c></summary>
    QuickGelu,

    /// <summary><c>x·Φ(x)</c>, with the error function</summary>
    Gelu,

    /// <summary>GELU by its approximation with tanh</summary>
    GeluTanh,

    /// <summary><c>x·tanh(softplus(x))</c></summary>
    Mish,

    /// <summary><c>log(1 + eˣ)</c></summary>
    Softplus,

    /// <summary><c>x/(1 + |x|)</c></summary>
    Softsign,

    /// <summary><c>x − Beta</c> above Alpha, <c>x + Beta</c> below −Alpha, otherwise 0: ONNX's Shrink</summary>
    Shrink,

    /// <summary>Hyperbolic tangent</summary>
    Tanh,

    /// <summary>Hyperbolic sine</summary>
    Sinh,

    /// <summary>Hyperbolic cosine</summary>
    Cosh,

    /// <summary>Inverse hyperbolic sine</summary>
    Asinh,

    /// <summary>Inverse hyperbolic cosine</summary>
    Acosh,

    /// <summary>Inverse hyperbolic tangent</summary>
    Atanh,

    /// <summary>Sine</summary>
    Sin,

    /// <summary>Cosine</summary>
    Cos,

    /// <summary>Tangent</summary>
    Tan,

    /// <summary>Inverse sine</summary>
    Asin,

    /// <summary>Inverse cosine</summary>
    Acos,

    /// <summary>Inverse tangent</summary>
    Atan,

    /// <summary><c>eˣ</c></summary>
    Exp,

    /// <summary>Natural logarithm</summary>
    Log,

    /// <summary>Square root</summary>
    Sqrt,

    /// <summary><c>x²</c></summary>
    Square,

    /// <summary><c>1/x</c></summary>
    Reciprocal,

    /// <summary>The error function</summary>
    Erf,

    /// <summary><c>|x|</c></summary>
    Abs,

    /// <summary><c>−x</c></summary>
    Negate,

    /// <summary>−1, 0 or 1</summary>
    Sign,

    /// <summary>The largest whole number that is not larger</summary>
    Floor,

    /// <summary>The smallest whole number that is not smaller</summary>
    Ceiling,

    /// <summary>The nearest whole number, an even one if two are equally near</summary>
    Round,

    /// <summary>True for false and false for true</summary>
    Not,
}

/// <summary>A function of two numbers.</summary>
public enum BinaryFunction
{
    /// <summary>Sum</summary>
    Add,

    /// <summary>Difference</summary>
    Subtract,

    /// <summary>Product</summary>
    Multiply,

    /// <summary>Quotient; for integers without what stands after the point</summary>
    Divide,

    /// <summary>Power</summary>
    Power,

    /// <summary>The larger number</summary>
    Maximum,

    /// <summary>The smaller number</summary>
    Minimum,

    /// <summary>Whether they are equal</summary>
    Equal,

    /// <summary>Whether the first is less</summary>
    Less,

    /// <summary>Whether the first is less or equal</summary>
    LessOrEqual,

    /// <summary>Whether the first is greater</summary>
    Greater,

    /// <summary>Whether the first is greater or equal</summary>
    GreaterOrEqual,

    /// <summary>Whether both are true</summary>
    And,

    /// <summary>Whether one is true</summary>
    Or,

    /// <summary>Whether exactly one is true</summary>
    Xor,
}

/// <summary>How a <see cref="Reduce"/> makes one number of many.</summary>
public enum ReduceFunction
{
    /// <summary>Sum</summary>
    Sum,

    /// <summary>Mean</summary>
    Mean,

    /// <summary>The largest</summary>
    Maximum,

    /// <summary>The smallest</summary>
    Minimum,

    /// <summary>Product</summary>
    Product,
}

/// <summary>What the places that a <see cref="Pad"/> adds hold.</summary>
public enum PadMode
{
    /// <summary>One number</summary>
    Constant,

    /// <summary>A mirror image that does not repeat the edge</summary>
    Reflect,

    /// <summary>The number at the edge</summary>
    Edge,
}

/// <summary>How a <see cref="Resize"/> finds numbers between places.</summary>
public enum ResizeMode
{
    /// <summary>Every number is repeated.</summary>
    Nearest,

    /// <summary>Linear in each spatial axis, with centres of pixels half a place from their edges (PyTorch's
    /// <c>align_corners=False</c>).</summary>
    Linear,
}
