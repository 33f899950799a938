using ModelDsl.Generators.Emit;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Emit;

public class ActivationsFileTests
{
    /// <summary>With UPDATE_SNAPSHOTS set the file is written first.</summary>
    [Fact]
    public void The_librarys_activations_are_written_from_the_table()
    {
        var (path, text) = (Path.Combine(Repository.Root, "src/Dsl/Engines/Activations/Activations.g.cs"), ActivationsFile.Write());
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, text);
        Assert.True(
            File.ReadAllText(path).ReplaceLineEndings("\n") == text,
            "Activations.g.cs is not what ActivationTable says: run this test with UPDATE_SNAPSHOTS=1.");
    }
}
