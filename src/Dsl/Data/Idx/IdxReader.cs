using LanguageExt;

namespace ModelDsl.Data;

/// <summary>Reads one IDX file into memory (LeCun, Cortes and Burges, The MNIST database).</summary>
internal static class IdxReader
{
    /// <summary>Returns the array, or an error that begins with the path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">
    /// Maximum number of bytes of the array; null for the limit of an array, and for the usual limit of a compressed file of this length.
    /// </param>
    internal static Fin<IdxArray> Read(string path, long? mostBytes) =>
        ArrayFile.Read(path, mostBytes, "Idx.Map leaves samples on disk.", source =>
            from header in IdxHeader.Read(path, source.Stream)
            let each = IdxArray.SizeOf(header.Type)
            from shape in source.Shape(header.Dimensions, each)
            from content in source.Content(shape, each, header.Bytes.Length)
            select new IdxArray(header.Type, shape, header.Bytes, content));
}
