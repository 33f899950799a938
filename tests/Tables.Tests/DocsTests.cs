using LanguageExt;
using Microsoft.Data.Analysis;
using Microsoft.Data.Sqlite;

namespace ModelDsl.Tables.Tests;

/// <summary>The code of docs/tables.md is the code of the tests here, and does what the page says.</summary>
public sealed class DocsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void DataFrames()
    {
        var frame = new DataFrame(new StringDataFrameColumn("species", ["cat", "dog"]), new PrimitiveDataFrameColumn<double>("weight", [4.5, 20]));
        Fin<Table<Animal>> animals = frame.ToTable<Animal>();
        Assert.Equal([new("cat", 4.5f), new("dog", 20)], animals.Value());
    }

    [Fact]
    public void Databases()
    {
        using (var writing = new SqliteConnection($"Data Source={Path.Combine(folder, "animals.db")}"))
        {
            writing.Open();
            using var make = writing.CreateCommand();
            make.CommandText = "CREATE TABLE animals (species TEXT, weight_kg REAL); INSERT INTO animals VALUES ('cat', 4.5), ('fish', NULL), ('dog', 20)";
            make.ExecuteNonQuery();
        }
        In(folder, () =>
        {
            using var connection = new SqliteConnection("Data Source=animals.db");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT species, weight_kg AS weight FROM animals WHERE weight_kg IS NOT NULL";
            using var reader = command.ExecuteReader();
            Fin<Table<Animal>> fromQuery = reader.ToTable<Animal>("animals.db");
            Assert.Equal([new("cat", 4.5f), new("dog", 20)], fromQuery.Value());
        });
    }

    [Fact]
    public void Files()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "rust.parquet"), Path.Combine(folder, "animals.parquet"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Golden", "js.arrow"), Path.Combine(folder, "animals.arrow"));
        In(folder, () =>
        {
            Fin<Table<Animal>> fromFile = ParquetFile.Load<Animal>("animals.parquet");
            Fin<Table<Animal>> fromArrow = ArrowFile.Load<Animal>("animals.arrow");
            Assert.StartsWith("animals.parquet: there is no column species; there is no column weight; the columns are count,",
                fromFile.Error(), StringComparison.Ordinal);
            Assert.StartsWith("animals.arrow: there is no column species", fromArrow.Error(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ThePageHasThisCode()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ModelDsl.sln"))) root = root.Parent!;
        var here = Lines(File.ReadAllText(Path.Combine(root.FullName, "tests", "Tables.Tests", "DocsTests.cs")));
        var blocks = File.ReadAllText(Path.Combine(root.FullName, "docs", "tables.md")).Split("```csharp\n")[1..];
        Assert.Equal(3, blocks.Length);
        foreach (var block in blocks) Assert.Contains(Lines(block[..block.IndexOf("```", StringComparison.Ordinal)]), here, StringComparison.Ordinal);

        static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();
    }

    private static void In(string folder, Action run)
    {
        var before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = folder;
            run();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private sealed record Animal(string Species, float Weight) : IFeatures<Animal>
    {
        public static FeatureSchema Schema { get; } = new("Animal",
            new("Species", "species", FeatureEncoding.Vocabulary(10)), new("Weight", "weight", FeatureEncoding.Normalize()));

        public static Animal Create(RowCells cells) => new(cells.Text(0), cells.Number<float>(1));

        public static void Visit<TVisitor>(Animal row, ref TVisitor visitor) where TVisitor : struct, IFeatureVisitor, allows ref struct
        {
            visitor.Text(0, row.Species);
            visitor.Number(1, row.Weight);
        }
    }
}
