using System.Text;

namespace ModelDsl.Matching;

/// <summary>Says what has no place, and what the author can write to give it one.</summary>
internal static class Misfit
{
    private const int MostLines = 20;

    /// <summary>Returns what does not fit, on several lines; null if all has its place.</summary>
    public static string? Of(ModelDescription model, Matcher matcher, ModuleTree tree)
    {
        OwnLayer[] open = [.. matcher.Open];
        string[] left = [.. matcher.Left];
        if (open.Length == 0 && left.Length == 0 && matcher.Faults.Count == 0) return null;
        var text = new StringBuilder($"does not fit {model.Name}:");
        foreach (var fault in matcher.Faults.Take(MostLines)) text.Append("\n  ").Append(fault);

        var ways = open.ToDictionary(layer => layer, layer => matcher.Ways(layer).Select(way => way.Module).ToArray());
        foreach (var layer in open.Take(MostLines))
        {
            var could = ways[layer].Length > 0 ? $"; it could be {Texts.Join([.. ways[layer].Select(Texts.Clip)])}" : "";
            text.Append($"\n  {layer.Name} needs {matcher.Needs(layer)}{could}");
        }
        if (open.Length > MostLines) text.Append($"\n  and {open.Length - MostLines} more layers need weights");
        foreach (var key in left.Take(MostLines)) text.Append($"\n  left over: {tree.Find(key)}");
        if (left.Length > MostLines) text.Append($"\n  left over: {left.Length - MostLines} more tensors");
        return text.Append(Advice(open, left, ways)).ToString();
    }

    private static string Advice(OwnLayer[] open, string[] left, Dictionary<OwnLayer, string[]> ways)
    {
        if (open.Length == 0) return "\nLeave out what the model does not need: new WeightMap { Ignore = [\"name\"] }";
        string[] modules = [.. left.Select(key => key.LastIndexOf('.') is var dot && dot < 0 ? "" : key[..dot]).Distinct()];
        if (modules.Length == 0) return "\nKeep the weights of layers that the file does not have: new WeightMap { Keep = [\"Name\"] }";
        var text = new StringBuilder("\nSay which layer is which; these lines are a guess:\nnew WeightMap\n{\n    Names =\n    [");
        var used = new HashSet<string>();
        foreach (var layer in open.Take(MostLines))
        {
            var guess = ways[layer].Concat(modules).FirstOrDefault(module => !used.Contains(module));
            if (guess is not null) used.Add(guess);
            text.Append($"\n        (\"{Texts.Clip(guess ?? "…")}\", \"{layer.Name}\"),");
        }
        return text.Append("\n    ],\n}").ToString();
    }
}
