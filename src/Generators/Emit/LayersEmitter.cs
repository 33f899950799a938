using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Makes the layers of a model with a forward method callable: each property binds its layer to a function, which is the layer's own lowering as it is, before any pass.
/// So the author's method runs as it is written, and tests compare it with what the passes made of it. Repeated layers are counted, in any model.
/// </summary>
internal static class LayersEmitter
{
    private const string Dsl = "global::ModelDsl";

    private static readonly string[] Taken = ["layer", "x", "call", "rows", "tensors"];

    /// <summary>Whether the generated half declares properties of a model itself.</summary>
    public static bool IsNeeded(ModelSpec spec) => HasMethod(spec) || spec.Parts.Any(part => part is RepeatedPart);

    public static string Emit(LoweredModel model)
    {
        var (spec, functions) = (model.Spec, "__" + model.Spec.Name + "Layers");
        if (!HasMethod(spec)) return TypeFrame.Write(spec.Type, [], "", writer => WriteCounted(writer, spec.Name, spec.Parts));
        var names = FunctionNames(spec);
        var kernels = new Kernels(spec.Name);
        var properties = TypeFrame.Write(spec.Type, [], "", writer =>
        {
            for (var i = 0; i < spec.Parts.Count; i++)
            {
                if (i > 0) writer.Line();
                WriteProperty(writer, spec, spec.Parts[i], functions, names);
            }
        }, Marker(spec.Forward!.Method));
        var code = new SourceWriter();
        code.Line();
        code.Line($"/// <summary>What the layers of {spec.Name} do to a batch, eagerly.</summary>");
        code.Line(TypeFrame.GeneratedCode);
        TypeFrame.WriteObsolete(code, spec.Type);
        using (code.Braces($"file static class {functions}"))
        {
            foreach (var layer in model.Layers.Where(layer => names.ContainsKey(layer.Layer.Name)))
            {
                if (layer.Layer.Name != names.Keys.First()) code.Line();
                WriteFunction(code, model, layer, names[layer.Layer.Name], kernels);
            }
            foreach (var part in spec.Parts.Where(part => part is not LayerPart)) WriteBinding(code, spec, part, names);
        }
        return properties + code + kernels.Emit();
    }

    /// <summary>Properties that count repeated layers.</summary>
    public static void WriteCounted(SourceWriter writer, string record, IEnumerable<PartSpec> parts)
    {
        foreach (var part in parts.OfType<RepeatedPart>())
        {
            var name = Naming.Escape(part.Name);
            writer.Line($"/// <summary>{Literal.Of(part.Items.Count)} of a kind, each with its own weights.</summary>");
            writer.Line($"public {PartCode.TypeOf(part)} {name} {{ get; init => field = {Counted(record, part, "value")}; }} = {Counted(record, part, name)};");
        }
    }

    /// <summary>Tells other projects of a method that they may not see.</summary>
    public static string Marker(string method) => $"[{Dsl}.CompilerServices.ForwardMethod({Literal.Of(method)})]";

    private static bool HasMethod(ModelSpec spec) => spec.Forward is { IsWritten: true };

    private static string Counted(string record, RepeatedPart part, string value) =>
        $"{Dsl}.CompilerServices.ModelCalls.Repeated({Literal.Of($"{record}.{part.Name}")}, {Literal.Of(part.Items.Count)}, {value})";

    /// <summary>The functions by the paths of their layers. Those of a model inside that has a method are bound by that one.</summary>
    private static Dictionary<string, string> FunctionNames(ModelSpec spec)
    {
        var naming = new HashSet<string>();
        return spec.Parts.SelectMany(part => Bound(part, part.Name)).ToDictionary(path => path, path =>
        {
            var name = path.Replace('.', '_');
            while (!naming.Add(name)) name += "_";
            return name;
        });
    }

    private static IEnumerable<string> Bound(PartSpec part, string path) => part switch
    {
        LayerPart => [path],
        RecordPart { Record: { InputShape: not null, Forward.IsWritten: true } } => [],
        RecordPart { Record.Parts: var parts } => parts.SelectMany(inner => Bound(inner, $"{path}.{inner.Name}")),
        RepeatedPart { Items: var items } => items.SelectMany(item => Bound(item, $"{path}.{item.Name}")),
        _ => [],
    };

    private static void WriteProperty(SourceWriter writer, ModelSpec spec, PartSpec part, string functions, Dictionary<string, string> names)
    {
        var name = Naming.Escape(part.Name);
        if (part is LayerPart { Layer: var layer })
        {
            string Bound(string value) => PartCode.With(value, $"Function = {functions}.{Naming.Escape(names[part.Name])}", mayBeNull: true);
            writer.Line($"/// <summary>{layer.Text}. In the forward method it is a function of batches: <c>x | m.{part.Name}</c>.</summary>");
            writer.Line($"public {PartCode.TypeOf(part)} {name} {{ get; init => field = {Bound("value")}; }} = {Bound(name)};");
            return;
        }
        writer.Line($"/// <summary>Of {Literal.Of(part.Count)} layers. In the forward method it is a function of batches.</summary>");
        var binding = $"{functions}.{BindingName(spec, part)}";
        writer.Line($"public {PartCode.TypeOf(part)} {name} {{ get; init => field = {binding}(value); }} = {binding}({name});");
    }

    private static string BindingName(ModelSpec spec, PartSpec part)
    {
        var name = "Bind_" + part.Name;
        while (spec.Layers.Any(layer => layer.Name.Replace('.', '_') == name)) name += "_";
        return name;
    }

    /// <summary>A function that binds all layers inside a parameter.</summary>
    private static void WriteBinding(SourceWriter writer, ModelSpec spec, PartSpec part, Dictionary<string, string> names)
    {
        var code = PartCode.Changed(part, part.Name, "value", (path, layer) =>
            names.TryGetValue(path, out var name) ? PartCode.With(layer, $"Function = {Naming.Escape(name)}", mayBeNull: true) : null, mayBeNull: true) ?? "value";
        writer.Line();
        writer.Line($"/// <summary>{part.Name}, with functions of batches for its layers.</summary>");
        using (writer.Braces($"public static {PartCode.TypeOf(part)} {BindingName(spec, part)}({PartCode.TypeOf(part)} value)"))
        {
            if (part is RepeatedPart repeated) writer.Line($"value = {Counted(spec.Name, repeated, "value")};");
            writer.Line($"return {code};");
        }
    }

    private static void WriteFunction(SourceWriter writer, LoweredModel model, LayerInfo layer, string function, Kernels kernels)
    {
        var (name, type) = (layer.Layer.Name, $"global::{LayerTable.Of(layer.Layer).LayerName}");
        var tensors = string.Concat(LayerTable.Of(layer.Layer).Tensors.Select(tensor => $", tensors.{tensor}"));
        writer.Line($"/// <summary>{layer.Layer.Text}</summary>");
        using (writer.Braces($"public static {Dsl}.Tensor {Naming.Escape(function)}({Dsl}.Layer layer, {Dsl}.Tensor x)"))
        {
            if (tensors.Length > 0) writer.Line($"{type} tensors = ({type})layer;");
            writer.Line($"{Dsl}.CompilerServices.LayerCall call = new({Literal.Of(name)}, x{tensors});");
            foreach (var tensor in layer.Unused) writer.Line($"call.Unused({Literal.Of(tensor)}, tensors.{tensor});");
            writer.Line("int rows = call.Rows;");
            foreach (var input in layer.Inputs)
            {
                using (writer.Braces($"if (call.Takes({Shapes.Source(input.Dims.Skip(1))}))")) WriteBody(writer, model, layer, input, kernels);
            }
            writer.Line($"throw call.Misfit({Literal.Of(string.Join(" or ", layer.Inputs.Select(input => input.ShapeText)))});");
        }
    }

    private static void WriteBody(SourceWriter writer, LoweredModel model, LayerInfo layer, TensorType input, Kernels kernels)
    {
        var context = new LoweringContext(ProgramKind.Forward);
        var x = context.Graph.Source(Sources.Input, "input", input);
        var index = model.Spec.Layers.Items.IndexOf(layer.Layer);
        var output = ModelLowering.Apply(context, model.Spec, index, x, new Diagnostics.Anchor(Diagnostics.Place.Layer, index));
        var graph = context.Graph.Build([new GraphOutput(OutputRole.Prediction, output)]);

        if (layer.Layer is EmbeddingSpec embedding) writer.Line($"call.CheckIndices({Literal.Of(embedding.InputDim)});");
        var (naming, names) = (new Naming(Taken), new Dictionary<Value, string>());
        foreach (var operation in graph.Operations)
        {
            foreach (var result in operation.Results)
            {
                names[result] = naming.Unique(result.Name);
                writer.Line($"{Dsl}.Engines.TensorBuffer {names[result]} = {Memory(context, operation, result, names)}; // {result.Type.ShapeText}");
            }
            if (operation.Definition.Instruction is { } instruction)
                writer.Line(instruction.Call("call.Engine", new InstructionArguments(operation, value => names[value], "rows") { Kernel = kernels.TypeOf }));
        }
        writer.Line($"return call.Result({names[output]}{Axes(model, layer, input, output.Type)});");
    }

    /// <summary>Where the names of the result's axes come from, in a model with names.</summary>
    private static string Axes(LoweredModel model, LayerInfo layer, TensorType input, TensorType output) => !model.Spec.HasNames ? "" : string.Concat(
        LayerTable.Of(layer.Layer).Axes(layer.Layer, input, output)
            .Select(axis => ", " + (axis.Input >= 0 ? $"call.Axis({Literal.Of(axis.Input)})" : Literal.Of(axis.Name ?? AxisNames.None))));

    private static string Memory(LoweringContext context, Operation operation, Value result, Dictionary<Value, string> names)
    {
        var shape = Shapes.Text(result.Type.Dims.Select(d => d.IsBatch ? "rows" : d.ToString()));
        if (operation.Is(Sources.Input)) return "call.Input";
        if (operation.Definition.IsView) return $"call.Engine.View({names[operation.Operands[0]]}, 0, {shape})";
        if (!operation.Definition.IsSource) return $"call.Engine.Allocate({Dsl}.Engines.ElementType.{result.Type.Element}, {shape})";
        var parameter = context.Layers.All.SelectMany(info => info.Parameters).First(p => p.Index == operation.Attributes.Index);
        return $"call.Parameter({Literal.Of(parameter.Property)}, tensors.{parameter.Property}, {shape})";
    }
}
