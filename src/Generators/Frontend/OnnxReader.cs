using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Frontend;

/// <summary>Reads [Onnx].</summary>
internal static class OnnxReader
{
    /// <summary>Returns true for a type with [Onnx].</summary>
    public static bool IsExported(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => MetadataNames.Is(attribute.AttributeClass, MetadataNames.Onnx));

    /// <summary>Returns true when the attribute names a file from which the model comes.</summary>
    public static bool IsOfFile(AttributeData attribute) => attribute.ConstructorArguments.Length > 0;
}
