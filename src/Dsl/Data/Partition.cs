using ModelDsl.Engines;

namespace ModelDsl.Data;

/// <summary>Assigns samples to parts and folds. All methods are pure functions of counts, classes and a seed.</summary>
internal static class Partition
{
    // The purposes use different steps of one random stream, so that a split of a shuffled set does not undo the shuffle.
    private const ulong SplitStep = 0;
    private const ulong FoldStep = 1;
    private const ulong ShuffleStep = 2;

    /// <summary>Returns a random order of all samples.</summary>
    internal static int[] Shuffle(int count, int seed) => Permutation(count, seed, ShuffleStep);

    /// <summary>Returns random positions of the training and the validation part.</summary>
    internal static (int[] Train, int[] Validation) Split(int count, int validation, int seed)
    {
        var order = Permutation(count, seed, SplitStep);
        return (order[validation..], order[..validation]);
    }

    /// <summary>
    /// Splits in the same way, with each class divided in proportion. A class's part of the validation set is its exact share, rounded down
    /// or up so that the total is right. The classes with the largest remainders are rounded up; if remainders are equal, the first class
    /// is.
    /// </summary>
    internal static (int[] Train, int[] Validation) SplitStratified(int[] classes, int[] classCounts, int validation, int seed)
    {
        var quotas = new int[classCounts.Length];
        var remainders = new long[classCounts.Length];
        for (var c = 0; c < quotas.Length; c++)
        {
            (var quota, remainders[c]) = Math.DivRem((long)classCounts[c] * validation, classes.Length);
            quotas[c] = (int)quota;
        }
        var byRemainder = Enumerable.Range(0, quotas.Length).OrderByDescending(c => remainders[c]);
        foreach (var c in byRemainder.Take(validation - quotas.Sum())) quotas[c]++;
        var (train, held) = (new List<int>(), new List<int>());
        foreach (var row in Permutation(classes.Length, seed, SplitStep)) (quotas[classes[row]]-- > 0 ? held : train).Add(row);
        return ([.. train], [.. held]);
    }

    /// <summary>
    /// Returns the fold of each sample: consecutive blocks, of which the first <c>count % folds</c> are one larger. With a seed the samples
    /// are shuffled first. scikit-learn: <c>KFold</c>.
    /// </summary>
    internal static int[] Folds(int count, int folds, int? seed)
    {
        var result = new int[count];
        var order = seed is { } s ? Permutation(count, s, FoldStep) : null;
        var (size, larger) = Math.DivRem(count, folds);
        for (int fold = 0, position = 0; fold < folds; fold++)
        {
            var end = position + size + (fold < larger ? 1 : 0);
            for (; position < end; position++) result[order?[position] ?? position] = fold;
        }
        return result;
    }

    /// <summary>
    /// Returns the fold of each sample, with each class in proportion in every fold. scikit-learn: <c>StratifiedKFold</c>. Classes are
    /// numbered in the order of first appearance. With all labels sorted, the labels at positions i, i + k, i + 2k … give the count of each
    /// class in fold i. The members of a class go to the folds in order: the first ones to fold 0. With a seed that order is random.
    /// </summary>
    internal static int[] FoldsStratified(int[] classes, int[] classCounts, int folds, int? seed)
    {
        var remaining = new int[classCounts.Length][];
        var start = 0;
        foreach (var c in classes.Distinct())
        {
            remaining[c] = new int[folds];
            for (var position = start; position < start + classCounts[c]; position++) remaining[c][position % folds]++;
            start += classCounts[c];
        }
        var result = new int[classes.Length];
        var order = seed is { } s ? Permutation(classes.Length, s, FoldStep) : null;
        for (var i = 0; i < result.Length; i++)
        {
            var row = order?[i] ?? i;
            var free = remaining[classes[row]];
            var fold = Array.FindIndex(free, n => n > 0);
            free[fold]--;
            result[row] = fold;
        }
        return result;
    }

    private static int[] Permutation(int count, int seed, ulong step) =>
        Philox.Permutation(count, new RandomKey((uint)seed, step), RandomStreams.Split);
}
