using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>Finds forward methods outside of models. Without a model nothing would happen, silently.</summary>
internal static class StrayForward
{
    public static Diagnostic? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = context.TargetSymbol.ContainingType;
        if (type is null || context.TargetSymbol.Name.Length == 0) return null;
        var attributes = type.GetAttributes();
        if (RecordReader.IsModel(type) || RecordReader.IsImported(type) || RecordReader.IsBlock(type)
            || AttributeReader.AnyUnknown(attributes)) return null;
        return Diagnostic.Create(Rules.StrayForward, context.TargetSymbol.Locations[0], context.TargetSymbol.Name, type.Name);
    }
}
