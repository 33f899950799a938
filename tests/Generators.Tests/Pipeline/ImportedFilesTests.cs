using ModelDsl.Build;
using ModelDsl.Generators.Frontend.Imported;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>The build's task imports a file again only when it has changed, and hands over what the generator reads.</summary>
public sealed class ImportedFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modeldsl-imported-").FullName;

    private string Onnx => Path.Combine(folder, "iris.onnx");

    private ImportedFiles Files => new(Onnx, Path.Combine(folder, "iris"));

    public ImportedFilesTests() => File.Copy(Path.Combine(Repository.Root, "tests/Package.Tests/Project/iris.onnx"), Onnx);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_imported_once()
    {
        Assert.True(Files.Refresh());
        var read = ImportedFileReader.Read(File.ReadAllText(Files.Code), "iris.onnx");
        Assert.Contains("[Model(4), SparseCategoricalCrossentropy]", read.Code, StringComparison.Ordinal);
        Assert.True(File.Exists(Files.Weights));
        Assert.False(Files.Refresh());
    }

    [Fact]
    public void A_newer_file_is_imported_and_the_same_code_is_not_written_again()
    {
        Files.Refresh();
        var written = File.GetLastWriteTimeUtc(Files.Code);
        File.SetLastWriteTimeUtc(Onnx, DateTime.UtcNow.AddHours(1));
        Assert.True(Files.Refresh());
        Assert.Equal(written, File.GetLastWriteTimeUtc(Files.Code));
    }

    [Fact]
    public void A_file_that_breaks_leaves_its_faults_and_no_weights()
    {
        Files.Refresh();
        File.WriteAllText(Onnx, "not a model");
        Assert.True(Files.Refresh());
        var read = ImportedFileReader.Read(File.ReadAllText(Files.Code), "iris.onnx");
        Assert.Null(read.Code);
        Assert.NotEmpty(read.Faults);
        Assert.False(File.Exists(Files.Weights));
        File.Delete(Onnx);
        Assert.True(Files.Refresh());
        Assert.Equal(["there is no such file"], ImportedFileReader.Read(File.ReadAllText(Files.Code), "iris.onnx").Faults);
    }

    /// <summary>Shapes of the item go to the importer. Others than before import the file again.</summary>
    [Fact]
    public void Shapes_are_those_of_the_item()
    {
        Files.Refresh();
        var shaped = new ImportedFiles(Onnx, Path.Combine(folder, "iris"), "flower=4");
        Assert.True(shaped.Refresh());
        Assert.Contains("[Model(4), ", File.ReadAllText(shaped.Code), StringComparison.Ordinal);
        var wrong = new ImportedFiles(Onnx, Path.Combine(folder, "iris"), "flower");
        Assert.True(wrong.Refresh());
        Assert.Equal(
            ["Shape=\"flower\" of the item OnnxModel is no shape: write the input's name, an equals sign and sizes with commas, such as input=3,224,224"],
            ImportedFileReader.Read(File.ReadAllText(wrong.Code), "iris.onnx").Faults);
    }

    /// <summary>An import that was interrupted has left no note of its origin.</summary>
    [Fact]
    public void An_interrupted_import_is_done_again()
    {
        Files.Refresh();
        File.Delete(Path.Combine(folder, "iris.origin.txt"));
        Assert.True(Files.Refresh());
    }
}
