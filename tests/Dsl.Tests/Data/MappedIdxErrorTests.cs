namespace ModelDsl.Tests.Data;

public sealed class MappedIdxErrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        folder.Dispose();
    }

    private string Images(string name, int count) =>
        folder.Write(name, IdxTests.File(IdxType.UInt8, [count, 2, 3], Samples.Bytes(6 * count, 1)));

    private string Labels(string name, params byte[] labels) => folder.Write(name, IdxTests.File(IdxType.UInt8, [labels.Length], labels));

    private static string Fault(params IdxPart[] parts) => Idx.Map(parts).Message();

    [Fact]
    public void A_compressed_file_is_an_error_with_the_command_that_decompresses_it()
    {
        var images = folder.Write("images.gz", IdxTests.Gzip(IdxTests.File(IdxType.UInt8, [2, 1, 1], 1, 2)));
        var message = Idx.Map(images, Labels("labels", 0, 1)).Message();
        Assert.StartsWith(images, message);
        Assert.Contains($"gzip -dc '{images}' > '{images[..^3]}'", message);
    }

    [Fact]
    public void Labels_may_be_compressed()
    {
        var labels = folder.Write("labels.gz", IdxTests.Gzip(IdxTests.File(IdxType.UInt8, [2], 0, 3)));
        Assert.Equal([0, 3], Idx.Map(Images("images", 2), labels).Value().Labels());
    }

    [Fact]
    public void A_file_cut_anywhere_is_an_error_that_names_it()
    {
        var whole = IdxTests.File(IdxType.UInt8, [3, 2, 3], Samples.Bytes(18, 1));
        for (var length = 0; length < whole.Length; length++)
        {
            var path = folder.Write("cut", whole[..length]);
            Assert.StartsWith($"{path}: truncated", Fault(new IdxPart(path)));
        }
    }

    [Fact]
    public void A_header_that_claims_more_than_the_file_holds_says_how_much_there_is()
    {
        var path = folder.Write("hostile", IdxTests.File(IdxType.Float64, [int.MaxValue, 28, 28], 1, 2, 3));
        Assert.Contains("shape [2147483647, 28, 28] needs 13469017433984 bytes, but there are 3", Fault(new IdxPart(path)));
    }

    [Fact]
    public void A_header_that_no_integer_counts_is_an_error()
    {
        var path = folder.Write("hostile", IdxTests.File(IdxType.Float64, [.. Enumerable.Repeat(-1, 255)], 1));
        Assert.Contains("needs more than any disk holds", Fault(new IdxPart(path)));
    }

    [Fact]
    public void Bytes_that_follow_the_array_are_an_error() =>
        Assert.Contains("too long", Fault(new IdxPart(folder.Write("long", IdxTests.File(IdxType.UInt8, [1, 1], 1, 2)))));

    [Fact]
    public void What_is_no_set_of_samples_is_an_error()
    {
        Assert.Contains("not a set of samples", Fault(new IdxPart(folder.Write("one", IdxTests.File(IdxType.UInt8, [], 7)))));
        Assert.Contains("no samples", Fault(new IdxPart(folder.Write("none", IdxTests.File(IdxType.UInt8, [0, 28, 28])))));
        Assert.Contains("no samples", Fault(new IdxPart(folder.Write("none", IdxTests.File(IdxType.UInt8, [3, 0])))));
        Assert.Contains("not an IDX file", Fault(new IdxPart(folder.Write("html", "<!DOCTYPE html>"))));
        Assert.Contains("name at least one", Fault());
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error()
    {
        Assert.StartsWith($"{folder["nowhere"]}: cannot be read", Fault(new IdxPart(folder["nowhere"])));
        Assert.StartsWith(folder["nowhere"], Fault(new IdxPart(Images("images", 1), folder["nowhere"])));
        Assert.StartsWith(folder.Path, Fault(new IdxPart(folder.Path)));
    }

    [Fact]
    public void Parts_that_do_not_go_together_name_both_files()
    {
        var (a, b) = (Images("a", 2), folder.Write("b", IdxTests.File(IdxType.UInt8, [2, 3, 2], new byte[12])));
        Assert.Equal($"{b} has samples of shape [3, 2], but {a} has samples of shape [2, 3]; parts of a set must have the same shape.", Fault(new(a), new(b)));
        var c = folder.Write("c", IdxTests.File(IdxType.Int8, [2, 2, 3], new byte[12]));
        Assert.Equal($"{c} holds Int8, but {a} holds UInt8; parts of a set must hold the same type.", Fault(new(a), new(c)));
        Assert.Contains($"{a} has no labels, but {c} has labels", Fault(new(c, Labels("labels", 0, 0)), new(a)));
    }

    [Fact]
    public void Another_number_of_labels_than_of_samples_names_the_part()
    {
        var message = Fault(new(Images("a", 2), Labels("la", 0, 1)), new(Images("b", 3), Labels("lb", 0, 1)));
        Assert.Equal($"{folder["b"]} has 3 samples, but {folder["lb"]} has 2 labels; they do not belong together.", message);
    }

    [Fact]
    public void A_class_without_a_name_names_the_file_and_the_sample_in_it()
    {
        var message = Idx.Map([new(Images("a", 2), Labels("la", 0, 1)), new(Images("b", 2), Labels("lb", 0, 5))], ["x", "y"]).Message();
        Assert.StartsWith(folder["lb"], message);
        Assert.Contains("sample 1 is 5", message);
    }

    [Fact]
    public void A_number_that_is_not_finite_names_the_file_and_the_sample_when_it_is_gathered()
    {
        var path = folder.Write("nan", IdxTests.File(IdxType.Float32, [2, 2], [.. new byte[8], 0, 0, 0, 0, 0x7F, 0xC0, 0, 0]));
        var data = Idx.Map([new IdxPart(path)]).Value();
        Assert.Equal([0f, 0f], data.Numbers([0]));
        var message = Assert.ThrowsAny<IOException>(() => data.Numbers([1])).Message;
        Assert.StartsWith($"{path}: sample 1 is NaN at [1]", message);
        var large = folder.Write("large", IdxTests.File(IdxType.Float64, [1, 1], 0x7F, 0xE0, 0, 0, 0, 0, 0, 0));
        Assert.Contains("too large for float32", Assert.ThrowsAny<IOException>(() => Idx.Map([new IdxPart(large)]).Value().Numbers()).Message);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_file_that_changes_while_it_is_mapped_is_an_error_that_names_it(bool isCut)
    {
        if (OperatingSystem.IsWindows()) return;
        var data = Idx.Map([new IdxPart(Images("a", 3)), new IdxPart(Images("b", 3))]).Value();
        Assert.Equal(36, data.Numbers().Length);
        if (isCut) MappedClouds.Cut(folder["b"]);
        else File.SetLastWriteTimeUtc(folder["b"], DateTime.UnixEpoch);
        Thread.Sleep(150);
        Assert.StartsWith($"{folder["b"]}: the file has changed", Assert.ThrowsAny<IOException>(() => data.Numbers([0])).Message);
    }

    [Fact]
    public void A_sample_that_was_cut_off_is_an_error_at_once()
    {
        if (OperatingSystem.IsWindows()) return;
        var data = Idx.Map([new IdxPart(Images("a", 3))]).Value();
        Assert.Equal(18, data.Numbers().Length);
        MappedClouds.Cut(folder["a"]);
        // The check runs at most every tenth of a second, and that time has not passed yet.
        Assert.StartsWith($"{folder["a"]}: the file has changed", Assert.ThrowsAny<IOException>(() => data.Numbers([2])).Message);
    }

    [Fact]
    public void A_file_that_is_deleted_while_it_is_mapped_stays_readable()
    {
        if (OperatingSystem.IsWindows()) return;
        var data = Idx.Map([new IdxPart(Images("a", 3))]).Value();
        var before = data.Numbers();
        File.Delete(folder["a"]);
        Thread.Sleep(150);
        Assert.Equal(before, data.Numbers());
    }
}
