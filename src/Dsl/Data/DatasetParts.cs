using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Formatting;
using ModelDsl.Shapes;

namespace ModelDsl;

public sealed partial class Dataset
{
    internal Fin<Dataset> OneHot(int columns)
    {
        if (columns < 1) return Fault(FormattableString.Invariant($"one-hot rows can't have {columns} columns; give the number of classes"));
        if (labels is not ClassLabels classes) return Fault("OneHot needs labels that are class indices");
        if (FirstClassOutside(columns) is var (sample, position, label))
        {
            var what = FormattableString.Invariant($"the label of sample {sample}{Places.At(LabelShape, position)} is {label}");
            return Fault($"{what}, but OneHot({columns}) has columns for 0 … {columns - 1}");
        }
        return new Dataset(this, new OneHotLabels(classes, columns));
    }

    internal Fin<Dataset> OfClasses(IReadOnlyList<int> chosen)
    {
        if (labels is not ClassLabels { Width: 1 }) return Fault("OfClasses needs labels that are one class index a sample");
        if (chosen.Count == 0) return Fault("OfClasses needs at least one class");
        if (chosen.GroupBy(c => c).FirstOrDefault(same => same.Count() > 1) is { } twice) return Fault(FormattableString.Invariant($"OfClasses names class {twice.Key} twice"));
        var classes = Classes()!;
        var missing = chosen.Where(c => c < 0 || !classes.Contains(c)).ToArray();
        if (missing.Length > 0) return Fault($"no sample is of class {string.Join(", ", missing.Select(c => NumberText.Of(c) + NameOf(c)))}");

        var numbers = chosen.Select((c, number) => (c, number)).ToDictionary(pair => pair.c, pair => pair.number);
        var rows = Enumerable.Range(0, Count).Where(row => numbers.ContainsKey(classes[row])).ToArray();
        var names = ClassNames.IsEmpty ? ClassNames : chosen.Select(c => ClassNames[c]).ToSeq().Strict();
        var renumbered = ((ClassLabels)labels).Renumbered(numbers);
        return new Dataset(View(rows, $"{Name}, classes {string.Join(", ", chosen.Select(c => c + NameOf(c)))}"), renumbered, names);
    }

    internal Fin<Dataset> IsClass(IReadOnlyList<int> positive)
    {
        if (labels is not ClassLabels { Width: 1 } classes) return Fault("IsClass needs labels that are one class index a sample");
        if (positive.Count == 0) return Fault("IsClass needs at least one class");
        var last = ClassNames.IsEmpty ? classes.Largest : ClassNames.Count - 1;
        var wrong = positive.Where(c => c < 0 || c > last).ToArray();
        if (wrong.Length > 0) return Fault($"IsClass names class {string.Join(", ", wrong.Select(c => NumberText.Of(c)))}, but the classes are 0 … {last}");
        return new Dataset(this, new TargetLabels(classes.Membership(positive), [1],
            ClassNames.IsEmpty ? ClassNames : positive.Select(c => ClassNames[c]).ToSeq().Strict()));
    }

    internal Fin<Parts> Split(double validation, int seed, bool stratified) => ValidationCount(validation).Bind(count =>
        !stratified ? Parts(Partition.Split(Count, count, seed)) :
            from counts in ClassCounts(least: 2, "a stratified split")
            select Parts(Partition.SplitStratified(Classes()!, counts, count, seed)));

    /// <summary>Returns the samples in their order: the first ones, and the last ones, with some left out in between.</summary>
    internal Fin<Parts> SplitInOrder(double validation, bool shuffle, int gap)
    {
        if (shuffle) return Fault("a random split needs a seed: Split(validation, seed: 42)");
        if (gap < 0) return Fault($"the gap between the parts is not negative, but is {NumberText.Of(gap)}");
        return from count in ValidationCount(validation)
               from train in gap < Count - count ? Fin<int>.Succ(Count - count - gap)
                   : Fault(FormattableString.Invariant($"of {Count} samples, {count} would go to the validation part, and a gap of {gap} leaves none for training"))
               select new Parts(Range(0, train, $"{Name}, training part"), Range(Count - count, count, $"{Name}, validation part"));
    }

    /// <summary>Returns a range of samples.</summary>
    internal Fin<Dataset> Rows(Range range)
    {
        var (first, end) = (range.Start.GetOffset(Count), range.End.GetOffset(Count));
        if (first < 0 || end > Count || first > end) return Fault($"there is no range {range} of {Words.Counted(Count, "sample")}");
        return first < end ? Range(first, end - first, Name) : Fault($"the range {range} of {Words.Counted(Count, "sample")} is empty, but a data set is not");
    }

    /// <summary>Returns samples by their positions, in this order.</summary>
    internal Fin<Dataset> Rows(IReadOnlyList<int> rows)
    {
        if (rows.Count == 0) return Fault("no samples were asked for, but a data set is never empty");
        foreach (var row in rows)
            if ((uint)row >= (uint)Count) return Fault(FormattableString.Invariant($"there are the samples 0 … {Count - 1}, but {row} was asked for"));
        return View([.. rows], Name);
    }

    /// <summary>Returns the samples behind the first ones.</summary>
    internal Fin<Dataset> Skip(int count)
    {
        if (count < 0) return Fault($"the number of samples to skip is not negative, but is {NumberText.Of(count)}");
        return count < Count ? Range(count, Count - count, Name) : Fault($"{NumberText.Of(count)} of {Words.Counted(Count, "sample")} can't be skipped: a data set is never empty");
    }

    private Dataset Range(int first, int count, string name) =>
        first == 0 ? new Dataset(this, map, count, name) : View([.. Enumerable.Range(first, count)], name);

    private Fin<int> ValidationCount(double validation)
    {
        if (!(validation > 0 && validation < 1))
            return Fault($"the validation part's share lies between 0 and 1, but is {validation.ToString(CultureInfo.InvariantCulture)}");
        var count = (int)Math.Round(Count * validation, MidpointRounding.AwayFromZero);
        return count > 0 && count < Count ? count
            : Fault($"of {Words.Counted(Count, "sample")}, {count} would go to the validation part and {Count - count} to the training part; both need at least one");
    }

    internal Fin<Seq<Fold>> KFold(int folds, bool stratified, int? seed) =>
        FoldOfEach(folds, stratified, seed).Map(foldOf => Folds(foldOf, folds));

    /// <summary>Returns the fold of each sample, from 0.</summary>
    internal Fin<int[]> FoldOfEach(int folds, bool stratified, int? seed)
    {
        if (folds < 2) return Fault(FormattableString.Invariant($"cross-validation needs at least 2 folds, but {folds} were asked for"));
        if (Count == 1) return Fault("1 sample can't be divided into folds: cross-validation needs at least 2 samples");
        if (folds > Count) return Fault($"{Count} samples can't be divided into {folds} folds; ask for {Count} at most");
        if (!stratified) return Partition.Folds(Count, folds, seed);
        return from counts in ClassCounts(least: folds, $"{folds} stratified folds")
               select Partition.FoldsStratified(Classes()!, counts, folds, seed);
    }

    private Parts Parts((int[] Train, int[] Validation) rows) =>
        new(View(rows.Train, $"{Name}, training part"), View(rows.Validation, $"{Name}, validation part"));

    private Seq<Fold> Folds(int[] foldOf, int folds) => Enumerable.Range(0, folds).Select(fold =>
    {
        var rows = Enumerable.Range(0, Count).ToLookup(row => foldOf[row] == fold);
        var title = $"{Name}, fold {fold + 1} of {folds}";
        return new Fold(fold, View([.. rows[false]], $"{title}, training part"), View([.. rows[true]], $"{title}, held-out part"));
    }).ToSeq().Strict();

    /// <summary>Returns the number of samples of each class; an error if a class that occurs has fewer than needed.</summary>
    private Fin<int[]> ClassCounts(int least, string purpose)
    {
        if (Classes() is not { } classes) return Fault($"{purpose} needs labels that are one class index a sample");
        if (Array.IndexOf(classes, NoClass) is >= 0 and var lost) return Fault($"{purpose} needs a class for each sample, but sample {lost} has none");
        var counts = new int[classes.Max() + 1];
        foreach (var c in classes) counts[c]++;
        var rare = Array.FindIndex(counts, n => n > 0 && n < least);
        return rare < 0 ? counts
            : Fault($"class {rare}{NameOf(rare)} has {Words.Counted(counts[rare], "sample")}, but {purpose} needs at least {least} of each class");
    }

    private string NameOf(int classIndex) => classIndex >= 0 && classIndex < ClassNames.Count ? $" ({ClassNames[classIndex]})" : "";

    private Error Fault(string what) => Report(Name, what);
}
