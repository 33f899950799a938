using System.Text;
using System.Text.RegularExpressions;

namespace ModelDsl.Import.CSharp;

/// <summary>Names of layers and variables that C# and the generator allow.</summary>
internal static class Identifiers
{
    /// <summary>
    /// Names that a layer can't have: members of the generated half and of records, functions that a method calls, and types that
    /// attributes name.
    /// </summary>
    internal static readonly HashSet<string> Taken =
    [
        "Adapt", "Apply", "Call", "Clone", "Compile", "CrossValidate", "Deconstruct", "Description", "EqualityContract", "Equals", "Evaluate",
        "Finalize", "Fit", "FormulaDigest", "Forward", "Function", "GetHashCode", "GetType", "Initialize", "JoinLabels", "Join", "Load",
        "LoadWeights", "Loss", "LossAndGradient", "MemberwiseClone", "Minimize", "Pack", "PackLabels", "Parameters", "Predict", "PrintMembers",
        "ReferenceEquals", "Run", "Save", "Summary", "To", "ToBytes", "ToString", "Unpack", "UnpackOutputs", "WithParameters",
        "Abs", "Celu", "Clip", "Concat", "Elu", "Exp", "Gelu", "GeluTanh", "HardSigmoid", "HardSilu", "LeakyRelu", "Log", "Map", "MatMul", "Math",
        "MathF", "Maximum", "Minimum", "Mish", "QuickGelu", "Relu", "Selu", "Sigmoid", "Sign", "Silu", "Softplus", "Softsign", "Sqrt", "Square",
        "StopGradient", "Tanh", "Where", "WithLoss",
        "Activation", "Initializer", "Padding", "Tensor",
    ];

    private static readonly HashSet<string> Words =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "record", "ref", "return", "sbyte", "sealed", "short", "sizeof",
        "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe",
        "ushort", "using", "virtual", "void", "volatile", "while", "var", "field", "m",
    ];

    /// <summary>
    /// Returns true when a name reads as a word: letters alone, more than one, and none that the language has or that names an operator.
    /// </summary>
    public static bool IsWord(string name) =>
        Regex.IsMatch(name, "^[A-Za-z]{2,24}$") && !Words.Contains(name) && !OperatorTable.HasName(name);

    /// <summary>Returns false for a name that a program counted: <c>Parameter91</c>, <c>Onnx_Conv_123</c>.</summary>
    public static bool Says(string name) =>
        !Regex.IsMatch(name, "^(Parameter|Param|Const|Constant|Initializer|Onnx|Value|Val|Tensor|Node|W)(_?(Conv|MatMul|Gemm|Mul|Add|LSTM|GRU|RNN))?_?[0-9]+$");

    /// <summary>Returns a legal name for a type or a member: characters that C# does not allow are left out.</summary>
    public static string Legal(string name)
    {
        var legal = new StringBuilder();
        foreach (var character in name)
        {
            if (char.IsLetter(character) || character == '_' || (char.IsDigit(character) && legal.Length > 0)) legal.Append(character);
        }
        return legal.Length == 0 ? "Model" : char.ToUpperInvariant(legal[0]) + legal.ToString(1, legal.Length - 1);
    }

    /// <summary>Returns the first of <c>name</c>, <c>name2</c>, <c>name3</c> … that is not in a set, and adds it.</summary>
    public static string Unique(string name, ISet<string> used)
    {
        for (var i = 1; ; i++)
        {
            var candidate = i == 1 ? name : $"{name}{i}";
            if (used.Add(candidate)) return candidate;
        }
    }
}
