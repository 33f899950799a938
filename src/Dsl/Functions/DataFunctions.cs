using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl;

public static partial class Functions
{
    /// <summary>
    /// Every number of every sample times a factor: <c>data | Scale(1 / 255f)</c>. Nothing is computed before a batch is.
    /// </summary>
    /// <param name="factor">Finite and not zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The factor is zero, NaN or infinite; or, of a data set that is scaled already, all factors together are of a size beyond 10⁻¹⁰⁰ and
    /// 10¹⁰⁰.
    /// </exception>
    public static Func<Dataset, Dataset> Scale(float factor)
    {
        if (!float.IsFinite(factor) || factor == 0)
            throw new ArgumentOutOfRangeException(
                nameof(factor), FormattableString.Invariant($"The factor of Scale is {factor}, but must be finite and not zero."));
        return OnData(data => data.Scaled(factor));
    }

    /// <summary>The first samples, all of them where there are fewer: <c>data | Take(1000)</c>.</summary>
    /// <param name="count">How many; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive: a data set is never empty.</exception>
    public static Func<Dataset, Dataset> Take(int count)
    {
        if (count <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(count), FormattableString.Invariant($"Take was asked for {count} samples, but takes 1 at least."));
        return OnData(data => data.First(count));
    }

    /// <summary>The samples in random order; the same seed gives the same order.</summary>
    public static Func<Dataset, Dataset> Shuffle(int seed) =>
        OnData(data => data.View(Partition.Shuffle(data.Count, seed), data.Name));

    /// <summary>
    /// Class indices as rows of zeros with a one at the class, for the losses that take numbers. The rows exist in batches only.
    /// </summary>
    /// <param name="classes">Number of columns.</param>
    /// <returns>The data set, or an error: labels that are no class indices, or a class that has no column.</returns>
    public static Func<Dataset, Fin<Dataset>> OneHot(int classes) => OnData(data => data.OneHot(classes));

    /// <summary>
    /// The samples with weights: what each counts in the loss, in training as in evaluation. Parts, folds and shuffled views keep them; metrics
    /// do not look at them. Keras: <c>sample_weight</c>.
    /// </summary>
    /// <param name="weights">The weight of each sample, in order; finite and 0 or more.</param>
    /// <returns>The data set, or an error: another number of weights than of samples, or the first weight that can't be one.</returns>
    public static Func<Dataset, Fin<Dataset>> WithSampleWeights(params float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return OnData(data => data.Weighted(weights));
    }

    /// <summary>
    /// The samples of some classes, renumbered in the order given: after <c>data | OfClasses(6, 0)</c> what was class 6 is class 0, and what
    /// was class 0 is class 1.
    /// </summary>
    /// <param name="classes">Class indices, each once.</param>
    /// <returns>The data set, or an error: labels that are not one class index a sample, a class named twice or without samples.</returns>
    public static Func<Dataset, Fin<Dataset>> OfClasses(params IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return OnData(data => data.OfClasses(classes));
    }

    /// <summary>
    /// Class indices as answers to a question of yes or no, <c>[1]</c>: 1 for samples of one of these classes, 0 for all others. For a model
    /// that ends in <c>Dense(1, Activation.Sigmoid)</c>.
    /// </summary>
    /// <param name="classes">The classes of which the answer is yes.</param>
    /// <returns>The data set, or an error: labels that are not one class index a sample, or a class that does not exist.</returns>
    public static Func<Dataset, Fin<Dataset>> IsClass(params IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return OnData(data => data.IsClass(classes));
    }

    /// <summary>
    /// The samples with their classes numbered as in a training set, matched by name: <c>test | MatchClasses(train)</c>. A test set that
    /// lacks a class would else number those behind it otherwise.
    /// </summary>
    /// <param name="train">The training set.</param>
    /// <returns>The data set, or an error: labels that are no class indices, a set without class names, a class that the training set does not know.</returns>
    public static Func<Dataset, Fin<Dataset>> MatchClasses(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return MatchClasses(train.ClassNames);
    }

    /// <summary>The samples with their classes numbered as these names are, matched by name.</summary>
    /// <param name="classNames">Names of all classes, by class index.</param>
    /// <returns>The data set, or an error: labels that are no class indices, a set without class names, a class that is not among the names.</returns>
    public static Func<Dataset, Fin<Dataset>> MatchClasses(IEnumerable<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        var names = classNames.ToSeq().Strict();
        return OnData(data => data.MatchClasses(names));
    }

    /// <summary>The samples with other names for their classes; the indices stay as they are.</summary>
    /// <param name="classNames">Names of the classes, by class index; none to forget those that there are.</param>
    /// <returns>The data set, or an error: labels that are no class indices, or a class that has no name.</returns>
    public static Func<Dataset, Fin<Dataset>> WithClassNames(IEnumerable<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        var names = classNames.ToSeq().Strict();
        return OnData(data => data.WithClassNames(names));
    }

    /// <summary>
    /// Two parts, drawn at random: <c>data | Split(validation: 0.2, seed: 42)</c>. The validation part has <c>validation·Count</c>
    /// samples, rounded to the nearest (halves up).
    /// </summary>
    /// <param name="validation">Share of the validation part, between 0 and 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="stratified">Whether each class is divided in this proportion, to within one sample.</param>
    /// <returns>
    /// The parts, or an error: a share that is not between 0 and 1, a part that would be empty, and for a stratified split labels that are
    /// not one class index a sample, or a class with a single sample.
    /// </returns>
    public static Func<Dataset, Fin<Parts>> Split(double validation, int seed, bool stratified = false) =>
        OnData(data => data.Split(validation, seed, stratified));

    /// <summary>
    /// k pairs for cross-validation: each sample is held out once. Without a seed the folds are scikit-learn's, of <c>KFold</c> or
    /// <c>StratifiedKFold</c>; with one they are random.
    /// </summary>
    /// <param name="folds">How many; from 2 to the number of samples.</param>
    /// <param name="stratified">Whether every fold has each class in proportion.</param>
    /// <param name="seed">Shuffles the samples before; the same seed gives the same folds.</param>
    /// <returns>
    /// The folds, or an error: fewer than 2 folds, more folds than samples, and for stratified folds labels that are not one class index a
    /// sample, or a class with fewer samples than folds.
    /// </returns>
    public static Func<Dataset, Fin<Seq<Fold>>> KFold(int folds, bool stratified = false, int? seed = null) =>
        OnData(data => data.KFold(folds, stratified, seed));

    /// <summary>
    /// Each feature minus its mean, divided by its deviation, as fitted on a training set with <see cref="Standardization.Fit"/>.
    /// </summary>
    /// <returns>The data set, or an error where the samples have another shape.</returns>
    public static Func<Dataset, Fin<Dataset>> Standardize(Standardization fitted)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        return OnData(fitted.Apply);
    }

    /// <summary>Both parts standardized by the training part: <c>data | Split(validation: 0.2, seed: 42) | Standardize()</c>.</summary>
    public static Func<Parts, Fin<Parts>> Standardize() => parts =>
    {
        ArgumentNullException.ThrowIfNull(parts);
        var fitted = Standardization.Fit(parts.Train);
        return from train in fitted.Apply(parts.Train)
               from validation in fitted.Apply(parts.Validation)
               select new Parts(train, validation);
    };

    /// <summary>A function of a data set, which says so where there is none.</summary>
    private static Func<Dataset, TResult> OnData<TResult>(Func<Dataset, TResult> function) => data =>
    {
        ArgumentNullException.ThrowIfNull(data);
        return function(data);
    };
}
