using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>Makes a data set of two arrays of NumPy.</summary>
internal static class NpyData
{
    /// <summary>Reads the labels if there are any.</summary>
    internal static Fin<Option<NpyArray>> Labels(string? from, Func<string, Fin<NpyArray>> read) =>
        from is null ? Option<NpyArray>.None : read(from).Map(Prelude.Some);

    /// <summary>Returns the data set, or an error that names the array at fault.</summary>
    /// <param name="samplesPath">What errors call the samples.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="labelsPath">What errors call the labels.</param>
    /// <param name="given">The labels; none for data to be predicted.</param>
    /// <param name="kind">Whether labels are class indices; null if their type decides.</param>
    /// <param name="classNames">Names of the classes.</param>
    /// <param name="name">The name of the data set.</param>
    internal static Fin<Dataset> Pair(
        string samplesPath, NpyArray samples, string labelsPath, Option<NpyArray> given, LabelKind? kind, IEnumerable<string>? classNames,
        string name)
    {
        if (samples.Shape.Rank == 0) return Error.New($"{samplesPath}: one number is not a set of samples.");
        if (given.Case is not NpyArray labels) return Dataset.Own(samples, samplesPath, null, [], labelsPath, classNames, name);
        if (labels.Shape.Rank == 0) return Error.New($"{labelsPath}: one number is not a set of labels.");
        if (samples.Shape[0] != labels.Shape[0])
        {
            return Error.New($"{samplesPath} has {Words.Counted(samples.Shape[0], "sample")}, but {labelsPath} has " +
                $"{Words.Counted(labels.Shape[0], "label")}; they do not belong together.");
        }
        var isClasses = kind is null ? labels.HasIntegers : kind == LabelKind.ClassIndices;
        // Keras's data sets have labels of the shape [N, 1].
        var shape = labels.Shape.Tail is { Rank: 1 } tail && tail[0] == 1 && isClasses ? Shape.Create() : labels.Shape.Tail;
        if (!isClasses)
        {
            var targets = labels.Shape.Rank == 1 ? [1] : shape;
            return Dataset.Own(samples, samplesPath, labels.ToFloats(), targets, labelsPath, classNames, name);
        }
        if (labels.ToIntegers() is { } classes) return Dataset.Own(samples, samplesPath, classes, shape, labelsPath, classNames, name);
        return Error.New(labels.HasIntegers ? $"{labelsPath}: a label has more than 32 bits, but a class index lies in 0 … {Dataset.LargestClass}."
            : $"{labelsPath}: class indices are integers, but these are {labels.Type}; leave out the kind, and they are targets.");
    }
}
