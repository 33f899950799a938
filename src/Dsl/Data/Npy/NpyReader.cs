using LanguageExt;

namespace ModelDsl.Data;

/// <summary>Reads an array of NumPy into memory, in row-major order and little-endian.</summary>
internal static class NpyReader
{
    /// <summary>Returns the array at the beginning of a stream, or an error that begins with the path.</summary>
    internal static Fin<NpyArray> Read(ArraySource source) =>
        from header in NpyHeader.Read(source.Path, source.Stream)
        let each = NpyArray.SizeOf(header.Type)
        from shape in source.Shape(header.Dimensions, each)
        from content in source.Content(shape, each, header.Length)
        select new NpyArray(header.Type, shape, InOrder(header, shape, content, each));

    private static byte[] InOrder(NpyHeader header, Shape shape, byte[] content, int each)
    {
        if (header.IsBigEndian)
            for (var i = 0; i < content.Length; i += each) content.AsSpan(i, each).Reverse();
        return header.IsFortranOrder && shape.Rank > 1 && shape.Size > 0 ? RowMajor(content, shape, each) : content;
    }

    /// <summary>Returns numbers whose first index changes fastest in row-major order, in which the last index does.</summary>
    private static byte[] RowMajor(byte[] content, Shape shape, int each)
    {
        var result = new byte[content.Length];
        var steps = new int[shape.Rank];
        steps[0] = 1;
        for (var axis = 1; axis < steps.Length; axis++) steps[axis] = steps[axis - 1] * shape[axis - 1];
        var (index, from) = (new int[shape.Rank], 0);
        for (var to = 0; to < shape.Size; to++)
        {
            content.AsSpan(from * each, each).CopyTo(result.AsSpan(to * each));
            for (var axis = shape.Rank - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++index[axis] < shape[axis]) break;
                from -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return result;
    }
}
