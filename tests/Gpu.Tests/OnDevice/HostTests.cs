using ILGPU.Runtime.OpenCL;
using ModelDsl.Engines;
using ModelDsl.Torch.Tests;

namespace ModelDsl.Gpu.Tests;

/// <summary>The host's work for the device: data, memory, faults.</summary>
public sealed class HostTests
{
    private static readonly IlgpuEngine Gpu = (IlgpuEngine)TestDevice.Engine;
    private static readonly FitOptions Options = new() { Epochs = 2, BatchSize = 12, Seed = 8, Optimizer = new Sgd(0.05), Engine = Gpu };

    [Fact]
    public void Data_kept_on_the_device_or_sent_batch_by_batch_gives_the_same_bits()
    {
        var data = (SmallData.Of(60) | Scale(1 / 3f)) | Shuffle(1);
        var first = SmallNetwork.Initialize(seed: 3);
        var kept = first.Fit(data, Options with { DeviceDataBytes = long.MaxValue }).ThrowIfFail();
        var sent = first.Fit(data, Options with { DeviceDataBytes = 0 }).ThrowIfFail();
        Assert.Equal(sent.Model, kept.Model);
        Assert.Equal(sent.History.Map(e => e.Loss), kept.History.Map(e => e.Loss));
        Assert.NotEqual(first, kept.Model);
    }

    /// <summary>With a scale for each feature, in the order of the storage and of a view; sets larger than an upload.</summary>
    [Theory]
    [InlineData(false, false, 36), InlineData(false, true, 36), InlineData(true, false, 36), InlineData(true, true, 36)]
    [InlineData(false, true, 1 << 17), InlineData(true, true, 1 << 17)]
    public void Samples_on_the_device_are_gathered_as_on_the_host(bool areBytes, bool isView, int width)
    {
        var bytes = new byte[35 * width];
        new Random(3).NextBytes(bytes);
        var numbers = areBytes
            ? Dataset.Unlabelled<byte>([width], bytes).ThrowIfFail()
            : Dataset.Unlabelled<float>([width], Array.ConvertAll(bytes, b => b / 7f)).ThrowIfFail();
        var all = (numbers | Standardize(Standardization.Fit(numbers))).ThrowIfFail();
        var data = isView ? all | Shuffle(1) : all;
        int[] rows = [34, 0, 15, 16, 31, 32, 3, 4];
        var (expected, actual) = (new float[rows.Length * width], new float[rows.Length * width]);
        data.CopySamples(rows, expected);
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        var destination = Gpu.Allocate(ElementType.Float, [rows.Length, width]);
        var kept = data.Upload(Gpu, long.MaxValue)!;
        kept.Gather(rows.AsSpan(0, 1), Gpu.View(destination, 0, [1, width]));
        kept.Gather(rows, destination);
        Gpu.Read(destination, actual);
        Assert.True(expected.AsSpan().SequenceEqual(actual));
    }

    /// <summary>Centers and scales are one number or those of columns. The second batch is larger than the first one's memory.</summary>
    [Theory]
    [InlineData(1, 1), InlineData(1, 3), InlineData(3, 1), InlineData(3, 3)]
    public void Samples_are_scaled_by_one_number_or_by_those_of_their_columns(int centers, int scales)
    {
        const int Count = 300, Width = 3;
        float[] center = [.. Enumerable.Range(1, centers).Select(c => 8f * c)];
        float[] scale = [.. Enumerable.Range(1, scales).Select(s => 2f * s)];
        int[] rows = [.. Enumerable.Range(0, Count).Select(i => i * 7 % Count)];
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        var destination = Gpu.Allocate(ElementType.Float, [Count, Width]);
        var samples = Gpu.TryReserve(SampleElement.Float, Count, Width, center, scale)!;
        samples.Write<float>(0, [.. Enumerable.Range(0, Count * Width).Select(i => (float)i)]);
        samples.Gather([5], Gpu.View(destination, 0, [1, Width]));
        samples.Gather(rows, destination);
        var actual = new float[Count * Width];
        Gpu.Read(destination, actual);
        Assert.Equal(
            from row in rows
            from column in Enumerable.Range(0, Width)
            select (row * Width + column - center[column % centers]) * scale[column % scales],
            actual);
    }

    /// <summary>The sums would be others if a batch overwrote one that the device has still to read.</summary>
    [Fact]
    public void Batches_that_are_sent_while_the_device_computes_arrive_in_their_turn()
    {
        const int Count = 100_000;
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        var (batch, sum) = (Gpu.Allocate(ElementType.Float, [Count]), Gpu.Allocate(ElementType.Float, [Count]));
        ITensorEngine engine = Gpu;
        var staging = Gpu.NewStaging(batch);
        for (var turn = 1; turn <= 50; turn++)
        {
            staging.Numbers.Fill(turn);
            staging.Send();
            engine.AddScaled(sum, batch, turn, sum);
        }
        var numbers = new float[Count];
        Gpu.Read(sum, numbers);
        Assert.All(numbers.Distinct(), number => Assert.Equal(50 * 51 * 101 / 6, number));
    }

    /// <summary>They are more than their memory on the host, which is used again and again.</summary>
    [Fact]
    public void Small_writes_that_nobody_waits_for_arrive_in_their_turn()
    {
        const int Count = 50_000;
        using var region = Gpu.NewRegion();
        using var within = region.Enter();
        var (written, sum) = (Gpu.Allocate(ElementType.Float, [Count]), Gpu.Allocate(ElementType.Float, [Count]));
        ITensorEngine engine = Gpu;
        var numbers = new float[Count];
        for (var turn = 1; turn <= 100; turn++)
        {
            numbers.AsSpan().Fill(turn);
            Gpu.Write(numbers, written);
            engine.AddScaled(sum, written, 1, sum);
        }
        Gpu.Read(sum, numbers);
        Assert.All(numbers.Distinct(), number => Assert.Equal(5050, number));
    }

    [Fact]
    public void Samples_and_staging_end_with_their_region()
    {
        IDeviceSamples samples;
        IStaging staging;
        var destination = Gpu.Allocate(ElementType.Float, [2, 36]);
        using (var region = Gpu.NewRegion())
        using (region.Enter())
        {
            samples = Gpu.TryReserve(SampleElement.Float, 4, 36, [0f], [1f])!;
            staging = Gpu.NewStaging(destination);
            samples.Write<float>(0, new float[144]);
            samples.Gather([0, 1], destination);
            staging.Send();
        }
        Assert.ThrowsAny<ObjectDisposedException>(() => samples.Write<float>(0, new float[144]));
        Assert.ThrowsAny<ObjectDisposedException>(() => samples.Gather([0, 1], destination));
        Assert.ThrowsAny<ObjectDisposedException>(() => staging.Numbers.Clear());
        Assert.ThrowsAny<ObjectDisposedException>(staging.Send);
    }

    [Fact]
    public void A_step_allocates_nothing_on_the_host()
    {
        var (least, before) = (long.MaxValue, 0L);
        var look = new LambdaCallback(onBatchEnd: _ =>
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            (least, before) = (Math.Min(least, now - before), now);
        });
        SmallNetwork.Initialize(seed: 3).Fit(SmallData.Of(60),
            Options with { Epochs = 1, BatchSize = 4, Callbacks = [look] }).ThrowIfFail();
        Assert.Equal(0, least);
    }

    [Fact]
    public void A_device_that_fails_gives_the_model_of_the_last_epoch()
    {
        var (data, first) = (SmallData.Of(60), SmallNetwork.Initialize(seed: 3));
        var fail = new LambdaCallback(onBatchEnd: context =>
        {
            if (context is { Epoch: 2, Step: 3 }) throw new CLException(CLError.CL_OUT_OF_RESOURCES);
        });
        var failed = Assert.IsType<DeviceFailed<SmallNetwork>>(first.Fit(data, Options with { Epochs = 3, Callbacks = [fail] }).Case);
        Assert.Contains("out of memory", failed.Message);
        Assert.Equal(first.Fit(data, Options with { Epochs = 1 }).ThrowIfFail().Model, failed.Model);
        Assert.Single(failed.History);
    }
}
