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
            if (threads < 1) return Error.New(FormattableString.Invariant($"Cross-validation was asked to run on {threads} threads, but needs at least 1."));
            return Functions.KFold(folds, stratified, seed)(data)
                .Bind(parts => ValidateFolds<T>(parts, options ?? new FitOptions(), threads ?? Environment.ProcessorCount));
        }
    }

    private static Fin<CrossValidation> ValidateFolds<T>(Seq<Fold> folds, FitOptions options, int threads) where T : class, IModel<T>
    {
        var begin = Stopwatch.GetTimestamp();
        var results = new Fin<FoldResult>[folds.Count];
        var sideBySide = new ParallelOptions { MaxDegreeOfParallelism = threads };
        var threadsOfFold = Math.Max(1, options.Threads / Math.Min(threads, folds.Count));
        Parallel.For(0, folds.Count, sideBySide, i =>
        {
            using var team = ThreadTeam.Enter(threadsOfFold);
            results[i] = ValidateFold<T>(folds[i], folds.Count, options);
        });
        return results.ToSeq().Sequence().Map(done => new CrossValidation(done.Strict(), Stopwatch.GetElapsedTime(begin)));
    }

    private static Fin<FoldResult> ValidateFold<T>(Fold fold, int folds, FitOptions options) where T : class, IModel<T>
    {
        var begin = Stopwatch.GetTimestamp();
        var result =
            from fitted in FitNamed(T.Initialize(options.Seed), fold.Train, options, $"fold {fold.Index + 1}/{folds}")
            from complete in fitted.Cancelled ? Error.New("cancelled before it was trained.") : Fin<Fitted<T>>.Succ(fitted)
            from held in complete.Model.Evaluate(fold.Held, options.Metrics)
            select new FoldResult(fold.Index, held, complete.History, Stopwatch.GetElapsedTime(begin))
            {
                // Losses of several outputs are also reported as metrics, but the user did not ask for these.
                Score = options.Metrics.Count == 0 ? held.Loss : held.Metrics[0].Value,
            };
        return result.BiMap(Succ: done => done, Fail: reason => new FoldFailed(fold.Index, folds, reason));
    }
}
