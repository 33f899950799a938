using ModelDsl.Engines;
using TorchSharp;

namespace ModelDsl.Torch.Tests;

/// <summary>
/// The host's work for a device: data, threads, precision. The methods for a GPU are tried on the CPU, with memory that the host does not
/// touch.
/// </summary>
public sealed class HostTests
{
    private static readonly LibtorchEngine Far = new(DeviceType.CPU, -1, "far", isFar: true);
    private static readonly FitOptions Options = new() { Epochs = 2, BatchSize = 12, Seed = 8, Optimizer = new Sgd(0.05) };

    [Theory]
    [InlineData(long.MaxValue), InlineData(0)]
    public void Data_kept_on_the_device_or_sent_batch_by_batch_gives_the_same_bits(long bytes)
    {
        var data = (SmallData.Of(60) | Scale(1 / 3f)) | Shuffle(1);
        var first = SmallNetwork.Initialize(seed: 3);
        var expected = SentBatchByBatch(first, data, Options);
        Assert.Equal(expected.Model, first.Fit(data, Options with { Engine = Far, DeviceDataBytes = bytes }).ThrowIfFail().Model);
    }

    /// <summary>
    /// Runs on a far device that keeps no data. The numbers are those of a run in the host's memory, except for rounding.
    /// </summary>
    private static Fitted<SmallNetwork> SentBatchByBatch(SmallNetwork first, Dataset data, FitOptions options)
    {
        var far = first.Fit(data, options with { Engine = Far, DeviceDataBytes = 0 }).ThrowIfFail();
        var near = first.Fit(data, options with { Engine = TorchEngine.Cpu }).ThrowIfFail();
        Assert.Equal(near.History[near.History.Count - 1].Loss, far.History[near.History.Count - 1].Loss, 1e-4);
        return far;
    }

    /// <summary>With a scale for each feature, in a view: the device's samples are in the view's order.</summary>
    [Theory]
    [InlineData(SampleElement.Byte, 0), InlineData(SampleElement.Byte, -1), InlineData(SampleElement.Float,
        0), InlineData(SampleElement.Float, -1)]
    public void What_fits_is_uploaded_once_and_what_is_a_byte_too_large_goes_batch_by_batch(SampleElement element, int spare)
    {
        var data = (Numbers(element, 60, [6, 6, 1]) | Shuffle(1)) | Take(48);
        var (first, counting) = (SmallNetwork.Initialize(seed: 3), new Counting());
        var expected = SentBatchByBatch(first, data, Options);
        var native = torch.Tensor.TotalCount;
        var bytes = 48 * 36 * (element == SampleElement.Byte ? 1 : sizeof(float));
        Assert.Equal(expected.Model,
            first.Fit(data, Options with { Engine = counting, DeviceDataBytes = bytes + spare }).ThrowIfFail().Model);
        // Two epochs of four batches each.
        Assert.Equal(spare < 0 ? (0, 0, 8) : (1, 48, 0), (counting.Sets, counting.Samples, counting.Sends));
        Assert.Equal(native, torch.Tensor.TotalCount);
    }

    [Theory]
    [InlineData(0, 2, 84, false), InlineData(-1, 1, 48, true)]
    public void Validation_data_gets_the_room_that_training_data_leaves(int spare, int sets, int samples, bool isSent)
    {
        var (train, held) = (Numbers(SampleElement.Byte, 48, [6, 6, 1]), Numbers(SampleElement.Byte, 36, [6, 6, 1]) | AlreadyScaled);
        var (first, counting) = (SmallNetwork.Initialize(seed: 3), new Counting());
        var options = Options with { Engine = counting, Validation = held, DeviceDataBytes = (48 + 36) * 36 + spare };
        var expected = SentBatchByBatch(first, train, options);
        var actual = first.Fit(train, options).ThrowIfFail();
        Assert.Equal((sets, samples), (counting.Sets, counting.Samples));
        Assert.Equal(isSent, counting.Sends > 0);
        Assert.Equal(expected.Model, actual.Model);
        Assert.Equal(expected.History.Map(e => e.Validation.Map(v => v.Loss)), actual.History.Map(e => e.Validation.Map(v => v.Loss)));
    }

    /// <summary>Sets larger than two upload blocks, in the order of the storage and of a view.</summary>
    [Theory]
    [InlineData(SampleElement.Byte, false), InlineData(SampleElement.Byte, true), InlineData(SampleElement.Float,
        false), InlineData(SampleElement.Float, true)]
    public void A_set_of_several_blocks_is_gathered_as_on_the_host(SampleElement element, bool isView)
    {
        var width = (1 << 20) / (element == SampleElement.Byte ? 1 : sizeof(float));
        var all = Numbers(element, 35, [width]);
        var data = isView ? all | Shuffle(1) : all;
        int[] rows = [34, 0, 15, 16, 31, 32, 3, 4];
        var (expected, actual) = (new float[rows.Length * width], new float[rows.Length * width]);
        data.CopySamples(rows, expected);
        using var region = Far.NewRegion();
        using var within = region.Enter();
        var destination = Far.Allocate(ElementType.Float, [rows.Length, width]);
        data.Upload(Far, 35L << 20)!.Gather(rows, destination);
        Far.Read(destination, actual);
        Assert.True(expected.AsSpan().SequenceEqual(actual));
    }

    /// <summary>Bytes and floats, each with its own scale, and all standardized: the device keeps float32 numbers.</summary>
    [Theory]
    [InlineData(0, false), InlineData(0, true), InlineData(-1, true)]
    public void Joined_samples_are_kept_on_a_device(int spare, bool isView)
    {
        var bytes = Dataset.Unlabelled<byte>([3, 2], [.. Enumerable.Range(0, 360).Select(i => (byte)(i * 37))]).ThrowIfFail();
        var joined = SmallInputs.Join(bytes | Scale(1 / 255f),
            Dataset.Unlabelled<float>([4], [.. Enumerable.Range(0, 240).Select(i => MathF.Sin(i))]).ThrowIfFail()).ThrowIfFail();
        var data = (joined | Standardize(Standardization.Fit(joined))).ThrowIfFail();
        data = isView ? (data | Shuffle(1)) | Take(48) : data;
        int[] rows = [40, 0, 15, 47, 3];
        var (expected, actual) = (new float[50], new float[50]);
        data.CopySamples(rows, expected);
        using var region = Far.NewRegion();
        using var within = region.Enter();
        var kept = data.Upload(Far, data.Count * 10L * sizeof(float) + spare);
        Assert.Equal(spare < 0, kept is null);
        if (kept is null) return;
        var destination = Far.Allocate(ElementType.Float, [5, 10]);
        kept.Gather(rows, destination);
        Far.Read(destination, actual);
        Assert.True(expected.AsSpan().SequenceEqual(actual));
    }

    /// <summary>The steps are so small that bfloat16 would lose them beside the weights: float32 keeps them, and they add up.</summary>
    [Fact]
    public void In_bfloat16_small_steps_add_up()
    {
        var images = new float[60 * 784];
        Philox.Fill(images, new RandomKey(5), 1, 0);
        var data = Dataset.Create([28, 28], images, [.. Enumerable.Range(0, 60).Select(i => i % 10)]).ThrowIfFail();
        var first = Softmax28.Initialize(seed: 3);
        double Moved(double rate, int epochs)
        {
            var options = new FitOptions
            {
                Epochs = epochs,
                BatchSize = 60,
                Optimizer = new Sgd(rate),
                Engine = TorchEngine.Cpu,
                Precision = ComputePrecision.BFloat16,
            };
            var after = first.Fit(data, options).ThrowIfFail().Model.Output.Kernel.ToDoubles();
            return Math.Sqrt(after.Zip(first.Output.Kernel.ToDoubles(), (x, y) => (x - y) * (x - y)).Sum());
        }
        var (small, large) = (Moved(1e-4, 40), Moved(4e-3, 1));
        Assert.True(large > 0);
        Assert.InRange(small / large, 0.95, 1.05);
    }

    [Fact]
    public void A_run_s_threads_are_libtorch_s_while_it_lasts()
    {
        var before = torch.get_num_threads();
        var within = 0;
        var look = new LambdaCallback(onBatchEnd: _ => within = torch.get_num_threads());
        SmallNetwork.Initialize(seed: 3).Fit(SmallData.Of(60),
            Options with { Engine = TorchEngine.Cpu, Threads = before + 1, Callbacks = [look] }).ThrowIfFail();
        Assert.Equal((before + 1, before), (within, torch.get_num_threads()));
    }

    [Fact]
    public void In_bfloat16_products_are_rounded_and_training_goes_on_nearly_alike()
    {
        var first = SmallNetwork.Initialize(seed: 3);
        var exact = first.Fit(SmallData.Of(60), Options with { Engine = TorchEngine.Cpu }).ThrowIfFail().History[0].Loss;
        var mixed = first.Fit(SmallData.Of(60), Options with { Engine = TorchEngine.Cpu, Precision = ComputePrecision.BFloat16 })
            .ThrowIfFail().History[0].Loss;
        Assert.InRange(Math.Abs(mixed - exact), 1e-6, 0.05);
        var refused = Assert.IsType<InvalidFit>(first.Fit(SmallData.Of(60), Options with { Precision = ComputePrecision.BFloat16 }).Case);
        Assert.Contains("BFloat16", refused.Message);
    }

    [Fact]
    public void In_bfloat16_a_training_ends_about_as_accurate()
    {
        var parts = (SmallData.Of(900) | Split(validation: 1 / 3.0, seed: 1)).ThrowIfFail();
        double Accuracy(ComputePrecision precision) => SmallNetwork.Initialize(seed: 3)
            .Fit(parts.Train, Options with { Epochs = 8, Engine = TorchEngine.Cpu, Precision = precision }).ThrowIfFail().Model
            .Evaluate(parts.Validation, Metric.Accuracy).ThrowIfFail().Accuracy;
        var (exact, mixed) = (Accuracy(ComputePrecision.Default), Accuracy(ComputePrecision.BFloat16));
        Assert.InRange(exact, 0.8, 1.0);
        Assert.Equal(exact, mixed, 0.03);
    }

    /// <summary>Makes random numbers with three classes, standardized feature by feature.</summary>
    private static Dataset Numbers(SampleElement element, int count, Shape shape)
    {
        var bytes = new byte[count * shape.Size];
        new Random(3).NextBytes(bytes);
        int[] classes = [.. Enumerable.Range(0, count).Select(i => i % 3)];
        var all = (element == SampleElement.Byte
            ? Dataset.Create<byte>(shape, bytes, classes)
            : Dataset.Create<float>(shape, Array.ConvertAll(bytes, b => b / 7f), classes)).ThrowIfFail();
        return (all | Standardize(Standardization.Fit(all))).ThrowIfFail();
    }

    /// <summary>A device that counts its uploads.</summary>
    private sealed class Counting() : LibtorchEngine(DeviceType.CPU, -1, "counting", isFar: true), IDeviceEngine
    {
        public int Sets { get; private set; }

        public int Samples { get; private set; }

        public int Sends { get; private set; }

        IDeviceSamples? IDeviceEngine.TryReserve(
            SampleElement element, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales)
        {
            Assert.Equal((36, 36, 36), (width, centers.Length, scales.Length));
            Sets++;
            return TryReserve(element, count, width, centers, scales) is { } samples ? new Counted(this, samples, width) : null;
        }

        IStaging IDeviceEngine.NewStaging(TensorBuffer destination) => new CountedStaging(this, NewStaging(destination));

        private sealed class CountedStaging(Counting engine, IStaging staging) : IStaging
        {
            public Span<float> Numbers => staging.Numbers;

            public void Send()
            {
                engine.Sends++;
                staging.Send();
            }
        }

        private sealed class Counted(Counting engine, IDeviceSamples samples, int width) : IDeviceSamples
        {
            public void Write<T>(int first, ReadOnlySpan<T> numbers) where T : unmanaged
            {
                engine.Samples += numbers.Length / width;
                samples.Write(first, numbers);
            }

            public void Gather(ReadOnlySpan<int> rows, TensorBuffer destination) => samples.Gather(rows, destination);
        }
    }
}
