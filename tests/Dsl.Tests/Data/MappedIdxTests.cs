using LanguageExt;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public sealed class MappedIdxTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        // Windows deletes no mapped file.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        folder.Dispose();
    }

    private string Images(string name, int count, int seed = 1) =>
        folder.Write(name, IdxTests.File(IdxType.UInt8, [count, 3, 5], Samples.Bytes(15 * count, seed)));

    private string Labels(string name, int count) =>
        folder.Write(name, IdxTests.File(IdxType.UInt8, [count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 4))]));

    private IdxPart Part(int number, int count) => new(Images($"images-{number}", count, number), Labels($"labels-{number}", count));

    [Fact]
    public void A_mapped_pair_of_files_is_the_data_set_that_they_are_when_read()
    {
        var (images, labels) = (Images("images", 40), Labels("labels", 40));
        var mapped = Idx.Map(images, labels, ["a", "b", "c", "d"]).Value();
        var read = Idx.Load(images, labels, ["a", "b", "c", "d"]).Value();
        Assert.Equal(read.ToString(), mapped.ToString());
        Assert.Equal(read.ClassNames, mapped.ClassNames);
        Assert.Equal(read.Numbers(), mapped.Numbers());
        Assert.Equal(read.Labels(), mapped.Labels());
        Assert.Equal(read.ContentCheck(), mapped.ContentCheck());
        Assert.Equal(read.ToBatch(3..9).Inputs.ToArray(), mapped.ToBatch(3..9).Inputs.ToArray());
    }

    [Theory]
    [InlineData(IdxType.UInt8, 1), InlineData(IdxType.Int8, 1), InlineData(IdxType.Int16, 2), InlineData(IdxType.Int32, 4)]
    public void Every_type_of_integer_is_gathered_as_it_is_read(IdxType type, int size) =>
        AgreesWithReading(type, Samples.Bytes(7 * 45 * size, size));

    [Theory]
    [InlineData(IdxType.Float32, 4), InlineData(IdxType.Float64, 8)]
    public void Every_type_of_real_number_is_gathered_as_it_is_read(IdxType type, int size)
    {
        var random = new System.Random(size);
        var numbers = Enumerable.Range(0, 7 * 45).Select(_ => random.NextDouble() * 100 - 50);
        var content = numbers.SelectMany(x => (size == 4 ? BitConverter.GetBytes((float)x) : BitConverter.GetBytes(x)).Reverse());
        AgreesWithReading(type, [.. content]);
    }

    private void AgreesWithReading(IdxType type, byte[] content)
    {
        var images = folder.Write("images", IdxTests.File(type, [7, 45], content));
        var (mapped, read) = (Idx.Map(images, Labels("labels", 7)).Value(), Idx.Load(images, Labels("labels", 7)).Value());
        Assert.Equal(read.Numbers(), mapped.Numbers());
        Assert.Equal((read | Scale(0.3f)).Numbers([6, 0, 3]), (mapped | Scale(0.3f)).Numbers([6, 0, 3]));
        var standardization = Standardization.Fit(mapped);
        Assert.Equal((read | Standardize(standardization)).Value().Numbers(), (mapped | Standardize(standardization)).Value().Numbers());
    }

    [Theory]
    [InlineData(17), InlineData(1, 16), InlineData(5, 9, 3), InlineData(1, 1, 1, 1, 13)]
    public void Parts_of_any_sizes_are_one_set_in_their_order(params int[] counts)
    {
        var parts = counts.Select((count, number) => Part(number, count)).ToArray();
        var mapped = Idx.Map(parts).Value();
        var read = parts.Select(part => Idx.Load(part.Samples, part.Labels!).Value()).ToArray();
        Assert.Equal(17, mapped.Count);
        Assert.Equal(read.SelectMany(part => part.Numbers()), mapped.Numbers());
        Assert.Equal(read.SelectMany(part => part.Labels()), mapped.Labels());
        Assert.Equal(counts.Length == 1 ? "images-0" : $"images-0 and {counts.Length - 1} more", mapped.Name);
    }

    [Fact]
    public void Views_of_a_mapped_set_are_those_of_the_set_in_memory()
    {
        var part = Part(0, 60);
        Assert.Equal(Look(Idx.Load(part.Samples, part.Labels!)), Look(Idx.Map([part])));

        static float[] Look(Fin<Dataset> data) => (
            from all in data
            from parts in all | Scale(1 / 255f) | Shuffle(3) | Take(50) | Split(0.3, seed: 1, stratified: true)
            from folds in parts.Train | KFold(3, stratified: true, seed: 2)
            from hot in folds[1].Held | OneHot(4)
            from some in parts.Validation | OfClasses(3, 1)
            select (float[])[.. hot.Numbers(), .. hot.Targets(), .. some.Numbers(), .. some.ToTensor().ToArray()]).Value();
    }

    [Fact]
    public void A_file_of_more_than_four_gigabytes_is_read_to_its_end()
    {
        // The file takes no disk space on file systems that allow holes.
        if (!OperatingSystem.IsLinux()) return;
        const int count = 5_500_000;
        var images = folder.Write("large", IdxTests.File(IdxType.UInt8, [count, 28, 28]));
        using (var file = File.OpenWrite(images))
        {
            file.SetLength(16 + count * 784L);
            foreach (var sample in new[] { 0, 5_478_276, count - 1 })
            {
                file.Position = 16 + sample * 784L + 783;
                file.WriteByte((byte)(sample % 251));
            }
        }
        var data = Idx.Map([new IdxPart(images)]).Value();
        Assert.Equal(count, data.Count);
        foreach (var sample in new[] { 0, 1, 5_478_275, 5_478_276, 5_478_277, count - 1 })
        {
            var expected = sample is 0 or 5_478_276 or count - 1 ? sample % 251 : 0;
            Assert.Equal(expected, data.Numbers([sample])[783]);
            Assert.Equal(expected, data.Numbers([sample]).Sum());
        }
    }

    [Fact]
    public void Files_are_closed_when_nobody_uses_their_data_sets()
    {
        if (!OperatingSystem.IsLinux()) return;
        var part = Part(0, 40);
        Hold(50);
        Assert.InRange(Open(), 0, 1);
        Assert.Contains("labels", Idx.Map(part.Samples, Labels("few", 3)).Message());
        Assert.InRange(Open(), 0, 1);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Hold(int times)
        {
            var all = Enumerable.Range(0, times).Select(_ => Idx.Map([part]).Value() | Shuffle(1)).ToArray();
            Assert.Equal(times, Open());
            Assert.Equal(all[0].Numbers(), all[^1].Numbers());
        }
        int Open()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Directory.GetFiles("/proc/self/fd").Count(fd => new FileInfo(fd).LinkTarget == part.Samples);
        }
    }

    [Fact]
    public void Gathering_from_a_mapped_set_allocates_nothing()
    {
        var bytes = Idx.Map([Part(0, 40), Part(1, 9)]).Value() | Scale(1 / 255f);
        var shorts = folder.Write("shorts", IdxTests.File(IdxType.Int16, [49, 3, 5], Samples.Bytes(49 * 30, 1)));
        var converted = Idx.Map([new IdxPart(shorts)]).Value() | Scale(0.5f);
        var (rows, samples) = (new[] { 48, 0, 39, 40 }, new float[60]);
        void Gather()
        {
            bytes.CopySamples(rows, samples);
            converted.CopySamples(rows, samples);
            bytes.Announce(rows);
        }
        for (var i = 0; i < 50; i++) Gather();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) Gather();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
