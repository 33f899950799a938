using System.Globalization;
using ModelDsl.Descriptions;
using ModelDsl.Engines;
using ModelDsl.Formatting;
using ModelDsl.Metrics;

namespace ModelDsl.CompilerServices;

/// <summary>Checks whether tensors fit a model, with messages that tell a beginner what to change.</summary>
internal static class BatchChecks
{
    /// <summary>Returns the number of samples of an input that fits the model.</summary>
    /// <exception cref="ArgumentException">It does not fit.</exception>
    public static int CheckInput(ModelDescription model, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Element != ElementType.Float)
            throw new ArgumentException($"{model.Name} takes real numbers as input, but this tensor {input.Shape} holds class indices.");
        if (input.Shape == model.InputShape)
        {
            throw new ArgumentException(
                $"{model.Name} takes a batch of samples {Batched(model.InputShape)}, but the input is one sample {input.Shape}: " +
                $"give it the shape {input.Shape.Prepend(1)}.");
        }
        if (input.Shape.Rank != model.InputShape.Rank + 1 || input.Shape.Tail != model.InputShape)
        {
            throw new ArgumentException(
                $"{model.Name} takes samples of shape {model.InputShape}, that is {Batched(model.InputShape)}, " +
                $"but the input is {input.Shape}{(model.Inputs.IsEmpty ? "" : $": pack its inputs with {model.Name}.Pack")}.");
        }
        if (input.Shape[0] == 0)
            throw new ArgumentException($"{model.Name} was given no sample: the input is {input.Shape}.");
        if (!model.Indices.IsEmpty) CheckIndices(model, Array.ConvertAll(input.ToDoubles(), number => (float)number));
        return input.Shape[0];
    }

    /// <summary>Checks that samples are indices, if the model looks them up.</summary>
    /// <exception cref="ArgumentException">A number is not an index.</exception>
    public static void CheckIndices(ModelDescription model, ReadOnlySpan<float> numbers)
    {
        if (model.Indices.IsEmpty) return;
        var size = model.InputShape.Size;
        for (var i = 0; i < numbers.Length / size; i++)
        {
            var sample = numbers.Slice(i * size, size);
            if (model.FirstThatIsNoIndex(sample) is not var (position, limit)) continue;
            var (input, _, place) = model.Place(position);
            throw new ArgumentException(
                $"{model.Name} takes indices, whole numbers from 0 to {limit - 1}, but sample {i} has " +
                $"{sample[position].ToString(CultureInfo.InvariantCulture)} at {place}{input}.");
        }
    }

    /// <summary>Returns the number of samples of a batch that fits the model.</summary>
    /// <exception cref="ArgumentException">Samples or labels do not fit.</exception>
    public static int Check(ModelDescription model, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(batch.Inputs);
        ArgumentNullException.ThrowIfNull(batch.Labels);
        var rows = CheckInput(model, batch.Inputs);
        if (model.Outputs.IsEmpty) CheckLabels(model, batch.Labels, rows);
        else CheckOutputs(model, batch.Labels, rows);
        if (batch.Weights is { } weights) CheckWeights(weights, rows);
        return rows;
    }

    /// <summary>Checks that labels are those of all outputs in rows.</summary>
    private static void CheckOutputs(ModelDescription model, Tensor labels, int rows)
    {
        var expected = model.LabelShape.Prepend(rows);
        if (labels.Element != ElementType.Float || labels.Shape != expected)
        {
            throw new ArgumentException(
                $"{model.Name} takes the labels of its outputs {model.OutputNames} in rows {expected}, but these labels are {labels.Shape}: make them with {model.Name}.PackLabels.");
        }
        var numbers = Array.ConvertAll(labels.ToDoubles(), number => (float)number);
        foreach (var output in model.Outputs)
        {
            var (width, count) = (model.LabelShape.Size, output.LabelShape.Size);
            if (output.Labels == LabelKind.ClassIndices)
            {
                for (var i = 0; i < rows * count; i++)
                {
                    if (numbers[i / count * width + output.FirstLabel + i % count] is var number && number != MathF.Floor(number))
                        throw new ArgumentException($"{model.Name}.{output.Name} takes class indices, but the label of sample {i / count} is {number.ToString(CultureInfo.InvariantCulture)}.");
                }
            }
            var of = model.Of(output);
            var taken = new LabelsOfOutput(model, output).Take(numbers);
            if (output.Labels == LabelKind.ClassIndices) CheckClasses(of, taken.Classes.ToArray(), rows);
            else CheckTargets(of, Array.ConvertAll(taken.Targets.ToArray(), number => (double)number), rows);
        }
    }

    /// <summary>Checks that labels are those of the model, or of an output.</summary>
    /// <exception cref="ArgumentException">They have another shape, kind or range.</exception>
    public static void CheckLabels(ModelDescription model, Tensor labels, int rows)
    {
        var expected = model.LabelShape.Prepend(rows);
        var wanted = model.Labels == LabelKind.ClassIndices ? ElementType.Int32 : ElementType.Float;
        if (labels.Element != wanted)
        {
            throw new ArgumentException(wanted == ElementType.Int32
                ? $"{model.Name} takes class indices {expected} as labels ({model.Loss}), but these labels {labels.Shape} are real " +
                  "numbers: create them from whole numbers, or use Argmax on one-hot rows."
                : $"{model.Name} takes real numbers {expected} as labels ({model.Loss}), but these labels {labels.Shape} are class " +
                  "indices: use OneHot on them, or another loss.");
        }
        if (labels.Shape.Rank == 0 || labels.Shape[0] != rows || !SampleRules.AreLabels(labels.Shape.Tail, model.LabelShape))
            throw new ArgumentException($"{model.Name} takes labels {expected} for these {rows} samples, but they are {labels.Shape}.");
        if (wanted == ElementType.Int32) CheckClasses(model, labels.ToClasses(), rows);
        else CheckTargets(model, labels.ToDoubles(), rows);
    }

    private static void CheckClasses(ModelDescription model, int[] classes, int rows)
    {
        for (var i = 0; i < classes.Length; i++)
        {
            if ((classes[i] >= 0 && classes[i] < model.Classes) || classes[i] == model.IgnoredClass) continue;
            throw new ArgumentException(
                $"{model.Name} knows the classes 0 to {model.Classes - 1}, " +
                $"but the label of sample {i / (classes.Length / rows)} is {NumberText.Of(classes[i])}.");
        }
    }

    private static void CheckWeights(Tensor weights, int rows)
    {
        var isForEach = weights.Shape.Rank > 0 && weights.Shape[0] == rows && SampleRules.AreLabels(weights.Shape.Tail, []);
        if (weights.Element != ElementType.Float || !isForEach)
            throw new ArgumentException($"The weights of {rows} samples are real numbers of shape [{rows}], but these are {weights.Shape}.");
        var wrong = Array.FindIndex(weights.ToDoubles(), weight => !RowWeights.Fits(weight));
        if (wrong < 0) return;
        throw new ArgumentException(
            $"A weight is finite and 0 or more, but that of sample {wrong} is {weights.ToDoubles()[wrong].ToString(CultureInfo.InvariantCulture)}.");
    }

    private static void CheckTargets(ModelDescription model, double[] targets, int rows)
    {
        var range = TargetRange.Of(model.Loss);
        if (range.WholeOnly && targets.Contains(-1) && targets.Contains(0))
            throw new ArgumentException($"{model.Name} takes {range.Text} ({model.Loss}), but this batch has targets −1 and 0.");
        for (var i = 0; i < targets.Length; i++)
        {
            if (range.Contains(targets[i])) continue;
            throw new ArgumentException(
                $"{model.Name} takes {range.Text} ({model.Loss}), but sample {i / (targets.Length / rows)} has the label " +
                $"{targets[i].ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    private static string Batched(Shape sample) => sample.Rank == 0 ? "[N]" : $"[N, {string.Join(", ", sample)}]";
}
