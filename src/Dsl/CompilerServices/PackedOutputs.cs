using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>
/// Several outputs as one: a prediction is a row of numbers for each sample, one output after the other, and so is a label. This is the
/// common part of the methods that the generator emits for a model with several outputs.
/// </summary>
public static class PackedOutputs
{
    /// <summary>Returns one output of a prediction <c>[N, numbers]</c>: <c>[N, …]</c>.</summary>
    /// <exception cref="ArgumentException">It is not a prediction of the model.</exception>
    public static Tensor Part(ModelDescription model, Tensor packed, int index)
    {
        ArgumentNullException.ThrowIfNull(packed);
        if (packed.Element != ElementType.Float || packed.Shape.Rank != 2 || packed.Shape[1] != model.OutputShape.Size)
            throw new ArgumentException($"{model.Name} predicts rows of its outputs {model.OutputNames}, [N, {model.OutputShape.Size}], but this is {packed.Shape}.");
        var output = model.Outputs[index];
        var part = packed[.., output.First..(output.First + output.Shape.Size)].Reshape([-1, .. output.Shape]);
        return output.Axes.IsEmpty ? part : part.Named([.. output.Axes]);
    }

    /// <summary>Packs the labels of each output, <c>[N, …]</c>, into one tensor <c>[N, numbers]</c> on the CPU engine.</summary>
    /// <exception cref="ArgumentException">
    /// One has another shape or kind than in the model, another number of samples than the first, or is out of range.
    /// </exception>
    public static Tensor PackLabels(ModelDescription model, params Tensor[] parts)
    {
        foreach (var part in parts) ArgumentNullException.ThrowIfNull(part);
        var rows = parts[0].Shape.Rank == 0 ? 0 : parts[0].Shape[0];
        var width = model.LabelShape.Size;
        var packed = new double[Shape.Create(rows, width).Size];
        for (var i = 0; i < parts.Length; i++)
        {
            var output = model.Outputs[i];
            if (parts[i].Shape.Rank > 0 && parts[i].Shape[0] != rows)
                throw new ArgumentException($"{model.Name} was given labels of {rows} samples for {model.Outputs[0].Name}, but of {parts[i].Shape[0]} for {output.Name}.");
            BatchChecks.CheckLabels(model.Of(output), parts[i], rows);
            var (numbers, count) = (output.Labels == LabelKind.ClassIndices ? Array.ConvertAll(parts[i].ToClasses(), c => (double)c)
                : parts[i].ToDoubles(), output.LabelShape.Size);
            for (var row = 0; row < rows; row++) numbers.AsSpan(row * count, count).CopyTo(packed.AsSpan(row * width + output.FirstLabel));
        }
        return Tensor.Create([rows, width], packed, Engine.Cpu);
    }

    /// <summary>Joins data sets with the labels of each output into one, as <see cref="Dataset.JoinLabels"/> does.</summary>
    /// <returns>The data set, or an error: a set's labels are not those of its output, or the sets do not fit together.</returns>
    public static Fin<Dataset> JoinLabels(ModelDescription model, params Dataset[] parts) => DataFaults.Reading<Dataset>(Engine.Cpu, () =>
    {
        foreach (var part in parts) ArgumentNullException.ThrowIfNull(part);
        var faults = parts.Zip(model.Outputs, (part, output) => part.Check(model.Of(output))).Select(check => check.Case).OfType<Error>()
            .Select(fault => fault.Message).ToArray();
        return faults.Length > 0 ? Error.New(string.Join(" ", faults)) : Dataset.JoinLabels(parts);
    });
}
