using System.Diagnostics;

namespace ModelDsl.Onnx.Tests;

/// <summary>A test that needs onnx's own checker: Debian's package python3-onnx, which test.sh installs where it can.</summary>
public sealed class PythonOnnxFactAttribute : FactAttribute
{
    /// <summary>Debian's Python, which knows Debian's packages.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>Skips the test with a message if there is no such package.</summary>
    public PythonOnnxFactAttribute()
    {
        if (!IsInstalled.Value) Skip = $"{Python} has no module onnx: install the package python3-onnx.";
    }

    private static readonly Lazy<bool> IsInstalled = new(() =>
    {
        if (!File.Exists(Python)) return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import importlib.util as u; exit(u.find_spec('onnx') is None)"]))!;
        return process.WaitForExit(60_000) && process.ExitCode == 0;
    });
}
