using ModelDsl.Pictures.Folders;

namespace ModelDsl.Pictures.Tests;

/// <summary>
/// Files of every format and kind give the pixels that Pillow gives. The bound is 0 levels for all of them: Skia has the decoders that
/// Pillow has.
/// </summary>
public sealed class DecodingTests
{
    [Fact]
    public void EveryKindOfFileIsWhatPillowReads() => Assert.Multiple([.. Golden.Rows("decoded.txt").Select<(string[] Words, byte[] Values), Action>(row => () =>
    {
        var (name, width, height, mode) = (row.Words[0], int.Parse(row.Words[1]), int.Parse(row.Words[2]), row.Words[3]);
        var options = mode switch
        {
            "RGB" => new ImageOptions(),
            "L" => new ImageOptions { Channels = ImageChannels.Grey },
            "RGBA" => new ImageOptions { Channels = ImageChannels.Rgba },
            _ => new ImageOptions { Background = new ImageColor(200, 17, 90) },
        };
        var sample = new byte[width * height * options.Depth];
        PictureFile.ReadSample(Golden.PathOf(name), (height, width), options, sample);
        var far = row.Values.Select((level, i) => Math.Abs(level - sample[i])).Max();
        Assert.True(far == 0, $"{name} as {mode} is {far} levels from Pillow's.");
    })]);

    [Fact]
    public void AFileIsReadFromPathBytesAndStream()
    {
        var fromPath = ImageFile.Read(Golden.PathOf("rgb.png"), (8, 8)).Value();
        Assert.Equal<Shape>([1, 8, 8, 3], fromPath.Shape);
        Assert.Equal(fromPath.ToArray(), ImageFile.Read(Golden.Bytes("rgb.png"), (8, 8)).Value().ToArray());
        Assert.Equal(fromPath.ToArray(), ImageFile.Read(new MemoryStream(Golden.Bytes("rgb.png")), (8, 8)).Value().ToArray());
        Assert.Contains(fromPath.ToArray(), level => level > 1);
    }
}
