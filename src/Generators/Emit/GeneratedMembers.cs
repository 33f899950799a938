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

    /// <summary>Members of every record, which the compiler lets no parameter be named after.</summary>
    public static readonly IReadOnlyCollection<string> OfRecords = new HashSet<string>
    {
        "EqualityContract", "PrintMembers", "Deconstruct", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals",
        "Finalize", "Clone",
    };

    private static readonly HashSet<string> MethodNames = [.. Signatures.Select(NameOf)];

    /// <summary>Whether the generated half of a model that asks for some derivatives has a member of this name.</summary>
    public static bool IsGenerated(string name, Derivatives derivatives) =>
        MethodNames.Contains(name) || IsNameOf(name, derivatives)
        || SignaturesOf.Any(of => derivatives.HasFlag(of.Key) && of.Value.Any(signature => NameOf(signature) == name));

    /// <summary>Whether it has a property, constant or type of this name.</summary>
    public static bool IsNameOf(string name, Derivatives derivatives) =>
        Names.Contains(name) || ProgramOf.Any(of => derivatives.HasFlag(of.Key) && of.Value == name);

    /// <summary>Whether it has this method.</summary>
    public static bool IsMethodOf(string signature, Derivatives derivatives) =>
        Signatures.Contains(signature) || SignaturesOf.Any(of => derivatives.HasFlag(of.Key) && of.Value.Contains(signature));

    private static string NameOf(string signature) => signature.Substring(0, signature.IndexOf('('));
}
