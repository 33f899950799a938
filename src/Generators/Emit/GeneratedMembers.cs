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

    /// <summary>What a block has as a layer: no other member may have these names.</summary>
    public static readonly IReadOnlyCollection<string> OfBlocks = new HashSet<string> { "Apply", "Call", "Function" };

    /// <summary>Members of every record, which the compiler lets no parameter be named after.</summary>
    public static readonly IReadOnlyCollection<string> OfRecords = new HashSet<string>
    {
        "EqualityContract", "PrintMembers", "Deconstruct", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals",
        "Finalize", "Clone",
    };

    private static readonly HashSet<string> MethodNames = [.. Signatures.Select(NameOf)];

    /// <summary>Whether the generated half has a member of this name.</summary>
    public static bool IsGenerated(string name) => Names.Contains(name) || MethodNames.Contains(name);

    private static string NameOf(string signature) => signature.Substring(0, signature.IndexOf('('));
}
