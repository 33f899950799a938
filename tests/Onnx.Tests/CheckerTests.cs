using System.Diagnostics;
using ModelDsl.Generators.Tests.Support;
using ModelDsl.Onnx.Tests.Running;
using ModelDsl.Onnx.Tests.Zoo;

namespace ModelDsl.Onnx.Tests;

/// <summary>
/// onnx's own checker and strict shape inference accept every file. The version in Debian knows the operators of version 17.
/// </summary>
public sealed class CheckerTests
{
    [PythonOnnxFact]
    public void EveryFileIsRight()
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl-onnx-");
        try
        {
            Subject[] subjects = [.. CompiledZoo.All.Values, .. RandomPrograms.All];
            foreach (var subject in subjects)
                File.WriteAllBytes(Path.Combine(folder.FullName, subject.Model.Name + ".onnx"), subject.Export(seed: 1, new OnnxOptions { Opset = 17 }));
            var (code, output) = Run(folder.FullName);
            Assert.True(code == 0, output);
            Assert.Equal($"{subjects.Length} files are right", output.Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Code, string Output) Run(string folder)
    {
        var script = Path.Combine(Repository.Root, "tests", "Onnx.Tests", "check.py");
        using var process = Process.Start(new ProcessStartInfo(PythonOnnxFactAttribute.Python, [script, folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
