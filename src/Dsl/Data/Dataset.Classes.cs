using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Shapes;

namespace ModelDsl;

// The names of class indices, and how to match two sets that number their classes differently.
public sealed partial class Dataset
{
    /// <summary>The meaning of each output's labels.</summary>
    internal Seq<ClassLegend> Legends => labels switch
    {
        PackedLabels packed => packed.Legends,
        null or ClassLabels or OneHotLabels => Prelude.Seq1(new ClassLegend(ClassNames)),
        TargetLabels { Yes: { IsEmpty: false } yes } => Prelude.Seq1(new ClassLegend(yes, IsYes: true)),
        _ => Prelude.Seq1(ClassLegend.Unknown),
    };

    /// <summary>Returns this set with its classes numbered as in training. Classes are matched by name, not by their index here.</summary>
    /// <param name="trained">The meaning of each output's labels in training.</param>
    /// <returns>
    /// The set, or an error that names a class that training did not know. If either side has no names, the set is returned unchanged.
    /// </returns>
    internal Fin<Dataset> NumberedAs(Seq<ClassLegend> trained)
    {
        if (labels is not PackedLabels packed) return trained.Count == 1 ? NumberedAs(trained[0]) : this;
        if (trained.Count != packed.Parts.Count) return this;
        return packed.Parts.Select((_, output) => OfOutput(output).NumberedAs(trained[output])).ToSeq().Strict().Sequence()
            .Map(parts => new Dataset(this,
                new PackedLabels([.. parts.Select(part => part.labels!)], parts.Bind(part => part.Legends).Strict())));
    }

    /// <summary>Returns this set with other names for its classes; their indices stay.</summary>
    internal Fin<Dataset> WithClassNames(Seq<string> names)
    {
        if (labels is not (null or ClassLabels or OneHotLabels)) return Fault("WithClassNames needs labels that are class indices");
        if (CsvText.Fault(names) is { } unnamed) return Fault(unnamed);
        if (!names.IsEmpty && FirstClassOutside(names.Count, NoClass) is var (sample, position, label))
        {
            var what = FormattableString.Invariant($"the label of sample {sample}{Places.At(LabelShape, position)} is {label}");
            return Fault($"{what}, but there are names for the classes 0 … {names.Count - 1} only");
        }
        return new Dataset(this, labels, names);
    }

    /// <summary>Returns this set with its classes renumbered in the order of a list of names.</summary>
    internal Fin<Dataset> MatchClasses(Seq<string> names)
    {
        if (labels is not (ClassLabels or OneHotLabels)) return Fault("MatchClasses needs labels that are class indices");
        if (ClassNames.IsEmpty) return Fault("MatchClasses compares names, but the classes of this set have none; WithClassNames gives them names");
        if (names.IsEmpty) return Fault("MatchClasses compares names, but was given none");
        return NumberedAs(new ClassLegend(names));
    }

    /// <summary>
    /// Describes an index that means one class here and another in training, if both sets share a class name. Returns null if there is
    /// none. With such an index, the model's predictions would be read with the wrong names.
    /// </summary>
    internal string? ConflictWith(Seq<ClassLegend> trained)
    {
        foreach (var (mine, other) in Legends.Zip(trained))
        {
            if (mine.IsYes || other.IsYes || !mine.Known.Exists(name => other.Known.Contains(name))) continue;
            for (var i = 0; i < Math.Min(mine.Names.Count, other.Names.Count); i++)
            {
                if (mine.Known[i] == other.Known[i]) continue;
                return $"{Name} numbers its classes differently from the data that the model was trained on: " +
                    $"class {i} is {mine.Names[i]} here and {other.Names[i]} there. Load it with CsvOptions {{ Classes = train.ClassNames }}, " +
                    "or match the classes by name: data | MatchClasses(train)";
            }
        }
        return null;
    }

    private Fin<Dataset> NumberedAs(ClassLegend trained)
    {
        var mine = Legends[0];
        if (!mine.IsKnown || !trained.IsKnown || mine.IsYes != trained.IsYes || mine.Names == trained.Names) return this;
        if (mine.IsYes)
        {
            return mine.Known.Order(StringComparer.Ordinal).SequenceEqual(trained.Known.Order(StringComparer.Ordinal)) ? this
                : Fault($"the answer is yes for {mine.Text}, but in training it was for {trained.Text}");
        }
        if (ClassIndices is not { } classes) return this;
        var numbers = new Dictionary<int, int> { [NoClass] = NoClass };
        for (var i = 0; i < Count; i++)
        {
            foreach (var label in classes[Locate(i)])
            {
                if (numbers.ContainsKey(label)) continue;
                var there = IndicesOf(mine.Known[label], trained.Known);
                if (there.Length == 0)
                {
                    return Fault($"sample {i} is of the class {mine.Names[label]}, which is not one of the classes of training: {trained.Text}. " +
                        "If only the names differ, give the set these names: data | WithClassNames(train.ClassNames)");
                }
                if (there.Length > 1)
                {
                    return Fault($"the class {mine.Names[label]} of sample {i} can't be matched by name: " +
                        $"classes {there[0]} and {there[1]} of training have the same name");
                }
                numbers.Add(label, there[0]);
            }
        }
        var renumbered = numbers.All(pair => pair.Key == pair.Value) ? classes : classes.Renumbered(numbers);
        if (labels is not OneHotLabels) return new Dataset(this, renumbered, trained.Names);
        var columns = LabelShape[^1] == mine.Names.Count ? trained.Names.Count : Math.Max(LabelShape[^1], trained.Names.Count);
        return new Dataset(this, new OneHotLabels(renumbered, columns), trained.Names);
    }

    private static int[] IndicesOf(string name, Seq<string> names) => [.. Enumerable.Range(0, names.Count).Where(i => names[i] == name)];
}
