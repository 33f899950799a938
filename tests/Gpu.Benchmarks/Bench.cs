using Benchmarks;
using ModelDsl.Gpu.Tests;

namespace ModelDsl.Gpu.Benchmarks;

/// <summary>The benchmark of the GPU engine: single instructions, then steps of training beside the processor and PyTorch.</summary>
internal static class Bench
{
    /// <summary>Measures and prints.</summary>
    /// <param name="arguments">Names of workloads, all if there are none; <c>--quick</c>; <c>--torch-seconds n</c>.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        var (names, quick, torchSeconds) = (new List<string>(), false, 300);
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    quick = true;
                    break;
                case "--torch-seconds" when i + 1 < arguments.Length && int.TryParse(arguments[i + 1], out torchSeconds):
                    i++;
                    break;
                case var name when Subject.All.Any(subject => subject.Name == name):
                    names.Add(name);
                    break;
                default:
                    var known = string.Join(' ', Subject.All.Select(subject => subject.Name).Distinct());
                    Console.Error.WriteLine(
                        $"'{arguments[i]}' is not understood. bench [workload…] [--quick] [--torch-seconds n]; workloads: {known}");
                    return 2;
            }
        }
        if (quick) Console.WriteLine("--quick: small sizes and few repeats, to see that it works. The figures say nothing of speed.");
        var engine = (IlgpuEngine)TestDevice.Engine;
        new Basics(engine, quick).Run();
        var works = Subject.All.Where(subject => names.Count == 0 || names.Contains(subject.Name));
        if (quick) works = works.Select(subject => subject with { Batch = 4 }).DistinctBy(subject => subject.Label);
        using var torch = new TorchSteps(quick, torchSeconds);
        foreach (var work in works) Train(work, engine, torch, quick);
        torch.Run();
        return 0;
    }

    private static void Train(Subject work, IlgpuEngine engine, TorchSteps torch, bool quick)
    {
        var made = work.Make(work.Batch * (quick ? 2 : 16));
        var samples = work.Scaled(made);
        var ours = Steps.Measure(work, samples, engine, quick ? 1 : 7);
        var cpu = Steps.Measure(work, samples, Engine.Cpu, quick ? 1 : 3);
        torch.Add(work, SampleBytes.Of(made), ours.Seconds);
        var memory = ours.Bytes is { } bytes ? $", {bytes / 1e6:F0} MB" : "";
        Console.WriteLine(
            $"{work.Label} ({work.Title}): {ours.Seconds * 1e3:F3} ms a step, {work.Batch / ours.Seconds:N0} samples/s, " +
            $"{ours.Launches:F0} launches{memory}, {work.Flops / ours.Seconds / 1e9:N0} GFLOP/s in products; " +
            $"Engine.Cpu {cpu.Seconds * 1e3:F3} ms on {Environment.ProcessorCount} threads, {cpu.Seconds / ours.Seconds:F2} times its speed");
    }
}
