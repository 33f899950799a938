using FsCheck;
using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Tests.Training;
using static ModelDsl.Functions;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Data;

/// <summary>Samples that a user's code reads or computes.</summary>
[Collection("Batch readers")]
public sealed class SourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Reads the samples of another set, and may fail at one of them.</summary>
    private sealed class Copying(Dataset data, int failsAt = -1, Action<Span<float>>? fails = null)
        : SampleSource(data.SampleShape, data.Count)
    {
        private int reading;

        public int Reads;

        public int MostAtOnce;

        public override void Read(int sample, Span<float> destination)
        {
            var now = Interlocked.Increment(ref reading);
            Interlocked.Increment(ref Reads);
            InterlockedMax(ref MostAtOnce, now);
            data.CopySamples([sample], destination);
            if (sample == failsAt) fails!(destination);
            Interlocked.Decrement(ref reading);
        }

        public override string NameOf(int sample) => $"cloud-{sample}.txt";

        private static void InterlockedMax(ref int most, int value)
        {
            for (var old = Volatile.Read(ref most); old < value; old = Volatile.Read(ref most))
                if (Interlocked.CompareExchange(ref most, value, old) == old) return;
        }
    }

    private static Dataset Sourced(Dataset data, int failsAt = -1, Action<Span<float>>? fails = null) =>
        Dataset.From(new Copying(data, failsAt, fails), data.Labels(), name: "clouds").Value();

    private static string Bits(Fin<Fitted<Model>> run) => run.Match(
        fitted => string.Join(' ', fitted.Model.Parameters.SelectMany(p => p.ToArray()).Select(BitConverter.SingleToInt32Bits)) +
            string.Join(' ', fitted.History.Select(e => $"{e.Loss:R} {e.Validation.Map(v => v.ToString())}")),
        error => error.Message);

    [Property(MaxTest = 40)]
    public bool ASourceTrainsToTheBitsOfItsNumbersInMemory(byte size, byte batch, byte threads, bool shuffle, bool mapped, int seed)
    {
        var clouds = ToyData.Clouds(size + 20);
        var options = new FitOptions
        {
            Epochs = 3,
            BatchSize = batch % 20 + 1,
            Threads = threads % 4 + 1,
            Shuffle = shuffle,
            Seed = seed,
            Optimizer = new Adam(0.01),
        };
        return Bits(Fit(Sourced(clouds))) == Bits(Fit(clouds));

        Fin<Fitted<Model>> Fit(Dataset data) =>
            from changed in mapped ? data | Map((x, y) => { for (var i = 0; i < x.Length; i++) y[i] = x[i] * 2; }) : data
            from parts in changed | Split(0.3, seed)
            from fitted in Model.Initialize(1).Fit(parts.Train, options with { Validation = parts.Validation })
            select fitted;
    }

    [Property(MaxTest = 25)]
    public bool ARandomFunctionDependsOnSeedEpochAndSampleAlone(byte batch, byte threads, int seed)
    {
        var clouds = ToyData.Clouds(60);
        string Run(Dataset data, int threads, int seed)
        {
            var options = new FitOptions { Epochs = 3, BatchSize = batch % 20 + 1, Threads = threads, Seed = 7 };
            return Bits((data | Map(Jitter, seed)).Bind(set => Model.Initialize(1).Fit(set, options)));
        }
        var told = Run(clouds, 1, seed);
        return told == Run(clouds, threads % 4 + 1, seed) && told == Run(Sourced(clouds), 3, seed) && told != Run(clouds, 1, seed + 1);
    }

    private static void Jitter(ReadOnlySpan<float> sample, Span<float> result, SampleRandom random)
    {
        for (var i = 0; i < sample.Length; i++) result[i] = sample[i] + random.Normal() / 10;
    }

    [Fact]
    public void EachEpochSeesOtherNumbersAndOthersSeeThoseOfTheFirst()
    {
        var seen = new List<float>();
        var data = (Samples.Numbered(1) | Map((x, y, random) => y[0] = random.Uniform(), seed: 3)).Value();
        var first = data.Numbers()[0];
        Assert.Equal(first, data.Numbers()[0]);
        for (var pass = 0; pass < 3; pass++) seen.Add(data.InPass(pass).Numbers()[0]);
        Assert.Equal(first, seen[0]);
        Assert.Equal(3, seen.Distinct().Count());
        var plain = Samples.Numbered(1);
        Assert.Same(plain, plain.InPass(3));
        // Through views, joins, windows and sets one after the other.
        var steps = Samples.Numbered(4);
        var zeros = Dataset.Unlabelled<float>([1], [0, 0, 0, 0]).Value();
        var noisy = (zeros | Map((x, y, random) => y[0] = random.Uniform(), seed: 3)).Value();
        Dataset[] sets =
        [
            noisy | Shuffle(1), Dataset.Join(steps, noisy).Value(), (noisy | Windows(2, horizon: 0)).Value(),
            Dataset.Append(noisy, noisy).Value(), (noisy | Map((x, y) => y[0] = x[0] + 1)).Value(), noisy | Scale(2),
        ];
        Assert.All(sets, set =>
        {
            Assert.NotEqual(set.Numbers(), set.InPass(1).Numbers());
            Assert.Equal(set.InPass(1).Numbers(), set.InPass(1).Numbers());
        });
        Assert.Equal(first, noisy.Numbers()[0]);
    }

    [Fact]
    public void RandomNumbersOfSamplesAreDistributedAsTheySay()
    {
        const int Draws = 20_000;
        var (uniform, normal, integer, chance) = (new float[Draws], new float[Draws], new int[5], 0);
        for (var i = 0; i < Draws; i++)
        {
            var random = new SampleRandom().Begin(1, i % 3, i);
            (uniform[i], normal[i]) = (random.Uniform(-1, 3), random.Normal());
            integer[random.Integer(5)]++;
            if (random.Chance(.3)) chance++;
        }
        Assert.All(uniform, u => Assert.InRange(u, -1, MathF.BitDecrement(3)));
        // Five deviations of the means.
        Assert.Equal(1, uniform.Average(), 5 * 4 / Math.Sqrt(12 * Draws));
        Assert.Equal(0, normal.Average(), 5 / Math.Sqrt(Draws));
        Assert.Equal(1, normal.Average(x => x * x), 5 * Math.Sqrt(2.0 / Draws));
        Assert.All(integer, n => Assert.Equal(Draws / 5.0, n, 5 * Math.Sqrt(Draws * .16)));
        Assert.Equal(.3 * Draws, chance, 5 * Math.Sqrt(Draws * .21));
        Assert.Equal(uniform.Length, uniform.Zip(normal).Distinct().Count());
    }

    [Fact]
    public void ARunThatIsResumedWithinAnEpochEndsWithTheSameBits()
    {
        var data = (Sourced(ToyData.Clouds(50)) | Map(Jitter, seed: 5)).Value();
        var isKilled = true;
        var kill = new LambdaCallback(onBatchEnd: context =>
        {
            if (isKilled || context is not { Epoch: 2, Step: 3 }) return;
            isKilled = true;
            throw new InvalidOperationException("killed");
        });
        string Run(string file) => Bits(Model.Initialize(1).Fit(data, new FitOptions
        {
            Epochs = 4,
            BatchSize = 8,
            Seed = 2,
            Optimizer = new Adam(.01),
            Callbacks = [new BackupAndRestore(folder[file], everySteps: 1), kill],
        }));
        var whole = Run("whole");
        isKilled = false;
        Assert.Contains("killed", Run("resumed"), StringComparison.Ordinal);
        Assert.Equal(whole, Run("resumed"));
    }

    [Fact]
    public void WhatASourceDoesWrongIsAnErrorThatNamesTheSample()
    {
        var clouds = ToyData.Clouds(40);
        string Why(Action<Span<float>> fails)
        {
            var failed = Model.Initialize(1).Fit(Sourced(clouds, 33, fails), new FitOptions { BatchSize = 4, Shuffle = false });
            var error = Assert.IsType<DataFailed<Model>>(failed.Match(fitted => throw new InvalidOperationException(), e => e));
            Assert.NotNull(error.Model);
            var why = Model.Initialize(1).Evaluate(Sourced(clouds, 33, fails)).Message();
            Assert.StartsWith(why, error.Message, StringComparison.Ordinal);
            Assert.Equal(why, Model.Initialize(1).Predict(Sourced(clouds, 33, fails)).Message());
            return why;
        }
        Assert.Equal("cloud-33.txt can't be read. InvalidOperationException: no such cloud.", Why(_ => throw new InvalidOperationException("no such cloud")));
        Assert.Equal("cloud-33.txt is NaN at [1].", Why(numbers => numbers[1] = float.NaN));
        Assert.Equal("cloud-33.txt was not written at [0].", Why(numbers => numbers[0] = BitConverter.Int32BitsToSingle(0x7FED_CBA9)));
        var mapped = (clouds | Map((x, y) => x[..1].CopyTo(y))).Value();
        Assert.StartsWith("sample 0, after the function of Map, was not written at [1]. That was in epoch 1",
            Model.Initialize(1).Fit(mapped, new FitOptions { Shuffle = false }).Message(), StringComparison.Ordinal);
        var throwing = (clouds | Map((_, _) => throw new FormatException("odd"))).Value();
        Assert.Equal("the function of Map failed at sample 0. FormatException: odd.", Model.Initialize(1).Predict(throwing).Message());
    }

    [Fact]
    public void ASourceOfNothingIsRefusedAndLabelsAreChecked()
    {
        Assert.Throws<ArgumentException>(() => new Empty([2], 0));
        Assert.Throws<ArgumentException>(() => new Empty([2, 0], 1));
        var source = new Empty([2], 3);
        Assert.Equal("Empty: 3 samples of shape [2]", source.ToString());
        Assert.Equal("sample 7", source.NameOf(7));
        Assert.Contains("there are 3 samples but 1 label", Dataset.From(source, [1]).Message(), StringComparison.Ordinal);
        Assert.Contains("the target of sample 1 at [0] is NaN", Dataset.From(source, [1, float.NaN, 1], [1]).Message(), StringComparison.Ordinal);
        Assert.False(Dataset.From(source).Value().HasLabels);
        Assert.Contains("a sample of shape [0] has no numbers", (Samples.Numbered(1) | Map((_, _) => { }, [0])).Message(), StringComparison.Ordinal);
    }

    private sealed class Empty(Shape shape, int count) : SampleSource(shape, count)
    {
        public override void Read(int sample, Span<float> destination) => destination.Clear();
    }

    [Fact]
    public void AFunctionMayChangeTheShapeAndKeepsLabelsWeightsAndUnits()
    {
        var data = (Samples.Numbered(3, i => i) | WithSampleWeights(1, 2, 3)).Value() | Shuffle(1) | Scale(.5f);
        var wider = (data | Map((x, y) => y.Fill(x[0]), [2, 2])).Value();
        Assert.Equal("[2, 2]", wider.SampleShape.ToString());
        Assert.Equal(data.Numbers().SelectMany(x => Enumerable.Repeat(x, 4)), wider.Numbers());
        Assert.Equal(data.Labels(), wider.Labels());
        var (weights, expected) = (new float[3], new float[3]);
        wider.CopyWeights([0, 1, 2], weights);
        data.CopyWeights([0, 1, 2], expected);
        Assert.Equal(expected, weights);
        Assert.Equal((0.0, 1.0), wider.UnitOf(0));
        var same = (data | Map((x, y) => y[0] = x[0] + 1)).Value() | Scale(4);
        Assert.Equal((0.0, 2.0), same.UnitOf(0));
        Assert.Equal(data.Numbers().Select(x => 4 * (x + 1)), same.Numbers());
        var raw = new double[1];
        same.CopyRaw(0, raw);
        Assert.Equal((data.Numbers()[0] + 1) / .5, raw[0]);
    }

    [Fact]
    public void SeveralThreadsReadAheadAndNoMoreThanAsked()
    {
        var clouds = ToyData.Clouds(300);
        var source = new Copying(clouds, failsAt: -1);
        var slow = new Copying(clouds);
        var data = (Dataset.From(source, clouds.Labels()).Value() | Map((x, y) => { Thread.Sleep(1); x.CopyTo(y); })).Value();
        Model.Initialize(1).Fit(data, new FitOptions { BatchSize = 10, Threads = 3 }).Value();
        Assert.Equal(300, source.Reads);
        Assert.InRange(source.MostAtOnce, 1, 3);
        Assert.Equal(0, slow.Reads);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        var clouds = ToyData.Clouds(2000);
        var data = (Sourced(clouds) | Map(Jitter, seed: 1)).Value();
        Assert.InRange(PerEpoch(1) - PerEpoch(100), -1000, 1000);

        long PerEpoch(int batchSize)
        {
            long Bytes(int epochs)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Model.Initialize(1).Fit(data, new FitOptions { Epochs = epochs, BatchSize = batchSize });
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
            Bytes(2);
            return (Bytes(8) - Bytes(3)) / 5;
        }
    }
}
