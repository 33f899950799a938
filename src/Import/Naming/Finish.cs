namespace ModelDsl.Import;

/// <summary>Makes a model of a draft: gives names to layers and values, and finds layers that are shared.</summary>
internal sealed class Finish
{
    private readonly Names layerNames = new(), valueNames = new();
    private readonly Dictionary<Layer, Layer> layers = [];
    private readonly List<Layer> order = [];
    private readonly Dictionary<Wire, Operand> operands = [];
    private readonly Dictionary<Tensor, Weight> weights = [];

    /// <summary>The model.</summary>
    public static ImportedModel Model(string name, Draft draft, ImportedMetadata metadata)
    {
        var finish = new Finish();
        // Layers first: their names matter most.
        foreach (var step in draft.Steps)
            finish.NameLayers(step);
        // Names of inputs and outputs are what others call the model by.
        var inputs = draft.Inputs.Select((wire, i) => finish.Value(wire, draft.Inputs.Count == 1 ? "input" : $"input{i + 1}")).ToList();
        for (var i = 0; i < draft.Outputs.Count; i++)
            finish.Value(draft.Outputs[i], draft.Outputs.Count == 1 ? "output" : $"output{i + 1}", draft.OutputNames[i]);
        var steps = draft.Steps.Select(finish.Step).ToList();
        return new(name, inputs, finish.order, steps, [.. draft.Outputs.Select(wire => (Value)finish.operands[wire])], metadata);
    }

    private void NameLayers(DraftStep step)
    {
        if (step.Operation is Apply(var layer))
        {
            var bare = layer with { Name = "" };
            if (!layers.ContainsKey(bare))
            {
                var name = layerNames.Unique(SourceNames.Layer(layer.Name, step.Node) ?? layer.GetType().Name);
                layers.Add(bare, layer with { Name = name });
                order.Add(layers[bare]);
            }
        }
        foreach (var wire in step.Operands)
            if (wire is { IsStored: true, Constant: { Type: ElementType.Float, Length: > 1 } tensor } && !weights.ContainsKey(tensor))
            {
                var weight = new Weight(layerNames.Unique(SourceNames.Layer(tensor.Name, "") ?? "Weight"), tensor);
                weights.Add(tensor, weight);
                order.Add(weight);
            }
    }

    private Step Step(DraftStep step)
    {
        var operation = step.Operation is Apply(var layer) ? new Apply(layers[layer with { Name = "" }]) : step.Operation;
        var taken = step.Operands.Select(wire => wire.Constant is { } tensor ? Constant(wire, tensor) : operands[wire]).ToList();
        var results = step.Results.Select(wire => Value(wire, Standard(operation))).ToList();
        return new(step.Node, operation, taken, results);
    }

    private Constant Constant(Wire wire, Tensor tensor)
    {
        if (operands.TryGetValue(wire, out var known))
            return (Constant)known;
        var constant = weights.TryGetValue(tensor, out var weight)
            ? new Constant(weight.Name, tensor, weight)
            : new Constant(valueNames.Unique(Names.Camel(SourceNames.Value(wire.Source) ?? "Constant")), tensor);
        operands.Add(wire, constant);
        return constant;
    }

    private Value Value(Wire wire, string standard, string? source = null)
    {
        if (operands.TryGetValue(wire, out var known))
            return (Value)known;
        var name = SourceNames.Value(source ?? wire.Source) is { } given ? Names.Camel(given) : standard;
        var value = new Value(valueNames.Unique(name), source ?? wire.Source, wire.Shape, wire.Type);
        operands.Add(wire, value);
        return value;
    }

    // The name of a value that the file does not name: what made it.
    private static string Standard(Operation operation) => operation switch
    {
        Apply(var layer) => Names.Camel(layer.Name),
        Unary(var function, _, _) => Names.Camel(function.ToString()),
        Binary(BinaryFunction.Add) => "sum",
        Binary(BinaryFunction.Subtract) => "difference",
        Binary(BinaryFunction.Multiply or BinaryFunction.Divide) => "scaled",
        Binary(var function) => Names.Camel(function.ToString()),
        MatMul => "product",
        Pool => "pooled",
        Reduce(ReduceFunction.Mean, _, _) => "mean",
        Reduce => "reduced",
        Slice or Split or Gather => "part",
        Concat => "joined",
        Pad => "padded",
        Transpose => "turned",
        Reshape => "shaped",
        Softmax => "softmax",
        _ => Names.Camel(operation.GetType().Name),
    };
}
