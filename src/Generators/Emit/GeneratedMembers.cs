using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Emit;

/// <summary>The members that the generated half of a model has, and those that every record has; tests compare both with compiled models.</summary>
internal static class GeneratedMembers
{
    /// <summary>Stands for the model in signatures.</summary>
    public const string Self = "self";

    /// <summary>Properties, constants and nested types: no other member may have their names.</summary>
    public static readonly IReadOnlyCollection<string> Names = new HashSet<string>
    {
        "Description", "Summary", "Parameters", "ForwardProgram", "LossProgram", "GradientProgram",
    };

    /// <summary>Methods and operators: overloads of them are the author's to add.</summary>
    public static readonly IReadOnlyCollection<string> Signatures = new HashSet<string>
    {
        "Initialize(int)",
        "WithParameters(global::LanguageExt.Seq<global::ModelDsl.Tensor>)",
        "Forward(global::ModelDsl.Tensor)",
        "Loss(global::ModelDsl.Batch)",
        "LossAndGradient(global::ModelDsl.Batch, global::ModelDsl.RandomKey)",
        "Compile(global::ModelDsl.Engines.ProgramKind, global::ModelDsl.Engines.ITensorEngine, int, " +
            "global::ModelDsl.Engines.ParameterArena, global::ModelDsl.Engines.ParameterArena)",
        "op_Addition(self, self)",
        "op_Subtraction(self, self)",
        "op_Multiply(double, self)",
        "op_Multiply(self, double)",
    };

    /// <summary>The methods that a model with several inputs has besides.</summary>
    public static IReadOnlyCollection<string> OfInputs(int inputs)
    {
        var (tensors, sets) = (Repeat("global::ModelDsl.Tensor"), Repeat("global::ModelDsl.Dataset"));
        return [$"Pack({tensors})", "Unpack(global::ModelDsl.Tensor)", $"Join({sets})", $"Forward({tensors})", $"Predict({tensors})", $"Predict({sets})"];

        string Repeat(string type) => string.Join(", ", Enumerable.Repeat(type, inputs));
    }

    /// <summary>The methods that a model with several outputs has besides.</summary>
    public static IReadOnlyCollection<string> OfOutputs(int outputs)
    {
        return
        [
            "UnpackOutputs(global::ModelDsl.Tensor)", $"PackLabels({Repeat("global::ModelDsl.Tensor")})", $"JoinLabels({Repeat("global::ModelDsl.Dataset")})",
            "Predict(global::ModelDsl.Tensor, int)", "Predict(global::ModelDsl.Dataset, int)",
        ];

        string Repeat(string type) => string.Join(", ", Enumerable.Repeat(type, outputs));
    }

    /// <summary>Names that a model has beside these where it asks for a derivative.</summary>
    public static readonly IReadOnlyDictionary<Derivatives, string> ProgramOf = new Dictionary<Derivatives, string>
    {
        [Derivatives.JacobianVectorProduct] = "JacobianVectorProductProgram",
        [Derivatives.HessianVectorProduct] = "HessianVectorProductProgram",
    };

    /// <summary>Methods that a model has beside those where it asks for a derivative.</summary>
    public static readonly IReadOnlyDictionary<Derivatives, IReadOnlyCollection<string>> SignaturesOf = new Dictionary<Derivatives, IReadOnlyCollection<string>>
    {
        [Derivatives.JacobianVectorProduct] =
        [
            "JacobianVectorProduct(global::ModelDsl.Tensor, self)",
            "JacobianVectorProduct(global::ModelDsl.Tensor, global::ModelDsl.Tensor)",
            "CompileJacobianVectorProduct(global::ModelDsl.Engines.ITensorEngine, int, " +
                "global::ModelDsl.Engines.ParameterArena, global::ModelDsl.Engines.ParameterArena)",
        ],
        [Derivatives.HessianVectorProduct] =
        [
            "HessianVectorProduct(global::ModelDsl.Batch, self, global::ModelDsl.RandomKey)",
            "CompileHessianVectorProduct(global::ModelDsl.Engines.ITensorEngine, int, global::ModelDsl.Engines.ParameterArena, " +
                "global::ModelDsl.Engines.ParameterArena, global::ModelDsl.Engines.ParameterArena, global::ModelDsl.Engines.ParameterArena)",
        ],
    };

    /// <summary>All of the library's derivatives.</summary>
    public const Derivatives Every = Derivatives.JacobianVectorProduct | Derivatives.HessianVectorProduct;

    /// <summary>What a block has as a layer: no other member may have these names.</summary>
    public static readonly IReadOnlyCollection<string> OfBlocks = new HashSet<string> { "Apply", "Call", "Function" };

    /// <summary>What the generated half of an optimizer has: none can be named so.</summary>
    public static readonly IReadOnlyCollection<string> OfOptimizers = new HashSet<string> { "Memory", "__memory", "FormulaDigest", "FormulaFaults", "Update" };

    /// <summary>Members of every record, which the compiler lets no parameter be named after.</summary>
    public static readonly IReadOnlyCollection<string> OfRecords = new HashSet<string>
    {
        "EqualityContract", "PrintMembers", "Deconstruct", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals",
        "Finalize", "Clone",
    };

    private static readonly HashSet<string> MethodNames = [.. Signatures.Select(NameOf)];

    /// <summary>Whether the generated half of a model has a member of this name.</summary>
    public static bool IsGenerated(string name, ModelTraits traits) =>
        MethodNames.Contains(name) || IsNameOf(name, traits) || Besides(traits).Any(signature => NameOf(signature) == name);

    /// <summary>Whether it has a property, constant or type of this name.</summary>
    public static bool IsNameOf(string name, ModelTraits traits) =>
        Names.Contains(name) || ProgramOf.Any(of => traits.Derivatives.HasFlag(of.Key) && of.Value == name);

    /// <summary>Whether it has this method.</summary>
    public static bool IsMethodOf(string signature, ModelTraits traits) => Signatures.Contains(signature) || Besides(traits).Contains(signature);

    private static IEnumerable<string> Besides(ModelTraits traits) =>
        (traits.Inputs > 0 ? OfInputs(traits.Inputs) : []).Concat(traits.Outputs > 0 ? OfOutputs(traits.Outputs) : []).Concat(SignaturesOf.Where(of => traits.Derivatives.HasFlag(of.Key)).SelectMany(of => of.Value));

    private static string NameOf(string signature) => signature.Substring(0, signature.IndexOf('('));
}
