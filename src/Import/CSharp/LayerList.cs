namespace ModelDsl.Import.CSharp;

/// <summary>A layer of the record: <c>[Attribute] Type Name</c>.</summary>
internal sealed record DeclaredLayer(string Name, string Attribute, string Type);

/// <summary>The layers of the record, in the order of their first use, and their tensors.</summary>
/// <param name="record">The name of the record, which no layer can have.</param>
internal sealed class LayerList(string record)
{
    private readonly List<DeclaredLayer> all = [];
    private readonly List<StoredTensor> tensors = [];
    private readonly Dictionary<object, string> known = [];
    private readonly Dictionary<string, int> counts = [];
    private readonly HashSet<string> used = new(Identifiers.Taken) { record };

    public IReadOnlyList<DeclaredLayer> All => all;

    public IReadOnlyList<StoredTensor> Tensors => tensors;

    /// <summary>Returns a layer that was declared for the same object; null when there is none.</summary>
    public string? Find(object of) => known.TryGetValue(of, out var name) ? name : null;

    /// <summary>Declares a layer with weights, and returns its name.</summary>
    /// <param name="of">The layer of the file, or another object that stands for it.</param>
    /// <param name="name">The name that it should have.</param>
    /// <param name="type">Its type: <c>Conv2D</c>.</param>
    /// <param name="arguments">The arguments of its attribute; a null is left out.</param>
    /// <param name="weights">Its tensors; those without numbers are left out.</param>
    /// <param name="frozen">True when training never changes it.</param>
    /// <param name="bidirectional">True when it is two layers, of which the second reads backwards.</param>
    public string Declare(
        object of, string name, string type, IEnumerable<string?> arguments, IEnumerable<(string Property, Tensor? Tensor)> weights,
        bool frozen = false, bool bidirectional = false)
    {
        var unique = Add(Identifiers.Says(name) ? name : Numbered(type), type, arguments, frozen, bidirectional);
        known[of] = unique;
        foreach (var (property, tensor) in weights)
            if (tensor is not null) tensors.Add(new StoredTensor($"{unique}.{property}", tensor));
        return unique;
    }

    /// <summary>Declares a layer without weights, and returns its name. The same layer is declared once.</summary>
    public string Declare(string name, string type, params string?[] arguments)
    {
        var text = Text(type, arguments, frozen: false);
        if (Find(text) is { } same) return same;
        return known[text] = Add(name, type, arguments, frozen: false);
    }

    /// <summary>Returns a name by kind and number, for a layer whose name in the file says nothing: <c>Conv1</c>, <c>Norm1</c>.</summary>
    private string Numbered(string type)
    {
        var kind = type.EndsWith("Normalization", StringComparison.Ordinal) ? "Norm"
            : type.Contains("Conv") ? "Conv"
            : type == "MultiHeadAttention" ? "Attention"
            : type;
        var number = counts[kind] = (counts.TryGetValue(kind, out var count) ? count : 0) + 1;
        return $"{kind}{number}";
    }

    private string Add(string name, string type, IEnumerable<string?> arguments, bool frozen, bool bidirectional = false)
    {
        var legal = Identifiers.Legal(name);
        var unique = Identifiers.Unique(used.Contains(legal) && (Identifiers.Taken.Contains(legal) || legal == record) ? legal + "Layer" : legal, used);
        var text = Text(type, arguments, frozen);
        all.Add(bidirectional
            ? new DeclaredLayer(unique, $"Bidirectional, {text}", $"Bidirectional<{type}>")
            : new DeclaredLayer(unique, text, type));
        return unique;
    }

    private static string Text(string type, IEnumerable<string?> arguments, bool frozen)
    {
        var given = string.Join(", ", arguments.Where(argument => argument is not null));
        return $"{(frozen ? "Frozen, " : "")}{type}{(given.Length > 0 ? $"({given})" : "")}";
    }
}
