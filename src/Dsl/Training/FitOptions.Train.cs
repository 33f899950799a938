namespace ModelDsl;

public sealed partial record FitOptions
{
    /// <summary>
    /// The layers to train, by name or path: <c>Train = [nameof(Net.Head)]</c>, <c>["Encoder.Code"]</c>. A record's name means all layers
    /// in it. If the list is empty, all layers are trained. The other layers keep their bits, and the optimizer ignores them. Their
    /// gradient is still computed; <see cref="FrozenAttribute"/> saves that cost too.
    /// </summary>
    public IReadOnlyList<string> Train { get; init; } = [];

    /// <summary>Returns a model as this run trains it: layers not listed are not trainable.</summary>
    internal ModelDescription TrainedBy(ModelDescription model) => Train.Count == 0
        ? model
        : model with { Parameters = model.Parameters.Map(p => IsTrained(p) ? p : p with { Trainable = false }).Strict() };

    /// <summary>Returns the faults of <see cref="Train"/>, one sentence each.</summary>
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
            yield return $"Train leaves out {string.Join(", ", moving)}, but moving statistics change in every step of training: declare the layer [Frozen], or train it";
        }
    }

    private bool IsTrained(ParameterDescription parameter) => Train.Any(name => IsUnder(name, parameter));

    private static bool IsUnder(string name, ParameterDescription parameter) =>
        parameter.Name == name || (parameter.Name.StartsWith(name, StringComparison.Ordinal) && parameter.Name.AsSpan(name.Length).StartsWith("."));
}
