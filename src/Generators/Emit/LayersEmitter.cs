using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Makes the layers of a model with a forward method callable: each property binds its layer to a function, which is the layer's own lowering as it is, before any pass.
/// So the author's method runs as it is written, and tests compare it with what the passes made of it.
/// </summary>
internal static class LayersEmitter
{
    private const string Dsl = "global::ModelDsl";

    private static readonly string[] Taken = ["layer", "x", "call", "rows", "tensors"];

    public static string Emit(LoweredModel model)
    {
        var functions = "__" + model.Spec.Name + "Layers";
        var kernels = new Kernels(model.Spec.Name);
        var properties = TypeFrame.Write(model.Spec.Type, [], "", writer =>
        {
            writer.Line("#pragma warning disable CS9258 // a layer may be named 'field', too");
            foreach (var layer in model.Layers)
            {
                if (layer != model.Layers[0]) writer.Line();
                var name = Naming.Escape(layer.Layer.Name);
                var function = $"with {{ Function = {functions}.{name} }}";
                writer.Line($"/// <summary>{layer.Layer.Text}. In the forward method it is a function of batches: <c>x | m.{layer.Layer.Name}</c>.</summary>");
                writer.Line($"public global::{LayerTable.Of(layer.Layer).LayerName} {name} {{ get; init => field = value {function}; }} = {name} {function};");
            }
        });
        var code = new SourceWriter();
        code.Line();
        code.Line($"/// <summary>What the layers of {model.Spec.Name} do to a batch, eagerly.</summary>");
        code.Line(TypeFrame.GeneratedCode);
        using (code.Braces($"file static class {functions}"))
        {
            for (var i = 0; i < model.Layers.Length; i++)
            {
                if (i > 0) code.Line();
                WriteFunction(code, model, model.Layers[i], kernels);
            }
        }
        return properties + code + kernels.Emit();
    }

    private static void WriteFunction(SourceWriter writer, LoweredModel model, LayerInfo layer, Kernels kernels)
    {
        var (name, type) = (layer.Layer.Name, $"global::{LayerTable.Of(layer.Layer).LayerName}");
        var tensors = string.Concat(LayerTable.Of(layer.Layer).Tensors.Select(tensor => $", tensors.{tensor}"));
        writer.Line($"/// <summary>{layer.Layer.Text}</summary>");
        using (writer.Braces($"public static {Dsl}.Tensor {Naming.Escape(name)}({Dsl}.Layer layer, {Dsl}.Tensor x)"))
        {
            if (tensors.Length > 0) writer.Line($"var tensors = ({type})layer;");
            writer.Line($"var call = new {Dsl}.Engines.LayerCall({Literal.Of(name)}, x{tensors});");
            writer.Line("var rows = call.Rows;");
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
                writer.Line($"var {names[result]} = {Memory(context, operation, result, names)}; // {result.Type.ShapeText}");
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
        var parameter = context.Layers.SelectMany(info => info.Parameters).First(p => p.Index == operation.Attributes.Index);
        return $"call.Parameter({Literal.Of(parameter.Property)}, tensors.{parameter.Property}, {shape})";
    }
}
