using Parquet;
using Parquet.Schema;

namespace ModelDsl.Tables.Tests;

/// <summary>Writes rows with Parquet.Net, three in a group.</summary>
internal static class ParquetRows
{
    private const int TicksPerMicrosecond = 10;

    private static readonly DataField[] Fields =
    [
        new DataField<sbyte>("I8", true), new DataField<short>("I16", true), new DataField<int>("I32", true), new DataField<long>("I64", true),
        new DataField<byte>("U8", true), new DataField<ushort>("U16", true), new DataField<uint>("U32", true), new DataField<ulong>("U64", true),
        new DataField<float>("F16", true), new DataField<float>("F32", true), new DataField<double>("F64", true),
        new DecimalDataField("Money", 24, 4, isNullable: true), new DataField<bool>("Flag", true), new DataField("Text", typeof(string), true),
        new DateTimeDataField("At", DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Micros, isNullable: true),
        new DateTimeDataField("Moment", DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
        new DataField<DateOnly>("Day", true), new TimeDataField("Time", TimeUnitPrecision.Micros, isNullable: true),
    ];

    internal static MemoryStream Write(IReadOnlyList<Everything> rows, CompressionMethod method = CompressionMethod.Snappy)
    {
        var stream = new MemoryStream();
        WriteAsync(rows, stream, method).GetAwaiter().GetResult();
        stream.Position = 0;
        return stream;
    }

    private static async Task WriteAsync(IReadOnlyList<Everything> rows, Stream stream, CompressionMethod method)
    {
        var options = new ParquetOptions { CompressionMethod = method };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(Fields), stream, options);
        foreach (var part in rows.Chunk(3))
        {
            using var group = writer.CreateRowGroup();
            await Write<sbyte>(0, row => row.I8);
            await Write<short>(1, row => row.I16);
            await Write<int>(2, row => row.I32);
            await Write<long>(3, row => row.I64);
            await Write<byte>(4, row => row.U8);
            await Write<ushort>(5, row => row.U16);
            await Write<uint>(6, row => row.U32);
            await Write<ulong>(7, row => row.U64);
            await Write<float>(8, row => (float?)row.F16);
            await Write<float>(9, row => row.F32);
            await Write<double>(10, row => row.F64);
            await Write<decimal>(11, row => row.Money);
            await Write<bool>(12, row => row.Flag);
            await group.WriteAsync(Fields[13], part.Select(row => row.Text).ToArray());
            await Write<DateTime>(14, row => row.At);
            await Write<DateTime>(15, row => row.Moment?.UtcDateTime);
            await Write<DateOnly>(16, row => row.Day);
            await Write<long>(17, row => row.Time?.Ticks / TicksPerMicrosecond);
            group.CompleteValidate();

            async Task Write<T>(int column, Func<Everything, T?> cell) where T : struct =>
                await group.WriteAsync<T>(Fields[column], new ReadOnlyMemory<T?>([.. part.Select(cell)]));
        }
    }
}
