using System.Diagnostics;
using System.Numerics;

namespace ModelDsl.Tests.Engines;

/// <summary>
/// The laws on vectors of 128 bits, which are those of Arm64. A process has one width from its start, so they run in another process.
/// </summary>
public sealed class NarrowVectorTests
{
    [Fact]
    public async Task The_laws_hold_on_vectors_of_128_bits()
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(NarrowVectorTests).Assembly.Location, "laws", nameof(CpuEngineOfMachineLanesLaws)])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_MaxVectorTBitWidth"] = "128";
        start.Environment["DOTNET_EnableAVX512"] = "0";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (Vector.IsHardwareAccelerated) Assert.StartsWith("4 lanes, ", said);
        Assert.True(process.ExitCode == 0, said);
    }
}
