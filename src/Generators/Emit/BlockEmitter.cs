using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the other half of a block, which makes it a layer that can be applied to a batch. The model that contains the block gives its
/// layers their functions.
/// </summary>
internal static class BlockEmitter
{
    private const string Dsl = "global::ModelDsl";

    public static GeneratedFile Emit(BlockOutput output)
    {
        var type = output.Type;
        var implements = type.Keyword == "record" && output.IsLayer ? $" : {Dsl}.Layer" : "";
        var method = output.Spec?.Record.Forward is { IsWritten: true } forward ? forward : null;
        var code = TypeFrame.Write(type, [], implements, writer =>
        {
            if (implements.Length == 0) return;
            if (output.Spec is { Record.Parts: var parts }) LayersEmitter.WriteCounted(writer, type.Name, parts);
            writer.Line("/// <inheritdoc/>");
            writer.Line($"protected override {Dsl}.Tensor Apply({Dsl}.Tensor x) => {Body(output, method)};");
        }, method is null ? "" : LayersEmitter.Marker(method.Method));
        return new GeneratedFile($"{type.HintName}.Block.g.cs", code);
    }

    private static string Body(BlockOutput output, ForwardSpec? method)
    {
        var name = output.Type.Name;
        if (output.Spec is not { Record: var record })
            return $"throw new global::System.InvalidOperationException({Literal.Of($"Block '{name}' has errors: see the diagnostics MDSLnnn of the build.")})";
        if (method is not null) return $"{Naming.Escape(method.Method)}(this, x{method.ForPrediction})";
        return record.Parts.SelectMany(Applied).Aggregate("x", (x, part) => $"{x} | {part}");
    }

    /// <summary>Returns a parameter, or each item of a repeated one.</summary>
    private static IEnumerable<string> Applied(PartSpec part) =>
        part is RepeatedPart { Items: var items } ? items.Select(item => PartCode.Access("this", $"{part.Name}.{item.Name}")) : [PartCode.Access("this", part.Name)];
}
