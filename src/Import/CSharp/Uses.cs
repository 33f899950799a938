namespace ModelDsl.Import.CSharp;

/// <summary>Who uses the values of a model.</summary>
internal sealed class Uses
{
    private readonly Dictionary<Value, List<Step>> consumers = [];
    private readonly Dictionary<Value, int> counts = [];
    private readonly HashSet<Value> outputs;

    public Uses(ImportedModel model)
    {
        var places = new HashSet<Value>();
        foreach (var step in model.Steps)
        {
            if (step.Operation is ArgMax || (step.Operation is Cast or Reshape && step.Operands[0] is Value of && places.Contains(of)))
                places.UnionWith(step.Results);
        }
        // A model that has nothing else is an error, which names the node.
        if (model.Outputs.All(places.Contains)) places.Clear();
        LeftOut = [.. model.Outputs.Where(places.Contains)];
        Outputs = [.. model.Outputs.Where(output => !places.Contains(output))];
        outputs = [.. Outputs];
        Producers = model.Steps.SelectMany(step => step.Results.Select(result => (result, step))).ToDictionary(pair => pair.result,
            pair => pair.step);
        var needed = new HashSet<Operand>(Outputs);
        foreach (var step in Enumerable.Reverse(model.Steps))
            if (step.Results.Any(needed.Contains)) needed.UnionWith(step.Operands);
        Steps = [.. model.Steps.Where(step => step.Results.Any(needed.Contains))];
        foreach (var step in Steps)
        {
            foreach (var value in step.Operands.OfType<Value>())
            {
                if (!consumers.TryGetValue(value, out var list)) consumers[value] = list = [];
                list.Add(step);
            }
        }
    }

    /// <summary>The steps that are needed for the outputs.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>The outputs that a method can return.</summary>
    public IReadOnlyList<Value> Outputs { get; }

    /// <summary>
    /// The outputs that are only the place of the largest number of another value: the class with the largest probability.
    /// </summary>
    public IReadOnlyList<Value> LeftOut { get; }

    /// <summary>The step that gives a value.</summary>
    public IReadOnlyDictionary<Value, Step> Producers { get; }

    /// <summary>Returns the steps that use a value.</summary>
    public IReadOnlyList<Step> Consumers(Value value) => consumers.TryGetValue(value, out var list) ? list : [];

    /// <summary>Returns how often the expression of a value would be written. A step that writes nothing counts as its own uses.</summary>
    public int Of(Value value)
    {
        if (counts.TryGetValue(value, out var known)) return known;
        return counts[value] = (outputs.Contains(value) ? 1 : 0)
            + Consumers(value).Sum(step => step.Operation is Transpose or Cast ? Of(step.Result) : 1);
    }

    /// <summary>Returns true when a value is only looked up by embeddings, so that its numbers are whole.</summary>
    public bool IsIndex(Value value) => !IsOutput(value) && Consumers(value).All(step => step.Operation is Apply { Layer: Embedding }
        || (step.Operation is Reshape or Transpose or Slice or Gather or Cast && IsIndex(step.Result)));

    /// <summary>Returns true when a value is an output of the model.</summary>
    public bool IsOutput(Value value) => outputs.Contains(value);
}
