using System.Collections.Immutable;
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
    private const string Engines = "global::ModelDsl.Engines";
    private const int CommentColumn = 96;

    private static readonly string[] Taken = ["engine", "rows", "parameters", "gradient", "key"];

    private readonly SourceWriter writer;
    private readonly Graph graph;
    private readonly ProgramKind kind;
    private readonly string model;
    private readonly BufferPlan plan;
    private readonly Dictionary<Value, string> names = [];

    private ProgramEmitter(SourceWriter writer, LoweredModel model, ProgramKind kind, Graph graph)
    {
        (this.writer, this.kind, this.graph, this.model) = (writer, kind, graph, model.Spec.Name);
        plan = BufferPlan.Of(graph);
        var naming = new Naming(Taken.Concat(plan.Slots.Select(SlotName)));
        foreach (var value in Values) names[value] = naming.Unique(value.Name);
    }

    private IEnumerable<Value> Values => graph.Operations.SelectMany(o => o.Results);

    public static void Write(SourceWriter writer, LoweredModel model, ProgramKind kind, Graph graph) =>
        new ProgramEmitter(writer, model, kind, graph).Write();

    private void Write()
    {
        var purpose = kind switch
        {
            ProgramKind.Forward => "predictions for",
            ProgramKind.Loss => "predictions and loss, as in evaluation, of",
            _ => "predictions, loss and gradient, as in training, of",
        };
        writer.Line($"/// <summary>{model}: {purpose} N samples.</summary>");
        writer.Line(TypeFrame.GeneratedCode);
        using (writer.Braces($"private sealed class {kind}Program : {Engines}.ModelProgram"))
        {
            foreach (var value in Values) writer.Line($"private readonly {Engines}.TensorBuffer {names[value]};");
            writer.Line();
            WriteConstructor();
            writer.Line();
            WriteRun();
        }
    }

    private void WriteConstructor()
    {
        var gradient = kind == ProgramKind.Gradient ? $", {Engines}.ParameterArena gradient" : "";
        using (writer.Braces($"public {kind}Program({Engines}.ITensorEngine engine, int rows, {Engines}.ParameterArena parameters{gradient}) : base(engine, rows)"))
        {
            foreach (var slot in plan.Slots)
                Commented($"var {SlotName(slot)} = engine.Allocate({Engines}.ElementType.Float, [{Size(slot)}]);", string.Join(", ", slot.Values.Select(v => names[v])));
            if (plan.Slots.Count > 0) writer.Line();
            foreach (var value in Values) Commented($"{names[value]} = {Layout(value)};", value.Type.ShapeText);

            writer.Line();
            foreach (var operation in graph.Operations.Where(o => o.Definition.IsConstant)) Commented(Call(operation, "engine", "rows"), "constant");
            Property("Input", Values.First(v => v.Producer.Is(Sources.Input)));
            if (Values.FirstOrDefault(v => v.Producer.Is(Sources.Labels)) is { } labels) Property("Labels", labels);
            Property("Output", graph.Output(OutputRole.Prediction)!);
            if (graph.Output(OutputRole.Losses) is { } losses) Property("Losses", losses);
            if (graph.Output(OutputRole.Loss) is { } loss) Property("Loss", loss);
        }

        void Property(string property, Value value) => writer.Line($"{property} = {names[value]};");
    }

    private void WriteRun()
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Braces("public override void Run(global::ModelDsl.RandomKey key)"))
        {
            Origin? before = null;
            foreach (var operation in graph.Operations.Where(o => o.Definition.Instruction is not null && !o.Definition.IsConstant))
            {
                if (operation.Origin != before)
                {
                    if (before is not null) writer.Line();
                    writer.Line($"// {operation.Origin.Phase.ToString().ToLowerInvariant()}{(operation.Origin.Text.Length > 0 ? ", " + operation.Origin.Text : "")}");
                    before = operation.Origin;
                }
                Commented(Call(operation, "Engine", "Rows"), string.Join(", ", operation.Results.Select(r => r.Type.ShapeText)));
            }
        }
    }

    private string Call(Operation operation, string engine, string rows)
    {
        var instruction = operation.Definition.Instruction!;
        var arguments = instruction.Arguments(new InstructionArguments(operation, value => names[value], rows));
        return $"{engine}.{instruction.Method}({string.Join(", ", arguments)});";
    }

    private string Layout(Value value) => plan[value] switch
    {
        Placement.Given => Given(value.Producer),
        Placement.ViewOf(var storage) => $"engine.View({names[storage]}, 0, {Shape(value.Type)})",
        Placement.GradientOf(var parameter) => $"gradient[{Literal.Of(parameter)}]",
        Placement.InSlot(var slot) => $"engine.View({SlotName(slot)}, 0, {Shape(value.Type)})",
        _ => $"engine.Allocate({Engines}.ElementType.{value.Type.Element}, {Shape(value.Type)})",
    };

    private static string Given(Operation source) => source.Is(Sources.Parameter)
        ? $"parameters[{Literal.Of(source.Attributes.Index)}]"
        : $"engine.Allocate({Engines}.ElementType.{source.Result.Type.Element}, {Shape(source.Result.Type)})";

    private static string Shape(TensorType type) => Shapes.Text(type.Dims.Select(d => d.IsBatch ? "rows" : d.ToString()));

    private static string SlotName(Slot slot) => "slot" + Literal.Of(slot.Number);

    private static string Size(Slot slot) => slot.PerSample
        ? slot.Elements == 1 ? "rows" : $"rows * {Literal.Of((int)slot.Elements)}"
        : Literal.Of((int)slot.Elements);

    private void Commented(string code, string comment) => writer.Line($"{code.PadRight(CommentColumn)} // {comment}");
}
