using System.Numerics;
using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl;

// Sets of C#'s arrays with several dimensions, and of arrays of arrays.
public sealed partial class Dataset
{
    /// <summary>
    /// Creates a data set of an array whose first dimension counts the samples: <c>float[,]</c>, <c>byte[,,]</c>, <c>double[][]</c>. Its
    /// labels are class indices.
    /// </summary>
    /// <remarks>
    /// Everything is copied. Bytes are kept as bytes, in a quarter of the memory; any other type of number is converted to float32.
    /// </remarks>
    /// <param name="samples">The samples: an array of two or more dimensions, or arrays in an array, all of one shape.</param>
    /// <param name="classes">The class index of each sample, 0 … 2²⁴ − 1, or <see cref="NoClass"/>.</param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>
    /// The data set, or one error: the errors of the other forms, an array of something else than numbers, or the first sample that has
    /// another shape than the one before it.
    /// </returns>
    public static Fin<Dataset> Create(
        Array samples, int[] classes, IEnumerable<string>? classNames = null, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return SampleArray.Of(samples, name).Bind(array => array.Use(new OfClassIndices(classes, classNames, name)));
    }

    /// <summary>Creates a data set of an array whose first dimension counts the samples, with one target each.</summary>
    /// <inheritdoc cref="Create(Array, int[], IEnumerable{string}, string)" path="/remarks"/>
    /// <inheritdoc cref="Create(Array, int[], IEnumerable{string}, string)" path="/returns"/>
    /// <param name="samples">The samples: an array of two or more dimensions, or arrays in an array, all of one shape.</param>
    /// <param name="targets">The target of each sample, of shape <c>[1]</c>.</param>
    /// <param name="name">The name of the data set in errors.</param>
    public static Fin<Dataset> Create(Array samples, float[] targets, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return SampleArray.Of(samples, name).Bind(array => array.Use(new OfTargets(targets, [1], name)));
    }

    /// <summary>Creates a data set of an array whose first dimension counts the samples, with several targets each.</summary>
    /// <inheritdoc cref="Create(Array, int[], IEnumerable{string}, string)" path="/remarks"/>
    /// <inheritdoc cref="Create(Array, int[], IEnumerable{string}, string)" path="/returns"/>
    /// <param name="samples">The samples: an array of two or more dimensions, or arrays in an array, all of one shape.</param>
    /// <param name="targets">The targets, a row for each sample: of shape <c>[columns]</c>.</param>
    /// <param name="name">The name of the data set in errors.</param>
    public static Fin<Dataset> Create(Array samples, float[,] targets, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(targets);
        float[] numbers = [.. targets.Cast<float>()];
        return SampleArray.Of(samples, name).Bind(array => array.Use(new OfTargets(numbers, [targets.GetLength(1)], name)));
    }

    /// <summary>Creates a data set of an array whose first dimension counts the samples, without labels, for prediction.</summary>
    /// <inheritdoc cref="Create(Array, int[], IEnumerable{string}, string)" path="/remarks"/>
    /// <param name="samples">The samples: an array of two or more dimensions, or arrays in an array, all of one shape.</param>
    /// <param name="classNames">Names of the classes that a model may predict.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>The data set, or an error, as for a set with labels.</returns>
    public static Fin<Dataset> Unlabelled(Array samples, IEnumerable<string>? classNames = null, string name = DefaultName) =>
        SampleArray.Of(samples, name).Bind(array => array.Use(new WithoutLabels(classNames, name)));

    private sealed record OfClassIndices(int[] Classes, IEnumerable<string>? Names, string Name) : SampleArray.IUse
    {
        public Fin<Dataset> With<T>(Shape shape, ReadOnlySpan<T> numbers) where T : unmanaged, INumber<T> =>
            Create(shape, numbers, Classes, Names, default, Name);
    }

    private sealed record OfTargets(float[] Targets, Shape Shape, string Name) : SampleArray.IUse
    {
        public Fin<Dataset> With<T>(Shape shape, ReadOnlySpan<T> numbers) where T : unmanaged, INumber<T> =>
            Create(shape, numbers, Targets, Shape, Name);
    }

    private sealed record WithoutLabels(IEnumerable<string>? Names, string Name) : SampleArray.IUse
    {
        public Fin<Dataset> With<T>(Shape shape, ReadOnlySpan<T> numbers) where T : unmanaged, INumber<T> =>
            Unlabelled(shape, numbers, Names, Name);
    }
}
