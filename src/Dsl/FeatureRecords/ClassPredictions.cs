using LanguageExt;

namespace ModelDsl.FeatureRecords;

/// <summary>Reads a model's outputs for a row as a class with probabilities.</summary>
internal static class ClassPredictions
{
    /// <summary>Returns the prediction of a row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="output">Its outputs: one for each class, or one for the second of two classes.</param>
    /// <param name="classes">The classes, by index.</param>
    internal static Prediction<T> Of<T>(ModelDescription model, ReadOnlySpan<float> output, IReadOnlyList<T> classes) =>
        output.Length == 1 ? OfYes(model, output[0], classes) : OfEach(model, output, classes);

    private static Prediction<T> OfYes<T>(ModelDescription model, float output, IReadOnlyList<T> classes)
    {
        var isScore = model.Loss is LossKind.Hinge or LossKind.SquaredHinge;
        double? yes = isScore ? null : model.Output switch
        {
            OutputKind.IndependentProbabilities => output,
            OutputKind.Logits => 1 / (1 + Math.Exp(-output)),
            _ => null,
        };
        // A score above 0 is a yes; any other output is near 0 or 1, as its labels.
        var isYes = yes is { } probability ? probability >= 0.5 : output >= (isScore ? 0 : 0.5);
        return new Prediction<T>(classes[isYes ? 1 : 0], yes is { } p
            ? Prelude.Seq(new ClassProbability<T>(classes[0], (float)(1 - p)), new ClassProbability<T>(classes[1], (float)p))
            : Seq<ClassProbability<T>>.Empty);
    }

    private static Prediction<T> OfEach<T>(ModelDescription model, ReadOnlySpan<float> output, IReadOnlyList<T> classes)
    {
        var best = 0;
        for (var i = 1; i < output.Length; i++) if (output[i] > output[best]) best = i;
        var shares = new double[output.Length];
        for (var i = 0; i < shares.Length; i++) shares[i] = output[i];
        var isLogits = model is
        {
            Output: OutputKind.Logits,
            Loss: LossKind.SparseCategoricalCrossentropy or LossKind.CategoricalCrossentropy or LossKind.CategoricalFocalCrossentropy
        };
        if (isLogits)
        {
            var largest = output[best];
            var sum = 0.0;
            for (var i = 0; i < shares.Length; i++) sum += shares[i] = Math.Exp(output[i] - largest);
            for (var i = 0; i < shares.Length; i++) shares[i] /= sum;
        }
        if (!isLogits && model.Output != OutputKind.Probabilities) return new Prediction<T>(classes[best], Seq<ClassProbability<T>>.Empty);
        return new Prediction<T>(classes[best],
            Prelude.toSeq(shares.Select((share, i) => new ClassProbability<T>(classes[i], (float)share)).ToArray()));
    }
}
