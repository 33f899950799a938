using ModelDsl.Onnx.Tests.Running;
using ModelDsl.Onnx.Tests.Zoo;

namespace ModelDsl.Onnx.Tests;

/// <summary>Random models and random forward methods stay the same functions: exported, imported as C#, and exported again.</summary>
public sealed class RoundTripTests
{
    /// <summary>With this message a program is refused that has Sparsemax, which sorts.</summary>
    private const string Sorts = "(TopK, opset 22) is not offered";

    [Fact]
    public void AnImportedProgramComputesWhatTheFirstComputes() => Assert.Multiple([.. ImportedPrograms.All.Select(program => (Action)(() =>
        Agreement.Check(RandomPrograms.All[program.Key], ImportedPrograms.Seed(program.Key), program.Value)))]);

    [Fact]
    public void AnImportedProgramIsExportedAgain() => Assert.Multiple([.. ImportedPrograms.All.Select(program => (Action)(() =>
        Agreement.Check(program.Value, ImportedPrograms.Seed(program.Key))))]);

    [Fact]
    public void OnlyProgramsThatSortAreRefusedAndByName()
    {
        var sorting = ImportedPrograms.Numbers.Where(number =>
            RandomPrograms.All[number].Model.Source.Contains("Sparsemax", StringComparison.Ordinal));
        Assert.All(ImportedPrograms.Refused, reason => Assert.Contains(Sorts, reason, StringComparison.Ordinal));
        Assert.Equal(sorting, ImportedPrograms.Numbers.Except(ImportedPrograms.All.Keys));
        Assert.InRange(ImportedPrograms.Refused.Count, 0, ImportedPrograms.Numbers.Count() / 10);
    }
}
