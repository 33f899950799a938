using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Emit;

/// <summary>Turns a spec into files of C#: lowers the model to its three programs, runs the passes, and writes the files.</summary>
internal static class ModelEmitter
{
    /// <summary>Writes the files of a model.</summary>
    /// <param name="output">The model; when it has errors, its place.</param>
    /// <param name="leastSaved">The least number of operations that a loop must save.</param>
    public static IEnumerable<GeneratedFile> Emit(ModelOutput output, int leastSaved = Repetition.LeastSaved)
    {
        if (output.Spec is not { } spec)
        {
            yield return new GeneratedFile($"{output.Type.HintName}.g.cs", SkeletonEmitter.Emit(output));
            if (output.IsExported && output.Type.Keyword is "record" or "class")
                yield return new GeneratedFile($"{output.Type.HintName}.Onnx.g.cs", OnnxEmitter.EmitSkeleton(output.Type, SkeletonEmitter.Fail(output.Type)));
            yield break;
        }
        var model = ModelLowering.LowerChecked(spec, ProgramKind.Loss);
        var training = ModelLowering.LowerChecked(spec, ProgramKind.Gradient).Graph;
        var transposed = NarrowKernels.In(training);
        yield return new GeneratedFile($"{spec.Type.HintName}.g.cs", MembersEmitter.Emit(model, transposed, training));
        if (WeightsEmitter.IsNeeded(spec, output))
            yield return new GeneratedFile($"{spec.Type.HintName}.Weights.g.cs", WeightsEmitter.Emit(spec, output));
        if (LayersEmitter.IsNeeded(spec)) yield return new GeneratedFile($"{spec.Type.HintName}.Layers.g.cs", LayersEmitter.Emit(spec));
        if (LayersEmitter.HasMethod(spec))
            yield return new GeneratedFile($"{spec.Type.HintName}.LayerFunctions.g.cs", LayerFunctionsEmitter.Emit(model));
        var kernels = new Kernels(spec.Name);
        yield return new GeneratedFile($"{spec.Type.HintName}.Programs.g.cs", ProgramFrame.Write(spec.Type, kernels, writer =>
        {
            ProgramEmitter.Write(writer, model, ProgramForm.Forward, Optimized(spec, ProgramKind.Forward, transposed), kernels, leastSaved);
            writer.Line();
            ProgramEmitter.Write(writer, model, ProgramForm.Loss, Optimized(spec, ProgramKind.Loss, transposed), kernels, leastSaved);
            writer.Line();
            ProgramEmitter.Write(writer, model, ProgramForm.Gradient, Optimized(spec, ProgramKind.Gradient, transposed),
                kernels, leastSaved);
        }));
        if (!model.Adapted.IsEmpty)
        {
            yield return new GeneratedFile($"{spec.Type.HintName}.Adaptation.g.cs", AdaptationEmitter.Emit(model));
            yield return new GeneratedFile(
                $"{spec.Type.HintName}.AdaptationPrograms.g.cs", AdaptationEmitter.EmitPrograms(model, transposed, leastSaved));
        }
        if (spec.IsExported)
        {
            yield return new GeneratedFile($"{spec.Type.HintName}.Onnx.g.cs", OnnxEmitter.Emit(spec));
            yield return new GeneratedFile($"{spec.Type.HintName}.OnnxProgram.g.cs", OnnxEmitter.EmitProgram(spec));
        }
        if (spec.Derivatives == Derivatives.None) yield break;
        yield return new GeneratedFile($"{spec.Type.HintName}.Derivatives.g.cs", DerivativesEmitter.Emit(model));
        yield return new GeneratedFile(
            $"{spec.Type.HintName}.DerivativePrograms.g.cs", DerivativesEmitter.EmitPrograms(model, transposed, leastSaved));
    }

    /// <summary>Returns a program's graph, in the form that is emitted.</summary>
    public static Graph Optimized(ModelSpec spec, ProgramKind kind) => Optimized(spec, kind, StoredTransposed(spec));

    /// <summary>Returns the numbers of the parameters that all programs of a model store transposed.</summary>
    public static ImmutableHashSet<int> StoredTransposed(ModelSpec spec) =>
        NarrowKernels.In(ModelLowering.LowerChecked(spec, ProgramKind.Gradient).Graph);

    private static Graph Optimized(ModelSpec spec, ProgramKind kind, ImmutableHashSet<int> transposed) =>
        PassPipeline.Run(ModelLowering.LowerChecked(spec, kind).Graph, PassPipeline.For(kind, transposed));
}
