using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>Counts of predictions by class: rows are true classes, columns predicted ones. An immutable value.</summary>
[JsonConverter(typeof(ConfusionMatrixJson))]
public sealed partial class ConfusionMatrix : IEquatable<ConfusionMatrix>
{
    private readonly int[] counts;

    private ConfusionMatrix(int classes, int[] counts, Seq<string> classNames) =>
        (Classes, this.counts, ClassNames) = (classes, counts, classNames.Strict());

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Names of the classes, by class index; empty if they are not known. Equality ignores them.</summary>
    public Seq<string> ClassNames { get; }

    /// <summary>Number of samples of a true class that were predicted as a class.</summary>
    public int this[int trueClass, int predictedClass] =>
        counts[Checked(trueClass, nameof(trueClass)) * Classes + Checked(predictedClass, nameof(predictedClass))];

    private int Checked(int index, string name) => (uint)index < (uint)Classes ? index
        : throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"There is no class {index}: the classes are 0 … {Classes - 1}."));

    /// <summary>Number of samples.</summary>
    public int Total => counts.Sum();

    /// <summary>The share of samples that were predicted correctly; NaN if there are none.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Classes).Sum(c => this[c, c]) / Total;

    /// <summary>Returns the share of samples of a class among those predicted as it; none if nothing was predicted as it.</summary>
    public Option<double> Precision(int predictedClass) =>
        Share(predictedClass, Enumerable.Range(0, Classes).Sum(c => this[c, predictedClass]));

    /// <summary>Returns the share of a class's samples that were predicted as it; none if the class has no samples.</summary>
    public Option<double> Recall(int trueClass) =>
        Share(trueClass, Enumerable.Range(0, Classes).Sum(c => this[trueClass, c]));

    /// <summary>Counts labels against predictions.</summary>
    /// <param name="labels">True classes, 0 … <paramref name="classes"/> − 1.</param>
    /// <param name="predictions">Predicted classes of the same samples, for instance from <c>Argmax</c>.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="classNames">
    /// Names of the classes, by class index, for tables: <see cref="Dataset.ClassNames"/>; one for each, or none.
    /// </param>
    /// <returns>The matrix, or an error that names the first sample whose class does not exist.</returns>
    public static Fin<ConfusionMatrix> Create(
        IEnumerable<int> labels, IEnumerable<int> predictions, int classes, Seq<string> classNames = default)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predictions);
        return Count([.. labels], [.. predictions], classes, classNames);
    }

    /// <summary>Creates a matrix from counts, a row for each true class; or an error that says what is wrong with them.</summary>
    internal static Fin<ConfusionMatrix> OfCounts(int[][] rows, Seq<string> classNames)
    {
        if (rows.Length == 0 || Array.Exists(rows, row => row.Length != rows.Length))
            return Error.New("A confusion matrix has as many rows as columns, at least 1.");
        if (rows.Any(row => row.Any(count => count < 0))) return Error.New("The counts of a confusion matrix must not be negative.");
        if (rows.Sum(row => row.Sum(count => (long)count)) > int.MaxValue)
            return Error.New($"A confusion matrix counts {int.MaxValue} samples at most.");
        if (NamesFault(rows.Length, classNames) is { } fault) return fault;
        return new ConfusionMatrix(rows.Length, [.. rows.SelectMany(row => row)], classNames);
    }

    /// <summary>Returns whether all counts are equal.</summary>
    public bool Equals(ConfusionMatrix? other) =>
        other is not null && Classes == other.Classes && counts.AsSpan().SequenceEqual(other.counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConfusionMatrix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Classes, Total, counts[0]);

    private static Fin<ConfusionMatrix> Count(int[] labels, int[] predictions, int classes, Seq<string> classNames)
    {
        if (classes < 1) return Error.New(FormattableString.Invariant($"A confusion matrix needs at least 1 class, but was asked for {classes}."));
        if ((long)classes * classes > Array.MaxLength)
            return Error.New($"A confusion matrix of {classes} classes would have {(long)classes * classes} counts, too many to keep.");
        if (NamesFault(classes, classNames) is { } fault) return fault;
        if (labels.Length != predictions.Length)
        {
            return Error.New(
                $"There are {labels.Length} labels but {predictions.Length} predictions: a confusion matrix needs " +
                "one of each for every sample.");
        }
        var counts = new int[classes * classes];
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
                return Error.New(FormattableString.Invariant($"The label of sample {i} is {labels[i]}, but the classes are 0 to {classes - 1}."));
            if ((uint)predictions[i] >= (uint)classes)
            {
                return Error.New(predictions[i] == -1
                    ? $"Sample {i} has no predicted class (-1): its outputs hold a NaN, so that none is the largest."
                    : FormattableString.Invariant($"The prediction of sample {i} is {predictions[i]}, but the classes are 0 to {classes - 1}."));
            }
            counts[labels[i] * classes + predictions[i]]++;
        }
        return new ConfusionMatrix(classes, counts, classNames);
    }

    private static Error? NamesFault(int classes, Seq<string> names) =>
        names.Strict().Exists(name => name is null) ? Error.New("A class of a confusion matrix has the name null.")
        : names.IsEmpty || names.Count == classes ? null
        : Error.New($"A confusion matrix of {classes} classes takes {classes} names or none, but was given {names.Count}.");

    private Option<double> Share(int index, int of) => of == 0 ? Option<double>.None : (double)this[index, index] / of;
}
