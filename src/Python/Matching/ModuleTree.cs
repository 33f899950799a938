using System.Text.RegularExpressions;
using ModelDsl.Files;

namespace ModelDsl.Matching;

/// <summary>
/// The tensors of a file by the layers of Python that hold them. A layer is named by the part of a name before a dot: <c>fc1</c> holds
/// <c>weight</c> and <c>bias</c>.
/// </summary>
internal sealed partial class ModuleTree
{
    private readonly Dictionary<string, ForeignTensor> tensors = [];
    private readonly Dictionary<string, List<string>> modules = [];

    /// <param name="all">The tensors.</param>
    /// <param name="framework">The framework.</param>
    /// <param name="facts">What the file says about layers.</param>
    public ModuleTree(IReadOnlyList<ForeignTensor> all, Framework framework, IReadOnlyDictionary<string, ModuleFacts> facts)
    {
        Facts = facts;
        var deep = framework == Framework.PyTorch ? StackedLayers(all) : [];
        foreach (var tensor in all)
        {
            var key = framework == Framework.PyTorch ? KeyOf(tensor.Name, deep) : tensor.Name;
            if (!tensors.TryAdd(key, tensor)) throw new FileFault($"has two tensors {Texts.Clip(tensor.Name)}");
            for (var dot = key.LastIndexOf('.'); ; dot = dot > 0 ? key.LastIndexOf('.', dot - 1) : -1)
            {
                var module = dot < 0 ? "" : key[..dot];
                if (!modules.TryGetValue(module, out var keys)) modules[module] = keys = [];
                keys.Add(key);
                if (dot < 0) break;
            }
        }
    }

    /// <summary>What the file says about layers, by name.</summary>
    public IReadOnlyDictionary<string, ModuleFacts> Facts { get; }

    /// <summary>The names of all modules, in the order of the file; the outermost is empty.</summary>
    public IEnumerable<string> Modules => modules.Keys;

    /// <summary>The keys of all tensors, in the order of the file.</summary>
    public IEnumerable<string> Keys => tensors.Keys;

    /// <summary>Returns the tensor with a key; null if there is none.</summary>
    public ForeignTensor? Find(string key) => tensors.GetValueOrDefault(key);

    /// <summary>Returns the keys of a module that lie directly in it or in one of its parts.</summary>
    /// <param name="module">The module.</param>
    /// <param name="parts">Names of parts: <c>out_proj</c>.</param>
    public IEnumerable<string> Own(string module, IReadOnlyCollection<string> parts) =>
        from key in modules.GetValueOrDefault(module, [])
        let rest = module.Length == 0 ? key : key[(module.Length + 1)..]
        where rest.LastIndexOf('.') is var dot && (dot < 0 || parts.Contains(rest[..dot]))
        select key;

    /// <summary>Returns the key of a tensor of a module.</summary>
    public static string Join(string module, string role) => module.Length == 0 ? role : $"{module}.{role}";

    /// <summary>Returns the modules whose recurrent layers lie one above the other: <c>weight_ih_l0</c>, <c>weight_ih_l1</c>.</summary>
    private static HashSet<string> StackedLayers(IReadOnlyList<ForeignTensor> all) =>
        [.. all.Select(tensor => Recurrent().Match(tensor.Name)).Where(match => match.Success && match.Groups[3].Value != "0").Select(match => match.Groups[1].Value)];

    /// <summary>
    /// Returns a name without the number of a recurrent layer. In a stack each layer becomes a module: <c>lstm.1.weight_ih</c>.
    /// </summary>
    private static string KeyOf(string name, HashSet<string> stacked) => Recurrent().Match(name) is { Success: true } match
        ? $"{match.Groups[1]}{(stacked.Contains(match.Groups[1].Value) ? match.Groups[3] + "." : "")}{match.Groups[2]}{match.Groups[4]}"
        : name;

    [GeneratedRegex(@"^(|.*\.)((?:weight|bias)_(?:ih|hh|hr))_l([0-9]+)(_reverse)?$")]
    private static partial Regex Recurrent();
}
