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

    /// <summary>Members of every record, which the compiler lets no parameter be named after.</summary>
    public static readonly IReadOnlyCollection<string> OfRecords = new HashSet<string>
    {
        "EqualityContract", "PrintMembers", "Deconstruct", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals",
        "Finalize", "Clone",
    };

    private static readonly HashSet<string> MethodNames = [.. Signatures.Select(NameOf)];

    /// <summary>Whether the generated half has a member of this name.</summary>
    public static bool IsGenerated(string name, bool hasInputs = false) =>
        Names.Contains(name) || MethodNames.Contains(name) || (hasInputs && OfInputs(2).Any(signature => NameOf(signature) == name));

    private static string NameOf(string signature) => signature.Substring(0, signature.IndexOf('('));
}
