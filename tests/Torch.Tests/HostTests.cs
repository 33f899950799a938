using ModelDsl.Engines;
using TorchSharp;

namespace ModelDsl.Torch.Tests;

/// <summary>What the host does for a device: data, threads, precision. A GPU's ways are tried on the CPU, with memory that the host leaves alone.</summary>
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
        var expected = first.Fit(data, Options with { Engine = TorchEngine.Cpu }).ThrowIfFail();
        Assert.Equal(expected.Model, first.Fit(data, Options with { Engine = Far, DeviceDataBytes = bytes }).ThrowIfFail().Model);
    }

    /// <summary>Bytes with a scale for each feature, in a view: the order of the device's samples is the view's.</summary>
    [Theory]
    [InlineData(long.MaxValue, 1), InlineData(35, 0)]
    public void Bytes_are_uploaded_once_and_scaled_there(long bytes, int uploads)
    {
        var numbers = new byte[60 * 36];
        new Random(3).NextBytes(numbers);
        var all = Dataset.Create<byte>([6, 6, 1], numbers, [.. Enumerable.Range(0, 60).Select(i => i % 3)]).ThrowIfFail();
        var data = (all | Standardize(Standardization.Fit(all))).ThrowIfFail() | Shuffle(1) | Take(48);
        var (first, counting) = (SmallNetwork.Initialize(seed: 3), new Counting());
        var expected = first.Fit(data, Options with { Engine = TorchEngine.Cpu }).ThrowIfFail();
        var native = torch.Tensor.TotalCount;
        Assert.Equal(expected.Model, first.Fit(data, Options with { Engine = counting, DeviceDataBytes = bytes }).ThrowIfFail().Model);
        Assert.Equal((uploads, uploads * 48), (counting.Sets, counting.Samples));
        Assert.Equal(native, torch.Tensor.TotalCount);
    }

    /// <summary>Steps of a size that bfloat16 can't tell beside the weights: float32 keeps them, and they add up.</summary>
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
        SmallNetwork.Initialize(seed: 3).Fit(SmallData.Of(60), Options with { Engine = TorchEngine.Cpu, Threads = before + 1, Callbacks = [look] }).ThrowIfFail();
        Assert.Equal((before + 1, before), (within, torch.get_num_threads()));
    }

    [Fact]
    public void In_bfloat16_products_are_rounded_and_training_goes_on_nearly_alike()
    {
        var first = SmallNetwork.Initialize(seed: 3);
        var exact = first.Fit(SmallData.Of(60), Options with { Engine = TorchEngine.Cpu }).ThrowIfFail().History[0].Loss;
        var mixed = first.Fit(SmallData.Of(60), Options with { Engine = TorchEngine.Cpu, Precision = ComputePrecision.BFloat16 }).ThrowIfFail().History[0].Loss;
        Assert.InRange(Math.Abs(mixed - exact), 1e-6, 0.05);
        var refused = Assert.IsType<InvalidFit>(first.Fit(SmallData.Of(60), Options with { Precision = ComputePrecision.BFloat16 }).Case);
        Assert.Contains("BFloat16", refused.Message);
    }

    /// <summary>A device that counts what is uploaded to it.</summary>
    private sealed class Counting() : LibtorchEngine(DeviceType.CPU, -1, "counting", isFar: true), IDeviceEngine
    {
        public int Sets { get; private set; }

        public int Samples { get; private set; }

        IDeviceSamples? IDeviceEngine.TryReserve(SampleElement element, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales)
        {
            Assert.Equal((SampleElement.Byte, 36), (element, width));
            Sets++;
            return TryReserve(element, count, width, centers, scales) is { } samples ? new Counted(this, samples, width) : null;
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
