using ModelDsl.Generators.Emit.Features;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the members' signatures for a model that has errors. Without them, the one error that matters would be hidden among errors at
/// every use of the model.
/// </summary>
internal static class SkeletonEmitter
{
    private const string Dsl = "global::ModelDsl";
    private const string Tensors = $"global::LanguageExt.Seq<{Dsl}.Tensor>";
    private const string Compile = $"""
        ({Dsl}.CompilerServices.ProgramKind kind, {Dsl}.Engines.ITensorEngine engine, int rows,
            {Dsl}.CompilerServices.ParameterArena parameters, {Dsl}.CompilerServices.ParameterArena? gradient)
        """;

    /// <summary>A member of an interface, or of the record alone.</summary>
    private readonly record struct Member(string Name, string Type, string Declaration, bool IsStatic, string? Interface);

    public static string Emit(ModelOutput output)
    {
        var type = output.Type;
        var self = Naming.Escape(type.Name) + type.TypeParameters;
        var implements = type.Keyword is "record" or "class";
        var fail = Fail(type);
        Member[] members = [.. Members(self, output), .. OfRows(self, output.Rows, output.Outputs),
            .. OfDerivatives(self).Where(m => output.Derivatives.HasFlag(m.Derivative)).Select(m => m.Member)];
        var interfaces = string.Join(", ", members.Select(m => m.Interface).OfType<string>().Distinct());
        return TypeFrame.Write(type, ["<summary>This model has errors.</summary>"], implements ? $" : {interfaces}" : "", writer =>
        {
            foreach (var member in members)
            {
                var modifier = member.IsStatic ? "static " : "";
                if (!output.Taken.Contains(member.Name)) writer.Line($"public {modifier}{member.Type} {member.Declaration} => {fail};");
                if (!implements || member.Interface is not { } of) continue;
                writer.Line($"{modifier}{member.Type} {of}.{member.Declaration} => {fail};");
            }
            if (output.HasWeights && !output.Taken.Contains("LoadWeights")) writer.Line($"{WeightsEmitter.Head(self)} => {fail};");
            if (output.Rows is { AreRows: true } rows && implements) WriteEncoder(writer, self, rows.Type, output.Taken.Contains("Encoder"), fail);
            foreach (var member in PackedMember.Of(output.Inputs, output.Outputs).Where(member => !output.Taken.Contains(member.Name)))
                writer.Line($"{member.Head} => {fail};");
        });
    }

    /// <summary>Returns the expression that a member of a model with errors is.</summary>
    public static string Fail(TypeSpec type) =>
        $"throw new global::System.InvalidOperationException({Literal.Of($"Model '{type.Name}' has errors: see the diagnostics MDSLnnn of the build.")})";

    private static IEnumerable<Member> Members(string self, ModelOutput output) =>
    [
        new("Summary", "string", "Summary", IsStatic: true, Interface: null),
        new("Description", $"{Dsl}.ModelDescription", "Description", IsStatic: true, Interface: Model(self)),
        new("Initialize", self, "Initialize(int seed)", IsStatic: true, Interface: Model(self)),
        new("Parameters", Tensors, "Parameters", IsStatic: false, Interface: Model(self)),
        new("WithParameters", $"global::LanguageExt.Fin<{self}>", $"WithParameters({Tensors} parameters)", IsStatic: false, Interface: Model(self)),
        new("Forward", OutputsEmitter.Type(output.Outputs), $"Forward({Dsl}.Tensor input)", IsStatic: false, Interface: null),
        new("Loss", "double", $"Loss({Dsl}.Batch batch)", IsStatic: false, Interface: null),
        new("LossAndGradient", $"(double Loss, {self} Gradient)", $"LossAndGradient({Dsl}.Batch batch, {Dsl}.RandomKey key = default)",
            IsStatic: false, Interface: null),
        new("Compile", $"{Dsl}.CompilerServices.ModelProgram", $"Compile{Compile}", IsStatic: true, Interface: Model(self)),
        new("op_Addition", self, $"operator +({self} a, {self} b)", IsStatic: true, Interface: Model(self)),
        new("op_Subtraction", self, $"operator -({self} a, {self} b)", IsStatic: true, Interface: Model(self)),
        new("op_Multiply", self, $"operator *(double factor, {self} model)", IsStatic: true, Interface: Model(self)),
        new("op_Multiply", self, $"operator *({self} model, double factor)", IsStatic: true, Interface: Model(self)),
    ];

    private static IEnumerable<Member> OfRows(string self, RowsOutline? rows, EquatableArray<string> outputs) =>
        rows is not { Type.Length: > 0 } ? []
        : RowMembers.Of(self, rows with { Labels = InOrder(rows.Labels, outputs) }).Select(member => new Member(
            member.Name, member.Type, member.Declaration, member.IsStatic,
            member.Name == "WithEncoder" ? RowMembers.Interface(self, rows.Type) : null));

    /// <summary>Returns the labels in the order of the outputs, as far as they match.</summary>
    private static EquatableArray<LabelSpec> InOrder(EquatableArray<LabelSpec> labels, EquatableArray<string> outputs) =>
        labels.OrderBy(label => outputs.Items.IndexOf(label.Name)).ToEquatableArray();

    private static void WriteEncoder(SourceWriter writer, string self, string row, bool isTaken, string fail)
    {
        if (!isTaken) RowMembers.WriteEncoder(writer, row);
        else writer.Line($"{RowMembers.Encoder(row)}? {RowMembers.Interface(self, row)}.Encoder {{ get => {fail}; init => {fail}; }}");
    }

    private static IEnumerable<(Derivatives Derivative, Member Member)> OfDerivatives(string self) =>
    [
        (Derivatives.JacobianVectorProduct, new("JacobianVectorProduct", $"({Dsl}.Tensor Prediction, {Dsl}.Tensor Tangent)",
            $"JacobianVectorProduct({Dsl}.Tensor input, {self} direction)", IsStatic: false, Interface: null)),
        (Derivatives.JacobianVectorProduct, new("JacobianVectorProduct", $"({Dsl}.Tensor Prediction, {Dsl}.Tensor Tangent)",
            $"JacobianVectorProduct({Dsl}.Tensor input, {Dsl}.Tensor direction)", IsStatic: false, Interface: null)),
        (Derivatives.JacobianVectorProduct, new("CompileJacobianVectorProduct", $"{Dsl}.CompilerServices.ModelProgram",
            $"CompileJacobianVectorProduct({Dsl}.Engines.ITensorEngine engine, int rows, {Arenas("parameters", "direction")})",
            IsStatic: true, Interface: $"{Dsl}.IJacobianVectorProduct<{self}>")),
        (Derivatives.HessianVectorProduct, new("HessianVectorProduct", $"(double Loss, {self} Gradient, {self} Product)",
            $"HessianVectorProduct({Dsl}.Batch batch, {self} direction, {Dsl}.RandomKey key = default)", IsStatic: false, Interface: null)),
        (Derivatives.HessianVectorProduct, new("CompileHessianVectorProduct", $"{Dsl}.CompilerServices.ModelProgram",
            $"CompileHessianVectorProduct({Dsl}.Engines.ITensorEngine engine, int rows, {Arenas("parameters", "direction", "gradient", "product")})",
            IsStatic: true, Interface: $"{Dsl}.IHessianVectorProduct<{self}>")),
    ];

    private static string Model(string self) => $"{Dsl}.IModel<{self}>";

    private static string Arenas(params string[] names) => string.Join(", ", names.Select(name => $"{Dsl}.CompilerServices.ParameterArena {name}"));
}
