namespace ModelDsl.Import;

/// <summary>Translates the nodes of a file into steps.</summary>
internal static class Translator
{
    /// <summary>A model for one batch size, with the constants that were computed from it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="batch">The batch size.</param>
    /// <param name="fixedBatch">The batch that the file fixes, or null.</param>
    /// <param name="errors">Takes the errors, one for each node that can't be translated.</param>
    public static (Draft Draft, Drafter Drafter) Translate(SourceGraph graph, long batch, FixedBatch? fixedBatch, List<string> errors)
    {
        var drafter = new Drafter(batch, followsSamples: fixedBatch is not { IsOwn: true });
        var wires = new Dictionary<string, Wire?>();
        foreach (var initializer in graph.Initializers)
            wires[initializer.Key] = Drafter.Constant(initializer.Value, isStored: true);
        var inputs = graph.Inputs.Select(drafter.Input).ToList();
        foreach (var input in inputs)
            wires[input.Source] = input;
        foreach (var node in graph.Nodes)
            Translate(node, wires, drafter, fixedBatch, errors);
        var outputs = new List<Wire>();
        foreach (var name in graph.Outputs)
            if (wires[name] is { Constant: null } wire)
                outputs.Add(wire);
            else if (wires[name] is not null)
                errors.Add($"output '{name}' is a constant: it does not depend on the input. Export the model without it.");
        return (new(inputs, drafter.Steps, outputs, graph.Outputs), drafter);
    }

    private static void Translate(
        SourceNode node, Dictionary<string, Wire?> wires, Drafter drafter, FixedBatch? fixedBatch, List<string> errors)
    {
        // A node after one with an error has no operand. Its own errors would only follow from that one.
        var operands = node.Inputs.Select(name => name.Length == 0 ? null : wires[name]).ToList();
        var isLost = node.Inputs.Any(name => name.Length > 0 && wires[name] is null);
        IReadOnlyList<Wire?> results = [];
        if (!isLost)
            try
            {
                results = Results(node, OperatorTable.Find(node)!, new(node, operands, drafter, fixedBatch));
            }
            catch (ImportException error)
            {
                errors.Add(error.Message.StartsWith("node '", StringComparison.Ordinal) ? error.Message
                    : node.Error(error.Message).Message);
            }
        for (var i = 0; i < node.Outputs.Count; i++)
            if (node.Outputs[i].Length > 0)
                wires[node.Outputs[i]] = i < results.Count ? results[i] : null;
    }

    private static IReadOnlyList<Wire> Results(SourceNode node, Operator row, Context context)
    {
        for (var i = row.Results; i < node.Outputs.Count; i++)
            if (node.IsUsed(i))
                throw node.Error($"has its result {i + 1} used, which is not offered. Export the model again without it.");
        if (node.Outputs.Count == 0)
            throw node.Error("has no result. Export the model again.");
        var results = row.Translate(context);
        node.CheckAllRead();
        return results;
    }
}
