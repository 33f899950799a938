using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes a program as a class: fields for its buffers, a constructor that lays them out by the buffer plan, and the operations as
/// straight-line code, one a line, with the shape of what it writes behind it.
/// </summary>
internal sealed class ProgramEmitter
{
    private static readonly string[] Taken = ["model", "engine", "rows", "parameters", "gradient", "key"];

    private readonly SourceWriter writer;
    private readonly Graph graph;
    private readonly ProgramForm form;
    private readonly Kernels kernels;
    private readonly string model;
    private readonly BufferPlan plan;
    private readonly Dictionary<Value, string> names = [];
    private readonly Dictionary<Slot, string> slots = [];

    private ProgramEmitter(SourceWriter writer, LoweredModel model, ProgramForm form, Graph graph, Kernels kernels)
    {
        (this.writer, this.form, this.graph, this.kernels, this.model) = (writer, form, graph, kernels, model.Spec.Name);
        plan = BufferPlan.Of(graph);
        var naming = new Naming([.. Taken, .. form.Arenas]);
        foreach (var value in Values) names[value] = naming.Unique(value.Name);
        foreach (var slot in plan.Slots) slots[slot] = naming.Unique("slot" + Literal.Of(slot.Number));
    }

    private IEnumerable<Value> Values => graph.Operations.SelectMany(o => o.Results);

    public static void Write(SourceWriter writer, LoweredModel model, ProgramForm form, Graph graph, Kernels kernels) =>
        new ProgramEmitter(writer, model, form, graph, kernels).Write();

    private void Write()
    {
        writer.Line($"/// <summary>{model}: {form.Purpose} N samples.</summary>");
        writer.Line(TypeFrame.GeneratedCode);
        using var type = writer.Braces($"internal sealed class {form.Name}Program : ModelProgram");
        writer.List("private readonly TensorBuffer ", Values.Select(value => names[value]), ";").Line();
        WriteConstructor();
        writer.Line();
        WriteRun();
    }

    private void WriteConstructor()
    {
        string[] arenas = ["parameters", .. form.Arenas];
        writer.List($"public {form.Name}Program(", ["ModelDescription model", "ITensorEngine engine", "int rows", .. arenas.Select(arena => "ParameterArena " + arena)], ")");
        using (writer.Braces($"    : base(model, engine, rows, {Memory}, {string.Join(", ", arenas)})"))
        {
            if (plan.Slots.Count > 0)
            {
                writer.Line("// memory: values whose lives do not overlap share a slot");
                WriteAligned(plan.Slots.Select(slot =>
                    ($"TensorBuffer {slots[slot]} = engine.Allocate(ElementType.{slot.Element}, [{Size(slot)}]);", string.Join(", ", slot.Values.Select(v => names[v])))));
                writer.Line();
            }
            writer.Line("// values");
            WriteAligned(Values.Select(value => ($"{names[value]} = {Layout(value)};", value.Type.ShapeText)));
            writer.Line();
            WriteConstants();

            Property("Input", Values.First(v => v.Producer.Is(Sources.Input)));
            if (Values.FirstOrDefault(v => v.Producer.Is(Sources.Labels)) is { } labels) Property("Labels", labels);
            if (Values.FirstOrDefault(v => v.Producer.Is(Sources.Weights)) is { } weights)
            {
                Property("Weights", weights);
                writer.Line($"engine.Fill(1.0, {names[weights]});");
            }
            Property("Output", graph.Output(OutputRole.Prediction)!);
            if (Values.FirstOrDefault(v => v.Producer.Is(Sources.InputDirection)) is { } direction) Property("InputDirection", direction);
            if (graph.Output(OutputRole.Tangent) is { } tangent) Property("Tangent", tangent);
            if (graph.Output(OutputRole.Losses) is { } losses) Property("Losses", losses);
            if (graph.Output(OutputRole.Loss) is { } loss) Property("Loss", loss);
            var ofOutputs = graph.Outputs.Where(o => o.Role == OutputRole.OutputLoss).OrderBy(o => o.Index).Select(o => names[o.Value]).ToArray();
            if (ofOutputs.Length > 0) writer.Line($"OutputLosses = [{string.Join(", ", ofOutputs)}];");
        }

        void Property(string property, Value value) => writer.Line($"{property} = {names[value]};");
    }

    /// <summary>What a sample takes: numbers in the largest buffer, and in all.</summary>
    private string Memory
    {
        get
        {
            var ofSamples = Values.Where(value => value.Type.IsPerSample).ToArray();
            var own = ofSamples.Where(value => plan[value] is Placement.Given or Placement.Constant).Sum(value => value.Type.Elements);
            var shared = plan.Slots.Where(slot => slot.PerSample).Sum(slot => slot.Elements);
            return $"new({Literal.Of(ofSamples.Max(value => value.Type.Elements))}, {Literal.Of(own + shared)})";
        }
    }

    private void WriteConstants()
    {
        var constants = graph.Operations.Where(o => o.Definition.IsConstant).ToArray();
        if (constants.Length == 0) return;
        writer.Line("// constants: no run writes them again");
        foreach (var operation in constants) writer.Line(Call(operation, "engine", "rows"));
        writer.Line();
    }

    private void WriteRun()
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Braces("public override void Run(RandomKey key)"))
        {
            var operations = graph.Operations.Where(o => o.Definition.Instruction is not null && !o.Definition.IsConstant).ToArray();
            var calls = operations.ToDictionary(o => o, o => Call(o, "Engine", "Rows"));
            var width = calls.Values.Select(call => call.Length).DefaultIfEmpty().Max();
            Origin? before = null;
            foreach (var operation in operations)
            {
                if (operation.Origin != before)
                {
                    if (before is not null) writer.Line();
                    writer.Line($"// {operation.Origin.Phase.ToString().ToLowerInvariant()}{(operation.Origin.Text.Length > 0 ? ", " + operation.Origin.Text : "")}");
                    before = operation.Origin;
                }
                writer.Line($"{calls[operation].PadRight(width)} // {string.Join(", ", operation.Results.Select(r => r.Type.ShapeText))}");
            }
        }
    }

    private string Call(Operation operation, string engine, string rows) =>
        operation.Definition.Instruction!.Call(engine, new InstructionArguments(operation, value => names[value], rows) { Kernel = kernels.TypeOf });

    private string Layout(Value value) => plan[value] switch
    {
        Placement.Given => Given(value.Producer),
        Placement.ViewOf(var storage) => $"engine.View({names[storage]}, 0, {Shape(value.Type)})",
        Placement.GradientOf(var parameter) => $"gradient[{Literal.Of(parameter)}]",
        Placement.ProductOf(var parameter) => $"product[{Literal.Of(parameter)}]",
        Placement.StateOf(var parameter) => $"parameters[{Literal.Of(parameter)}]",
        Placement.InSlot(var slot) => $"engine.View({slots[slot]}, 0, {Shape(value.Type)})",
        _ => $"engine.Allocate(ElementType.{value.Type.Element}, {Shape(value.Type)})",
    };

    private static string Given(Operation source) =>
        source.Is(Sources.Parameter) || source.Is(Sources.State) ? $"parameters[{Literal.Of(source.Attributes.Index)}]"
        : source.Is(Sources.Direction) ? $"direction[{Literal.Of(source.Attributes.Index)}]"
        : $"engine.Allocate(ElementType.{source.Result.Type.Element}, {Shape(source.Result.Type)})";

    private static string Shape(TensorType type) => Shapes.Text(type.Dims.Select(d => d.IsBatch ? "rows" : d.ToString()));

    private static string Size(Slot slot) => slot.PerSample
        ? slot.Elements == 1 ? "rows" : $"rows * {Literal.Of((int)slot.Elements)}"
        : Literal.Of((int)slot.Elements);

    private void WriteAligned(IEnumerable<(string Code, string Comment)> lines)
    {
        var all = lines.ToArray();
        var width = all.Max(line => line.Code.Length);
        foreach (var (code, comment) in all) writer.Line($"{code.PadRight(width)} // {comment}");
    }
}
