using Onnx;
using Size = Onnx.TensorShapeProto.Types.Dimension;

namespace ModelDsl.Import;

/// <summary>Reads the declaration of an input: a batch, and sizes of a sample that must be known.</summary>
internal static class InputReader
{
    public static SourceInput Read(ValueInfoProto input, ImportOptions options)
    {
        if (input.Type?.TensorType is not { } tensor)
            throw new ImportException(
                $"input '{input.Name}' is not a tensor, which is not offered. Export a model whose inputs are tensors.");
        var type = TensorReader.ElementTypeOf(tensor.ElemType) ?? throw new ImportException(
            $"input '{input.Name}' takes {TensorReader.NameOf(tensor.ElemType)}, which is not offered. Export a model that takes numbers.");
        var declared = tensor.Shape?.Dim;
        if (declared is { Count: 0 })
            throw new ImportException(
                $"input '{input.Name}' is a single number, not a batch. Export the model with this input as a constant, or with one number"
                    + " a sample.");
        if (options.Shapes.TryGetValue(input.Name, out var sizes))
            return new(input.Name, type, Batch(input, declared), Given(input.Name, sizes, declared));
        if (declared is null)
            throw new ImportException($"input '{input.Name}' has no shape. {HowToGive(input.Name, "…")}");
        var unknown = declared.Skip(1).FirstOrDefault(size => !IsKnown(size));
        if (unknown is not null)
            throw new ImportException(
                $"input '{input.Name}' has the shape {Text(declared)}, and '{Text(unknown)}' is not known. A model of ModelDsl has one"
                    + " shape."
                + $" {HowToGive(input.Name, string.Join(",", declared.Skip(1).Select(size => IsKnown(size) ? Text(size) : "…")))}");
        return new(input.Name, type, Batch(input, declared), Checked(input.Name, [.. declared.Skip(1).Select(size => size.DimValue)]));
    }

    private static string HowToGive(string name, string sizes) =>
        $"Give the shape of a sample, without the batch: --shape {name}={sizes} of the tool, or Shape of the item OnnxModel.";

    private static IReadOnlyList<long> Given(string name, IReadOnlyList<long> sizes, IReadOnlyList<Size>? declared)
    {
        var fits = declared is null || declared.Count == sizes.Count + 1
            && sizes.Zip(declared.Skip(1), (given, size) => !IsKnown(size) || size.DimValue == given).All(fit => fit);
        return fits
            ? Checked(name, sizes)
            : throw new ImportException(
                $"the given shape [{string.Join(", ", sizes)}] does not fit input '{name}', whose shape is {Text(declared!)} with its"
                    + " batch.");
    }

    private static IReadOnlyList<long> Checked(string name, IReadOnlyList<long> sizes)
    {
        long length = 1;
        foreach (var size in sizes)
            if (size is < 1 or > int.MaxValue || (length *= size) > int.MaxValue)
                throw new ImportException(
                    $"input '{name}' can't have the sizes [{string.Join(", ", sizes)}]: they make no sample in memory.");
        return sizes;
    }

    private static long? Batch(ValueInfoProto input, IReadOnlyList<Size>? declared)
    {
        if (declared is null || !IsKnown(declared[0]))
            return null;
        return declared[0].DimValue is > 0 and < 1 << 20
            ? declared[0].DimValue
            : throw new ImportException($"input '{input.Name}' has a batch of {declared[0].DimValue}. Export the model again.");
    }

    // Some exporters write 0 or −1 for a size that is not known.
    private static bool IsKnown(Size size) => size.ValueCase == Size.ValueOneofCase.DimValue && size.DimValue > 0;

    private static string Text(IEnumerable<Size> sizes) => $"[{string.Join(", ", sizes.Select(Text))}]";

    private static string Text(Size size) => IsKnown(size) ? $"{size.DimValue}" : size.DimParam is { Length: > 0 } name ? name : "?";
}
