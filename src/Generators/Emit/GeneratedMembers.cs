namespace ModelDsl.Generators.Emit;

/// <summary>Names that a model's members and its base take, so that no layer may have them.</summary>
internal static class GeneratedMembers
{
    public static readonly IReadOnlyCollection<string> Reserved = new HashSet<string>
    {
        "Description", "Summary", "Initialize", "Compile", "Parameters", "WithParameters", "Forward", "Loss", "LossAndGradient",
        "ForwardProgram", "LossProgram", "GradientProgram",
        "EqualityContract", "PrintMembers", "Deconstruct", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "Clone",
    };
}
