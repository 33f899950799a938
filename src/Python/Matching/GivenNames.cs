using ModelDsl.Files;

namespace ModelDsl.Matching;

/// <summary>The names that the author gave, checked: each exists in the file and in the model.</summary>
internal sealed class GivenNames
{
    private readonly Dictionary<string, string> modules = [];

    /// <param name="map">The author's names.</param>
    /// <param name="layers">The layers of the model.</param>
    /// <param name="tree">The file.</param>
    /// <exception cref="FileFault">A name does not exist.</exception>
    public GivenNames(WeightMap map, IReadOnlyList<OwnLayer> layers, ModuleTree tree)
    {
        var modulesThere = tree.Modules.ToHashSet();
        var tensors = new List<(OwnTensor Own, string Key)>();
        var faults = new List<string>();
        foreach (var (python, own) in map.Names)
        {
            var key = KeyOf(python, tree);
            var layer = layers.FirstOrDefault(layer => layer.Name == own);
            var owner = layers.FirstOrDefault(layer => layer.Tensors.Any(tensor => $"{layer.Name}.{tensor.Property}" == own));
            if (layer is not null && modulesThere.Contains(python))
            {
                if (!modules.TryAdd(own, python)) faults.Add($"{own} is there twice");
            }
            else if (owner is not null && key is not null)
            {
                tensors.Add((owner.Tensors.First(tensor => $"{owner.Name}.{tensor.Property}" == own), key));
                modules.TryAdd(owner.Name, key.LastIndexOf('.') is var dot && dot < 0 ? "" : key[..dot]);
            }
            else if (layer is null && owner is null) faults.Add($"the model has no layer and no tensor {own}");
            else if (key is null && !modulesThere.Contains(python)) faults.Add($"the file has no layer and no tensor {python}");
            else faults.Add($"({python}, {own}) is a layer and a tensor, but both must be layers, or both tensors");
        }
        if (faults.Count > 0) throw new FileFault($"can't be read with these Names: {Texts.Join(faults, "; ")}");
        Tensors = tensors.ToLookup(tensor => tensor.Own, tensor => tensor.Key);
    }

    /// <summary>The tensors of Python for single tensors of the model, by key.</summary>
    public ILookup<OwnTensor, string> Tensors { get; }

    /// <summary>Returns the module that the author gave to a layer; null for none.</summary>
    public string? ModuleOf(OwnLayer layer) => modules.GetValueOrDefault(layer.Name);

    private static string? KeyOf(string python, ModuleTree tree) =>
        tree.Find(python) is not null ? python : tree.Keys.FirstOrDefault(key => tree.Find(key)!.Name == python);
}
