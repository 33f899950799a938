using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <inheritdoc cref="ModelCandidate"/>
internal sealed record BlockCandidate(BlockOutput? Output, EquatableArray<Diagnostic> Diagnostics);

/// <summary>Reads a record with [Block]. Its shapes become known, and are checked, where a model uses it.</summary>
internal static class BlockReader
{
    /// <summary>Returns null for a record that is also a model; the error is reported there.</summary>
    public static BlockCandidate? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        if (RecordReader.IsModel(symbol)) return null;
        var reading = RecordReading.Of(symbol, context.TargetNode,
            new RecordReader(symbol, context.SemanticModel.Compilation, cancellation));
        var record = Specify(reading);
        var map = DeclarationMap.Of(reading, (TypeDeclarationSyntax)context.TargetNode, context.Attributes[0]);
        var diagnostics = reading.Findings.Select(map.Diagnose).ToEquatableArray();
        var isLayer = !reading.Parameters.Select(p => p.Symbol.Name).Concat(reading.Members.Select(m => m.Name)).Append(symbol.Name)
            .Any(GeneratedMembers.OfBlocks.Contains);
        var output = reading.Declaration is not { } type ? null
            : new BlockOutput(type, record is null ? null : new BlockSpec(type, record), isLayer);
        return new BlockCandidate(output, diagnostics);
    }

    /// <summary>Returns the block; null when something is wrong, which is reported.</summary>
    public static RecordSpec? Specify(RecordReading reading)
    {
        if (!reading.IsRight) return null;
        if (reading.Forward.Spec is { } method) CheckUse(reading, method);
        return reading.IsRight ? new RecordSpec(RecordReader.NameOf(reading.Symbol), reading.Parts) { Forward = reading.Does } : null;
    }

    private static void CheckUse(RecordReading reading, ForwardSpec method)
    {
        var used = method.Prediction.Nodes.Concat(method.Training.Nodes).Where(node => node.IsLayer)
            .Select(node => node.LayerIndex).ToImmutableHashSet();
        var first = 0;
        for (var i = 0; i < reading.Parts.Count; first += reading.Parts[i].Count, i++)
        {
            var unused = reading.Parts[i].Layers.Where((_, layer) => !used.Contains(first + layer)).ToArray();
            if (unused.Length == 0) continue;
            var name = unused.Length == reading.Parts[i].Count ? reading.Parts[i].Name : unused[0].Name;
            reading.Findings.Add(Finding.Of(Rules.UnusedLayer, new Anchor(Place.Layer, i), name, method.Method));
        }
    }
}
