using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Makes the layers of a model with a forward method callable. Each property binds its layer to a function, which is the lowering of the
/// layer, unchanged by any pass. So the author's method can run directly, and tests compare it with the result of the passes. Repeated
/// layers are counted, in any model.
/// </summary>
internal static class LayersEmitter
{
    private const string Dsl = "global::ModelDsl";

    /// <summary>Returns true when the generated half declares properties of a model itself.</summary>
    public static bool IsNeeded(ModelSpec spec) => HasMethod(spec) || spec.Parts.Any(part => part is RepeatedPart);

    public static string Emit(ModelSpec spec)
    {
        var bindings = "__" + spec.Name + "Layers";
        if (!HasMethod(spec)) return TypeFrame.Write(spec.Type, [], "", writer => WriteCounted(writer, spec.Name, spec.Parts));
        var functions = LayerFunctionsEmitter.NamesOf(spec);
        var properties = TypeFrame.Write(spec.Type, [], "", writer =>
        {
            for (var i = 0; i < spec.Parts.Count; i++)
            {
                if (i > 0) writer.Line();
                WriteProperty(writer, spec, spec.Parts[i], bindings, functions);
            }
        }, Marker(spec.Forward!.Method));
        var inner = spec.Parts.Where(part => part is not LayerPart).ToArray();
        if (inner.Length == 0) return properties;
        var code = new SourceWriter();
        code.Line();
        code.Line($"/// <summary>Gives the layers inside the layers of {spec.Name} their functions.</summary>");
        code.Line(TypeFrame.GeneratedCode);
        TypeFrame.WriteObsolete(code, spec.Type);
        using (code.Braces($"file static class {bindings}"))
        {
            foreach (var part in inner)
            {
                if (part != inner[0]) code.Line();
                WriteBinding(code, spec, part, functions);
            }
        }
        return properties + code;
    }

    /// <summary>Writes properties that count repeated layers.</summary>
    public static void WriteCounted(SourceWriter writer, string record, IEnumerable<PartSpec> parts)
    {
        foreach (var part in parts.OfType<RepeatedPart>())
        {
            var name = Naming.Escape(part.Name);
            writer.Line($"/// <summary>{Literal.Of(part.Items.Count)} of a kind, each with its own weights.</summary>");
            writer.Line($"public {PartCode.TypeOf(part)} {name} {{ get; init => field = {Counted(record, part, "value")}; }} = {Counted(record, part, name)};");
        }
    }

    /// <summary>Returns the attribute that shows other projects that there is a method, which they may not see.</summary>
    public static string Marker(string method) => $"[{Dsl}.CompilerServices.ForwardMethod({Literal.Of(method)})]";

    /// <summary>Returns true when the layers of a model are functions that a method calls.</summary>
    public static bool HasMethod(ModelSpec spec) => spec.Forward is { IsWritten: true };

    private static string Counted(string record, RepeatedPart part, string value) =>
        $"{Dsl}.CompilerServices.ModelCalls.Repeated({Literal.Of($"{record}.{part.Name}")}, {Literal.Of(part.Items.Count)}, {value})";

    private static void WriteProperty(
        SourceWriter writer, ModelSpec spec, PartSpec part, string bindings, IReadOnlyDictionary<string, string> functions)
    {
        var name = Naming.Escape(part.Name);
        if (part is LayerPart { Layer: var layer })
        {
            string Bound(string value) => PartCode.With(value, $"Function = {functions[part.Name]}", mayBeNull: true);
            writer.Line($"/// <summary>{layer.Text}. In the forward method it is a function of batches: <c>x | m.{part.Name}</c>.</summary>");
            writer.Line($"public {PartCode.TypeOf(part)} {name} {{ get; init => field = {Bound("value")}; }} = {Bound(name)};");
            return;
        }
        writer.Line($"/// <summary>{Literal.Of(part.Count)} layers. In the forward method it is a function of batches.</summary>");
        var binding = $"{bindings}.{BindingName(part)}";
        writer.Line($"public {PartCode.TypeOf(part)} {name} {{ get; init => field = {binding}(value); }} = {binding}({name});");
    }

    private static string BindingName(PartSpec part) => "Bind_" + part.Name;

    /// <summary>Writes a function that binds all layers inside a parameter.</summary>
    private static void WriteBinding(SourceWriter writer, ModelSpec spec, PartSpec part, IReadOnlyDictionary<string, string> functions)
    {
        var code = PartCode.Changed(part, part.Name, "value", (path, layer) =>
            functions.TryGetValue(path, out var function) ? PartCode.With(layer, $"Function = {function}", mayBeNull: true) : null, mayBeNull: true, binds: true) ?? "value";
        writer.Line($"/// <summary>{part.Name}, with functions of batches for its layers.</summary>");
        using (writer.Braces($"public static {PartCode.TypeOf(part)} {BindingName(part)}({PartCode.TypeOf(part)} value)"))
        {
            if (part is RepeatedPart repeated) writer.Line($"value = {Counted(spec.Name, repeated, "value")};");
            writer.Line($"return {code};");
        }
    }
}
