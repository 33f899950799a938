using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace ModelDsl.Tables;

/// <summary>Reads the batches of Arrow's files and streams, one after the other.</summary>
internal static class ArrowBatches
{
    /// <summary>Opens a file or stream.</summary>
    /// <exception cref="IOException">It is neither, or damaged.</exception>
    internal static ArrowTableReader Open(Stream stream, string name)
    {
        if (!stream.CanSeek) throw new IOException("an Arrow file is read from its end, and this stream can't seek; copy it to memory or to a file");
        var isFile = Signature.IsArrowFile(stream);
        var codecs = new CompressionCodecFactory();
        var reader = Reading.Of(Reading.Damaged, () => isFile
            ? new ArrowFileReader(stream, null, codecs, leaveOpen: true)
            : new ArrowStreamReader(stream, codecs, leaveOpen: true));
        var schema = Reading.Wait(Reading.Damaged, () => reader.GetSchema(CancellationToken.None).AsTask());
        return new ArrowTableReader(name, schema ?? throw new IOException("the file has no schema"), Of(reader));
    }

    /// <summary>Reads batches. Each is disposed before the next one is read.</summary>
    private static IEnumerable<RecordBatch> Of(ArrowStreamReader reader)
    {
        using (reader)
        {
            while (reader.ReadNextRecordBatch() is { } batch)
            {
                using (batch) yield return batch;
            }
        }
    }
}
