using System.Text.RegularExpressions;
using ModelDsl.Files;

namespace ModelDsl.Matching;

/// <summary>Puts layers of Python that have the same shapes in the order in which they are used, if their names say it.</summary>
internal static partial class LayerOrder
{
    /// <summary>
    /// Returns the modules in order: those of PyTorch whose names differ in numbers alone (<c>fc1</c>, <c>fc2</c>), those of Keras that a
    /// file of weights numbers. Null if the names don't say it.
    /// </summary>
    public static IReadOnlyList<string>? Of(IReadOnlyCollection<string> modules, IReadOnlyDictionary<string, ModuleFacts> facts)
    {
        if (modules.Count == 1) return [.. modules];
        if (modules.All(facts.ContainsKey))
            return modules.Select(Parent).Distinct().Count() == 1 ? [.. modules.OrderBy(module => facts[module].Order)] : null;
        if (modules.Any(facts.ContainsKey) || modules.Select(module => Number().Replace(module, "#")).Distinct().Count() > 1) return null;
        return [.. modules.OrderBy(Numbers, Comparer<int[]>.Create(Compare))];
    }

    private static string Parent(string module) => module.LastIndexOf('.') is var dot && dot < 0 ? "" : module[..dot];

    private static int[] Numbers(string module) =>
        [.. Number().Matches(module).Select(match => int.TryParse(match.ValueSpan, out var number) ? number : int.MaxValue)];

    private static int Compare(int[]? a, int[]? b) => a!.Zip(b!, (x, y) => x.CompareTo(y)).FirstOrDefault(order => order != 0);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
