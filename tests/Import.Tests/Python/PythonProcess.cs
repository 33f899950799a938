using System.Diagnostics;

namespace ModelDsl.Printed;

/// <summary>Debian's Python, if PyTorch can be had there.</summary>
internal static class PythonProcess
{
    private const string Python = "/usr/bin/python3";

    /// <summary>The reason why PyTorch can't be asked, or null.</summary>
    public static string? WhyNot { get; } =
        !File.Exists(Python) ? $"there is no {Python}"
        // Loading it takes seconds. Whether it can be found says enough.
        : Run("-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)").Code != 0
            ? $"{Python} has no module torch (Debian: apt-get install python3-torch)"
        : null;

    /// <summary>Runs a script to its end.</summary>
    public static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PYTHONWARNINGS"] = "ignore" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}

/// <summary>Cases that ask PyTorch. They are skipped where PyTorch can't be had, and say so.</summary>
internal sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = PythonProcess.WhyNot is { } reason ? $"PyTorch can't be asked: {reason}." : null;
}

/// <summary>A test that asks PyTorch. It is skipped where PyTorch can't be had, and says so.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = PythonProcess.WhyNot is { } reason ? $"PyTorch can't be asked: {reason}." : null;
}
