using Apache.Arrow.Ipc;
using FsCheck.Xunit;
using Parquet;

namespace ModelDsl.Tables.Tests;

/// <summary>Rows that are written to a format and read again are equal: the same rows from all sources give the same table.</summary>
[Properties(Arbitrary = [typeof(RandomRows)], MaxTest = 60, QuietOnSuccess = true)]
public sealed class RoundTripTests
{
    [Property]
    public void RowsOfADataFrameAreEqual(Everything[] rows) => Assert.Equal(rows, DataFrames.Of(rows).ToTable<Everything>().Value());

    [Property]
    public void RowsOfARecordBatchAreEqual(Everything[] rows) => Assert.Equal(rows, ArrowWriter.Batch(rows).ToTable<Everything>().Value());

    [Property]
    public void RowsOfAnArrowTableAreEqual(Everything[] rows, int seed) =>
        Assert.Equal(rows, ArrowWriter.Table(rows, seed).ToTable<Everything>().Value());

    [Property]
    public void RowsOfAnArrowFileAreEqual(Everything[] rows, bool isFile, bool isCompressed, bool isZstd)
    {
        CompressionCodecType? codec = isCompressed ? isZstd ? CompressionCodecType.Zstd : CompressionCodecType.Lz4Frame : null;
        using var stream = ArrowWriter.Write(rows, isFile, codec);
        Assert.Equal(rows, ArrowFile.Load<Everything>(stream, "rows").Value());
    }

    [Property]
    public void RowsOfAParquetFileAreEqual(Everything[] rows)
    {
        using var stream = ParquetRows.Write(rows);
        Assert.Equal(rows, ParquetFile.Load<Everything>(stream, "rows").Value());
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public void RowsOfAParquetFileAreEqualInEveryCompression(CompressionMethod method)
    {
        Everything[] rows = [.. Enumerable.Range(0, 100).Select(i => Sample.Row(i))];
        using var stream = ParquetRows.Write(rows, method);
        Assert.Equal(rows, ParquetFile.Load<Everything>(stream, "rows").Value());
    }

    [Property]
    public void RowsOfADatabaseAreEqual(Everything[] rows)
    {
        using var database = new Database();
        database.Write(rows);
        using var reader = database.Query("SELECT * FROM rows");
        Assert.Equal(rows, reader.ToTable<Everything>().Value());
    }

    [Property]
    public void RowsOfADataTableAreEqual(Everything[] rows)
    {
        using var table = new System.Data.DataTable();
        for (var i = 0; i < Everything.Names.Length; i++)
        {
            var type = rows.Select(row => row.Cells[i]?.GetType()).FirstOrDefault(type => type is not null);
            table.Columns.Add(Everything.Names[i], type ?? typeof(string));
        }
        foreach (var row in rows) table.Rows.Add(row.Cells);
        using var reader = table.CreateDataReader();
        Assert.Equal(rows, reader.ToTable<Everything>().Value());
    }
}
