using System.Runtime.InteropServices;

namespace ModelDsl.Package.Tests;

/// <summary>A test of the package's code that is ready to run: only a machine of linux-x64 makes it.</summary>
public sealed class PrecompiledFactAttribute : FactAttribute
{
    /// <summary>Skips the test with a message on another machine.</summary>
    public PrecompiledFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64) Skip = "Only a machine of linux-x64 makes this code.";
    }
}
