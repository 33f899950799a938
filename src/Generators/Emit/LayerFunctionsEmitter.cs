using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the layers of a model with a forward method as functions of batches. Each function is the lowering of its layer, unchanged by any
/// pass.
/// </summary>
internal static class LayerFunctionsEmitter
{
    private const string Type = "Layers";

    private static readonly string[] Taken = ["layer", "x", "call", "rows", "tensors"];

    public static string Emit(LoweredModel model)
    {
        var (functions, kernels) = (FunctionsOf(model.Spec), new Kernels(model.Spec.Name));
        return ProgramFrame.Write(model.Spec.Type, kernels, writer =>
        {
            writer.Line($"/// <summary>The layers of {model.Spec.Name} as functions of a batch, called eagerly.</summary>");
            writer.Line(TypeFrame.GeneratedCode);
            using var type = writer.Braces($"internal static class {Type}");
            foreach (var layer in model.Layers.Where(layer => functions.ContainsKey(layer.Layer.Name)))
            {
                if (layer.Layer.Name != functions.Keys.First()) writer.Line();
                WriteFunction(writer, model, layer, functions[layer.Layer.Name], kernels);
            }
        });
    }

    /// <summary>Returns the functions by the paths of their layers, in the form in which the author's file can name them.</summary>
    public static IReadOnlyDictionary<string, string> NamesOf(ModelSpec spec) =>
        FunctionsOf(spec).ToDictionary(function => function.Key, function => ProgramFrame.NameOf(spec.Type, $"{Type}.{function.Value}"));

    /// <summary>Returns the functions by the paths of their layers. When a model inside has a method, it binds its layers itself.</summary>
    private static Dictionary<string, string> FunctionsOf(ModelSpec spec)
    {
        var naming = new HashSet<string>();
        return spec.Parts.SelectMany(part => Bound(part, part.Name)).ToDictionary(path => path, path =>
        {
            // A function must not have the name of an activation, which the code beside it uses.
            var name = "Apply" + path.Replace('.', '_');
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

    private static void WriteFunction(SourceWriter writer, LoweredModel model, LayerInfo layer, string function, Kernels kernels)
    {
        var (name, type) = (layer.Layer.Name, LayerTable.Of(layer.Layer).Name);
        var tensors = string.Concat(LayerTable.Of(layer.Layer).Tensors.Select(tensor => $", tensors.{tensor}"));
        writer.Line($"/// <summary>{layer.Layer.Text}</summary>");
        using (writer.Braces($"public static Tensor {function}(Layer layer, Tensor x)"))
        {
            if (tensors.Length > 0) writer.Line($"{type} tensors = ({type})layer;");
            writer.Line($"LayerCall call = new({Literal.Of(name)}, x{tensors});");
            foreach (var tensor in layer.Unused) writer.Line($"call.Unused({Literal.Of(tensor)}, tensors.{tensor});");
            writer.Line("int rows = call.Rows;");
            foreach (var input in layer.Inputs)
            {
                using (writer.Braces($"if (call.Takes({Shapes.Source(input.Dims.Skip(1))}))"))
                    WriteBody(writer, model, layer, input, kernels);
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
        var graph = UnrollRecurrences.OfNoInstruction(context.Graph.Build([new GraphOutput(OutputRole.Prediction, output)]));

        if (layer.Layer.IndexLimit is { } limit) writer.Line($"call.CheckIndices({Literal.Of(limit)});");
        var (naming, names) = (new Naming(Taken), new Dictionary<Value, string>());
        foreach (var operation in graph.Operations)
        {
            foreach (var result in operation.Results)
            {
                names[result] = naming.Unique(result.Name);
                writer.Line($"TensorBuffer {names[result]} = {Memory(context, operation, result, names)}; // {result.Type.ShapeText}");
            }
            if (operation.Definition.Instruction is { } instruction)
                writer.Line(instruction.Call("call.Engine", new(operation, value => names[value], "rows") { Kernel = kernels.TypeOf }));
        }
        writer.Line($"return call.Result({names[graph.Outputs[0].Value]}{Axes(model, layer, input, output.Type)});");
    }

    /// <summary>Returns the origins of the names of the result's axes, in a model with names.</summary>
    private static string Axes(LoweredModel model, LayerInfo layer, TensorType input, TensorType output) => !model.Spec.HasNames ? ""
        : string.Concat(LayerTable.Of(layer.Layer).Axes(layer.Layer, input, output)
            .Select(axis => ", " + (axis.Input >= 0 ? $"call.Axis({Literal.Of(axis.Input)})" : Literal.Of(axis.Name ?? AxisNames.None))));

    private static string Memory(LoweringContext context, Operation operation, Value result, Dictionary<Value, string> names)
    {
        var shape = Shapes.Text(result.Type.Dims.Select(d => d.IsBatch ? "rows" : d.ToString()));
        if (operation.Is(Sources.Input)) return "call.Input";
        if (operation.Definition.IsView) return $"call.Engine.View({names[operation.Operands[0]]}, 0, {shape})";
        if (!operation.Definition.IsSource) return $"call.Engine.Allocate(ElementType.{result.Type.Element}, {shape})";
        var parameter = context.Layers.All.SelectMany(info => info.Parameters).First(p => p.Index == operation.Attributes.Index);
        return $"call.Parameter({Literal.Of(parameter.Property)}, tensors.{parameter.Property}, {shape})";
    }
}
