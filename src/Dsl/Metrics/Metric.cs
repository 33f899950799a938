using System.Diagnostics.CodeAnalysis;
using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// A figure by which people judge a model: an immutable value that makes an accumulator for each epoch or evaluation. The result is exact
/// over all samples, not a mean over batches.
/// </summary>
/// <remarks>To add a metric: a record with its name and direction, and an accumulator.</remarks>
/// <param name="Name">Its name in histories and files, as in Keras: <c>accuracy</c>.</param>
/// <param name="HigherIsBetter">Whether a higher figure is better.</param>
[JsonConverter(typeof(TextJson))]
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
public abstract record Metric(string Name, bool HigherIsBetter)
{
    /// <summary>
    /// The share of correct predictions; the model's loss decides what its outputs mean. For class indices and one-hot rows, a row is
    /// correct if its largest output is at the right class. For yes/no outputs, it is the share of outputs on the right side of one half.
    /// </summary>
    public static Metric Accuracy { get; } = new Accuracy();

    /// <summary>
    /// The share of rows whose largest output is at the class index of the label. Keras: <c>SparseCategoricalAccuracy</c>.
    /// </summary>
    public static Metric SparseCategoricalAccuracy { get; } = new SparseCategoricalAccuracy();

    /// <summary>
    /// The share of rows whose largest output is at the position of the label's largest number. Keras: <c>CategoricalAccuracy</c>. It also
    /// judges independent yes/no outputs with one-hot labels: one against the rest.
    /// </summary>
    public static Metric CategoricalAccuracy { get; } = new CategoricalAccuracy();

    /// <summary>
    /// The share of all outputs that are on the right side: above 0.5 for probabilities, above 0 for logits. Keras: <c>BinaryAccuracy</c>.
    /// </summary>
    public static Metric BinaryAccuracy { get; } = new BinaryAccuracy();

    /// <summary>Returns the metric of whether the label's class is among the K largest outputs.</summary>
    /// <param name="k">The number of largest outputs; from 1 to the number of classes.</param>
    public static Metric TopK(int k = 5) => new TopK(k);

    /// <inheritdoc cref="ModelDsl.Precision"/>
    public static Metric Precision { get; } = new Precision();

    /// <inheritdoc cref="ModelDsl.Recall"/>
    public static Metric Recall { get; } = new Recall();

    /// <inheritdoc cref="ModelDsl.F1"/>
    public static Metric F1 { get; } = new F1();

    /// <inheritdoc cref="ModelDsl.Auc"/>
    public static Metric Auc { get; } = new Auc();

    /// <inheritdoc cref="MeanAbsoluteErrorMetric"/>
    public static Metric MeanAbsoluteError { get; } = new MeanAbsoluteErrorMetric();

    /// <inheritdoc cref="MeanSquaredErrorMetric"/>
    public static Metric MeanSquaredError { get; } = new MeanSquaredErrorMetric();

    /// <inheritdoc cref="RootMeanSquaredErrorMetric"/>
    public static Metric RootMeanSquaredError { get; } = new RootMeanSquaredErrorMetric();

    /// <inheritdoc cref="ModelDsl.R2Score"/>
    public static Metric R2Score { get; } = new R2Score();

    /// <summary>Returns this metric for one of several outputs: <c>Metric.Accuracy.Of("Digit")</c>.</summary>
    /// <param name="output">The output's name.</param>
    public Metric Of(string output) => new OutputMetric(this, output);

    /// <summary>Returns an accumulator for a model, or an error that says why this metric can't judge such a model.</summary>
    public abstract Fin<MetricAccumulator> Start(ModelDescription model);

    /// <summary>Whether only differences of numbers count, so that all of them may be moved by the same distance.</summary>
    internal virtual bool SeesDifferences => false;

    /// <summary>Returns the metric with its name and its options: the same text in every culture.</summary>
    public sealed override string ToString() => ValueText.Of(this, PrintMembers);

    /// <summary>Writes the name; a derived metric's own members follow.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => builder.Members((nameof(Name), Name));

    /// <summary>Returns the error for a model whose labels or outputs this metric does not understand.</summary>
    private protected Fin<MetricAccumulator> Unfit(ModelDescription model, string needed, string instead) => Error.New(
        $"The metric {Name} needs {needed}, but {model.Name} has the loss {model.Loss}: {instead}.");

    /// <summary>Returns the error for a model that predicts numbers, which are neither right nor wrong.</summary>
    private protected Fin<MetricAccumulator> UnfitForNumbers(ModelDescription model) =>
        Unfit(model, "classes, so that an answer can be right", "leave the metric out; the loss itself says how far off the numbers are");

    /// <summary>Returns the error for a model whose labels are class indices, so that numbers have no distance from them.</summary>
    private protected Fin<MetricAccumulator> UnfitForClasses(ModelDescription model) =>
        Unfit(model, "numbers as labels", "take Metric.Accuracy, which compares classes");
}
