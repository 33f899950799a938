using ModelDsl.Onnx.Tests.Running;
using ModelDsl.Onnx.Tests.Zoo;

namespace ModelDsl.Onnx.Tests;

/// <summary>Random models and random forward methods stay the same functions: exported, imported as C#, and exported again.</summary>
public sealed class RoundTripTests
{
    /// <summary>Parts of the messages with which a program may be refused: Sparsemax sorts.</summary>
    private static readonly string[] Known = ["(TopK, opset 22) is not offered"];

    [Fact]
    public void AnImportedProgramComputesWhatTheFirstComputes() => Assert.Multiple([.. ImportedPrograms.All.Select(program => (Action)(() =>
        Agreement.Check(RandomPrograms.All[program.Key], ImportedPrograms.Seed(program.Key), program.Value)))]);

    [Fact]
    public void AnImportedProgramIsExportedAgain() => Assert.Multiple([.. ImportedPrograms.All.Select(program => (Action)(() =>
        Agreement.Check(program.Value, ImportedPrograms.Seed(program.Key))))]);

    [Fact]
    public void FewProgramsAreRefusedAndByName()
    {
        Assert.True(ImportedPrograms.Refused.Count <= ImportedPrograms.Numbers.Count() / 10, string.Join("\n\n", ImportedPrograms.Refused));
        Assert.All(ImportedPrograms.Refused, reason =>
            Assert.True(Known.Any(known => reason.Contains(known, StringComparison.Ordinal)), reason));
    }
}
