using ModelDsl.Engines;
using ModelDsl.Torch.Tests;

namespace ModelDsl.Gpu.Tests;

/// <summary>Memory of the device: what a run took is given back, and taken again.</summary>
[Collection(TestDevice.Alone)]
public sealed class MemoryTests
{
    private static readonly IlgpuEngine Gpu = TestDevice.Second;

    [Fact]
    public void Two_hundred_runs_leave_nothing_behind()
    {
        var (data, first) = (SmallData.Of(12), SmallNetwork.Initialize(seed: 3));
        var options = new FitOptions { BatchSize = 6, Engine = Gpu };
        void Use()
        {
            first.Fit(data, options).ThrowIfFail();
            first.Fit(data, options with { DeviceDataBytes = 0 }).ThrowIfFail();
            using var region = Gpu.NewRegion();
            using var within = region.Enter();
            first.To(Gpu).Predict(data).ThrowIfFail();
        }
        Use();
        var before = Gpu.Device.Memory;
        for (var run = 0; run < 100; run++) Use();
        Assert.Equal(before, Gpu.Device.Memory);
        Assert.Equal(0, before.Taken);
    }

    /// <summary>The blocks are 160 MB each. Nothing is written to them, so that no memory is used for them here.</summary>
    [Fact]
    public void No_more_blocks_are_kept_than_256_MiB()
    {
        var pool = new BlockPool(Gpu.Device.Accelerator);
        var (first, second) = (pool.Take(40_000_000), pool.Take(40_000_000));
        pool.Give(first);
        pool.Give(second);
        Assert.Equal(0, pool.Taken);
        Assert.InRange(pool.Kept, 40_000_000, 64 << 20);
        pool.Clear();
        Assert.Equal(0, pool.Kept);
    }

    /// <summary>An instruction's own memory grows with its need, and is given back with the result's.</summary>
    [Fact]
    public void An_instruction_has_the_memory_that_it_asks_for()
    {
        var before = Gpu.Device.Memory.Taken;
        using (var region = Gpu.NewRegion())
        using (region.Enter())
        {
            var storage = ((GpuBuffer)Gpu.Allocate(ElementType.Float, [5])).Storage;
            foreach (var count in new[] { 10, 1000, 100 }) Assert.True(storage.Scratch(count).Length >= count);
        }
        Assert.Equal(before, Gpu.Device.Memory.Taken);
    }

    [Fact]
    public void A_block_is_used_again_and_its_numbers_are_zero()
    {
        void Fill()
        {
            using var region = Gpu.NewRegion();
            using var within = region.Enter();
            var buffer = Gpu.Allocate(ElementType.Float, [777]);
            var numbers = new float[777];
            Gpu.Read(buffer, numbers);
            Assert.All(numbers, number => Assert.Equal(0f, number));
            numbers.AsSpan().Fill(7f);
            Gpu.Write(numbers, buffer);
        }
        Fill();
        var before = Gpu.Device.Memory;
        Assert.Equal(0, before.Taken);
        Assert.True(before.Kept >= 777);
        Fill();
        Assert.Equal(before, Gpu.Device.Memory);
    }
}
