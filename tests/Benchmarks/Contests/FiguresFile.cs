using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Benchmarks;

/// <summary>The figures as a file to compare later: seconds, bytes and GFLOP/s, unrounded.</summary>
public sealed class FiguresFile
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };
    private readonly List<object> workloads = [];
    private readonly string loadBefore = Load();

    /// <summary>The processor's name and the number of its cores.</summary>
    public static string Machine { get; } = $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}";

    /// <summary>Adds a workload.</summary>
    public void Add(Workload workload, IEnumerable<Outcome> outcomes) =>
        workloads.Add(new { workload.Name, workload.Title, Contests = outcomes.Select(Contest).ToList() });

    /// <summary>Adds the measurements of BenchmarkDotNet.</summary>
    public void Add(string name, string title, IEnumerable<object> kernels) =>
        workloads.Add(new { Name = name, Title = title, Kernels = kernels.ToList() });

    /// <summary>Writes everything added so far.</summary>
    public void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var content = new
        {
            Machine,
            Date = DateTime.UtcNow,
            LoadAverage = new { Before = loadBefore, After = Load() },
            Workloads = workloads,
        };
        File.WriteAllText(file, JsonSerializer.Serialize(content, Indented) + "\n");
    }

    private static object Contest(Outcome outcome) => new
    {
        outcome.Contest.Title,
        Unit = outcome.Contest.Unit.Name,
        FmaPeakGigaFlops = outcome.Peak,
        Sides = outcome.Contest.Sides.Select((side, i) => new
        {
            side.Name,
            side.Blas,
            outcome.Sides[i].Median,
            outcome.Sides[i].Spread,
            P95 = outcome.Sides[i].Quantile(0.95),
            OursIs = i > 0 ? outcome.Ratio(i) : null,
            GigaFlops = outcome.GigaFlops(i),
            ShareOfPeak = outcome.ShareOfPeak(i),
            outcome.Sides[i].Accuracy,
            Values = outcome.Samples[i].Select(s => s.Value).ToList(),
        }).ToList(),
        Goals = outcome.Contest.Goals.Select(
            goal => new { goal.Text, goal.Bound, Value = goal.Value(outcome), IsMet = goal.IsMet(outcome) }).ToList(),
        outcome.Contest.Notes,
    };

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "";

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
