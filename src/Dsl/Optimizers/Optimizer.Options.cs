using System.Globalization;
using ModelDsl.Formatting;

namespace ModelDsl;

public abstract partial record Optimizer
{
    /// <summary>
    /// Decoupled weight decay: before a step, <c>w −= lr·WeightDecay·w</c>. Finite and not negative; 0 means none. Loshchilov and Hutter,
    /// 2019.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Words that keep a parameter from decaying if its name contains one of them: <c>Bias</c> for every bias, <c>Output.Bias</c> for one.
    /// </summary>
    public IReadOnlyList<string> ExcludeFromWeightDecay { get; init; } = [];

    /// <summary>The limit of every number of the gradient, which is clipped to [−ClipValue, ClipValue]; above 0, or none.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// The maximum Euclidean norm of each parameter's gradient: a larger gradient is scaled down to this norm; above 0, or none.
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// The maximum Euclidean norm of the whole gradient: a larger gradient is scaled down to this norm; above 0, or none.
    /// </summary>
    public double? GlobalClipNorm { get; init; }

    /// <summary>
    /// Whether a moving average of the parameters is kept: first the parameters themselves at the first step, then
    /// <c>average = EmaMomentum·average + (1 − EmaMomentum)·w</c>. The trained model's parameters are the average.
    /// </summary>
    public bool UseEma { get; init; }

    /// <summary>The share of the old average that is kept, in [0, 1].</summary>
    public double EmaMomentum { get; init; } = 0.99;

    /// <summary>
    /// Number of updates after which the parameters are replaced by their average; at least 1, or only at the end of training.
    /// </summary>
    public int? EmaOverwriteFrequency { get; init; }

    /// <summary>
    /// Number of steps whose mean gradient makes one update; at least 1. A schedule still counts steps; other formulas count updates, as in
    /// Keras. Gradients that are left over at the end of a run make no update.
    /// </summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>Returns the faults of these options for a model, one sentence each: words that no parameter's name contains.</summary>
    internal IEnumerable<string> FaultsFor(ModelDescription model)
    {
        var trainable = model.Parameters.Filter(parameter => parameter.Trainable);
        foreach (var word in ExcludeFromWeightDecay)
            if (!trainable.Exists(parameter => Names(word, parameter)))
                yield return $"ExcludeFromWeightDecay names \"{word}\", but the parameters are " +
                    string.Join(", ", trainable.Map(parameter => parameter.Name));
    }

    /// <summary>Returns whether a parameter decays.</summary>
    internal bool Decays(ParameterDescription parameter) => !ExcludeFromWeightDecay.Any(word => Names(word, parameter));

    private static bool Names(string word, ParameterDescription parameter) =>
        word.Length > 0 && parameter.Name.Contains(word, StringComparison.Ordinal);

    private IEnumerable<string> OptionFaults()
    {
        foreach (var fault in Nulls.In(nameof(ExcludeFromWeightDecay), ExcludeFromWeightDecay)) yield return fault;
        foreach (var fault in UnlessNotNegative("WeightDecay", WeightDecay, "0.004")) yield return fault;
        (string Name, double? Value)[] clips = [("ClipValue", ClipValue), ("ClipNorm", ClipNorm), ("GlobalClipNorm", GlobalClipNorm)];
        foreach (var (name, value) in clips)
            if (value is { } limit)
                foreach (var fault in UnlessPositive(name, limit, "1")) yield return fault;
        string[] given = [.. clips.Where(clip => clip.Value is not null).Select(clip => clip.Name)];
        if (given.Length > 1) yield return $"{string.Join(" and ", given)} are given, but only one of ClipValue, ClipNorm, GlobalClipNorm can be";
        if (!(EmaMomentum >= 0 && EmaMomentum <= 1))
            yield return $"EmaMomentum is {Text(EmaMomentum)}, but must be at least 0 and at most 1, 0.99 for instance";
        if (EmaOverwriteFrequency is { } often)
        {
            if (often < 1) yield return $"EmaOverwriteFrequency is {Whole(often)}, but must be at least 1";
            if (!UseEma) yield return $"EmaOverwriteFrequency is {Whole(often)}, but without UseEma there is no average";
        }
        if (GradientAccumulationSteps < 1)
            yield return $"GradientAccumulationSteps is {Whole(GradientAccumulationSteps)}, but must be at least 1";
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
