using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;
using static Onnx.TensorProto.Types;

namespace ModelDsl.CompilerServices;

// Numbers that are known when the file is written.
public sealed partial class OnnxGraph
{
    private readonly Dictionary<float, string> scalars = [];
    private readonly Dictionary<string, string> ints = new(StringComparer.Ordinal);

    /// <summary>A number that is repeated everywhere.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="number">The number.</param>
    /// <param name="isPerSample">Whether there is one of the given shape for each sample.</param>
    /// <param name="shape">The shape, without the batch.</param>
    public OnnxValue Fill(string name, double number, bool isPerSample, params ReadOnlySpan<int> shape) =>
        new(name, DimsOf(shape, isPerSample)) { Uniform = (float)number };

    /// <summary>A vector of given numbers.</summary>
    public OnnxValue Numbers(string name, params ReadOnlySpan<double> numbers)
    {
        var singles = new float[numbers.Length];
        for (var i = 0; i < singles.Length; i++) singles[i] = (float)numbers[i];
        return new OnnxValue(name, [singles.Length]) { Numbers = singles };
    }

    /// <summary>A vector of the factor times 0, 1, 2 and so on.</summary>
    public OnnxValue Multiples(string name, double factor, int count) =>
        new(name, [count]) { Numbers = [.. Enumerable.Range(0, count).Select(i => (float)(factor * i))] };

    /// <summary>A number.</summary>
    public OnnxValue Number(double number) => new("Number", []) { Uniform = (float)number };

    /// <summary>Adds numbers to the file, and returns their name there.</summary>
    internal string Initializer(string name, ImmutableArray<long> dims, float[] numbers)
    {
        var tensor = new TensorProto { Name = names.Unique(name), DataType = (int)DataType.Float, RawData = BytesOf<float>(numbers) };
        tensor.Dims.AddRange(dims);
        proto.Initializer.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Returns the name of a number in the file.</summary>
    internal string Scalar(float number) => scalars.TryGetValue(number, out var known) ? known
        : scalars[number] = Initializer("number_" + number.ToString("R", CultureInfo.InvariantCulture), [], [number]);

    /// <summary>Returns the name of whole numbers in the file: a shape, or a list of axes.</summary>
    internal string Ints(ReadOnlySpan<long> numbers)
    {
        var name = "ints" + string.Concat(numbers.ToArray().Select(number => "_" + number.ToString(CultureInfo.InvariantCulture)));
        if (ints.TryGetValue(name, out var known)) return known;
        var tensor = new TensorProto { Name = names.Unique(name), DataType = (int)DataType.Int64, RawData = BytesOf(numbers.ToArray()) };
        tensor.Dims.Add(numbers.Length);
        proto.Initializer.Add(tensor);
        return ints[name] = tensor.Name;
    }

    /// <summary>Returns the bytes of numbers as a file has them: little-endian.</summary>
    private static ByteString BytesOf<T>(T[] numbers) where T : unmanaged
    {
        var bytes = new byte[MemoryMarshal.AsBytes(numbers.AsSpan()).Length];
        MemoryMarshal.AsBytes(numbers.AsSpan()).CopyTo(bytes);
        if (!BitConverter.IsLittleEndian)
        {
            var size = bytes.Length / numbers.Length;
            for (var i = 0; i < bytes.Length; i += size) bytes.AsSpan(i, size).Reverse();
        }
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    /// <summary>Writes out a number that is repeated everywhere.</summary>
    private string Filled(OnnxValue value, float number)
    {
        if (!value.IsPerSample)
            return Initializer(value.Name, value.Dims,
                [.. Enumerable.Repeat(number, (int)value.Dims.Aggregate(1L, (product, size) => product * size))]);
        var rows = Tensor("Shape", value.Name + ".Rows", [proto.Input[0].Name], [1], DataType.Int64, Int("start", 0), Int("end", 1));
        var shape = Tensor("Concat", value.Name + ".Shape", [rows, Ints(value.Dims.AsSpan()[1..])], [value.Rank], DataType.Int64, Int("axis", 0));
        return Tensor("Expand", value.Name, [Scalar(number), shape], value.Dims);
    }

    /// <summary>Writes out one column that is repeated along the row.</summary>
    private string Repeated(OnnxValue value, string narrow) =>
        Tensor("Expand", value.Name, [narrow, Ints([.. Enumerable.Repeat(1L, value.Rank - 1), value.Columns])], value.Dims);
}
