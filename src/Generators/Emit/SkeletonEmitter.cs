using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the members' signatures for a model that has errors, so that the one error which matters is not buried under those of every
/// place where the model is used.
/// </summary>
internal static class SkeletonEmitter
{
    private const string Dsl = "global::ModelDsl";

    public static string Emit(TypeSpec type)
    {
        var name = Naming.Escape(type.Name);
        var fail = $"throw new global::System.InvalidOperationException({Literal.Of($"Model '{type.Name}' has errors: see the diagnostics MDSLnnn of the build.")})";
        return TypeFrame.Write(type, ["<summary>This model has errors.</summary>"], $" : {Dsl}.IModel<{name}>", writer => writer.Line($"""
            public static string Summary => {fail};
            public static {Dsl}.ModelDescription Description => {fail};
            public static {name} Initialize(int seed) => {fail};
            public global::LanguageExt.Seq<{Dsl}.Tensor> Parameters => {fail};
            public global::LanguageExt.Fin<{name}> WithParameters(global::LanguageExt.Seq<{Dsl}.Tensor> parameters) => {fail};
            public {Dsl}.Tensor Forward({Dsl}.Tensor input) => {fail};
            public double Loss({Dsl}.Batch batch) => {fail};
            public (double Loss, {name} Gradient) LossAndGradient({Dsl}.Batch batch, {Dsl}.RandomKey key = default) => {fail};
            public static {Dsl}.Engines.ModelProgram Compile(
                {Dsl}.Engines.ProgramKind kind, {Dsl}.Engines.ITensorEngine engine, int rows,
                {Dsl}.Engines.ParameterArena parameters, {Dsl}.Engines.ParameterArena? gradient) => {fail};
            public static {name} operator +({name} a, {name} b) => {fail};
            public static {name} operator -({name} a, {name} b) => {fail};
            public static {name} operator *(double factor, {name} model) => {fail};
            public static {name} operator *({name} model, double factor) => {fail};
            """));
    }
}
