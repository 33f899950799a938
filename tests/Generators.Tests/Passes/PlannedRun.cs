using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Passes.Buffers;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>Runs a graph in the memory of the buffer plan, as an emitted program does. All memory starts as NaN.</summary>
internal sealed class PlannedRun
{
    private readonly Graph graph;
    private readonly RandomData data;
    private readonly GraphInterpreter interpreter;

    public PlannedRun(Graph graph, BufferPlan plan, ITensorEngine engine, RandomData data)
    {
        (this.graph, this.data) = (graph, data);
        interpreter = new GraphInterpreter(engine, data.Rows, data.Key);
        var slots = plan.Slots.ToDictionary(s => s, s => Garbage((int)s.Elements * (s.PerSample ? data.Rows : 1)));
        var arenas = graph.Outputs.Where(o => o.Role is OutputRole.Gradient or OutputRole.Product)
            .ToDictionary(o => (o.Role, o.Index), o => Garbage(interpreter.ShapeOf(o.Value.Type).Size));
        foreach (var operation in graph.Operations)
        {
            foreach (var value in operation.Results)
            {
                interpreter.Place(value, plan[value] switch
                {
                    Placement.InSlot(var slot) => View(slots[slot], value),
                    Placement.GradientOf(var index) => View(arenas[(OutputRole.Gradient, index)], value),
                    Placement.ProductOf(var index) => View(arenas[(OutputRole.Product, index)], value),
                    Placement.StateOf(var index) => View(interpreter.BufferOf(StateBefore(index)), value),
                    Placement.ViewOf(var storage) => View(interpreter.BufferOf(storage), value),
                    _ => interpreter.Allocate(value.Type),
                });
            }
        }
        foreach (var operation in graph.Operations.Where(IsLaidOut)) interpreter.Execute(operation, data);

        TensorBuffer Garbage(int count)
        {
            var buffer = engine.Allocate(Engines.ElementType.Float, [count]);
            engine.Fill(double.NaN, buffer);
            return buffer;
        }

        TensorBuffer View(TensorBuffer storage, Value value) => engine.View(storage, 0, interpreter.ShapeOf(value.Type));
    }

    public double[] this[Value value] => interpreter[value];

    /// <summary>Runs the graph, always from the same states.</summary>
    public void Run()
    {
        foreach (var state in graph.Operations.Where(o => o.Is(Sources.State))) interpreter.Execute(state, data);
        foreach (var operation in graph.Operations.Where(o => !IsLaidOut(o) && !o.Definition.IsView)) interpreter.Execute(operation, data);
    }

    private Value StateBefore(int index) => graph.Operations.Single(o => o.Is(Sources.State) && o.Attributes.Index == index).Result;

    /// <summary>Sources are filled and constants are written before the first run, and never again.</summary>
    private static bool IsLaidOut(Operation operation) => operation.Definition.IsSource || operation.Definition.IsConstant;
}
