namespace ModelDsl.Metrics;

/// <summary>
/// The weight of each row of a batch in the loss: its sample's weight times its class's weight, and 0 for an ignored class. For a mean, a
/// program divides the weighted sum by the number of rows. If the reduction divides by another number, the weights are scaled to give that
/// result, as in Keras.
/// </summary>
internal abstract class RowWeights
{
    /// <summary>Returns the weights of a model's rows; null if all are 1.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ofSamples">Whether samples have weights.</param>
    /// <param name="classWeights">The weights of classes; others have 1.</param>
    public static RowWeights? For(ModelDescription model, bool ofSamples, IReadOnlyDictionary<int, double>? classWeights = null) =>
        !ofSamples && classWeights is not { Count: > 0 } && model.IgnoredClass is null
            && model.Outputs.ForAll(output => output.IgnoredClass is null) ? null
        : model.Outputs.IsEmpty ? new OneOutputWeights(model, classWeights ?? new Dictionary<int, double>())
        : new SeveralOutputsWeights(model);

    /// <summary>Returns everything that is wrong with class weights for a model, one sentence each.</summary>
    public static IEnumerable<string> Faults(ModelDescription model, IReadOnlyDictionary<int, double> classWeights)
    {
        if (classWeights.Count == 0) yield break;
        if (!model.Outputs.IsEmpty)
        {
            yield return $"ClassWeights is given, but {model.Name} has the outputs {model.OutputNames}: give samples weights instead, by data | WithSampleWeights(…)";
            yield break;
        }
        if (ClassCount(model) is 0)
        {
            yield return $"ClassWeights is given, but {model.Name} with the loss {model.Loss} does not choose between classes: " +
                "give samples weights instead, by data | WithSampleWeights(…)";
            yield break;
        }
        foreach (var (c, weight) in classWeights.OrderBy(w => w.Key))
        {
            if (c < 0 || c >= ClassCount(model))
                yield return $"ClassWeights has a weight for the class {c}, but the classes of {model.Name} are 0 to {ClassCount(model) - 1}";
            if (!Fits(weight))
                yield return string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"ClassWeights gives the class {c} the weight {weight}, but a weight must be finite and 0 or more");
        }
    }

    /// <summary>Returns whether a number can be a weight.</summary>
    public static bool Fits(double weight) => weight >= 0 && float.IsFinite((float)weight);

    /// <summary>Computes the weight of each row.</summary>
    /// <param name="ofSamples">The weight of each sample; empty for 1.</param>
    /// <param name="labels">The labels of the rows.</param>
    /// <param name="weights">Receives the weights.</param>
    public abstract void Compute(ReadOnlySpan<float> ofSamples, BatchLabels labels, Span<float> weights);

    /// <summary>
    /// Converts class indices to the form that a program takes. An ignored class, which may not be one of its classes, becomes class 0 with
    /// weight 0. For metrics it does not change, or becomes −1 if it is not one of the model's classes: no prediction is correct.
    /// </summary>
    public abstract void Feed(Span<int> classes, Span<int> fed);

    /// <summary>
    /// Converts number labels to the form that a program takes. With several outputs they contain class indices, which are converted in the
    /// same way.
    /// </summary>
    public abstract ReadOnlySpan<float> Feed(ReadOnlySpan<float> targets);

    /// <summary>Returns the number of classes that may have weights; 0 if a model does not choose between classes.</summary>
    protected static int ClassCount(ModelDescription model) =>
        model.Loss.IsRegression() ? 0 : Decision.Of(model) switch
        {
            DecisionKind.ClassIndex or DecisionKind.OneHot => model.Classes,
            DecisionKind.YesNo when model.Classes == 1 => 2,
            _ => 0,
        };
}
