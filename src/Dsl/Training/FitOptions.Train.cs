namespace ModelDsl;

public sealed partial record FitOptions
{
    /// <summary>
    /// The layers to train, by name or path: <c>Train = [nameof(Net.Head)]</c>, <c>["Encoder.Code"]</c>; a record's name stands for all layers in it. All when empty. The
    /// others keep their bits, and the optimizer neither sees nor remembers anything of them. Their gradient is computed all the same: <see cref="FrozenAttribute"/> saves
    /// that, too.
    /// </summary>
    public IReadOnlyList<string> Train { get; init; } = [];

    /// <summary>A model as this run trains it: what is left out is not trainable.</summary>
    internal ModelDescription TrainedBy(ModelDescription model) => Train.Count == 0
        ? model
        : model with { Parameters = model.Parameters.Map(p => IsTrained(p) ? p : p with { Trainable = false }).Strict() };

    /// <summary>What is wrong with <see cref="Train"/>, a sentence each.</summary>
    private IEnumerable<string> TrainFaults(ModelDescription model)
    {
        if (Train.Count == 0) yield break;
        foreach (var name in Train)
        {
            var named = model.Parameters.Filter(p => IsUnder(name, p));
            if (named.IsEmpty) yield return $"Train names \"{name}\", which has no weights; the layers are {string.Join(", ", model.Layers.Map(layer => layer.Name))}";
            else if (named.ForAll(p => !p.Trainable)) yield return $"Train names \"{name}\", but all its weights are {(named.Exists(p => p.IsFrozen) ? "frozen" : "moving statistics")}";
        }
        var moving = model.Parameters.Filter(p => !p.Trainable && !p.IsFrozen && !IsTrained(p)).Map(p => p.Name).ToArray();
        if (moving.Length > 0)
        {
            yield return $"Train leaves out {string.Join(", ", moving)}, but moving statistics move in every step of training: declare the layer [Frozen], or train it";
        }
    }

    private bool IsTrained(ParameterDescription parameter) => Train.Any(name => IsUnder(name, parameter));

    private static bool IsUnder(string name, ParameterDescription parameter) =>
        parameter.Name == name || (parameter.Name.StartsWith(name, StringComparison.Ordinal) && parameter.Name.AsSpan(name.Length).StartsWith("."));
}
