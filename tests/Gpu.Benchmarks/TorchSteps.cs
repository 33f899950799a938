using System.Diagnostics;
using System.Text.Json;
using Benchmarks;

namespace ModelDsl.Gpu.Benchmarks;

/// <summary>The same steps by PyTorch, in a process of its own: eager and compiled, on its GPU if it has one.</summary>
/// <param name="quick">Whether sizes and repeats are small.</param>
/// <param name="seconds">The time after which no further network is compiled.</param>
internal sealed class TorchSteps(bool quick, int seconds) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("modeldsl-gpu-");
    private readonly List<object> jobs = [];
    private readonly Dictionary<string, double> ours = [];

    /// <summary>Adds a network with its samples.</summary>
    /// <param name="work">The network.</param>
    /// <param name="samples">The samples that we were trained on.</param>
    /// <param name="ourSeconds">The seconds of our step.</param>
    public void Add(Subject work, SampleBytes samples, double ourSeconds)
    {
        var file = Path.Combine(folder.FullName, $"{jobs.Count}");
        var (bytes, labels) = ($"{file}.samples", $"{file}.labels");
        File.WriteAllBytes(bytes, samples.Samples);
        File.WriteAllBytes(labels, samples.LabelBytes);
        ours[work.Label] = ourSeconds;
        jobs.Add(new
        {
            label = work.Label,
            layers = JsonSerializer.Deserialize<JsonElement>(work.Network.ToJson()),
            batch = work.Batch,
            shape = work.Network.Sample,
            scale = work.Network.Scale,
            trainable = work.Trainable,
            samples = bytes,
            labels,
        });
    }

    /// <summary>Runs PyTorch and prints its figures beside ours; if there is no PyTorch, prints that.</summary>
    public void Run()
    {
        if (Python() is not { } python)
        {
            Console.WriteLine("PyTorch is left out: neither python3 on the PATH nor /usr/bin/python3 has the module torch.");
            return;
        }
        var file = Path.Combine(folder.FullName, "jobs.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            quick,
            seconds,
            length = Basics.Length(quick),
            products = Basics.Products(quick).Select(size => new[] { size.Rows, size.Inner, size.Columns }),
            jobs,
        }));
        var start = new ProcessStartInfo(python) { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "torch_steps.py"));
        start.ArgumentList.Add(file);
        using var process = Process.Start(start)!;
        while (process.StandardOutput.ReadLine() is { } line) Console.WriteLine(WithRatio(line));
        process.WaitForExit();
        if (process.ExitCode == 0) return;
        Console.WriteLine($"PyTorch's script ended with code {process.ExitCode}: its other figures are missing.");
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Adds the ratio to our step. The line of a step ends with a tab, the label of the work, a tab and the seconds.</summary>
    private string WithRatio(string line) => line.Split('\t') is [var text, var label, var theirs]
        ? $"{text}; we have {double.Parse(theirs) / ours[label]:F2} times its speed"
        : line;

    private static string? Python() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python =>
    {
        try
        {
            var probe = new ProcessStartInfo(python) { RedirectStandardError = true, ArgumentList = { "-c", "import torch" } };
            using var process = Process.Start(probe)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });
}
