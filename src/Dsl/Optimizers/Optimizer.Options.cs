using System.Globalization;
using ModelDsl.Formatting;

namespace ModelDsl;

public abstract partial record Optimizer
{
    /// <summary>
    /// Decoupled weight decay: before a step, <c>w −= lr·WeightDecay·w</c>. Finite, zero or more; 0 is none. Loshchilov and Hutter, 2019.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Words of which one in a parameter's name keeps it from decaying: <c>Bias</c> for every bias, <c>Output.Bias</c> for one.
    /// </summary>
    public IReadOnlyList<string> ExcludeFromWeightDecay { get; init; } = [];

    /// <summary>Every number of the gradient is brought into [−ClipValue, ClipValue]; above 0, or none.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// The gradient of each parameter whose Euclidean norm is larger is scaled down to this norm; above 0, or none.
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>The whole gradient is scaled down to this Euclidean norm when its own is larger; above 0, or none.</summary>
    public double? GlobalClipNorm { get; init; }

    /// <summary>
    /// Whether a moving average of the parameters is kept: the parameters themselves at the first step, then
    /// <c>average = EmaMomentum·average + (1 − EmaMomentum)·w</c>. The trained model's parameters are the average.
    /// </summary>
    public bool UseEma { get; init; }

    /// <summary>How much of the old average is kept, in [0, 1].</summary>
    public double EmaMomentum { get; init; } = 0.99;

    /// <summary>After how many updates the parameters become their average; at least 1, or only at the end of training.</summary>
    public int? EmaOverwriteFrequency { get; init; }

    /// <summary>
    /// Of how many steps the gradients' mean makes one update; at least 1. A schedule goes on counting steps; other formulas count
    /// updates, as in Keras. Gradients that are left over at the end of a run make none.
    /// </summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>What is wrong with these options for a model, a sentence each: words that no parameter's name contains.</summary>
    internal IEnumerable<string> FaultsFor(ModelDescription model)
    {
        var trainable = model.Parameters.Filter(parameter => parameter.Trainable);
        foreach (var word in ExcludeFromWeightDecay)
            if (!trainable.Exists(parameter => Names(word, parameter)))
                yield return $"ExcludeFromWeightDecay names \"{word}\", but the parameters are " +
                    string.Join(", ", trainable.Map(parameter => parameter.Name));
    }

    /// <summary>Whether a parameter decays.</summary>
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
