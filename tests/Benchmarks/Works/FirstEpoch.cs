using System.Text.Json;
using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>
/// MEMORY and START: a process that reads Fashion-MNIST from uncompressed IDX files, trains W1's model for an epoch and reports that. Then
/// it reports its accuracy and its largest memory.
/// </summary>
public static class FirstEpoch
{
    /// <summary>The child's argument.</summary>
    public const string Child = "first-epoch";

    private const string Trained = "trained";

    /// <summary>The largest memory of each process.</summary>
    public static IEnumerable<Contest> Memory(Dataset fashion) =>
        [Open(fashion, Unit.Bytes, "peak memory of the process (VmHWM), evaluation included", child => child.Answer.GetProperty("PeakMemory").GetDouble())];

    /// <summary>The time from just before each process starts until its first epoch is done.</summary>
    public static IEnumerable<Contest> StartUp(Dataset fashion) =>
        [Open(fashion, Unit.Seconds, "from the start of the process until the epoch is done", child => child.FirstLine)];

    private static Contest Open(Dataset fashion, Unit unit, string title, Func<(double FirstLine, JsonElement Answer), double> value)
    {
        var folder = new IdxFolder().Add(0, SampleBytes.Of(fashion), fashion.Count);
        Side[] sides = [.. ((string[])[Side.ModelDsl, Training.TorchSharp]).Select(name => new Side(name, () => Measure(name)))];
        return new Contest(title, sides, folder) { Unit = unit };

        Sample Measure(string side)
        {
            var child = Children.Start(Child, side, folder.Path);
            return new Sample(value(child), child.Answer.GetProperty("Accuracy").GetDouble());
        }
    }

    /// <summary>Runs the child; its arguments are a side and a folder.</summary>
    public static object Run(string[] arguments)
    {
        var (images, labels) = IdxFolder.Part(arguments[1], 0);
        var classifier = arguments[0] == Side.ModelDsl ? Ours(images, labels!) : Torch(images, labels!);
        classifier.Train();
        Console.WriteLine(Trained);
        return new { Accuracy = classifier.Accuracy(), PeakMemory = Children.PeakMemory() };
    }

    private static IClassifier Ours(string images, string labels)
    {
        var work = Training.Fashion[0];
        var (train, heldOut) = work.Source(Idx.Load(images, labels).ThrowIfFail(), work.Samples);
        return work.Ours(work.Scaled(train), work.Scaled(heldOut), work.Options);
    }

    private static TorchClassifier Torch(string images, string labels)
    {
        TorchEngine.Available(TorchEngine.Cpu).ThrowIfFail();
        var work = Training.Fashion[0];
        var samples = new ArraySegment<byte>(File.ReadAllBytes(images))[16..];
        var classes = new ArraySegment<int>(Array.ConvertAll(File.ReadAllBytes(labels)[8..], label => (int)label));
        var border = work.Samples * SampleBytes.ImageSize;
        var train = new SampleBytes(samples[..border], classes[..work.Samples]);
        var heldOut = new SampleBytes(samples[border..], classes[work.Samples..]);
        return new TorchClassifier(train, heldOut, work.Network, work.BatchSize, []);
    }
}
