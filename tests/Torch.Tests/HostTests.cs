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
}
