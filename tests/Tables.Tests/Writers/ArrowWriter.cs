using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace ModelDsl.Tables.Tests;

/// <summary>Writes rows with Apache Arrow's library.</summary>
internal static class ArrowWriter
{
    private static readonly TimestampType Local = new(TimeUnit.Microsecond, (string?)null);
    private static readonly TimestampType Utc = new(TimeUnit.Microsecond, "UTC");

    internal static RecordBatch Batch(IReadOnlyList<Everything> rows) => new RecordBatch.Builder()
        .Append("I8", true, Numbers<sbyte, Int8Array, Int8Array.Builder>(new(), rows, row => row.I8))
        .Append("I16", true, Numbers<short, Int16Array, Int16Array.Builder>(new(), rows, row => row.I16))
        .Append("I32", true, Numbers<int, Int32Array, Int32Array.Builder>(new(), rows, row => row.I32))
        .Append("I64", true, Numbers<long, Int64Array, Int64Array.Builder>(new(), rows, row => row.I64))
        .Append("U8", true, Numbers<byte, UInt8Array, UInt8Array.Builder>(new(), rows, row => row.U8))
        .Append("U16", true, Numbers<ushort, UInt16Array, UInt16Array.Builder>(new(), rows, row => row.U16))
        .Append("U32", true, Numbers<uint, UInt32Array, UInt32Array.Builder>(new(), rows, row => row.U32))
        .Append("U64", true, Numbers<ulong, UInt64Array, UInt64Array.Builder>(new(), rows, row => row.U64))
        .Append("F16", true, Numbers<Half, HalfFloatArray, HalfFloatArray.Builder>(new(), rows, row => row.F16))
        .Append("F32", true, Numbers<float, FloatArray, FloatArray.Builder>(new(), rows, row => row.F32))
        .Append("F64", true, Numbers<double, DoubleArray, DoubleArray.Builder>(new(), rows, row => row.F64))
        .Append("Money", true, Build(rows, new Decimal128Array.Builder(new Decimal128Type(24, 4)), (b, row) => _ = row.Money is { } m ? b.Append(m) : b.AppendNull()).Build())
        .Append("Flag", true, Build(rows, new BooleanArray.Builder(), (b, row) => _ = row.Flag is { } f ? b.Append(f) : b.AppendNull()).Build())
        .Append("Text", true, Build(rows, new StringArray.Builder(), (b, row) => _ = row.Text is { } t ? b.Append(t) : b.AppendNull()).Build())
        .Append("At", true, Build(rows, new TimestampArray.Builder(Local), (b, row) => _ = row.At is { } at ? b.Append(new DateTimeOffset(at, TimeSpan.Zero)) : b.AppendNull()).Build())
        .Append("Moment", true, Build(rows, new TimestampArray.Builder(Utc), (b, row) => _ = row.Moment is { } at ? b.Append(at) : b.AppendNull()).Build())
        .Append("Day", true, Build(rows, new Date32Array.Builder(), (b, row) => _ = row.Day is { } day ? b.Append(day) : b.AppendNull()).Build())
        .Append("Time", true, Build(rows, new Time64Array.Builder(TimeUnit.Microsecond), (b, row) => _ = row.Time is { } t ? b.Append(t) : b.AppendNull()).Build())
        .Build();

    /// <summary>A table whose columns are cut at different places.</summary>
    internal static Table Table(IReadOnlyList<Everything> rows, int seed)
    {
        var whole = Batch(rows);
        var random = new Random(seed);
        return new Table(whole.Schema, [.. whole.Schema.FieldsList.Select((field, i) =>
        {
            var parts = new List<IArrowArray>();
            for (var at = 0; at < rows.Count;)
            {
                var length = Math.Min(random.Next(0, 4), rows.Count - at);
                parts.Add(ArrowArrayFactory.Slice(whole.Column(i), at, length));
                at += length;
            }
            return new Column(field, parts);
        })]);
    }

    /// <summary>A file or a stream of the format, in batches of three rows.</summary>
    internal static MemoryStream Write(IReadOnlyList<Everything> rows, bool isFile, CompressionCodecType? codec)
    {
        var stream = new MemoryStream();
        var batches = rows.Chunk(3).Select(Batch).ToArray();
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = new CompressionCodecFactory() };
        using var writer = isFile
            ? new ArrowFileWriter(stream, batches[0].Schema, leaveOpen: true, options)
            : new ArrowStreamWriter(stream, batches[0].Schema, leaveOpen: true, options);
        foreach (var batch in batches) writer.WriteRecordBatch(batch);
        writer.WriteEnd();
        stream.Position = 0;
        return stream;
    }

    private static TArray Numbers<T, TArray, TBuilder>(TBuilder builder, IEnumerable<Everything> rows, Func<Everything, T?> cell)
        where T : struct where TArray : IArrowArray where TBuilder : PrimitiveArrayBuilder<T, TArray, TBuilder>, new()
    {
        foreach (var row in rows) _ = cell(row) is { } value ? builder.Append(value) : builder.AppendNull();
        return builder.Build(null);
    }

    private static TBuilder Build<TBuilder>(IEnumerable<Everything> rows, TBuilder builder, Action<TBuilder, Everything> append)
    {
        foreach (var row in rows) append(builder, row);
        return builder;
    }
}
