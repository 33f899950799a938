using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Benchmarks.Kernels;

/// <summary>KERNELS: single instructions of the CPU engine, measured by BenchmarkDotNet. Not part of a run of all workloads.</summary>
public static class KernelRun
{
    /// <summary>The name on the command line.</summary>
    public const string Name = "KERNELS";

    private static readonly Type[] Kernels =
        [typeof(MatMulKernels), typeof(DenseKernels), typeof(LossKernels), typeof(OptimizerKernels), typeof(ImageKernels),
        typeof(ActivationKernels), typeof(MapKernels)];

    /// <summary>Measures all of them, prints a table for each, and adds them to the figures.</summary>
    /// <param name="figures">The file that receives the figures.</param>
    /// <param name="folder">The folder where BenchmarkDotNet writes its log.</param>
    public static void Run(FiguresFile figures, string folder)
    {
        var all = new List<object>();
        foreach (var kernels in Kernels)
        {
            var summary = BenchmarkRunner.Run(kernels, Config(Path.Combine(folder, "kernels")));
            MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
            foreach (var error in summary.ValidationErrors.Where(e => e.IsCritical)) Console.Error.WriteLine(error.Message);
            all.AddRange(summary.Reports.Select(Figures));
        }

        figures.Add(Name, "instructions of the CPU engine, short runs of BenchmarkDotNet", all);
    }

    // Runs in this process: in a separate process the benchmarks would be built again, without the options of bench.sh.
    private static ManualConfig Config(string folder) => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogger(NullLogger.Instance)
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(80))
        .WithArtifactsPath(folder);

    private static object Figures(BenchmarkReport report) => new
    {
        Kernel = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo,
        Parameters = report.BenchmarkCase.Parameters.DisplayInfo,
        MeanSeconds = report.ResultStatistics?.Mean / 1e9,
        MedianSeconds = report.ResultStatistics?.Median / 1e9,
        AllocatedBytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase),
    };
}
