namespace ModelDsl.Package.Tests;

/// <summary>A test that needs a linker for native code.</summary>
public sealed class NativeFactAttribute : FactAttribute
{
    /// <summary>Skips the test with a message if there is no linker.</summary>
    public NativeFactAttribute()
    {
        if (OperatingSystem.IsLinux() && !new[] { "clang", "gcc" }.Any(OnPath)) Skip = "Neither clang nor gcc is on this machine.";
    }

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
