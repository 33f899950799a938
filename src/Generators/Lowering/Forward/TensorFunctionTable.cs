using System.Collections.Immutable;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>A function of tensors that a forward method may call.</summary>
/// <param name="Name">The name of its method in <c>Tensor</c>, <c>Functions</c> or <c>Noise</c>, or the operator.</param>
/// <param name="Lower">Writes its operations. Shapes are checked on the way.</param>
internal sealed record TensorFunction(string Name, Func<FunctionBuilder, Value> Lower);

/// <summary>
/// Every function that a forward method may call. A new function needs a row here, its eager method in src/Dsl, and a row in
/// docs/forward.md. A test compares the three.
/// </summary>
internal static class TensorFunctionTable
{
    public static readonly ImmutableArray<TensorFunction> All = [.. ElementwiseFunctions.All, .. AxisFunctions.All, .. JoiningFunctions.All,
        .. TrainingFunctions.All];

    private static readonly ImmutableDictionary<string, TensorFunction> ByName = All.ToImmutableDictionary(function => function.Name);

    public static bool Has(string name) => ByName.ContainsKey(name);

    public static TensorFunction Of(string name) => ByName[name];
}
