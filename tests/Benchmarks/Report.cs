using System.Runtime.InteropServices;
using System.Text.Json;

namespace Benchmarks;

/// <summary>The figures as a text to read now and as a file to compare later.</summary>
public sealed class Report(TextWriter text)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<object> entries = [];

    /// <summary>Writes the figures of one workload.</summary>
    /// <param name="workload">What was done.</param>
    /// <param name="outcome">How long it took.</param>
    /// <param name="peak">Multiply-adds that the machine was capable of then, in GFLOP/s.</param>
    public void Add(Workload workload, Outcome outcome, double peak)
    {
        text.WriteLine($"{workload.Name}  {workload.Title}");
        text.WriteLine($"    one thread each, {outcome.ModelDsl.Count} runs in turn; the machine's multiply-adds: {peak:F0} GFLOP/s");
        WriteSide("ModelDsl", outcome.ModelDsl);
        WriteSide(workload.Peer, outcome.Peer);
        text.WriteLine($"    {outcome.Ratio:F1} times as fast (goal: {workload.Goal:F1})");
        text.WriteLine();

        entries.Add(new
        {
            workload.Name,
            workload.Title,
            workload.Goal,
            outcome.Ratio,
            FmaPeakGigaFlops = peak,
            ModelDsl = Side("ModelDsl", outcome.ModelDsl),
            Peer = Side(workload.Peer, outcome.Peer),
        });

        void WriteSide(string name, IReadOnlyList<Sample> samples)
        {
            var times = samples.Select(s => s.Seconds).ToList();
            var rate = workload.Flops > 0 ? $", {GigaFlops(samples):F1} GFLOP/s" : "";
            text.WriteLine(
                $"    {name,-32} {Outcome.Median(samples),9:F4} s  ({times.Min():F4} – {times.Max():F4}){rate}, accuracy {samples[^1].Accuracy:F4}");
        }

        object Side(string name, IReadOnlyList<Sample> samples) => new
        {
            Name = name,
            MedianSeconds = Outcome.Median(samples),
            Seconds = samples.Select(s => s.Seconds),
            GigaFlops = workload.Flops > 0 ? GigaFlops(samples) : (double?)null,
            samples[^1].Accuracy,
        };

        double GigaFlops(IReadOnlyList<Sample> samples) => workload.Flops / Outcome.Median(samples) / 1e9;
    }

    /// <summary>Writes everything added so far to a JSON file.</summary>
    public void Write(string file)
    {
        var machine = new { Processor = Processor(), Cores = Environment.ProcessorCount, Runtime = RuntimeInformation.FrameworkDescription };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, JsonSerializer.Serialize(new { Machine = machine, Workloads = entries }, Indented) + "\n");
        text.WriteLine($"{machine.Processor}, {machine.Cores} cores, {machine.Runtime}. Figures: {file}");
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
