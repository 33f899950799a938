using System.Diagnostics;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines.Cpu;

namespace ModelDsl;

public static partial class ModelTraining
{
    extension<T>(T) where T : class, IModel<T>
    {
        /// <summary>
        /// Trains a fresh model on all folds except one and evaluates it on that one, for every fold. Every model is initialised with
        /// <see cref="FitOptions.Seed"/>. The scores are the same bits on any number of threads.
        /// </summary>
        /// <param name="data">The data.</param>
        /// <param name="options">The options of training; the first of its metrics is the score.</param>
        /// <param name="folds">Number of folds; at least 2.</param>
        /// <param name="stratified">Whether every fold has each class in the same proportion.</param>
        /// <param name="seed">
        /// Seed of the order in which samples are assigned to folds; null for their own order, as in scikit-learn.
        /// </param>
        /// <param name="threads">Maximum number of folds that run at the same time; null for the number of cores.</param>
        /// <returns>The scores, or an error that names the fold.</returns>
        public static Fin<CrossValidation> CrossValidate(
            Dataset data, FitOptions? options = null, int folds = 5, bool stratified = false, int? seed = null, int? threads = null)
        {
            ArgumentNullException.ThrowIfNull(data);
            options ??= new FitOptions();
            return Functions.KFold(folds, stratified, seed)(data).Bind(parts => ValidateFolds(
                parts.Count, options, threads, fold =>
                    Fin<FoldToFit<T>>.Succ(new(T.Initialize(options.Seed), parts[fold].Train, parts[fold].Held, options))));
        }
    }

    /// <summary>Trains and evaluates a model for every fold.</summary>
    /// <param name="folds">Number of folds.</param>
    /// <param name="options">The options of training.</param>
    /// <param name="threads">Maximum number of folds that run at the same time; null for the number of cores.</param>
    /// <param name="prepare">Returns a fold's untrained model, its two parts of the data, and its options.</param>
    internal static Fin<CrossValidation> ValidateFolds<T>(
        int folds, FitOptions options, int? threads, Func<int, Fin<FoldToFit<T>>> prepare)
            where T : class, IModel<T>
    {
        if (threads < 1) return Error.New(FormattableString.Invariant($"Cross-validation was asked to run on {threads} threads, but needs at least 1."));
        var begin = Stopwatch.GetTimestamp();
        var results = new Fin<FoldResult>[folds];
        var sideBySide = new ParallelOptions { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
        var threadsOfFold = Math.Max(1, options.Threads / Math.Min(sideBySide.MaxDegreeOfParallelism, folds));
        Parallel.For(0, folds, sideBySide, i =>
        {
            using var team = ThreadTeam.Enter(threadsOfFold);
            results[i] = ValidateFold(i, folds, prepare);
        });
        return results.ToSeq().Sequence().Map(done => new CrossValidation(done.Strict(), Stopwatch.GetElapsedTime(begin)));
    }

    private static Fin<FoldResult> ValidateFold<T>(
        int fold, int folds, Func<int, Fin<FoldToFit<T>>> prepare) where T : class, IModel<T>
    {
        var begin = Stopwatch.GetTimestamp();
        var result =
            from parts in prepare(fold)
            from model in T.Description.Adapted.IsEmpty ? parts.Model : parts.Model.Adapt(parts.Train)
            from fitted in FitNamed(model, parts.Train, parts.Options, $"fold {fold + 1}/{folds}")
            from complete in fitted.Cancelled ? Error.New("cancelled before it was trained.") : Fin<Fitted<T>>.Succ(fitted)
            from held in complete.Model.Evaluate(parts.Held, parts.Options.Metrics)
            select new FoldResult(fold, held, complete.History, Stopwatch.GetElapsedTime(begin))
            {
                // Losses of several outputs are also reported as metrics, but the user did not ask for these.
                Score = parts.Options.Metrics.Count == 0 ? held.Loss : held.Metrics[0].Value,
            };
        return result.BiMap(Succ: done => done, Fail: reason => new FoldFailed(fold, folds, reason));
    }
}

/// <summary>A fold before it is trained.</summary>
/// <param name="Model">The untrained model.</param>
/// <param name="Train">The data to train it on.</param>
/// <param name="Held">The data to evaluate it on.</param>
/// <param name="Options">The options, whose metrics may depend on the fold's training data.</param>
internal sealed record FoldToFit<T>(T Model, Dataset Train, Dataset Held, FitOptions Options) where T : class, IModel<T>;
