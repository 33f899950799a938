using System.Diagnostics;
using ModelDsl.Engines;

namespace ModelDsl.Gpu.Benchmarks;

/// <summary>What the engine's launches, transfers and single instructions cost: the lines of a roofline.</summary>
/// <param name="engine">The engine.</param>
/// <param name="quick">Whether sizes and repeats are small: only to see that it works.</param>
internal sealed class Basics(IDeviceEngine engine, bool quick)
{
    /// <summary>Rows, length of the sums and columns of the products.</summary>
    public static IReadOnlyList<(int Rows, int Inner, int Columns)> Products(bool quick) => quick
        ? [(32, 784, 100), (128, 128, 128)]
        : [(32, 784, 100), (128, 784, 512), (256, 4096, 2048), (1024, 1024, 1024), (4096, 4096, 4096)];

    /// <summary>Numbers of the vectors that are copied and added.</summary>
    public static int Length(bool quick) => quick ? 1 << 20 : 1 << 26;

    /// <summary>Measures and prints.</summary>
    public void Run()
    {
        var region = engine.NewRegion();
        using (region.Enter())
        {
            Launches();
            Transfers();
            Sum();
            foreach (var size in Products(quick)) Product(size);
        }
        region.Dispose();
    }

    private void Launches()
    {
        var count = quick ? 200 : 5000;
        var (a, b) = (Make(1), Make(1));
        engine.AddScaled(a, b, 2.0, b);
        Wait(b);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++) engine.AddScaled(a, b, 2.0, b);
        var host = clock.Elapsed;
        Wait(b);
        Console.WriteLine(
            $"launch: {host.TotalMicroseconds / count:F2} µs of the host, {clock.Elapsed.TotalMicroseconds / count:F2} µs until done, " +
            $"one after the other, {count} launches");
        var waits = Median(() => Wait(b));
        Console.WriteLine($"a read of one number, when nothing runs: {waits * 1e6:F1} µs");
    }

    private void Transfers()
    {
        var numbers = new float[Length(quick) / 4];
        var buffer = Make(numbers.Length);
        var bytes = numbers.Length * 4.0;
        var there = Median(() =>
        {
            engine.Write(numbers, buffer);
            Wait(buffer);
        });
        var back = Median(() => engine.Read(buffer, numbers));
        Console.WriteLine(
            $"host to device: {bytes / there / 1e9:F2} GB/s, device to host: {bytes / back / 1e9:F2} GB/s, " +
            $"{bytes / 1e6:F0} MB in usual memory");
    }

    private void Sum()
    {
        var length = Length(quick);
        var (a, b, c) = (Make(length), Make(length), Make(length));
        var sum = Many(() => engine.AddScaled(a, b, 2.0, c), c);
        Console.WriteLine($"c = a + 2·b of {length:N0} numbers: {12.0 * length / sum / 1e9:F1} GB/s, two reads and a write");
        var copy = Many(() => engine.CopyBlocks(a, new(0, 1 << 10), c, new(0, 1 << 10), 1 << 10, length >> 10), c);
        Console.WriteLine($"a copy by blocks of 1,024: {8.0 * length / copy / 1e9:F1} GB/s, a read and a write");
    }

    private void Product((int Rows, int Inner, int Columns) size)
    {
        var (a, b) = (Make(size.Rows, size.Inner), Make(size.Inner, size.Columns));
        var c = Make(size.Rows, size.Columns);
        var seconds = Many(() => engine.MatMul(a, b, Transpose.None, c), c);
        var operations = 2.0 * size.Rows * size.Inner * size.Columns;
        Console.WriteLine(
            $"product {size.Rows} × {size.Inner} × {size.Columns}: {operations / seconds / 1e9:F0} GFLOP/s, {seconds * 1e6:F1} µs");
    }

    private TensorBuffer Make(params ReadOnlySpan<int> shape)
    {
        var buffer = engine.Allocate(ElementType.Float, [.. shape]);
        engine.Uniform(new RandomKey(1), 0, buffer);
        return buffer;
    }

    private void Wait(TensorBuffer buffer) => engine.Read(engine.View(buffer, 0, [1]), new float[1]);

    /// <summary>Returns the seconds of an instruction: the median of groups of ten, each ended by a read.</summary>
    private double Many(Action work, TensorBuffer result)
    {
        const int Group = 10;
        return Median(() =>
        {
            for (var i = 0; i < Group; i++) work();
            Wait(result);
        }) / Group;
    }

    private double Median(Action work)
    {
        work();
        var seconds = new double[quick ? 3 : 11];
        for (var i = 0; i < seconds.Length; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            work();
            seconds[i] = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }
        Array.Sort(seconds);
        return seconds[seconds.Length / 2];
    }
}
