using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Frontend;

/// <summary>Names by which the compiler finds our types.</summary>
internal static class MetadataNames
{
    public const string Model = "ModelDsl.ModelAttribute";

    public const string Input = "ModelDsl.InputAttribute";

    public const string Weights = "ModelDsl.WeightsAttribute";

    public const string Onnx = "ModelDsl.OnnxAttribute";

    public const string Migration = "ModelDsl.MigrationAttribute";

    public const string Features = "ModelDsl.FeaturesAttribute";

    public const string IFeatures = "ModelDsl.IFeatures`1";

    public const string Column = "ModelDsl.ColumnAttribute";

    public const string Items = "ModelDsl.ItemsAttribute";

    public const string Label = "ModelDsl.LabelAttribute";

    public const string Block = "ModelDsl.BlockAttribute";

    public const string Repeat = "ModelDsl.RepeatAttribute";

    public const string Frozen = "ModelDsl.FrozenAttribute";

    /// <summary>The attribute on the generated half of a record with a forward method.</summary>
    public const string ForwardMethod = "ModelDsl.CompilerServices.ForwardMethodAttribute";

    public const string Initialize = "ModelDsl.InitializeAttribute";

    public const string Forward = "ModelDsl.ForwardAttribute";

    public const string Elementwise = "ModelDsl.ElementwiseAttribute";

    public const string Optimizer = "ModelDsl.Optimizer";

    public const string OptimizerMark = "ModelDsl.OptimizerAttribute";

    public const string Update = "ModelDsl.UpdateAttribute";

    public const string State = "ModelDsl.StateAttribute";

    public const string Tensor = "ModelDsl.Tensor";

    public const string Shape = "ModelDsl.Shape";

    public const string Layer = "ModelDsl.Layer";

    public const string Functions = "ModelDsl.Functions";

    public const string Noise = "ModelDsl.Noise";

    private const string Space = "ModelDsl";

    /// <summary>
    /// Returns the name of one of our types within our namespace: <c>DenseAttribute</c>; empty for any other type. Printing the symbol
    /// would give the same name, but this runs some thousand times after each edit.
    /// </summary>
    public static string Ours(ITypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: Space, ContainingNamespace.IsGlobalNamespace: true } } ? type.MetadataName : "";

    /// <summary>Returns true when a type is the one with this name.</summary>
    public static bool Is(ITypeSymbol? type, string name) =>
        Ours(type) is { Length: > 0 } ours && name.Length == Space.Length + 1 + ours.Length
            && name.EndsWith(ours, StringComparison.Ordinal);
}
