using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the derivatives that a model asks for, besides its gradient: a file of members, and a file of the programs behind them.
/// </summary>
internal static class DerivativesEmitter
{
    private const string Dsl = "global::ModelDsl";
    private const string CompilerServices = $"{Dsl}.CompilerServices";

    public static string Emit(LoweredModel model)
    {
        var (name, wanted) = (Naming.Escape(model.Spec.Name), Wanted(model.Spec));
        var interfaces = string.Join(", ", wanted.Select(derivative => $"{Dsl}.I{derivative.Form.Name}<{name}>"));
        return TypeFrame.Write(model.Spec.Type, [], $" : {interfaces}", writer =>
        {
            foreach (var derivative in wanted)
            {
                if (derivative != wanted[0]) writer.Line();
                derivative.WriteMembers(writer, model, name);
                WriteCompile(writer, model.Spec.Type, derivative.Form);
            }
        });
    }

    /// <summary>Returns the programs, as a separate file.</summary>
    public static string EmitPrograms(LoweredModel model, ImmutableHashSet<int> transposed, int leastSaved)
    {
        var (kernels, wanted) = (new Kernels(model.Spec.Name), Wanted(model.Spec));
        return ProgramFrame.Write(model.Spec.Type, kernels, writer =>
        {
            foreach (var derivative in wanted)
            {
                if (derivative != wanted[0]) writer.Line();
                ProgramEmitter.Write(writer, model, derivative.Form, Optimized(model.Spec, derivative.Kind, transposed),
                    kernels, leastSaved);
            }
        });
    }

    /// <summary>Returns the graph of a derivative's program, in the form that is emitted.</summary>
    public static Graph Optimized(ModelSpec spec, Derivatives kind) => Optimized(spec, kind, ModelEmitter.StoredTransposed(spec));

    private static Graph Optimized(ModelSpec spec, Derivatives kind, ImmutableHashSet<int> transposed)
    {
        var hessian = kind == Derivatives.HessianVectorProduct;
        var model = ModelLowering.LowerChecked(spec, hessian ? ProgramKind.Gradient : ProgramKind.Forward);
        var passes = hessian ? PassPipeline.HessianVectorProduct : PassPipeline.JacobianVectorProduct(inputMoves: model.Indices.IsEmpty);
        return PassPipeline.Run(model.Graph, [NarrowKernels.PassFor(transposed), .. passes]);
    }

    private sealed record Derivative(Derivatives Kind, ProgramForm Form, Action<SourceWriter, LoweredModel, string> WriteMembers);

    private static readonly ImmutableArray<Derivative> All =
    [
        new(Derivatives.JacobianVectorProduct, ProgramForm.JacobianVectorProduct, WriteJacobian),
        new(Derivatives.HessianVectorProduct, ProgramForm.HessianVectorProduct, WriteHessian),
    ];

    private static Derivative[] Wanted(ModelSpec spec) => [.. All.Where(derivative => spec.Derivatives.HasFlag(derivative.Kind))];

    private static void WriteJacobian(SourceWriter writer, LoweredModel model, string name)
    {
        writer.Line($"""
            /// <summary>
            /// The prediction for a batch of samples, <c>[N, …]</c>, and how fast it changes as the parameters move along a direction.
            /// </summary>
            public ({Dsl}.Tensor Prediction, {Dsl}.Tensor Tangent) JacobianVectorProduct({Dsl}.Tensor input, {name} direction) =>
                {CompilerServices}.DerivativeCalls.JacobianVectorProduct(this, input, direction);
            """).Line();
        if (!model.Indices.IsEmpty) return;
        writer.Line($"""
            /// <summary>
            /// The prediction for a batch of samples, <c>[N, …]</c>, and how fast it changes as these move along a direction of their
            /// shape.
            /// </summary>
            public ({Dsl}.Tensor Prediction, {Dsl}.Tensor Tangent) JacobianVectorProduct({Dsl}.Tensor input, {Dsl}.Tensor direction) =>
                {CompilerServices}.DerivativeCalls.JacobianVectorProduct(this, input, direction);
            """).Line();
    }

    private static void WriteHessian(SourceWriter writer, LoweredModel model, string name) => writer.Line($"""
        /// <summary>
        /// The loss on a batch, as in training, its gradient, and its Hessian times a direction: points of the model's own space.
        /// </summary>
        public (double Loss, {name} Gradient, {name} Product) HessianVectorProduct({Dsl}.Batch batch, {name} direction, {Dsl}.RandomKey key = default) =>
            {CompilerServices}.DerivativeCalls.HessianVectorProduct(this, batch, direction, key);
        """).Line();

    private static void WriteCompile(SourceWriter writer, TypeSpec type, ProgramForm form)
    {
        var arenas = string.Join(", ", form.Arenas.Prepend("parameters").Select(arena => $"{CompilerServices}.ParameterArena {arena}"));
        writer.Line($"/// <summary>Lays the program of <c>{form.Name}</c> out in the memory of an engine.</summary>");
        writer.Line($"public static {CompilerServices}.ModelProgram Compile{form.Name}(");
        writer.Line($"    {Dsl}.Engines.ITensorEngine engine, int rows,");
        writer.Line($"    {arenas}) =>");
        writer.Line($"    new {ProgramFrame.NameOf(type, form.Name + "Program")}(Description, engine, rows, parameters, {string.Join(", ", form.Arenas)});");
    }
}
