using System.Globalization;
using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Descriptions;
using ModelDsl.Shapes;

namespace ModelDsl;

public sealed partial class Dataset
{
    /// <summary>
    /// Checks whether this data can train or test a model. It is done once, when data meets a model; a training step never checks again.
    /// Results that need a pass over all labels are stored, so checking many views of one storage is cheap.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>
    /// Nothing, or one error with all faults. Faults are the shape of samples, the kind and shape of labels, a number that scaling makes
    /// too large, and a class missing in the model. Targets that are not probabilities are a fault if the loss needs probabilities. Faults
    /// name the first wrong sample, counted from 0.
    /// </returns>
    public Fin<Unit> Check(ModelDescription model)
    {
        var faults = new List<string>();
        CheckSamples(model, faults);
        if (labels is null) faults.Add($"there are no labels; {model.Name} needs them to compute its loss");
        else CheckLabels(model, faults);
        return faults.Count > 0 ? Report(Name, faults) : Unit.Default;
    }

    private void CheckLabels(ModelDescription model, List<string> faults)
    {
        if (!model.Outputs.IsEmpty && (labels as PackedLabels)?.Parts.Count == model.Outputs.Count)
        {
            for (var i = 0; i < model.Outputs.Count; i++) OfOutput(i).CheckLabels(model.Of(model.Outputs[i]), faults);
        }
        else if (!model.Outputs.IsEmpty) faults.Add($"labels are {WhatLabels}, but {model.Name} has the outputs {model.OutputNames}: join data sets with the labels of each by {model.Name}.JoinLabels");
        else if (LabelKind != model.Labels) faults.Add(WrongKind(model));
        else if (!SampleRules.AreLabels(LabelShape, model.LabelShape))
            faults.Add($"labels have the shape {LabelShape}, but {model.Name} takes labels of shape {model.LabelShape}");
        else if (labels is ClassLabels) CheckClassRange(model, faults);
        else if (labels is ValueLabels values) CheckTargets(values, model, faults);
    }

    /// <summary>Checks whether a model can predict this data: only samples matter, labels do not.</summary>
    /// <param name="model">The model.</param>
    /// <returns>
    /// Nothing, or an error. The error gives both shapes, or the first wrong number. A number is wrong if scaling makes it too large, or if
    /// the model takes indices and it is not an index.
    /// </returns>
    public Fin<Unit> CheckInputs(ModelDescription model)
    {
        var faults = new List<string>();
        CheckSamples(model, faults);
        return faults.Count > 0 ? Report(Name, faults) : Unit.Default;
    }

    private void CheckSamples(ModelDescription model, List<string> faults)
    {
        if (SampleShape != model.InputShape)
        {
            var join = model.Inputs.IsEmpty ? "" : $", all its inputs in a row: join their data sets with {model.Name}.Join";
            faults.Add($"samples have the shape {SampleShape}, but {model.Name} takes samples of shape {model.InputShape}{join}");
        }
        else if (!model.Indices.IsEmpty && FirstThatIsNoIndex(model) is var (sample, position, limit, number))
        {
            var (input, shape, place) = model.Place(position);
            var what = $"sample {sample} is {Text(number)}{Places.At(shape, place)}{input}";
            faults.Add($"{what}, but {model.Name} takes indices, whole numbers from 0 to {limit - 1}");
        }
        else if (FirstOverflown() is { } overflown) faults.Add(overflown);
    }

    /// <summary>
    /// Returns the first number in this view that scaling made infinite; null if there is none, or if samples are read later. The samples
    /// are only read if the sizes of the numbers make an overflow possible.
    /// </summary>
    private string? FirstOverflown()
    {
        if (samples.IsSlow || !samples.MayOverflow(transform)) return null;
        var sample = new float[SampleShape.Size];
        for (var i = 0; i < Count; i++)
        {
            CopySamples([i], sample);
            if (FirstNotFinite(sample) is { } position) return Overflown(i, position, sample[position]);
        }
        return null;
    }

    /// <summary>Returns the first number in this view that must be an index and is not one.</summary>
    private (int Sample, int Position, int Limit, float Number)? FirstThatIsNoIndex(ModelDescription model)
    {
        var sample = new float[SampleShape.Size];
        for (var i = 0; i < Count; i++)
        {
            CopySamples([i], sample);
            if (model.FirstThatIsNoIndex(sample) is var (position, limit)) return (i, position, limit, sample[position]);
        }
        return null;
    }

    /// <summary>The labels in words.</summary>
    private string WhatLabels => labels is PackedLabels { Parts: var parts } ? $"those of {parts.Count} outputs" : Text(labels!);

    private string WrongKind(ModelDescription model)
    {
        if (LabelKind == LabelKind.Packed) return $"labels are {WhatLabels}, but {model.Name} has one";
        if (LabelKind == LabelKind.Values)
        {
            return $"labels are numbers of shape {LabelShape}, but the loss {model.Loss} of {model.Name} takes class indices; " +
                "create the data set with class indices, or remove OneHot";
        }
        var remedy = model.Loss.IsRegression() || model.Classes < 2
            ? "create the data set with numbers as targets"
            : $"`data | OneHot({model.Classes})` makes such rows from class indices";
        return $"labels are class indices, but the loss {model.Loss} of {model.Name} takes numbers of shape {model.LabelShape}; {remedy}";
    }

    private void CheckClassRange(ModelDescription model, List<string> faults)
    {
        if (FirstClassOutside(model.Classes, model.IgnoredClass) is not var (sample, position, label)) return;
        var what = FormattableString.Invariant($"the label of sample {sample}{Places.At(LabelShape, position)} is {label}");
        faults.Add($"{what}, but {model.Name} has the classes 0 … {model.Classes - 1}");
    }

    /// <summary>
    /// Returns the first class index in this view that is not below the count, and not the ignored one. It is cheap if the storage has
    /// none.
    /// </summary>
    private (int Sample, int Position, int Label)? FirstClassOutside(int count, int? ignored = null)
    {
        if (ClassIndices is not { } classes || (classes.Smallest >= 0 && classes.Largest < count)) return null;
        for (var i = 0; i < Count; i++)
        {
            var label = classes[Locate(i)];
            for (var j = 0; j < label.Length; j++)
            {
                if ((uint)label[j] >= (uint)count && label[j] != ignored) return (i, j, label[j]);
            }
        }
        return null;
    }

    private void CheckTargets(ValueLabels values, ModelDescription model, List<string> faults)
    {
        var range = TargetRange.Of(model.Loss);
        // A fact about all rows of the storage applies to these rows if the model has the same row width.
        if (values.Within(range) && (!range.RowsSumToOne || (values.RowsSumToOne && LabelShape == model.LabelShape))) return;
        var columns = model.LabelShape.Rank == 0 ? 1 : model.LabelShape[^1];
        var label = new float[values.Width];
        (int Zero, int Minus) first = (-1, -1);
        for (var i = 0; i < Count; i++)
        {
            values.Copy(Locate(i), label);
            var outside = Array.FindIndex(label, t => !range.Contains(t));
            if (outside >= 0)
            {
                faults.Add($"the target of sample {i}{Places.At(LabelShape, outside)} is {Text(label[outside])}, but {model.Loss} takes {range.Text}");
                return;
            }
            if (range.WholeOnly)
            {
                if (first.Zero < 0 && label.Contains(0)) first.Zero = i;
                if (first.Minus < 0 && label.Contains(-1)) first.Minus = i;
                if (first is not { Zero: >= 0, Minus: >= 0 }) continue;
                faults.Add($"sample {first.Minus} has a target −1 and sample {first.Zero} a target 0, but {model.Loss} takes {range.Text}");
                return;
            }
            if (!range.RowsSumToOne || TargetLabels.SumsToOne(label, columns)) continue;
            var sum = TargetLabels.Sum(label.Chunk(columns).First(row => !TargetLabels.SumsToOne(row, row.Length)));
            faults.Add($"the targets of sample {i} sum to {sum.ToString("G6", CultureInfo.InvariantCulture)}, " +
                $"but {model.Loss} takes rows of probabilities that sum to 1");
            return;
        }
    }
}
