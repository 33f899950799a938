namespace ModelDsl.Import;

/// <summary>Makes the steps of a model for one batch size. It computes constants at once, and follows shapes and samples.</summary>
/// <param name="batch">The batch size.</param>
/// <param name="followsSamples">Whether it looks where the samples are. In a batch of one, that can't be seen.</param>
internal sealed class Drafter(long batch, bool followsSamples = true)
{
    /// <summary>The batch size.</summary>
    public long Batch { get; } = batch;

    /// <summary>The steps so far.</summary>
    public List<DraftStep> Steps { get; } = [];

    /// <summary>Constants of layers that were computed from the batch size. They must be the same for every batch.</summary>
    public List<(SourceNode Node, Tensor Tensor)> Suspects { get; } = [];

    /// <summary>An input of the model.</summary>
    public Wire Input(SourceInput input) =>
        new(input.Name, [Batch, .. input.Sizes], input.Type) { Batch = followsSamples ? new(0, 1) : null };

    /// <summary>A constant.</summary>
    /// <param name="tensor">Its numbers.</param>
    /// <param name="isStored">Whether it is an initializer of the file.</param>
    public static Wire Constant(Tensor tensor, bool isStored = false) =>
        new(tensor.Name, [.. tensor.Shape.Select(size => (long)size)], tensor.Type) { Constant = tensor, IsStored = isStored };

    /// <summary>A single real number.</summary>
    public static Wire Number(double number) => Constant(Tensor.Floats("", [], () => [(float)number]));

    /// <summary>A list of whole numbers.</summary>
    public static Wire Integers(IReadOnlyList<long> numbers) => Constant(Tensor.Integers("", [numbers.Count], () => [.. numbers]));

    /// <summary>Adds a step with one result.</summary>
    /// <param name="node">The node of the file.</param>
    /// <param name="source">The name of the result in the file, or of the value it is a part of.</param>
    /// <param name="operation">What is computed.</param>
    /// <param name="operands">From what.</param>
    public Wire Add(string node, string source, Operation operation, params Wire[] operands) => Add(node, [source], operation, operands)[0];

    /// <summary>Adds a step with several results.</summary>
    public IReadOnlyList<Wire> Add(string node, IReadOnlyList<string> sources, Operation operation, IReadOnlyList<Wire> operands)
    {
        CheckTypes(operation, operands);
        var shapes = ShapeRules.SizesOf(operation, operands);
        var type = ShapeRules.TypeOf(operation, operands);
        foreach (var sizes in shapes)
            ShapeRules.Length(sizes);
        if (operands.All(operand => operand.Constant is not null) && Folded(operation, operands, sources, shapes, type) is { } constants)
            return constants;
        var results = shapes.Select((sizes, i) => new Wire(sources[i], sizes, type)
        {
            Batch = Samples.PlaceOf(operation, operands, sizes, Batch),
        }).ToList();
        Steps.Add(new(node, operation, operands, results));
        return results;
    }

    // Otherwise whole numbers would be computed as real ones.
    private static void CheckTypes(Operation operation, IReadOnlyList<Wire> operands)
    {
        if (operation is Where && operands[1].Type != operands[2].Type)
            throw new ImportException($"chooses between {operands[1].Type} and {operands[2].Type}. Export the model again.");
        if (operation is Binary or Concat && operands.Select(operand => operand.Type).Distinct().Count() > 1)
            throw new ImportException(
                $"mixes operands of {string.Join(" and ", operands.Select(operand => operand.Type))}. Export the model again.");
        if (operation is Softmax or MatMul or Pool or Resize && operands.Any(operand => operand.Type != ElementType.Float))
            throw new ImportException(
                $"takes {operands[0].Type}, and only real numbers are offered. Export it with a cast to float32 before it.");
        if (operation is Apply(not Embedding) && operands[0].Type != ElementType.Float || operation is Apply(Embedding) && operands[0].Type
            != ElementType.Integer)
            throw new ImportException($"takes {operands[0].Type}, which its layer does not. Export the model again.");
    }

    private static IReadOnlyList<Wire>? Folded(
        Operation operation, IReadOnlyList<Wire> operands, IReadOnlyList<string> sources, IReadOnlyList<long[]> shapes, ElementType type)
    {
        // A constant that comes from one initializer keeps its name, for layers are named after it.
        var stored = operands.Where(operand => operand.IsStored && operand.Type == ElementType.Float).ToList();
        var isOfBatch = operands.Any(operand => operand.IsOfBatch);
        var keeps = stored.Count == 1 && !isOfBatch && shapes.Count == 1
            && operands.All(operand => operand == stored[0] || operand.Rank == 0
            || operation is not (Concat or Binary));
        var results = new List<Wire>();
        for (var i = 0; i < shapes.Count; i++)
        {
            var name = keeps ? stored[0].Source : sources[i];
            if (Folding.Fold(operation, operands, i, name, shapes[i], type) is not { } tensor)
                return null;
            results.Add(new(name, shapes[i], type)
            {
                Constant = tensor,
                IsStored = keeps,
                IsOfBatch = isOfBatch,
                TransposeOf = operation is Transpose && operands[0].Rank == 2 && operands[0].IsStored ? operands[0] : null,
            });
        }
        return results;
    }
}
