using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Shapes;

namespace ModelDsl;

// Sets of NumPy's arrays.
public sealed partial class Dataset
{
    /// <summary>Creates a data set of an array and its labels, which are class indices or targets; null for none.</summary>
    internal static Fin<Dataset> Own(
        NpyArray samples, string samplesPath, Array? labels, Shape labelShape, string labelsPath, IEnumerable<string>? classNames,
        string name)
    {
        var names = (classNames ?? []).ToSeq().Strict();
        var (faults, shape) = (new List<string>(), samples.Shape.Tail);
        var (bytes, floats) = (samples.Bytes, samples.Bytes is null ? samples.ToFloats() : null);
        var count = bytes is not null ? CheckSamples<byte>(shape, bytes, faults) : CheckSamples<float>(shape, floats, faults);
        if (faults.Count > 0) return Report(samplesPath, faults);
        if (labels is int[] classes) CheckClasses(classes, labelShape, names, least: NoClass, faults);
        else if (CsvText.Fault(names) is { } unnamed) faults.Add(unnamed);
        if (labelShape.Size == 0) faults.Add($"a label of shape {labelShape} has no numbers; each dimension must be positive");
        else if (labels is float[] numbers && FirstNotFinite(numbers) is { } wrong) faults.Add(TargetFault(numbers, labelShape, wrong));
        if (faults.Count > 0) return Report(labelsPath, faults);
        SampleStorage storage = bytes is not null ? new ByteStorage(bytes, shape.Size) : new FloatStorage(floats!, shape.Size);
        return new Dataset(storage, shape, count, labels switch
        {
            int[] indices => new ClassLabels(indices, labelShape),
            float[] targets => new TargetLabels(targets, labelShape),
            _ => null,
        }, names, name);
    }

    private static string TargetFault(ReadOnlySpan<float> targets, Shape shape, int wrong)
    {
        var (sample, position) = Math.DivRem(wrong, shape.Size);
        return $"the target of sample {sample}{Places.At(shape, position)} is {Text(targets[wrong])}";
    }
}
