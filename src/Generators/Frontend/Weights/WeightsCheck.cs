using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Weights;

/// <summary>Finds the weights file of a model among those of the project, and compares its tensors with the model's.</summary>
internal static class WeightsCheck
{
    /// <summary>The types that <c>Load</c> reads.</summary>
    private static readonly HashSet<string> Read = ["F32", "F64", "F16", "BF16"];

    private static readonly Anchor Argument = new(Place.Weights, Argument: "file");

    /// <summary>Returns the name of the resource; null when a finding says why there is none, or when the model has no file.</summary>
    public static string? ResourceOf(ModelSpec model, EquatableArray<WeightsFile> files) =>
        model.Weights.File is { } wanted && Matching(wanted, files) is [var only] ? only.Path : null;

    /// <summary>Returns what is wrong with the weights of a model.</summary>
    public static IEnumerable<Finding> FindingsOf(CheckedModel model, EquatableArray<WeightsFile> files)
    {
        var (spec, tensors) = (model.Spec, model.Tensors);
        if (spec.Weights.File is not { } wanted || !model.IsRight) yield break;
        if (wanted.Trim().Length == 0)
        {
            yield return Finding.Of(Rules.WeightsItem, Argument, spec.Name, wanted, "this names no file: write its path from the project's folder");
            yield break;
        }
        var matching = Matching(wanted, files);
        if (matching.Length != 1)
        {
            yield return Finding.Of(Rules.WeightsItem, Argument, spec.Name, wanted, matching.Length == 0 ? Missing(wanted, files)
                : $"{string.Join(" and ", matching.Select(file => $"'{file.Path}'"))} end with it: write more of the path");
            yield break;
        }
        if (matching[0].Fault is { } fault) yield return Finding.Of(Rules.WeightsFormat, Argument, spec.Name, matching[0].Path, fault);
        else if (Misfits(tensors, matching[0].Tensors) is { Count: > 0 } misfits)
        {
            yield return spec.Weights.Migration is { } migration
                ? Finding.Of(Rules.WeightsMigrated, Argument, spec.Name, matching[0].Path, migration, Clip.Join(misfits))
                : Finding.Of(Rules.WeightsFit, Argument, spec.Name, matching[0].Path, Clip.Join(misfits));
        }
    }

    private static WeightsFile[] Matching(string wanted, EquatableArray<WeightsFile> files) =>
        ProjectFiles.Matching(wanted, files, static file => file.Path);

    private static string Missing(string wanted, EquatableArray<WeightsFile> files)
    {
        var others = files.Count == 0 ? "the project has no such weights file"
            : $"the project's weights files are {Clip.Join([.. files.Select(file => $"'{Clip.Text(file.Path)}'")])}";
        return $"{others}: write <ItemGroup><ModelWeights Include=\"{wanted}\" /></ItemGroup> into the project file";
    }

    private static List<string> Misfits(EquatableArray<TensorEntry> wanted, EquatableArray<TensorEntry> given)
    {
        var faults = new List<string>();
        var byName = given.ToDictionary(tensor => tensor.Name);
        foreach (var tensor in wanted)
        {
            if (!byName.TryGetValue(tensor.Name, out var found)) faults.Add($"{tensor.Name} {tensor.Shape} is missing");
            else if (!Read.Contains(found.Type)) faults.Add($"{tensor.Name} is of type {found.Type}, but only F32, F16, BF16 and F64 are read");
            else if (found.Shape != tensor.Shape) faults.Add($"{tensor.Name} is {found.Shape}, but must be {tensor.Shape}");
        }
        var names = new HashSet<string>(wanted.Select(tensor => tensor.Name));
        faults.AddRange(given.Where(tensor => !names.Contains(tensor.Name) && Read.Contains(tensor.Type))
            .Select(tensor => $"{Clip.Text(tensor.Name)} {tensor.Shape} is extra"));
        return faults;
    }
}
