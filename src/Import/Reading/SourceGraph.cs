using Onnx;

namespace ModelDsl.Import;

/// <summary>An input of the file: sizes of a sample, and the batch if the file fixes it.</summary>
internal sealed record SourceInput(string Name, ElementType Type, long? Batch, IReadOnlyList<long> Sizes);

/// <summary>The graph of a file, checked: every name is defined once and before its use, and nothing goes in circles.</summary>
internal sealed record SourceGraph(
    string Folder, int Opset, IReadOnlyDictionary<string, Tensor> Initializers, IReadOnlyList<SourceInput> Inputs,
    IReadOnlyList<SourceNode> Nodes, IReadOnlyList<string> Outputs)
{
    /// <summary>Checks a file's graph and sorts its nodes.</summary>
    public static SourceGraph Create(ModelProto model, string folder, ImportOptions options, Action<string> note)
    {
        var (graph, opset) = (model.Graph, ModelParser.Opset(model));
        if (graph.SparseInitializer.Count > 0)
            throw new ImportException(
                $"initializer '{graph.SparseInitializer[0].Values?.Name}' is sparse, which is not offered. Export the model with dense"
                    + " weights.");
        var defined = new HashSet<string>();
        void Define(string name, string what)
        {
            if (!defined.Add(name))
                throw new ImportException($"the name '{name}' of {what} is defined twice. Export the model again.");
        }
        var initializers = new Dictionary<string, Tensor>();
        foreach (var tensor in graph.Initializer)
        {
            Define(tensor.Name, "an initializer");
            initializers.Add(tensor.Name, TensorReader.Read(tensor, tensor.Name, folder, note));
        }
        // Before version 4 of the format, every initializer was an input, too.
        var inputs = graph.Input.Where(input => !initializers.ContainsKey(input.Name))
            .Select(input => InputReader.Read(input, options)).ToList();
        foreach (var input in inputs)
            Define(input.Name, "an input");
        if (inputs.Count == 0)
            throw new ImportException("the model has no input. It would be a constant.");
        if (options.Shapes.Keys.FirstOrDefault(name => inputs.All(input => input.Name != name)) is { } unknown)
            throw new ImportException($"a shape is given for '{unknown}', and inputs are {Quoted(inputs.Select(input => input.Name))}.");
        var nodes = graph.Node.Select(node => new SourceNode(node, ModelParser.OpsetOf(model, node, opset))).ToList();
        foreach (var node in nodes)
            foreach (var output in node.Outputs.Where(output => output.Length > 0))
                Define(output, $"a result of {node}");
        if (graph.Output.Count == 0)
            throw new ImportException("the model has no output. Export it again.");
        foreach (var output in graph.Output.Where(output => !defined.Contains(output.Name)))
            throw new ImportException($"nothing computes the output '{output.Name}'. Export the model again.");
        var used = new HashSet<string>(
            nodes.SelectMany(node => node.Inputs).Concat(graph.Output.Select(output => output.Name)).Where(name => name.Length > 0));
        foreach (var node in nodes)
            node.Used.UnionWith(node.Outputs.Where(used.Contains));
        return new(folder, opset, initializers, inputs, Sort(nodes, defined), [.. graph.Output.Select(output => output.Name)]);
    }

    // Nodes should be sorted in a file. Some exporters do not sort them.
    private static IReadOnlyList<SourceNode> Sort(List<SourceNode> nodes, HashSet<string> defined)
    {
        var producers = new Dictionary<string, SourceNode>();
        foreach (var node in nodes)
            foreach (var output in node.Outputs.Where(output => output.Length > 0))
                producers[output] = node;
        var waits = new Dictionary<SourceNode, int>();
        var readers = nodes.ToDictionary(node => node, _ => new List<SourceNode>());
        foreach (var node in nodes)
        {
            foreach (var input in node.Inputs.Where(input => input.Length > 0 && !defined.Contains(input)))
                throw node.Error($"reads '{input}', which nothing computes. Export the model again.");
            var before = node.Inputs.Where(producers.ContainsKey).Select(input => producers[input]).Distinct().ToList();
            waits[node] = before.Count;
            foreach (var producer in before)
                readers[producer].Add(node);
        }
        var (sorted, ready) = (new List<SourceNode>(), new Queue<SourceNode>(nodes.Where(node => waits[node] == 0)));
        while (ready.Count > 0)
        {
            var node = ready.Dequeue();
            sorted.Add(node);
            foreach (var reader in readers[node])
                if (--waits[reader] == 0)
                    ready.Enqueue(reader);
        }
        return sorted.Count == nodes.Count
            ? sorted
            : throw nodes.First(node => waits[node] > 0).Error("depends on its own result. Export the model again.");
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
