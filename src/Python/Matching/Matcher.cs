using ModelDsl.Files;
using ModelDsl.Layouts;

namespace ModelDsl.Matching;

/// <summary>
/// Finds for each layer of a model the layer of Python with its weights: by the author's names, by equal names, and then by shapes, where
/// only one way is possible.
/// </summary>
internal sealed class Matcher
{
    private readonly IReadOnlyList<OwnLayer> layers;
    private readonly ModuleTree tree;
    private readonly Fitting fitting;
    private readonly Dictionary<OwnLayer, Fit> found = [];
    private readonly HashSet<ForeignTensor> taken = [];
    private readonly List<string> faults = [];

    /// <param name="layers">The layers that take weights.</param>
    /// <param name="tree">The file.</param>
    /// <param name="framework">The framework that wrote it.</param>
    /// <param name="names">The author's names.</param>
    public Matcher(IReadOnlyList<OwnLayer> layers, ModuleTree tree, Framework framework, GivenNames names)
    {
        (this.layers, this.tree) = (layers, tree);
        fitting = new Fitting(tree, framework, names.Tensors);
        TakeGiven(names);
        TakeNamed();
        TakeForced();
    }

    /// <summary>The layers with their weights.</summary>
    public IReadOnlyDictionary<OwnLayer, Fit> Found => found;

    /// <summary>What does not fit although names agree, one sentence each.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>The layers without weights.</summary>
    public IEnumerable<OwnLayer> Open => layers.Where(layer => !found.ContainsKey(layer));

    /// <summary>The tensors of Python that no layer takes, by key.</summary>
    public IEnumerable<string> Left => tree.Keys.Where(key => !taken.Contains(tree.Find(key)!));

    /// <summary>Returns the ways in which a layer without weights could take them.</summary>
    public IEnumerable<Fit> Ways(OwnLayer layer) =>
        tree.Modules.Select(module => fitting.Try(layer, module, out _)).OfType<Fit>().Where(IsFree);

    /// <summary>Returns what Python's layer would hold: <c>weight [128, 784]</c>.</summary>
    public string Needs(OwnLayer layer) => fitting.Layouts(layer).FirstOrDefault() is not { } parts
        ? "weights that are not read from this framework"
        : string.Join(" and ", parts.SelectMany(part => part.Roles.Zip(part.Shapes([.. layer.Tensors.First(own => own.Property == part.Property).Shape.Dimensions]),
            (role, shape) => $"{role} {Shape.Create(shape)}")).Distinct());

    private bool IsFree(Fit fit) => !fit.Uses.Overlaps(taken);

    private void Take(Fit fit)
    {
        found.Add(fit.Layer, fit);
        taken.UnionWith(fit.Uses);
    }

    private void TakeGiven(GivenNames names)
    {
        foreach (var layer in layers)
        {
            if (names.ModuleOf(layer) is not { } module) continue;
            if (fitting.Try(layer, module, out var fault, isNamed: true) is not { } fit) faults.Add(fault);
            else if (!IsFree(fit)) faults.Add($"Names gives the tensors of {module} to two layers");
            else Take(fit);
        }
    }

    private void TakeNamed()
    {
        var modules = tree.Modules.Where(module => !IsNumberedClass(module)).ToLookup(Plain);
        var common = CommonModule();
        foreach (var layer in Open.ToArray())
        {
            var plain = Plain(layer.Name);
            string[] named = [.. modules[plain].Concat(common.Length > 0 ? modules[$"{Plain(common)}.{plain}"] : []).Distinct()];
            if (named is not [var module]) continue;
            if (fitting.Try(layer, module, out var fault) is not { } fit) faults.Add(fault);
            else if (IsFree(fit)) Take(fit);
        }
    }

    /// <summary>Takes what can be in one place only, until nothing more follows.</summary>
    private void TakeForced()
    {
        // A layer whose name is known, but whose shapes are wrong, must not take another's weights.
        if (faults.Count > 0) return;
        var ways = Open.SelectMany(Ways).ToList();
        while (ways.Count > 0)
        {
            var forced = OnlyWay(ways) ?? InOrder(ways);
            if (forced is null) return;
            foreach (var fit in forced) Take(fit);
            ways.RemoveAll(way => found.ContainsKey(way.Layer) || !IsFree(way));
        }
    }

    /// <summary>Returns a layer that can take one module only, or a tensor that one layer only can take.</summary>
    private static Fit[]? OnlyWay(List<Fit> ways)
    {
        if (ways.GroupBy(way => way.Layer).FirstOrDefault(group => group.Count() == 1) is { } layer) return [layer.Single()];
        var users = ways.SelectMany(way => way.Uses.Select(tensor => (Tensor: tensor, Way: way))).GroupBy(use => use.Tensor);
        return users.FirstOrDefault(group => group.Count() == 1) is { } tensor ? [tensor.Single().Way] : null;
    }

    /// <summary>Returns layers that could take the same modules, if the names of these say their order.</summary>
    private Fit[]? InOrder(List<Fit> ways)
    {
        foreach (var group in ways.GroupBy(way => way.Layer)
            .GroupBy(layer => string.Join('\n', layer.Select(way => way.Module).Order(StringComparer.Ordinal))))
        {
            var own = group.ToArray();
            if (own[0].Count() != own.Length || LayerOrder.Of([.. own[0].Select(way => way.Module)], tree.Facts) is not { } order) continue;
            return [.. own.Select((layer, i) => layer.First(way => way.Module == order[i]))];
        }
        return null;
    }

    /// <summary>Returns the modules around all tensors: <c>module</c> after training on several devices.</summary>
    private string CommonModule()
    {
        var common = "";
        while (true)
        {
            string[] next = [.. tree.Keys.Select(key => key[(common.Length == 0 ? 0 : common.Length + 1)..].Split('.')).Select(parts => parts.Length > 1 ? parts[0] : "").Distinct()];
            if (next is not [{ Length: > 0 } only]) return common;
            common = ModuleTree.Join(common, only);
        }
    }

    /// <summary>Keras numbers layers without names of their own: the number is no name.</summary>
    private bool IsNumberedClass(string module) =>
        tree.Facts.TryGetValue(module, out var facts) && KerasNames.Split(module[(module.LastIndexOf('.') + 1)..]).Class == facts.Class;

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
