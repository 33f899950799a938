using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// STREAMING: training on a shuffled set that stays on disk, beside a set in memory. The first has 13 million images in three files (10
/// GB); the second has 2 million, the most that an array holds. Each run is a separate process.
/// </summary>
public static class Streaming
{
    /// <summary>The child's argument.</summary>
    public const string Child = "streaming";

    private const string Memory = "in memory (2 million images)";
    private const string Cached = "mapped, files in the system's cache";
    private const string Disk = "mapped, files not in the cache";
    private const string DropCaches = "/proc/sys/vm/drop_caches";
    private const int InMemory = 2_000_000;
    private const int Warm = 500;
    private const int Measured = 9_500;
    private static readonly int[] Parts = [6_000_000, 4_000_000, 3_000_000];

    /// <summary>The time of a step for W1 and W2, and the memory that belongs to the process alone.</summary>
    public static IEnumerable<Contest> Open(Dataset fashion)
    {
        var clothes = SampleBytes.Of(fashion);
        using var folder = new IdxFolder();
        for (var part = 0; part < Parts.Length; part++) folder.Add(part, clothes, Parts[part]);
        var canDrop = File.Exists(DropCaches) && Environment.IsPrivilegedProcess;
        IReadOnlyList<string> notes = canDrop ? [] : [$"The cache can't be emptied: {DropCaches} is the superuser's. '{Disk}' is missing."];
        string[] sources = canDrop ? [Cached, Memory, Disk] : [Cached, Memory];
        foreach (var work in (string[])["W1", "W2"])
            yield return Of($"{work}, a step of 32 images, after the first {Warm}", Unit.Seconds, work, "Step");
        yield return Of("W1, memory of the process without the files' pages (RssAnon)", Unit.Bytes, "W1", "Anonymous");
        yield return Of("W1, from the call of Fit until the first step is done", Unit.Seconds, "W1", "First");

        Contest Of(string title, Unit unit, string work, string figure) =>
            new(title, [.. sources.Select(s => new Side(s, () => Measure(work, s, figure)))]) { Unit = unit, Notes = notes };

        Sample Measure(string work, string source, string figure)
        {
            if (source == Disk) EmptyCache();
            if (source == Cached) FillCache(folder);
            return new Sample(Children.Start(Child, folder.Path, work, source).Answer.GetProperty(figure).GetDouble());
        }
    }

    /// <summary>Runs the child; its arguments are a folder, a training, and the place of the images.</summary>
    public static object Run(string[] arguments)
    {
        var (folder, work, source) = (arguments[0], Training.Fashion.Single(t => t.Name == arguments[1]), arguments[2]);
        var data = source == Memory
            ? ReadSome(IdxFolder.Part(folder, 0))
            : Idx.Map([.. Parts.Select((_, number) => IdxFolder.Part(folder, number))]).ThrowIfFail();
        var clock = new Clock(new Readings(Stopwatch.GetTimestamp()));
        work.Fit(work.Scaled(data), work.Options with { Callbacks = [clock] });
        return clock.Readings;
    }

    private static Dataset ReadSome(IdxPart part)
    {
        using var file = File.OpenRead(part.Samples);
        file.Position = 16;
        var pixels = new byte[InMemory * SampleBytes.ImageSize];
        file.ReadExactly(pixels);
        var classes = Idx.Read(part.Labels!).ThrowIfFail().ToIntegers()!.AsSpan(0, InMemory);
        return Dataset.Create<byte>([28, 28], pixels, classes).ThrowIfFail();
    }

    private static void EmptyCache()
    {
        using (var sync = Process.Start("sync")) sync.WaitForExit();
        File.WriteAllText(DropCaches, "3");
    }

    private static void FillCache(IdxFolder folder)
    {
        var buffer = new byte[1 << 20];
        foreach (var path in Directory.GetFiles(folder.Path))
        {
            using var file = File.OpenRead(path);
            while (file.Read(buffer) > 0) { }
        }
    }

    /// <summary>The readings of a run.</summary>
    private sealed record Readings(long Begin)
    {
        public double First { get; set; }

        public double Step { get; set; }

        public long Anonymous { get; set; }
    }

    /// <summary>Reads the clock after some of the steps, and ends the run.</summary>
    private sealed record Clock(Readings Readings) : Callback
    {
        private long warm;

        public override void OnBatchEnd(TrainingContext context)
        {
            if (context.Step == 1) Readings.First = Stopwatch.GetElapsedTime(Readings.Begin).TotalSeconds;
            if (context.Step == Warm) warm = Stopwatch.GetTimestamp();
            if (context.Step < Warm + Measured) return;
            Readings.Step = Stopwatch.GetElapsedTime(warm).TotalSeconds / Measured;
            Readings.Anonymous = Children.AnonymousMemory();
            context.Stop("measured");
        }
    }
}
