using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Files of src/Dsl that the generator's code writes. If UPDATE_SNAPSHOTS is set, they are written first.</summary>
public class WrittenFileTests
{
    [Fact]
    public void The_librarys_ActivationsFile_is_written_from_the_table() =>
        Check("src/Dsl/Engines/Activations/Activations.g.cs", ActivationsFile.Write());

    [Fact]
    public void The_tiles_of_products_are_written_by_TilesFile() =>
        Check("src/Dsl/Engines/Cpu/Products/MatrixKernels.Tiles.g.cs", TilesFile.Write());

    private static void Check(string name, string text)
    {
        var path = Path.Combine(Repository.Root, name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, text);
        Assert.True(
            File.ReadAllText(path).ReplaceLineEndings("\n") == text,
            $"{name} is not what its emitter writes: run this test with UPDATE_SNAPSHOTS=1.");
    }
}
