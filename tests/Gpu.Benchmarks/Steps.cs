using System.Diagnostics;
using ILGPU.Runtime.Cuda;
using ModelDsl.Engines;

namespace ModelDsl.Gpu.Benchmarks;

/// <summary>What a training's steps cost.</summary>
/// <param name="Seconds">Seconds a step: the median over epochs.</param>
/// <param name="Launches">Kernels that a step launches.</param>
/// <param name="Bytes">Memory of the device that the run took; null if the driver does not say.</param>
internal sealed record Cost(double Seconds, double Launches, long? Bytes);

/// <summary>Measures steps of training.</summary>
internal static class Steps
{
    /// <summary>Trains, and measures each epoch after the first, which compiles the kernels. A read ends the time.</summary>
    /// <param name="subject">What is trained.</param>
    /// <param name="samples">Its scaled samples.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="epochs">Number of epochs that are measured.</param>
    public static Cost Measure(Subject subject, Dataset samples, ITensorEngine engine, int epochs)
    {
        var gpu = engine as IlgpuEngine;
        var last = gpu?.Allocate(ElementType.Float, [1]);
        var number = new float[1];
        var free = Free(gpu);
        var seconds = new List<double>();
        var (begin, launches, steps, bytes) = (0L, 0L, 1, (long?)null);
        var clock = new LambdaCallback(
            onEpochBegin: context =>
            {
                Wait();
                (begin, launches, steps) = (Stopwatch.GetTimestamp(), gpu?.Device.Launches ?? 0, context.Steps);
            },
            onBatchEnd: context =>
            {
                if (context.Step < context.Steps) return;
                Wait();
                if (context.Epoch > 1) seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds / steps);
                launches = (gpu?.Device.Launches ?? 0) - launches;
                bytes = free - Free(gpu);
            });
        subject.Fit(samples, new()
        {
            Engine = engine,
            BatchSize = subject.Batch,
            Epochs = epochs + 1,
            Optimizer = new RmsProp(),
            Callbacks = [clock],
        });
        return new(seconds.Order().ElementAt(seconds.Count / 2), launches / (double)steps, bytes);

        void Wait() => gpu?.Read(last!, number);
    }

    private static long? Free(IlgpuEngine? engine) => (engine?.Device.Accelerator as CudaAccelerator)?.GetFreeMemory();
}
