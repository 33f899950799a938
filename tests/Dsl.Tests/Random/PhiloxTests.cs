using FsCheck.Xunit;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Randomness;

public class PhiloxTests
{
    /// <summary>The known answers of Random123's own tests for philox4x32-10.</summary>
    [Fact]
    public void Rounds_give_the_published_answers()
    {
        Assert.Equal(new Philox.Block(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8), Philox.Rounds(0, 0, 0, 0, 0, 0));
        Assert.Equal(
            new Philox.Block(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd),
            Philox.Rounds(~0u, ~0u, ~0u, ~0u, ~0u, ~0u));
        Assert.Equal(
            new Philox.Block(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1),
            Philox.Rounds(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    [Fact]
    public void A_block_is_addressed_by_seed_stream_and_step()
    {
        var key = new RandomKey(0x299f31d0_a4093822, 0x03707344_13198a2e);
        Assert.Equal(new Philox.Block(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1), Philox.At(key, 0x85a308d3, 0x243f6a88));
    }

    [Property]
    public bool A_position_names_a_lane_of_a_block(ulong seed, ulong step, uint stream, ushort block)
    {
        var key = new RandomKey(seed, step);
        var (x0, x1, x2, x3) = Philox.At(key, stream, block);
        var lanes = Enumerable.Range(0, 4).Select(lane => Philox.Bits(key, stream, (uint)(4 * block + lane)));
        return lanes.SequenceEqual([x0, x1, x2, x3]);
    }

    [Property]
    public bool Uniform_numbers_lie_in_0_1_and_are_exact_in_float32(ulong seed, ulong step, uint stream, uint position)
    {
        var uniform = Philox.Uniform(new RandomKey(seed, step), stream, position);
        return uniform is >= 0f and < 1f && uniform * (1 << 24) == MathF.Floor(uniform * (1 << 24));
    }

    [Property]
    public bool Numbers_in_bulk_are_those_one_by_one(ulong seed, ulong step, uint stream, byte length, bool nearTheEnd)
    {
        var key = new RandomKey(seed, step);
        var block = nearTheEnd ? (uint.MaxValue >> 2) - length : length;
        var bulk = new float[length];
        Philox.Fill(bulk, key, stream, block);
        return bulk.Select((u, i) => u == Philox.Uniform(key, stream, 4 * block + (uint)i)).All(same => same);
    }

    [Property]
    public bool A_shuffle_is_a_permutation_and_the_same_again(ulong seed, ulong epoch, byte count)
    {
        var key = new RandomKey(seed, epoch);
        var order = Philox.Permutation(count, key, RandomStreams.Shuffle);
        return order.Order().SequenceEqual(Enumerable.Range(0, count))
            && order.SequenceEqual(Philox.Permutation(count, key, RandomStreams.Shuffle));
    }

    [Fact]
    public void Shuffles_put_every_element_everywhere_about_as_often()
    {
        const int Count = 6, Times = 6000;
        var seen = new int[Count, Count];
        for (ulong epoch = 0; epoch < Times; epoch++)
        {
            var order = Philox.Permutation(Count, new RandomKey(1, epoch), RandomStreams.Shuffle);
            for (var place = 0; place < Count; place++) seen[place, order[place]]++;
        }
        foreach (var times in seen) Assert.InRange(times, Times / Count - 150, Times / Count + 150);
    }

    [Fact]
    public void Numbers_are_uniform()
    {
        var buckets = new int[16];
        for (uint i = 0; i < 160_000; i++) buckets[(int)(16f * Philox.Uniform(new RandomKey(3), 1, i))]++;
        Assert.All(buckets, count => Assert.InRange(count, 9_500, 10_500));
    }
}
