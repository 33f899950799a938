using ModelDsl.Engines;
using Region = ModelDsl.Engines.MemoryRegion<ModelDsl.Engines.IDeviceEngine>;

namespace ModelDsl.Tests.Engines;

public class DeviceMemoryTests
{
    private sealed class Memory : DeviceMemory
    {
        public volatile bool IsFree;

        protected override void Free() => IsFree = true;
    }

    [Fact]
    public void A_use_after_the_end_says_so()
    {
        var memory = InRegion(out var region);
        memory.Use();
        Assert.Equal("view", memory.Used("view"));
        region.Dispose();
        Assert.Contains("was given back", Assert.ThrowsAny<ObjectDisposedException>(memory.Use).Message);
        Assert.ThrowsAny<ObjectDisposedException>(() => memory.Used("view"));
    }

    [Fact]
    public void What_one_thread_used_is_freed_at_once()
    {
        var memory = InRegion(out var region);
        memory.Use();
        Assert.False(memory.IsFree);
        region.Dispose();
        Assert.True(memory.IsFree);
    }

    [Theory]
    [InlineData(true, false, false), InlineData(false, true, false), InlineData(true, false, true)]
    public void What_another_thread_used_or_ends_is_left_to_the_collector_unless_it_is_reclaimed(
        bool isUsed, bool isEnded, bool isReclaimed)
    {
        var memory = InRegion(out var region);
        if (isUsed) OnAnotherThread(memory.Use);
        if (isReclaimed) region.Reclaim();
        else if (isEnded) OnAnotherThread(region.Dispose);
        else region.Dispose();
        Assert.Equal(isReclaimed, memory.IsFree);
        Assert.ThrowsAny<ObjectDisposedException>(memory.Use);
    }

    [Fact]
    public void Nothing_is_freed_while_a_thread_that_found_it_alive_may_use_it()
    {
        var (wrong, ends) = (0, 0);
        for (var round = 0; round < 2_000; round++)
        {
            var memory = new Memory();
            using var begin = new Barrier(2);
            var user = new Thread(() =>
            {
                begin.SignalAndWait();
                try
                {
                    memory.Use();
                    Thread.SpinWait(20);
                    if (memory.IsFree) Interlocked.Increment(ref wrong);
                }
                catch (ObjectDisposedException)
                {
                    Interlocked.Increment(ref ends);
                }
            });
            user.Start();
            begin.SignalAndWait();
            memory.End(isUnused: false);
            user.Join();
        }
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_region_that_has_ended_takes_nothing_and_is_not_entered()
    {
        var region = new Region();
        using var stay = region.Enter();
        region.Dispose();
        region.Dispose();
        var memory = new Memory();
        Assert.Contains("has ended", Assert.Throws<ObjectDisposedException>(() => Region.Take(memory)).Message);
        Assert.True(memory.IsFree);
        Assert.Throws<ObjectDisposedException>(region.Enter);
    }

    [Fact]
    public void Regions_nest_and_are_left_in_any_order()
    {
        var (outer, inner) = (new Region(), new Region());
        var stayOuter = outer.Enter();
        var stayInner = inner.Enter();
        stayOuter.Dispose();
        var ofInner = Taken();
        stayInner.Dispose();
        stayInner.Dispose();
        var ofNone = Taken();
        using (outer.Enter())
        {
            using (inner.Enter()) Taken();
            var ofOuter = Taken();
            outer.Dispose();
            Assert.True(ofOuter.IsFree);
        }
        Assert.False(ofInner.IsFree);
        inner.Dispose();
        Assert.True(ofInner.IsFree);
        Assert.False(ofNone.IsFree);
    }

    /// <summary>
    /// Code that awaits may leave a region on another thread. The thread that entered must leave it too; otherwise it would stay in it
    /// forever.
    /// </summary>
    [Fact]
    public void A_region_that_was_left_on_another_thread_is_left_on_this_one_too()
    {
        var region = new Region();
        var stay = region.Enter();
        OnAnotherThread(stay.Dispose);
        var memory = Taken();
        region.Reclaim();
        Assert.False(memory.IsFree);
        memory.Use();
    }

    [Fact]
    public void The_engine_is_told_of_the_end_once()
    {
        var ends = 0;
        var region = new Region(() => ends++);
        region.Dispose();
        region.Reclaim();
        Assert.Equal(1, ends);
    }

    private static Memory InRegion(out Region region)
    {
        region = new Region();
        using var stay = region.Enter();
        return Taken();
    }

    private static Memory Taken()
    {
        var memory = new Memory();
        Region.Take(memory);
        return memory;
    }

    private static void OnAnotherThread(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        thread.Join();
    }
}
