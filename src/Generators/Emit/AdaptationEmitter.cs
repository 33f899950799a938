using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes what <c>model.Adapt(data)</c> needs, in a model with layers that learn from data: for each, a program that computes what the
/// layer reads, and the member that compiles these programs.
/// </summary>
internal static class AdaptationEmitter
{
    private const string Dsl = "global::ModelDsl";

    public static string Emit(LoweredModel model) => TypeFrame.Write(model.Spec.Type, [], "", writer =>
    {
        writer.Line("/// <summary>Lays out the program that computes what a layer reads, for <c>Adapt</c>.</summary>");
        writer.Line($"public static {Dsl}.CompilerServices.ModelProgram CompileAdaptation(");
        writer.Line($"    int layer, {Dsl}.Engines.ITensorEngine engine, int rows, {Dsl}.CompilerServices.ParameterArena parameters) => layer switch");
        writer.Line("{");
        for (var i = 0; i < model.Adapted.Length; i++)
            writer.Line($"    {Literal.Of(i)} => new {ProgramFrame.NameOf(model.Spec.Type, Form(model, i).Name + "Program")}(Description, engine, rows, parameters),");
        writer.Line("    _ => throw new global::System.ArgumentOutOfRangeException(\"layer\"),");
        writer.Line("};");
    });

    /// <summary>Returns the programs, as a separate file.</summary>
    public static string EmitPrograms(LoweredModel model, ImmutableHashSet<int> transposed, int leastSaved)
    {
        var kernels = new Kernels(model.Spec.Name);
        return ProgramFrame.Write(model.Spec.Type, kernels, writer =>
        {
            for (var i = 0; i < model.Adapted.Length; i++)
            {
                if (i > 0) writer.Line();
                ProgramEmitter.Write(writer, model, Form(model, i), Optimized(model.Spec, i, transposed), kernels, leastSaved);
            }
        });
    }

    /// <summary>Returns the graph that computes what a layer reads, in the form that is emitted.</summary>
    private static Graph Optimized(ModelSpec spec, int layer, ImmutableHashSet<int> transposed)
    {
        var model = ModelLowering.LowerChecked(spec, ProgramKind.Forward);
        var graph = new Graph(model.Graph.Operations, [new GraphOutput(OutputRole.Prediction, model.Adapted[layer].Input.Stored)]);
        var needed = DeadCode.Run(graph);
        return PassPipeline.Run(needed, PassPipeline.For(ProgramKind.Forward, transposed));
    }

    private static ProgramForm Form(LoweredModel model, int layer) => new(
        $"Adaptation{Literal.Of(layer)}", $"what layer '{model.Adapted[layer].Layer.Name}' reads of");
}
