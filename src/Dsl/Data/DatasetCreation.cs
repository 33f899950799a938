using System.Globalization;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Shapes;

namespace ModelDsl;

public sealed partial class Dataset
{
    private const string DefaultName = "the data set";


    /// <summary>Largest class index. More classes are a mistake, and counting them would be costly.</summary>
    internal const int LargestClass = (1 << 24) - 1;

    /// <summary>The class index of a sample without a class. A loss must be told to ignore it, by <c>IgnoreClass = -1</c>.</summary>
    public const int NoClass = -1;

    /// <summary>Creates a data set whose labels are class indices.</summary>
    /// <remarks>
    /// Everything is copied. Bytes are kept as bytes, in a quarter of the memory; any other type of number is converted to float32.
    /// </remarks>
    /// <typeparam name="T">Type of the samples' numbers: byte, float, double, int …</typeparam>
    /// <param name="sampleShape">Shape of one sample; each dimension positive.</param>
    /// <param name="samples">The samples one after the other, each in row-major order.</param>
    /// <param name="classes">
    /// The class index of each sample, 0 … 2²⁴ − 1, or <see cref="NoClass"/>. There are several for each sample if
    /// <paramref name="labelShape"/> is given.
    /// </param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="labelShape">Shape of the label of one sample; by default <c>[]</c>, one class index.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>
    /// The data set, or one error with all faults: no samples, counts that do not match, NaN or infinite numbers, negative classes, or
    /// classes without a name. Faults name the sample, counted from 0.
    /// </returns>
    public static Fin<Dataset> Create<T>(
        Shape sampleShape, ReadOnlySpan<T> samples, ReadOnlySpan<int> classes, IEnumerable<string>? classNames = null,
        Shape labelShape = default, string name = DefaultName) where T : unmanaged, INumber<T>
    {
        var names = (classNames ?? []).ToSeq().Strict();
        var faults = new List<string>();
        var count = CheckSamples(sampleShape, samples, faults);
        CheckLabelCount(count, classes.Length, labelShape, faults);
        CheckClasses(classes, labelShape, names, least: NoClass, faults);
        if (faults.Count > 0) return Report(name, faults);
        var labels = new ClassLabels(classes.ToArray(), labelShape);
        return new Dataset(Store(samples.ToArray(), sampleShape.Size), sampleShape, count, labels, names, name);
    }

    /// <summary>Creates a data set whose labels are real numbers: regression targets or probabilities.</summary>
    /// <remarks>
    /// Everything is copied. Bytes are kept as bytes, in a quarter of the memory; any other type of number is converted to float32.
    /// </remarks>
    /// <typeparam name="T">Type of the samples' numbers: byte, float, double, int …</typeparam>
    /// <param name="sampleShape">Shape of one sample; each dimension positive.</param>
    /// <param name="samples">The samples one after the other, each in row-major order.</param>
    /// <param name="targets">The targets of the samples, one after the other.</param>
    /// <param name="targetShape">Shape of the target of one sample: <c>[1]</c> for a model that ends in <c>Dense(1)</c>.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>
    /// The data set, or one error with all faults: no samples, counts that do not match, NaN or infinite numbers. Faults name the sample,
    /// counted from 0.
    /// </returns>
    public static Fin<Dataset> Create<T>(
        Shape sampleShape, ReadOnlySpan<T> samples, ReadOnlySpan<float> targets, Shape targetShape, string name = DefaultName)
        where T : unmanaged, INumber<T>
    {
        var faults = new List<string>();
        var count = CheckSamples(sampleShape, samples, faults);
        CheckTargets(count, targets, targetShape, faults);
        if (faults.Count > 0) return Report(name, faults);
        var labels = new TargetLabels(targets.ToArray(), targetShape);
        return new Dataset(Store(samples.ToArray(), sampleShape.Size), sampleShape, count, labels, [], name);
    }

    /// <summary>Creates a data set without labels, for prediction.</summary>
    /// <typeparam name="T">Type of the samples' numbers: byte, float, double, int …</typeparam>
    /// <param name="sampleShape">Shape of one sample; each dimension positive.</param>
    /// <param name="samples">The samples one after the other, each in row-major order.</param>
    /// <param name="classNames">Names of the classes that a model may predict.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>The data set, or an error: no samples, an incomplete sample, NaN or infinite numbers.</returns>
    public static Fin<Dataset> Unlabelled<T>(
        Shape sampleShape, ReadOnlySpan<T> samples, IEnumerable<string>? classNames = null, string name = DefaultName)
        where T : unmanaged, INumber<T>
    {
        var names = (classNames ?? []).ToSeq().Strict();
        var faults = new List<string>();
        var count = CheckSamples(sampleShape, samples, faults);
        if (CsvText.Fault(names) is { } unnamed) faults.Add(unnamed);
        return faults.Count > 0
            ? Report(name, faults)
            : new Dataset(Store(samples.ToArray(), sampleShape.Size), sampleShape, count, null, names, name);
    }

    /// <summary>Creates a data set that takes ownership of arrays, byte[] or float[]. They were read from files that errors name.</summary>
    internal static Fin<Dataset> Own<T>(
        Shape sampleShape, T[] samples, string samplesPath, int[] classes, string labelsPath, IEnumerable<string>? classNames, string name)
        where T : unmanaged, INumber<T>
    {
        var names = (classNames ?? []).ToSeq().Strict();
        var faults = new List<string>();
        var count = CheckSamples<T>(sampleShape, samples, faults);
        if (faults.Count > 0) return Report(samplesPath, faults);
        CheckClasses(classes, [], names, least: 0, faults);
        if (faults.Count > 0) return Report(labelsPath, faults);
        return new Dataset(Store(samples, sampleShape.Size), sampleShape, count, new ClassLabels(classes, []), names, name);
    }

    /// <summary>Creates a data set of files that stay on disk. Its labels must have been checked; null for none.</summary>
    internal static Dataset OnDisk(
        FileStorage samples, Shape sampleShape, int count, int[]? classes, Seq<string> classNames, string name) =>
        new(samples, sampleShape, count, classes is null ? null : new ClassLabels(classes, []), classNames, name);

    /// <summary>Returns the fault of the class indices of a file; null if there is none.</summary>
    internal static Error? Fault(string labelsPath, ReadOnlySpan<int> classes, Seq<string> classNames)
    {
        var faults = new List<string>();
        CheckClasses(classes, [], classNames, least: 0, faults);
        return faults.Count > 0 ? Report(labelsPath, faults) : null;
    }

    private static SampleStorage Store<T>(T[] samples, int width) where T : unmanaged, INumber<T>
    {
        // The test is by type, not by pattern: the runtime treats an array of signed bytes as one of bytes, too.
        if (typeof(T) == typeof(byte)) return new ByteStorage((byte[])(object)samples, width);
        if (typeof(T) == typeof(float)) return new FloatStorage((float[])(object)samples, width);
        return new FloatStorage(Array.ConvertAll(samples, float.CreateSaturating), width);
    }

    /// <summary>Returns the number of samples, or 0 and a fault.</summary>
    private static int CheckSamples<T>(Shape shape, ReadOnlySpan<T> samples, List<string> faults) where T : unmanaged, INumber<T>
    {
        var width = shape.Size;
        if (width == 0)
        {
            faults.Add($"a sample of shape {shape} has no numbers; each dimension must be positive");
            return 0;
        }
        if (samples.IsEmpty) faults.Add("there are no samples");
        else if (samples.Length % width != 0)
            faults.Add($"{samples.Length} numbers are not a whole number of samples of shape {shape}, {width} numbers each");
        if (typeof(T) != typeof(byte))
        {
            for (var i = 0; i < samples.Length; i++)
            {
                if (float.IsFinite(float.CreateSaturating(samples[i]))) continue;
                var why = T.IsFinite(samples[i]) ? "too large for float32" : Text(float.CreateSaturating(samples[i]));
                faults.Add($"sample {i / width} is {why}{Places.At(shape, i % width)}");
                break;
            }
        }
        return samples.Length % width == 0 ? samples.Length / width : 0;
    }

    private static void CheckLabelCount(int count, int labels, Shape shape, List<string> faults)
    {
        if (shape.Size == 0) faults.Add($"a label of shape {shape} has no numbers; each dimension must be positive");
        else if (count > 0 && labels != (long)count * shape.Size)
        {
            faults.Add(shape.Size == 1
                ? $"there {(count == 1 ? "is" : "are")} {Words.Counted(count, "sample")} but {Words.Counted(labels, "label")}"
                : $"{Words.Counted(count, "sample")} with labels of shape {shape} need {(long)count * shape.Size} numbers, but there are {labels}");
        }
    }

    private static void CheckTargets(int count, ReadOnlySpan<float> targets, Shape shape, List<string> faults)
    {
        CheckLabelCount(count, targets.Length, shape, faults);
        if (shape.Size > 0 && FirstNotFinite(targets) is { } wrong) faults.Add(TargetFault(targets, shape, wrong));
    }

    private static void CheckClasses(ReadOnlySpan<int> classes, Shape shape, Seq<string> names, int least, List<string> faults)
    {
        if (CsvText.Fault(names) is { } unnamed) faults.Add(unnamed);
        var width = Math.Max(shape.Size, 1);
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] >= least && classes[i] <= LargestClass && (names.IsEmpty || classes[i] < names.Count)) continue;
            var what = FormattableString.Invariant($"the label of sample {i / width}{Places.At(shape, i % width)} is {classes[i]}");
            faults.Add(classes[i] < 0 || names.IsEmpty
                ? $"{what}; a class index lies in 0 … {LargestClass}"
                : $"{what}, but there are names for the classes 0 … {names.Count - 1} only");
            return;
        }
    }

    internal static int? FirstNotFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return i;
        }
        return null;
    }

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static Error Report(string name, params IEnumerable<string> faults) => Error.New($"{name}: {string.Join("; ", faults)}.");
}
