using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Passes.Buffers;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Emit;

/// <summary>
/// Writes a program as a class: fields for its buffers, a constructor that lays them out by the buffer plan, and the operations. The
/// operations are straight-line code, one on each line, followed by the shape of its result. Parts that repeat themselves are loops.
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
    private readonly Operation[] operations;
    private readonly LoopPlan loops;
    private readonly IReadOnlyList<object> order;
    private readonly LayoutEmitter layout;
    private readonly Dictionary<Value, string> names = [];
    private readonly string variable;
    private readonly PreparedInput? prepared;

    private ProgramEmitter(SourceWriter writer, LoweredModel model, ProgramForm form, Graph graph, Kernels kernels, int leastSaved)
    {
        (this.writer, this.form, this.graph, this.kernels, this.model) = (writer, form, graph, kernels, model.Spec.Name);
        operations = [.. graph.Operations.Where(o => o.Definition.Instruction is not null && !o.Definition.IsConstant)];
        plan = BufferPlan.Of(graph);
        loops = LoopPlan.Of(operations, kernels, leastSaved, value => plan[value] is Placement.ViewOf(var storage) ? storage : null);
        if (LayoutEmitter.Order(Values, plan, loops) is { } found) order = found;
        else (loops, order) = (LoopPlan.None, [.. Values]);

        var naming = new Naming([.. Taken, .. form.Arenas]);
        foreach (var value in Values)
        {
            names[value] = loops.Of(value) is var (array, index)
                ? $"{NameOf(array, naming)}[{Literal.Of(index)}]"
                : naming.Unique(value.Name);
        }
        foreach (var array in loops.Arrays) NameOf(array, naming);
        layout = new LayoutEmitter(writer, plan, loops, names, naming);
        variable = loops.Loops.Count == 0 ? "" : naming.Unique("i");
        prepared = PreparedInput.Of(graph, operations) is { } first && loops.Loops.All(loop => loop.Part.Start >= first.End) ? first : null;
    }

    private IEnumerable<Value> Values => graph.Operations.SelectMany(o => o.Results);

    /// <summary>Writes a program.</summary>
    /// <param name="writer">The writer to which it is written.</param>
    /// <param name="model">The model.</param>
    /// <param name="form">Tells which of the model's programs it is.</param>
    /// <param name="graph">The program's graph.</param>
    /// <param name="kernels">Collects the functions that the program maps.</param>
    /// <param name="leastSaved">The least number of operations that a loop must save.</param>
    public static void Write(
        SourceWriter writer, LoweredModel model, ProgramForm form, Graph graph, Kernels kernels, int leastSaved = Repetition.LeastSaved) =>
        new ProgramEmitter(writer, model, form, graph, kernels, leastSaved).Write();

    private void Write()
    {
        writer.Line($"/// <summary>{model}: {form.Purpose} N samples.</summary>");
        writer.Line(TypeFrame.GeneratedCode);
        using var type = writer.Braces($"internal sealed class {form.Name}Program : ModelProgram");
        writer.List("private readonly TensorBuffer ", Values.Where(value => loops.Of(value) is null).Select(value => names[value]), ";");
        if (loops.Arrays.Count > 0) writer.List("private readonly TensorBuffer[] ", loops.Arrays.Select(array => array.Name), ";");
        writer.Line();
        WriteConstructor();
        writer.Line();
        WriteRun();
    }

    private void WriteConstructor()
    {
        string[] arenas = ["parameters", .. form.Arenas];
        string[] given = ["ModelDescription model", "ITensorEngine engine", "int rows", .. arenas.Select(arena => "ParameterArena " + arena)];
        writer.List($"public {form.Name}Program(", given, ")");
        using (writer.Braces($"    : base(model, engine, rows, {Memory}, {string.Join(", ", arenas)})"))
        {
            layout.WriteSlots();
            layout.WriteBuffers(order);
            WriteConstants();

            Property("Input", Values.First(v => v.Producer.Is(Sources.Input)));
            if (prepared is not null) writer.Line($"Preparation = new({names[prepared.Value]}, {prepared.Arguments});");
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
            if (graph.Output(OutputRole.Counted) is { } counted) Property("Counted", counted);
            if (graph.Output(OutputRole.Loss) is { } loss) Property("Loss", loss);
            string[] ofOutputs = [.. graph.Outputs.Where(o => o.Role == OutputRole.OutputLoss).OrderBy(o => o.Index)
                .Select(o => names[o.Value])];
            if (ofOutputs.Length > 0) writer.Line($"OutputLosses = [{string.Join(", ", ofOutputs)}];");
        }

        void Property(string property, Value value) => writer.Line($"{property} = {names[value]};");
    }

    /// <summary>The memory that a sample needs: the count of numbers in the largest buffer, and in all.</summary>
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
        var first = prepared?.End ?? 0;
        writer.Line("/// <inheritdoc/>");
        using (writer.Braces("public override void Run(RandomKey key)"))
        {
            WriteOperations(0, prepared is null ? operations.Length : first);
            if (prepared is not null) writer.Line("RunPrepared(key);");
        }
        if (prepared is null) return;
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using var rest = writer.Braces("public override void RunPrepared(RandomKey key)");
        WriteOperations(first, operations.Length);
    }

    /// <summary>Writes a range of operations: calls, and loops.</summary>
    private void WriteOperations(int begin, int end)
    {
        var inside = loops.Loops.Where(loop => loop.Part.Start >= begin && loop.Part.End <= end).ToArray();
        var plain = Enumerable.Range(begin, end - begin)
            .Where(i => inside.All(loop => i < loop.Part.Start || i >= loop.Part.End)).ToDictionary(i => i, i => Plain(operations[i]));
        var width = plain.Values.Select(line => line.Call.Length).DefaultIfEmpty().Max();
        var (origin, at) = ("", begin);
        foreach (var loop in inside)
        {
            WriteLines(Enumerable.Range(at, loop.Part.Start - at).Select(i => plain[i]), width, ref origin);
            WriteLoop(loop, isFirst: loop.Part.Start == begin);
            (origin, at) = ("}", loop.Part.End);
        }
        WriteLines(Enumerable.Range(at, end - at).Select(i => plain[i]), width, ref origin);
    }

    /// <summary>Writes calls, each followed by the shapes of its results, and a comment where a layer begins.</summary>
    private void WriteLines(IEnumerable<Line> lines, int width, ref string origin)
    {
        foreach (var line in lines)
        {
            if (line.Origin != origin)
            {
                if (origin.Length > 0) writer.Line();
                writer.Line(line.Origin);
                origin = line.Origin;
            }
            writer.Line($"{line.Call.PadRight(width)} // {line.Shapes}");
        }
    }

    private void WriteLoop(Loop loop, bool isFirst)
    {
        if (!isFirst) writer.Line();
        var (least, end) = (Literal.Of(loop.From), loop.From + loop.Part.Count);
        using var body = writer.Braces(loop.Descends
            ? $"for (var {variable} = {Literal.Of(end - 1)}; {variable} >= {least}; {variable}--)"
            : $"for (var {variable} = {least}; {variable} < {Literal.Of(end)}; {variable}++)");
        Line[] lines = [.. Enumerable.Range(0, loop.Part.Period).Select(i => Repeated(loop, i))];
        var origin = "";
        WriteLines(lines, lines.Max(line => line.Call.Length), ref origin);
    }

    private Line Plain(Operation operation) => new(Comment(operation.Origin), Call(operation, "Engine", "Rows"), ShapesOf(operation));

    /// <summary>Returns a call in a loop, written for any value of the loop's variable.</summary>
    private Line Repeated(Loop loop, int index)
    {
        var (first, second) = (loop.Operation(index), loop.Operation(index, after: 1));
        var (operation, step) = (operations[first], operations[second].Attributes.Index - operations[first].Attributes.Index);
        var buffers = new Queue<LoopBuffer>(loop.Buffers[index]);
        var call = operation.Definition.Instruction!.Call("Engine", new InstructionArguments(operation, Named, "Rows")
        {
            Kernel = kernels.TypeOf,
            Offset = number => step == 0 ? Literal.Of(number) : Counted(number - step * loop.From, step),
        });
        var steps = loops.StepsOf(loop, index);
        var origin = CallText.Counted(Comment(operation.Origin), steps, (number, by) => Counted(number - by * loop.From, by));
        return new(origin, call, ShapesOf(operation));

        string Named(Value value)
        {
            var buffer = buffers.Dequeue();
            return buffer.Array is { } array ? $"{array.Name}[{Counted(array.IndexOf(buffer.Place) - loop.From, 1)}]" : names[value];
        }
    }

    /// <summary>Returns a number that grows with the loop's variable, as C#.</summary>
    private string Counted(long start, long step)
    {
        var times = Math.Abs(step) == 1 ? variable : $"{Literal.Of((int)Math.Abs(step))} * {variable}";
        return step < 0 ? start == 0 ? "-" + times : $"{Literal.Of((int)start)} - {times}"
            : start == 0 ? times
            : step == 1 ? $"{times} {(start > 0 ? "+" : "-")} {Literal.Of((int)Math.Abs(start))}"
            : start > 0 ? $"{Literal.Of((int)start)} + {times}" : $"{times} - {Literal.Of((int)-start)}";
    }

    private string Call(Operation operation, string engine, string rows) =>
        operation.Definition.Instruction!.Call(engine, new(operation, value => names[value], rows) { Kernel = kernels.TypeOf });

    private static string Comment(Origin origin) =>
        $"// {origin.Phase.ToString().ToLowerInvariant()}{(origin.Text.Length > 0 ? ", " + origin.Text : "")}";

    private static string ShapesOf(Operation operation) => string.Join(", ", operation.Results.Select(result => result.Type.ShapeText));

    private static string NameOf(BufferArray array, Naming naming) =>
        array.Name.Length > 0 ? array.Name : array.Name = naming.Unique(array.CommonName());

    /// <summary>A line of code: the comment above it when the line before has another one, the call, and the comment after it.</summary>
    private readonly record struct Line(string Origin, string Call, string Shapes);
}
