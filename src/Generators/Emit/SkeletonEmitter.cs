using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the members' signatures for a model that has errors, so that the one error which matters is not buried under those of every
/// place where the model is used.
/// </summary>
internal static class SkeletonEmitter
{
    private const string Dsl = "global::ModelDsl";
    private const string Tensors = $"global::LanguageExt.Seq<{Dsl}.Tensor>";
    private const string Compile = $"""
        ({Dsl}.Engines.ProgramKind kind, {Dsl}.Engines.ITensorEngine engine, int rows,
            {Dsl}.Engines.ParameterArena parameters, {Dsl}.Engines.ParameterArena? gradient)
        """;

    /// <summary>A member: of the interface, or of the record alone.</summary>
    private readonly record struct Member(string Name, string Type, string Declaration, bool IsStatic, bool OfInterface);

    public static string Emit(ModelOutput output)
    {
        var type = output.Type;
        var self = Naming.Escape(type.Name) + type.TypeParameters;
        var model = $"{Dsl}.IModel<{self}>";
        var implements = type.Keyword is "record" or "class";
        var fail = $"throw new global::System.InvalidOperationException({Literal.Of($"Model '{type.Name}' has errors: see the diagnostics MDSLnnn of the build.")})";
        return TypeFrame.Write(type, ["<summary>This model has errors.</summary>"], implements ? $" : {model}" : "", writer =>
        {
            writer.Line("#pragma warning disable // the model's errors are enough to read");
            foreach (var member in Members(self))
            {
                var modifier = member.IsStatic ? "static " : "";
                if (!output.Taken.Contains(member.Name)) writer.Line($"public {modifier}{member.Type} {member.Declaration} => {fail};");
                if (!implements || !member.OfInterface) continue;
                writer.Line($"{modifier}{member.Type} {model}.{member.Declaration} => {fail};");
            }
            if (output.Inputs.Count == 0) return;
            foreach (var member in InputsEmitter.Members(output.Inputs).Where(member => !output.Taken.Contains(member.Name)))
                writer.Line($"public {(member.IsStatic ? "static " : "")}{member.Type} {member.Declaration} => {fail};");
        });
    }

    private static IEnumerable<Member> Members(string self) =>
    [
        new("Summary", "string", "Summary", IsStatic: true, OfInterface: false),
        new("Description", $"{Dsl}.ModelDescription", "Description", IsStatic: true, OfInterface: true),
        new("Initialize", self, "Initialize(int seed)", IsStatic: true, OfInterface: true),
        new("Parameters", Tensors, "Parameters", IsStatic: false, OfInterface: true),
        new("WithParameters", $"global::LanguageExt.Fin<{self}>", $"WithParameters({Tensors} parameters)", IsStatic: false, OfInterface: true),
        new("Forward", $"{Dsl}.Tensor", $"Forward({Dsl}.Tensor input)", IsStatic: false, OfInterface: false),
        new("Loss", "double", $"Loss({Dsl}.Batch batch)", IsStatic: false, OfInterface: false),
        new("LossAndGradient", $"(double Loss, {self} Gradient)", $"LossAndGradient({Dsl}.Batch batch, {Dsl}.RandomKey key = default)",
            IsStatic: false, OfInterface: false),
        new("Compile", $"{Dsl}.Engines.ModelProgram", $"Compile{Compile}", IsStatic: true, OfInterface: true),
        new("op_Addition", self, $"operator +({self} a, {self} b)", IsStatic: true, OfInterface: true),
        new("op_Subtraction", self, $"operator -({self} a, {self} b)", IsStatic: true, OfInterface: true),
        new("op_Multiply", self, $"operator *(double factor, {self} model)", IsStatic: true, OfInterface: true),
        new("op_Multiply", self, $"operator *({self} model, double factor)", IsStatic: true, OfInterface: true),
    ];
}
