using ModelDsl.Layouts;

namespace ModelDsl.Matching;

/// <summary>A tensor of a model with the tensors of Python that it is made from.</summary>
internal sealed record FittedTensor(OwnTensor Own, Part Part, IReadOnlyList<ForeignTensor> From);

/// <summary>A layer of a model that can take the tensors of a layer of Python.</summary>
/// <param name="Layer">The layer of the model.</param>
/// <param name="Module">The layer of Python.</param>
/// <param name="Tensors">Its tensors.</param>
internal sealed record Fit(OwnLayer Layer, string Module, IReadOnlyList<FittedTensor> Tensors)
{
    /// <summary>The tensors of Python that it takes.</summary>
    public HashSet<ForeignTensor> Uses { get; } = [.. Tensors.SelectMany(tensor => tensor.From)];
}

/// <summary>Compares layers of a model with layers of Python: names of tensors and shapes.</summary>
/// <param name="tree">The file.</param>
/// <param name="framework">The framework that wrote it.</param>
/// <param name="pinned">Tensors of Python that the author gave to single tensors of the model.</param>
internal sealed class Fitting(ModuleTree tree, Framework framework, ILookup<OwnTensor, string> pinned)
{
    /// <summary>Returns the ways in which the framework holds a layer, most usual first.</summary>
    public IEnumerable<Part[]> Layouts(OwnLayer layer)
    {
        string[] properties = [.. layer.Tensors.Select(tensor => tensor.Property)];
        var layouts = framework == Framework.Keras
            ? KerasLayouts.Of(layer.Description.Kind, properties)
            : TorchLayouts.Of(layer.Description.Kind);
        return layouts.Select(parts => parts.Where(part => properties.Contains(part.Property)).ToArray())
            .Where(parts => parts.Length == properties.Length);
    }

    /// <summary>Returns how a layer takes the tensors of a module; null, and why not, if it can't.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="module">The module.</param>
    /// <param name="fault">Why not; empty if it can.</param>
    /// <param name="isNamed">Whether the author named both, so that the class of the module is of no importance.</param>
    public Fit? Try(OwnLayer layer, string module, out string fault, bool isNamed = false)
    {
        fault = $"weights of a {layer.Description.Kind} are not read from {framework}";
        if (!isNamed && tree.Facts.TryGetValue(module, out var facts) && facts.Class != KerasLayouts.ClassOf(layer.Description.Kind))
        {
            fault = $"{module} is a layer {facts.Class}";
            return null;
        }
        string? first = null;
        foreach (var parts in Layouts(layer))
        {
            if (Try(layer, module, parts, out fault) is { } fit) return fit;
            first ??= fault;
        }
        fault = first ?? fault;
        return null;
    }

    private Fit? Try(OwnLayer layer, string module, Part[] parts, out string fault)
    {
        fault = "";
        var fitted = new List<FittedTensor>();
        foreach (var part in parts)
        {
            var own = layer.Tensors.First(tensor => tensor.Property == part.Property);
            var shapes = part.Shapes([.. own.Shape.Dimensions]);
            var given = pinned[own].ToArray();
            if (given.Length > 0 && given.Length != part.Roles.Length)
            {
                fault = $"{layer.Name}.{own.Property} is made from {part.Roles.Length} tensors ({string.Join(", ", part.Roles)}), but Names gives it {given.Length}";
                return null;
            }
            var from = new List<ForeignTensor>();
            for (var i = 0; i < part.Roles.Length; i++)
            {
                var key = given.Length > 0 ? given[i] : ModuleTree.Join(module, part.Roles[i]);
                if (tree.Find(key) is not { } tensor)
                {
                    fault = $"{Texts.Clip(key)} is missing";
                    return null;
                }
                if (!tensor.Shape.Dimensions.SequenceEqual(shapes[i]))
                {
                    fault = $"{tensor} does not fit {layer.Name}.{own.Property} {own.Shape}, which needs {Shape.Create(shapes[i])} of {framework}";
                    return null;
                }
                from.Add(tensor);
            }
            fitted.Add(new FittedTensor(own, part, from));
        }
        var fit = new Fit(layer, module, fitted);
        if (layer.Tensors.Any(pinned.Contains)) return fit;
        string[] inner = [.. parts.SelectMany(part => part.Roles).Where(role => role.Contains('.'))
            .Select(role => role[..role.LastIndexOf('.')]).Distinct()];
        var extra = tree.Own(module, inner).Select(tree.Find).Where(tensor => !fit.Uses.Contains(tensor!))
            .Select(tensor => tensor!.ToString()).ToArray();
        if (extra.Length == 0) return fit;
        fault = $"{layer.Name} has no place for {Texts.Join(extra)}";
        return null;
    }
}
