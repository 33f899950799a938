using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Metrics;

namespace ModelDsl.Inspection;

/// <summary>
/// The probabilities of an output, row by row, beside what the labels say: a row of classes that exclude each other, or one answer of yes
/// or no.
/// </summary>
internal sealed class PredictedProbabilities
{
    private readonly ModelDescription model;
    private readonly bool isLogit;
    private readonly List<double> probabilities = [];
    private readonly List<double> labels = [];

    private PredictedProbabilities(ModelDescription model, DecisionKind kind) => (this.model, Kind, isLogit) =
        (model, kind, model.Output == OutputKind.Logits);

    /// <summary>The kind of decision; not numbers.</summary>
    public DecisionKind Kind { get; }

    /// <summary>Whether a row holds classes of which one is right; otherwise each number is an answer of its own.</summary>
    public bool AreClasses => Kind != DecisionKind.YesNo;

    /// <summary>The first sample for which the model predicts a number that is not finite; null if there is none.</summary>
    public int? Lost { get; set; }

    /// <summary>Number of columns of a row.</summary>
    public int Columns => model.Classes;

    /// <summary>The probabilities, row by row.</summary>
    public ReadOnlySpan<double> Probabilities => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(probabilities);

    /// <summary>The share of each column that the labels give: 1 at the right class, 0 elsewhere, or probabilities.</summary>
    public ReadOnlySpan<double> Labels => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(labels);

    /// <summary>Returns an empty list for an output, or an error: it does not predict probabilities.</summary>
    public static Fin<PredictedProbabilities> Start(ModelDescription model)
    {
        var kind = Decision.Of(model);
        if (model.Loss is LossKind.Hinge or LossKind.SquaredHinge or LossKind.CategoricalHinge)
            return Error.New($"its loss {model.Loss} learns margins, which are no probabilities: take a crossentropy");
        if (kind == DecisionKind.Numbers || model.Output == OutputKind.Values)
            return Error.New($"it has the loss {model.Loss} and predicts numbers: only probabilities can be calibrated");
        if (model.IsMasked) return Error.New("its predictions have a mask, and the probabilities of padding would count");
        if (kind == DecisionKind.YesNo && model.Output == OutputKind.Probabilities) kind = DecisionKind.OneHot;
        return new PredictedProbabilities(model, kind);
    }

    /// <summary>Adds the predictions of samples. Rows of no class, or of the ignored one, are left out.</summary>
    public void Add(ReadOnlySpan<float> outputs, BatchLabels given)
    {
        Span<double> row = new double[Columns];
        for (var (begin, at) = (0, 0); begin < outputs.Length; begin += Columns, at++)
        {
            if (Kind == DecisionKind.ClassIndex
                && ((uint)given.Classes[at] >= (uint)Columns || given.Classes[at] == model.IgnoredClass)) continue;
            for (var i = 0; i < Columns; i++) row[i] = outputs[begin + i];
            if (isLogit) Links.Apply(AreClasses ? "softmax" : "sigmoid", row, Columns);
            foreach (var probability in row) probabilities.Add(probability);
            for (var i = 0; i < Columns; i++)
                labels.Add(Kind == DecisionKind.ClassIndex ? given.Classes[at] == i ? 1 : 0 : given.Targets[begin + i]);
        }
    }
}
