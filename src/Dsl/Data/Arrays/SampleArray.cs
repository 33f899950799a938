using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>An array of C# whose first dimension counts samples: of several dimensions, or of arrays.</summary>
internal sealed class SampleArray
{
    private readonly Array[] parts;
    private readonly Type element;

    private SampleArray(Shape sampleShape, Array[] parts, Type element) =>
        (SampleShape, this.parts, this.element) = (sampleShape, parts, element);

    /// <summary>What is done with the numbers, whatever their type is.</summary>
    internal interface IUse
    {
        /// <summary>Makes a data set.</summary>
        Fin<Dataset> With<T>(Shape sampleShape, ReadOnlySpan<T> numbers) where T : unmanaged, INumber<T>;
    }

    /// <summary>Shape of one sample.</summary>
    internal Shape SampleShape { get; }

    /// <summary>Reads the shape of an array; an error if it is no array of samples.</summary>
    internal static Fin<SampleArray> Of(Array array, string name)
    {
        ArgumentNullException.ThrowIfNull(array);
        var element = array.GetType().GetElementType()!;
        if (!element.IsArray)
        {
            return array.Rank > 1 ? new SampleArray(ShapeOf(array, first: 1), [array], element)
                : Error.New($"{name}: an array of one dimension has no shape of samples: give the shape, Dataset.Create([…], samples, …), or an array with two dimensions.");
        }
        var inner = element.GetElementType()!;
        if (array.Rank > 1 || inner.IsArray)
        {
            while (inner.IsArray) inner = inner.GetElementType()!;
            return Error.New($"{name}: samples are arrays in an array, such as {inner.Name}[][], but not {array.GetType().Name}.");
        }
        var parts = array.Cast<Array?>().ToArray();
        if (Array.IndexOf(parts, null) is >= 0 and var missing) return Error.New(FormattableString.Invariant($"{name}: sample {missing} is null."));
        if (parts.Length == 0) return Error.New($"{name}: there are no samples.");
        var shape = ShapeOf(parts[0]!, first: 0);
        var odd = Array.FindIndex(parts, part => ShapeOf(part!, first: 0) != shape);
        return odd < 0 ? new SampleArray(shape, parts!, inner)
            : Error.New(FormattableString.Invariant($"{name}: sample {odd} has the shape {ShapeOf(parts[odd]!, first: 0)}, but those before it {shape}."));
    }

    /// <summary>Uses the numbers in their own type; an error if they are no numbers.</summary>
    internal Fin<Dataset> Use(IUse use) => Type.GetTypeCode(element) switch
    {
        TypeCode.Byte => Use<byte>(use),
        TypeCode.SByte => Use<sbyte>(use),
        TypeCode.Int16 => Use<short>(use),
        TypeCode.UInt16 => Use<ushort>(use),
        TypeCode.Int32 => Use<int>(use),
        TypeCode.UInt32 => Use<uint>(use),
        TypeCode.Int64 => Use<long>(use),
        TypeCode.UInt64 => Use<ulong>(use),
        TypeCode.Single => Use<float>(use),
        TypeCode.Double => Use<double>(use),
        TypeCode.Decimal => Use<decimal>(use),
        _ when element == typeof(Half) => Use<Half>(use),
        _ => Error.New($"Samples are numbers, but these are {element.Name}."),
    };

    private Fin<Dataset> Use<T>(IUse use) where T : unmanaged, INumber<T>
    {
        if (parts.Length == 1) return use.With(SampleShape, Numbers<T>(parts[0]));
        var numbers = new T[parts.Length * SampleShape.Size];
        for (var i = 0; i < parts.Length; i++) Numbers<T>(parts[i]).CopyTo(numbers.AsSpan(i * SampleShape.Size));
        return use.With<T>(SampleShape, numbers);
    }

    /// <summary>Returns the numbers of an array of any dimensions, in row-major order.</summary>
    private static ReadOnlySpan<T> Numbers<T>(Array array) where T : unmanaged => array.Length == 0 ? []
        : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static Shape ShapeOf(Array array, int first) =>
        Shape.Create([.. Enumerable.Range(first, array.Rank - first).Select(array.GetLength)]);
}
