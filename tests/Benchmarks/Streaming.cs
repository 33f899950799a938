using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>
/// Training on a data set that stays on disk: images a second over 13 million images of 784 bytes in three files (10 GB), shuffled, beside the
/// same in memory as far as one array reaches (2 million). Cold figures need the right to write to /proc/sys/vm/drop_caches.
/// </summary>
public static class Streaming
{
    private const int Batch = 32;
    private const int InMemory = 2_000_000;
    private static readonly int[] Parts = [6_000_000, 4_000_000, 3_000_000];

    /// <summary>Makes the files where they are missing, and prints a line for each run.</summary>
    /// <param name="folder">Where the files are; 10 GB are needed.</param>
    /// <param name="images">Images that a run learns from, the first of a shuffled epoch.</param>
    /// <param name="which">Names of runs; all where none is named: memory, cold, warm, each with 1 or 2 behind it for W1 and W2.</param>
    public static void Run(string folder, int images, params string[] which)
    {
        IdxPart[] parts = [.. Parts.Select((count, number) => Make(folder, number, count))];
        foreach (var run in which.Length > 0 ? which : ["memory1", "memory2", "cold1", "warm1", "cold2", "warm2"])
        {
            if (run.StartsWith("cold", StringComparison.Ordinal)) Drop();
            var data = (run.StartsWith("memory", StringComparison.Ordinal) ? Read(parts[0]) : Idx.Map(parts).ThrowIfFail()) | Scale(1 / 255f);
            if (run[^1] == '1') Time(run, FashionSoftmax.Initialize(42), data, images);
            else Time(run, FashionHidden.Initialize(42), data, images);
        }
    }

    private static void Time<T>(string run, T model, Dataset data, int images) where T : class, IModel<T>
    {
        var steps = Math.Min(images, data.Count) / Batch;
        var clock = new Clock(steps);
        var before = Stopwatch.GetTimestamp();
        model.Fit(data, new FitOptions { BatchSize = Batch, Callbacks = [clock] }).ThrowIfFail();
        var whole = Stopwatch.GetElapsedTime(before).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{run,-8} {(steps - 1) * Batch / Clock.Seconds,9:N0} images/s; last quarter {Clock.LastQuarter * Batch / Clock.LastSeconds,9:N0}; " +
            $"first batch after {Clock.First:F2} s, {whole:F1} s in all; {Memory()}"));
    }

    private static string Memory() => string.Join(", ", File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith("VmHWM", StringComparison.Ordinal) || line.StartsWith("Rss", StringComparison.Ordinal))
        .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Select(words => $"{words[0]} {long.Parse(words[1], CultureInfo.InvariantCulture) / 1024} MB"));

    private static Dataset Read(IdxPart part)
    {
        using var file = File.OpenRead(part.Samples);
        file.Position = 16;
        var pixels = new byte[InMemory * 784];
        file.ReadExactly(pixels);
        var classes = Idx.Read(part.Labels!).ThrowIfFail().ToIntegers()!.AsSpan(0, InMemory);
        return Dataset.Create<byte>([28, 28], pixels, classes).ThrowIfFail();
    }

    private static void Drop()
    {
        using (var sync = Process.Start("sync")) sync.WaitForExit();
        File.WriteAllText("/proc/sys/vm/drop_caches", "3");
    }

    /// <summary>The clothes of Fashion-MNIST, over and over.</summary>
    private static IdxPart Make(string folder, int number, int count)
    {
        var part = new IdxPart(Path.Combine(folder, $"images-{number}"), Path.Combine(folder, $"labels-{number}"));
        if (File.Exists(part.Labels)) return part;
        var clothes = FashionBytes.Of(FashionMnist.Load().ThrowIfFail().Train);
        using (var images = File.Create(part.Samples)) Repeat(images, 0x803, [count, 28, 28], clothes.Images, count * 784L);
        using (var labels = File.Create(part.Labels!)) Repeat(labels, 0x801, [count], clothes.Labels, count);
        return part;
    }

    private static void Repeat(FileStream file, int magic, int[] shape, byte[] content, long length)
    {
        Span<byte> number = stackalloc byte[4];
        foreach (var value in (int[])[magic, .. shape])
        {
            BinaryPrimitives.WriteInt32BigEndian(number, value);
            file.Write(number);
        }
        for (; length > 0; length -= content.Length) file.Write(content, 0, (int)Math.Min(length, content.Length));
    }

    /// <summary>Tells when steps end; the run's own copy of a callback tells it to the benchmark by static fields.</summary>
    private sealed record Clock(int Steps) : Callback
    {
        private static long begin;
        private static long first;
        private static long late;

        public static double First { get; private set; }

        public static double Seconds { get; private set; }

        public static int LastQuarter { get; private set; }

        public static double LastSeconds { get; private set; }

        public override void OnTrainBegin(TrainingContext context) => begin = Stopwatch.GetTimestamp();

        public override void OnBatchEnd(TrainingContext context)
        {
            if (context.Step == 1) (first, First) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(begin).TotalSeconds);
            if (context.Step == Steps - Steps / 4) late = Stopwatch.GetTimestamp();
            if (context.Step < Steps) return;
            (Seconds, LastQuarter, LastSeconds) = (
                Stopwatch.GetElapsedTime(first).TotalSeconds, Steps / 4, Stopwatch.GetElapsedTime(late).TotalSeconds);
            context.Stop("measured");
        }
    }
}
