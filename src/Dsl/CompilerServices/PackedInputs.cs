using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>
/// Several inputs as one: a sample is a row of numbers, one input after the other. This is the common part of the methods that the
/// generator emits for a model with <see cref="InputAttribute"/>.
/// </summary>
public static class PackedInputs
{
    /// <summary>Packs the inputs of a batch, each <c>[N, …]</c>, into one tensor <c>[N, numbers]</c> on the first one's engine.</summary>
    /// <exception cref="ArgumentException">
    /// One has another shape than in the model, or another number of samples than the first.
    /// </exception>
    public static Tensor Pack(ModelDescription model, params Tensor[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(parts[i], model.Inputs[i].Name);
            var (input, shape) = (model.Inputs[i], parts[i].Shape);
            if (parts[i].Element != ElementType.Float || shape.Rank != input.Shape.Rank + 1 || shape.Tail != input.Shape)
                throw new ArgumentException($"{model.Name} takes its input {input.Name} as [N, {string.Join(", ", input.Shape)}], but it is {shape}{(parts[i].Element == ElementType.Float ? "" : " of whole numbers")}.");
            if (shape[0] != parts[0].Shape[0])
                throw new ArgumentException($"{model.Name} was given {parts[0].Shape[0]} samples of {model.Inputs[0].Name}, but {shape[0]} of {input.Name}.");
        }
        var packed = Functions.Concat([.. parts.Select(part => part.Flatten())]);
        var scalings = parts.Select(SampleScaling.Of).ToArray();
        return scalings.Contains(null) ? packed
            : SampleScaling.Mark(packed, SampleScaling.Join(scalings.Zip(model.Inputs, (scaling, input) => (scaling!, input.Shape.Size))));
    }

    /// <summary>Returns one input of packed samples <c>[N, numbers]</c>: <c>[N, …]</c>.</summary>
    /// <exception cref="ArgumentException">The samples do not fit the model.</exception>
    public static Tensor Part(ModelDescription model, Tensor packed, int index)
    {
        BatchChecks.CheckInput(model, packed);
        var input = model.Inputs[index];
        return packed[.., input.First..(input.First + input.Shape.Size)].Reshape([-1, .. input.Shape]);
    }

    /// <summary>Joins the data sets of the inputs into one of packed samples, as <see cref="Dataset.Join"/> does.</summary>
    /// <returns>The data set, or an error: an input's data has another shape than in the model, or the sets do not fit together.</returns>
    public static Fin<Dataset> Join(ModelDescription model, params Dataset[] parts)
    {
        foreach (var part in parts) ArgumentNullException.ThrowIfNull(part);
        var faults = parts.Zip(model.Inputs, (part, input) => part.SampleShape == input.Shape
            ? null
            : $"{model.Name} takes its input {input.Name} in samples of shape {input.Shape}, but those of {part.Name} have the shape {part.SampleShape}").OfType<string>().ToArray();
        return faults.Length > 0 ? Error.New(string.Join("; ", faults) + ".") : Dataset.Join(parts);
    }
}
