using ModelDsl.Data;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Data;

/// <summary>
/// Joined storage asks its parts for exactly the samples that it will copy, and gives a device the samples that were asked for.
/// </summary>
public class JoinedStorageTests
{
    private static readonly int[] Order = [4, 0, 3, 1, 2];

    [Fact]
    public void What_is_announced_or_prefetched_is_what_is_copied()
    {
        var (plain, moved) = (new Noted(2, isSlow: false), new Noted(3, isSlow: true));
        var joined = new JoinedStorage([new(plain, FeatureTransform.Identity, null), new(moved, FeatureTransform.Identity, Order)]);
        for (var row = 0; row < 5; row++) joined.Copy(row, FeatureTransform.Identity, new float[5]);
        joined.Announce(1, 4);
        for (var row = 0; row < 5; row++) joined.Prefetch(row);

        foreach (var part in new[] { plain, moved })
        {
            Assert.Equal(part.Copied.Skip(1), part.Announced);
            Assert.Equal(part.Copied, part.Prefetched);
        }
        Assert.Equal(Order, moved.Copied);
    }

    [Theory, InlineData(false, false), InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public void One_slow_part_makes_all_slow(bool first, bool second) => Assert.Equal(
        first || second,
        new JoinedStorage([new(new Noted(1, first), FeatureTransform.Identity, null),
            new(new Noted(1, second), FeatureTransform.Identity, null)]).IsSlow);

    /// <summary>The samples are so wide that few are uploaded at once.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void A_device_is_given_the_samples_in_their_order(bool mapped)
    {
        const int Half = 1 << 18;
        var joined = new JoinedStorage(
            [new(new Noted(Half, false), FeatureTransform.Identity, null), new(new Noted(Half, false), FeatureTransform.Identity, Order)]);
        var device = new Kept(5);
        joined.Upload(device, mapped ? Order : null, 5, FeatureTransform.Identity);
        for (var i = 0; i < 5; i++)
        {
            var row = mapped ? Order[i] : i;
            Assert.Equal((row, Order[row]), ((int)device.Samples[i][0], (int)device.Samples[i][Half]));
        }
    }

    /// <summary>Samples whose numbers are their position; it records the requests.</summary>
    private sealed class Noted(int width, bool isSlow) : SampleStorage(width)
    {
        public List<int> Announced { get; } = [];

        public List<int> Prefetched { get; } = [];

        public List<int> Copied { get; } = [];

        internal override bool IsSlow => isSlow;

        internal override int RowBytes => Width * sizeof(float);

        internal override double Largest => float.MaxValue;

        internal override void Announce(int row, int count) => Announced.AddRange(Enumerable.Range(row, count));

        internal override void Prefetch(int row) => Prefetched.Add(row);

        internal override void Copy(int row, FeatureTransform transform, Span<float> destination)
        {
            Copied.Add(row);
            destination.Fill(row);
        }
    }

    private sealed class Kept(int count) : IDeviceSamples
    {
        public float[][] Samples { get; } = new float[count][];

        public void Write<T>(int first, ReadOnlySpan<T> samples) where T : unmanaged
        {
            var numbers = System.Runtime.InteropServices.MemoryMarshal.Cast<T, float>(samples);
            var width = 1 << 19;
            for (var i = 0; i * width < numbers.Length; i++) Samples[first + i] = numbers.Slice(i * width, width).ToArray();
        }

        public void Gather(ReadOnlySpan<int> rows, TensorBuffer destination) => throw new NotSupportedException();
    }
}
