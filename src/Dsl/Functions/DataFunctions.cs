using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl;

public static partial class Functions
{
    /// <summary>
    /// Multiplies every number of every sample by a factor: <c>data | Scale(1 / 255f)</c>. The product is computed only when a batch is
    /// gathered.
    /// </summary>
    /// <param name="factor">Finite and not zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The factor is zero, NaN or infinite. If the data set is already scaled, the product of all factors must be between 10⁻¹⁰⁰ and 10¹⁰⁰
    /// in size.
    /// </exception>
    public static Func<Dataset, Dataset> Scale(float factor)
    {
        if (!float.IsFinite(factor) || factor == 0)
            throw new ArgumentOutOfRangeException(
                nameof(factor), FormattableString.Invariant($"The factor of Scale is {factor}, but must be finite and not zero."));
        return OnData(data => data.Scaled(factor));
    }

    /// <summary>Takes the first samples, or all of them if there are fewer: <c>data | Take(1000)</c>.</summary>
    /// <param name="count">Number of samples; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive: a data set is never empty.</exception>
    public static Func<Dataset, Dataset> Take(int count)
    {
        if (count <= 0)
            throw new ArgumentOutOfRangeException(
                nameof(count), FormattableString.Invariant($"Take was asked for {count} samples, but takes 1 at least."));
        return OnData(data => data.First(count));
    }

    /// <summary>Leaves the first samples out: <c>data | Skip(1000)</c>.</summary>
    /// <param name="count">Number of samples; 0 or more.</param>
    /// <returns>The data set, or an error if no sample would be left.</returns>
    public static Func<Dataset, Fin<Dataset>> Skip(int count) => OnData(data => data.Skip(count));

    /// <summary>Takes a range of samples: <c>data | Rows(10..20)</c>, <c>data | Rows(^100..)</c>.</summary>
    /// <param name="range">The positions of the samples, from 0; not empty.</param>
    /// <returns>The data set, or an error if there is no such range, or if it is empty.</returns>
    public static Func<Dataset, Fin<Dataset>> Rows(Range range) => OnData(data => data.Rows(range));

    /// <summary>
    /// Takes samples by their positions, in this order: <c>data | Rows(3, 1, 4)</c>. A sample may be taken several times.
    /// </summary>
    /// <param name="rows">The positions, from 0; at least one.</param>
    /// <returns>The data set, or an error that names the first sample that does not exist.</returns>
    public static Func<Dataset, Fin<Dataset>> Rows(params IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return OnData(data => data.Rows(rows));
    }

    /// <summary>
    /// Applies a function to every sample when a batch is gathered, on several threads ahead of the steps: <c>data | Map((x, y) => …)</c>.
    /// </summary>
    /// <param name="function">
    /// The function. It must give the same numbers for a sample every time. If it changes the shape, its results count as numbers without a
    /// scaling.
    /// </param>
    /// <param name="shape">Shape of the samples that it gives; by default the shape that they have.</param>
    /// <returns>The data set, or an error: a shape without numbers. What the function throws is an error of <c>Fit</c>.</returns>
    public static Func<Dataset, Fin<Dataset>> Map(SampleFunction function, Shape? shape = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return OnData(data => data.Mapped((sample, result, _) => function(sample, result), 0, shape));
    }

    /// <summary>
    /// Applies a random function to every sample when a batch is gathered, on several threads ahead of the steps:
    /// <c>train | Map((x, y, random) => …, seed: 42)</c>. Each epoch of <c>Fit</c> sees other random numbers; everything else that reads
    /// the set sees those of the first epoch.
    /// </summary>
    /// <remarks>
    /// The numbers depend only on seed, epoch and sample, so that a run gives the same bits on any number of threads, and also if it is
    /// resumed from a checkpoint. A checkpoint knows the samples of the first epoch, but can't know the function.
    /// </remarks>
    /// <param name="function">The function. If it changes the shape, its results count as numbers without a scaling.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="shape">Shape of the samples that it gives; by default the shape that they have.</param>
    /// <returns>The data set, or an error: a shape without numbers. What the function throws is an error of <c>Fit</c>.</returns>
    public static Func<Dataset, Fin<Dataset>> Map(RandomSampleFunction function, int seed, Shape? shape = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return OnData(data => data.Mapped(function, seed, shape));
    }

    /// <summary>Puts the samples in random order; the same seed gives the same order.</summary>
    public static Func<Dataset, Dataset> Shuffle(int seed) =>
        OnData(data => data.View(Partition.Shuffle(data.Count, seed), data.Name));

    /// <summary>
    /// Converts class indices to rows of zeros with a one at the class, for losses that take numbers. The rows exist in batches only.
    /// </summary>
    /// <param name="classes">Number of columns.</param>
    /// <returns>The data set, or an error: labels that are not class indices, or a class that has no column.</returns>
    public static Func<Dataset, Fin<Dataset>> OneHot(int classes) => OnData(data => data.OneHot(classes));

    /// <summary>
    /// Adds weights to the samples: the weight of each in the loss, in training and in evaluation. Parts, folds and shuffled views keep
    /// them; metrics ignore them. Keras: <c>sample_weight</c>.
    /// </summary>
    /// <param name="weights">The weight of each sample, in order; finite and 0 or more.</param>
    /// <returns>
    /// The data set, or an error: the number of weights differs from that of samples, or the first weight that is not valid.
    /// </returns>
    public static Func<Dataset, Fin<Dataset>> WithSampleWeights(params float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return OnData(data => data.Weighted(weights));
    }

    /// <summary>
    /// Takes the samples of some classes and renumbers the classes in the given order. With <c>data | OfClasses(6, 0)</c>, class 6 becomes
    /// class 0, and class 0 becomes class 1.
    /// </summary>
    /// <param name="classes">Class indices, each once.</param>
    /// <returns>
    /// The data set, or an error: labels that are not one class index for each sample, a class named twice or without samples.
    /// </returns>
    public static Func<Dataset, Fin<Dataset>> OfClasses(params IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return OnData(data => data.OfClasses(classes));
    }

    /// <summary>
    /// Converts class indices to answers to a yes/no question, <c>[1]</c>: 1 for samples of one of these classes, 0 for all others. For a
    /// model that ends in <c>Dense(1, Activation.Sigmoid)</c>.
    /// </summary>
    /// <param name="classes">The classes whose answer is yes.</param>
    /// <returns>The data set, or an error: labels that are not one class index for each sample, or a class that does not exist.</returns>
    public static Func<Dataset, Fin<Dataset>> IsClass(params IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return OnData(data => data.IsClass(classes));
    }

    /// <summary>
    /// Numbers the classes of the samples as in a training set, matched by name: <c>test | MatchClasses(train)</c>. Otherwise a test set
    /// that lacks a class would give other numbers to the classes after it.
    /// </summary>
    /// <param name="train">The training set.</param>
    /// <returns>
    /// The data set, or an error: labels that are not class indices, a set without class names, a class that the training set does not
    /// know.
    /// </returns>
    public static Func<Dataset, Fin<Dataset>> MatchClasses(Dataset train)
    {
        ArgumentNullException.ThrowIfNull(train);
        return MatchClasses(train.ClassNames);
    }

    /// <summary>Numbers the classes of the samples in the order of these names, matched by name.</summary>
    /// <param name="classNames">Names of all classes, by class index.</param>
    /// <returns>
    /// The data set, or an error: labels that are not class indices, a set without class names, a class that is not among the names.
    /// </returns>
    public static Func<Dataset, Fin<Dataset>> MatchClasses(IEnumerable<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        var names = classNames.ToSeq().Strict();
        return OnData(data => data.MatchClasses(names));
    }

    /// <summary>Gives other names to the classes of the samples; the indices do not change.</summary>
    /// <param name="classNames">Names of the classes, by class index; empty to remove the names.</param>
    /// <returns>The data set, or an error: labels that are not class indices, or a class that has no name.</returns>
    public static Func<Dataset, Fin<Dataset>> WithClassNames(IEnumerable<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        var names = classNames.ToSeq().Strict();
        return OnData(data => data.WithClassNames(names));
    }

    /// <summary>
    /// Gives names to the features, one for each number of a sample in row-major order: <c>data | WithFeatureNames("age", "fare")</c>.
    /// Views keep them. <c>Csv.Load</c> sets the names of the columns by itself.
    /// </summary>
    /// <param name="names">The names, each once; none to remove the names.</param>
    /// <returns>
    /// The data set, or an error: another number of names than of numbers in a sample, or a name that is empty or not unique.
    /// </returns>
    public static Func<Dataset, Fin<Dataset>> WithFeatureNames(params string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return OnData(data => data.WithFeatureNames(names));
    }

    /// <summary>
    /// Splits the samples into two random parts: <c>data | Split(validation: 0.2, seed: 42)</c>. The validation part has
    /// <c>validation·Count</c> samples, rounded to the nearest (halves up).
    /// </summary>
    /// <param name="validation">Share of the validation part, between 0 and 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <param name="stratified">Whether each class is divided in this proportion, to within one sample.</param>
    /// <returns>
    /// The parts, or an error: a share that is not between 0 and 1, or a part that would be empty. Errors of a stratified split are also
    /// labels that are not one class index for each sample, and a class with a single sample.
    /// </returns>
    public static Func<Dataset, Fin<Parts>> Split(double validation, int seed, bool stratified = false) =>
        OnData(data => data.Split(validation, seed, stratified));

    /// <summary>
    /// Splits the samples in their order: <c>steps | Split(validation: 0.2, shuffle: false)</c>. The last samples are the validation part,
    /// as in Keras's <c>validation_split</c>. It has <c>validation·Count</c> samples, rounded to the nearest (halves up).
    /// </summary>
    /// <param name="validation">Share of the validation part, between 0 and 1.</param>
    /// <param name="shuffle">False. A random split needs a seed.</param>
    /// <param name="gap">Number of samples between the parts that belong to neither; they are taken from the training part.</param>
    /// <returns>The parts, or an error: a share that is not between 0 and 1, or a part that would be empty.</returns>
    public static Func<Dataset, Fin<Parts>> Split(double validation, bool shuffle, int gap = 0) =>
        OnData(data => data.SplitInOrder(validation, shuffle, gap));

    /// <summary>
    /// Makes k pairs for cross-validation: each sample is held out once. Without a seed the folds are those of scikit-learn's <c>KFold</c>
    /// or <c>StratifiedKFold</c>; with a seed they are random.
    /// </summary>
    /// <param name="folds">Number of folds; from 2 to the number of samples.</param>
    /// <param name="stratified">Whether every fold has each class in the same proportion.</param>
    /// <param name="seed">Shuffles the samples first; the same seed gives the same folds.</param>
    /// <returns>
    /// The folds, or an error: fewer than 2 folds, or more folds than samples. Errors of stratified folds are also labels that are not one
    /// class index for each sample, and a class with fewer samples than folds.
    /// </returns>
    public static Func<Dataset, Fin<Seq<Fold>>> KFold(int folds, bool stratified = false, int? seed = null) =>
        OnData(data => data.KFold(folds, stratified, seed));

    /// <summary>
    /// Subtracts the mean of each feature and divides by its deviation, as fitted on a training set with <see cref="Standardization.Fit"/>.
    /// </summary>
    /// <returns>The data set, or an error if the samples have another shape.</returns>
    public static Func<Dataset, Fin<Dataset>> Standardize(Standardization fitted)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        return OnData(fitted.Apply);
    }

    /// <summary>Standardizes both parts by the training part: <c>data | Split(validation: 0.2, seed: 42) | Standardize()</c>.</summary>
    public static Func<Parts, Fin<Parts>> Standardize() => parts =>
    {
        ArgumentNullException.ThrowIfNull(parts);
        var fitted = Standardization.Fit(parts.Train);
        return from train in fitted.Apply(parts.Train)
               from validation in fitted.Apply(parts.Validation)
               select new Parts(train, validation);
    };

    /// <summary>
    /// Says that the numbers are scaled as the training data of a model was: <c>data | AlreadyScaled</c>. A model that was trained on
    /// scaled data refuses other sets whose scaling it can't see.
    /// </summary>
    public static Dataset AlreadyScaled(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.ScaledAlready();
    }

    /// <summary>Returns a function of a data set that throws if the data set is null.</summary>
    private static Func<Dataset, TResult> OnData<TResult>(Func<Dataset, TResult> function) => data =>
    {
        ArgumentNullException.ThrowIfNull(data);
        return function(data);
    };
}
