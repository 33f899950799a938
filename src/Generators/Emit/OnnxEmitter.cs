using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes the ONNX form of a model with <c>[Onnx]</c>: calls on <c>OnnxGraph</c>, one a line, each followed by the shape of its result. The
/// tensors in the file have the names of layers: the last value of a layer has the layer's name, and the values before it begin with it.
/// </summary>
internal sealed class OnnxEmitter
{
    private const string Interface = "global::ModelDsl.CompilerServices.IOnnxModel";
    private const string Graph = "global::ModelDsl.CompilerServices.OnnxGraph";

    /// <summary>The name of the class that writes the graph.</summary>
    private const string Program = "OnnxProgram";

    private readonly Naming naming = new(["graph"]);
    private readonly Dictionary<Value, string> names = [];
    private readonly HashSet<string> layers;
    private readonly HashSet<Value> used;
    private readonly Dictionary<string, Operation> lastOfLayer = [];
    private readonly ImmutableArray<ParameterInfo> parameters;
    private readonly Graph graph;
    private readonly ModelSpec spec;
    private readonly List<(string Origin, string Call, string Shape)> lines = [];

    private OnnxEmitter(ModelSpec spec)
    {
        this.spec = spec;
        var model = ModelLowering.LowerChecked(spec, ProgramKind.Forward);
        parameters = model.Parameters;
        var outputs = model.Predicted.Select((value, i) => new GraphOutput(OutputRole.Prediction, value, i));
        graph = PassPipeline.Run(model.Graph with { Outputs = [.. outputs] }, PassPipeline.Export(spec.Inputs));
        layers = [.. spec.Layers.Select(layer => layer.Name)];
        used = [.. graph.Operations.SelectMany(operation => operation.Operands).Concat(graph.Outputs.Select(output => output.Value))];
        foreach (var operation in graph.Operations.Where(operation => operation.Results.Any(used.Contains)))
            if (LayerOf(operation) is { } layer) lastOfLayer[layer] = operation;
    }

    /// <summary>Returns the member that makes a model one that can be exported.</summary>
    public static string Emit(ModelSpec spec)
    {
        var name = Naming.Escape(spec.Name);
        return TypeFrame.Write(spec.Type, [], $" : {Interface}<{name}>", writer =>
            writer.Line($"static void {Interface}<{name}>.WriteOnnx({Graph} graph) => {ProgramFrame.NameOf(spec.Type, Program)}.Write(graph);"));
    }

    /// <summary>Returns the member for a model that has errors.</summary>
    public static string EmitSkeleton(TypeSpec type, string fail)
    {
        var self = Naming.Escape(type.Name) + type.TypeParameters;
        return TypeFrame.Write(type, [], $" : {Interface}<{self}>", writer =>
            writer.Line($"static void {Interface}<{self}>.WriteOnnx({Graph} graph) => {fail};"));
    }

    /// <summary>Returns the code that writes the graph, as a separate file.</summary>
    public static string EmitProgram(ModelSpec spec) =>
        ProgramFrame.Write(spec.Type, new Kernels(spec.Name), writer => new OnnxEmitter(spec).Write(writer));

    private void Write(SourceWriter writer)
    {
        WriteInputs();
        foreach (var operation in graph.Operations) Write(operation, IsLastOfLayer(operation));
        foreach (var output in graph.Outputs.OrderBy(output => output.Index))
            lines.Add(("// outputs", $"graph.Output({Literal.Of(OutputName(output.Index))}, {names[output.Value]});", output.Value.Type.ShapeText));

        writer.Line($"/// <summary>{spec.Name}: writes the ONNX form of predictions for N samples.</summary>");
        writer.Line(TypeFrame.GeneratedCode);
        using var type = writer.Braces($"internal static class {Program}");
        writer.Line("/// <summary>Writes the operations of a prediction.</summary>");
        using var method = writer.Braces("public static void Write(OnnxGraph graph)");
        var (width, origin) = (lines.Max(line => line.Call.Length), "");
        foreach (var line in lines)
        {
            if (line.Origin != origin)
            {
                if (origin.Length > 0) writer.Line();
                writer.Line(origin = line.Origin);
            }
            writer.Line($"{line.Call.PadRight(width)} // {line.Shape}");
        }
    }

    /// <summary>Writes all inputs, also those that nothing reads: whoever runs the file passes the model's inputs.</summary>
    private void WriteInputs()
    {
        var sources = graph.Operations.Where(operation => operation.Is(Sources.Input)).ToArray();
        var several = spec.Inputs.Count > 0;
        for (var i = 0; i < (several ? spec.Inputs.Count : 1); i++)
        {
            var source = sources.FirstOrDefault(operation => operation.Attributes.Index == (several ? i + 1 : 0));
            var name = several ? spec.Inputs[i].Name : "input";
            var shape = several ? spec.Inputs[i].Shape : spec.InputShape;
            var variable = naming.Unique(name);
            var method = source is not null && IsOfIndices(source.Result) ? "Indices" : "Input";
            lines.Add(("// inputs", $"var {variable} = graph.{method}({string.Join(", ", shape.Select(Literal.Of).Prepend(Literal.Of(name)))});",
                source?.Result.Type.ShapeText ?? Shapes.Text(shape.Select(size => (Dim)size).Prepend(Dim.Batch))));
            if (source is not null) names[source.Result] = variable;
        }
    }

    private string OutputName(int index) => spec.Outputs.Count > 0 ? spec.Outputs[index] : "output";

    /// <summary>Returns true when the numbers of an input are read as indices, and in no other way.</summary>
    private bool IsOfIndices(Value value)
    {
        var readers = graph.Operations.Where(operation => operation.Operands.Contains(value)).ToArray();
        return readers.Length > 0 && graph.Outputs.All(output => output.Value != value) && readers.All(reader =>
            reader.Is(Sequences.Gather) ? reader.Operands[1] != value : reader.Definition.IsView && IsOfIndices(reader.Result));
    }

    private void Write(Operation operation, bool isLast)
    {
        var definition = operation.Definition;
        if (operation.Is(Sources.Input) || !operation.Results.Any(used.Contains)) return;
        var result = operation.Results[0];
        if (operation.Is(Sources.Parameter) || operation.Is(Sources.State)) WriteParameter(operation);
        else if (operation.Is(Sources.StopGradient)) names[result] = names[operation.Operands[0]];
        else if (operation.Is(Maps.Map))
            names[result] = WriteSteps(operation, operation.Attributes.Function!, [.. operation.Operands.Select(x => names[x])], isLast);
        else
        {
            var form = definition.Onnx is { } own && own.MayRemain(operation) ? own
                : throw new InvalidOperationException($"{definition.Name} has no ONNX form.");
            var activates = form.Activates && operation.Attributes.Activation != ActivationTable.Linear;
            var x = form.Method.Length == 0 ? names[operation.Operands[0]]
                : Line(operation, NameOf(operation, isLast && !activates, activates ? "Preactivation" : null),
                    name => form.Call(name, new InstructionArguments(operation, value => names[value], "N")));
            names[result] = activates ? WriteActivation(operation, x, isLast) : x;
        }
    }

    private void WriteParameter(Operation operation)
    {
        var info = parameters[operation.Attributes.Index];
        names[operation.Result] = naming.Unique(operation.Result.Name);
        lines.Add((Comment(operation), $"var {names[operation.Result]} = graph.Parameter({Literal.Of(info.Name)});", operation.Result.Type.ShapeText));
    }

    private string WriteActivation(Operation operation, string x, bool isLast)
    {
        var row = ActivationTable.Of(operation.Attributes.Activation);
        return row.Onnx is not { } form ? WriteSteps(operation, row.Function(), [x], isLast)
            : Line(operation, NameOf(operation, isLast, form.Method), name =>
                $"graph.{form.Method}({string.Join(", ", new[] { Literal.Of(name), x }.Concat(form.Numbers.Select(Literal.Of)))})");
    }

    /// <summary>Writes the steps of a function of numbers, and returns the variable of its result.</summary>
    private string WriteSteps(Operation operation, ScalarFunction function, string[] arguments, bool isLast)
    {
        var variables = new string[function.Nodes.Count];
        for (var i = 0; i < variables.Length; i++)
        {
            var node = function.Nodes[i];
            variables[i] = node.Is(ScalarOperations.Argument) ? arguments[(int)node.Value]
                : node.Is(ScalarOperations.Number) ? $"graph.Number({Literal.OfBound(node.Value)})"
                : node.Is(ScalarOperations.Given) ? $"graph.Number({operation.Attributes.Given[(int)node.Value].ToSource("N")})"
                : Step(i, ScalarOperations.Of(node).Onnx, [.. node.Operands.Select(operand => variables[operand])]);
        }
        return variables[function.Results[0]];

        string Step(int i, string method, string[] operands) =>
            Line(operation, NameOf(operation, isLast && i == function.Results[0], i == function.Results[0] ? null : method),
                name => $"graph.{method}({string.Join(", ", operands.Prepend(Literal.Of(name)))})");
    }

    /// <summary>Adds a line, and returns the variable of its result.</summary>
    private string Line(Operation operation, string name, Func<string, string> call)
    {
        var variable = naming.Unique(name);
        lines.Add((Comment(operation), $"var {variable} = {call(name)};", operation.Results[0].Type.ShapeText));
        return variable;
    }

    /// <summary>Returns true when no later operation belongs to the same layer, or when it belongs to none.</summary>
    private bool IsLastOfLayer(Operation operation) => LayerOf(operation) is not { } layer
        || !lastOfLayer.TryGetValue(layer, out var last) || last == operation;

    /// <summary>Returns the name of the layer that an operation belongs to; null for one of a method.</summary>
    private string? LayerOf(Operation operation)
    {
        var (text, end) = (operation.Origin.Text, operation.Origin.Text.IndexOf(": ", StringComparison.Ordinal));
        return end > 0 && layers.Contains(text.Substring(0, end)) ? text.Substring(0, end) : null;
    }

    /// <summary>Returns the name of a value in the file.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="isWhole">True when it is the layer's last value.</param>
    /// <param name="part">A word for a value on the way; null for the result of the operation.</param>
    private string NameOf(Operation operation, bool isWhole, string? part)
    {
        var value = operation.Results[0].Name;
        if (LayerOf(operation) is not { } layer) return part is null ? value : $"{value}.{part}";
        if (isWhole) return layer;
        var own = value.StartsWith(layer, StringComparison.Ordinal) ? value.Substring(layer.Length).TrimStart('.') : value;
        return $"{layer}.{part ?? (own.Length > 0 ? own : operation.Definition.Name)}";
    }

    private static string Comment(Operation operation) => $"// {operation.Origin.Text}";
}
