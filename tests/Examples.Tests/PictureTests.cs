using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SkiaSharp;
using Spectre.Console;
using Spectre.Console.Testing;

namespace ModelDsl.Examples.Tests;

public class PictureTests
{
    private static readonly Rgb[] Four = [new(0, 0, 0), new(255, 0, 0), new(0, 255, 0), new(10, 20, 30)];

    [Fact]
    public void Pixels_become_sharp_squares()
    {
        using var picture = SKBitmap.Decode(ImageGrid.ToPng("", [new CaptionedImage(new PixelImage(2, 2, Four), [""])]));
        var blocks = Enumerable.Range(0, picture.Width * picture.Height)
            .Select(i => picture.GetPixel(i % picture.Width, i / picture.Width)).CountBy(c => c).ToDictionary();
        foreach (var color in Four) Assert.Equal(36, blocks[new SKColor(color.Red, color.Green, color.Blue)]);
    }

    [Fact]
    public void A_caption_is_drawn_and_not_cut_off()
    {
        if (!CaptionFont.Exists) return;
        const string Caption = "Wide words below a narrow picture";
        using var picture = SKBitmap.Decode(ImageGrid.ToPng("", [new CaptionedImage(new PixelImage(2, 2, Four), ["", Caption])]));
        bool Inked(int x) => Enumerable.Range(0, picture.Height).Any(y => picture.GetPixel(x, y) != SKColors.White);
        var (first, last) = (Enumerable.Range(0, picture.Width).First(Inked), Enumerable.Range(0, picture.Width).Last(Inked));
        using var font = CaptionFont.Of(15);
        Assert.InRange(last - first, font.MeasureText(Caption) - 4, font.MeasureText(Caption) + 4);
        Assert.True(first > 10 && last < picture.Width - 10);
    }

    [Fact]
    public void Halving_takes_the_mean_of_four_pixels()
    {
        var half = new PixelImage(3, 2,
            [new(0, 0, 0), new(100, 0, 0), new(8, 8, 8), new(100, 0, 0), new(200, 0, 0), new(8, 8, 8)]).Halved();
        Assert.Equal((2, 1), (half.Width, half.Height));
        Assert.Equal((new Rgb(100, 0, 0), new Rgb(8, 8, 8)), (half[0, 0], half[1, 0]));
    }

    [Fact]
    public void Ink_and_gray_are_opposites() =>
        Assert.All(Enumerable.Range(0, 256), value => Assert.Equal(255, Palettes.Ink(value).Red + Palettes.Gray(value).Red));

    [Property]
    public Property Above_zero_is_red_below_is_blue_and_beyond_the_limit_nothing_changes(NormalFloat number)
    {
        var value = number.Get;
        var palette = Palettes.BlueToRed(2);
        var (red, _, blue) = palette(value);
        return (value > 0.1 ? red > blue : value < -0.1 ? blue > red : red + blue > 400).ToProperty()
            .And(Math.Abs(value) < 2 || palette(value) == palette(2 * Math.Sign(value)));
    }

    [Fact]
    public void A_template_is_a_column_of_the_kernel()
    {
        var kernel = Tensor.Create([4, 3], Enumerable.Range(0, 12).Select(i => (float)i).ToArray());
        var templates = WeightTemplates.Of(kernel, [2, 2]);
        Assert.Equal(3, templates.Length);
        Assert.Equal([1f, 4, 7, 10], templates[1]);
    }

    [Fact]
    public void A_few_huge_weights_leave_the_others_their_colours()
    {
        var weights = Enumerable.Range(0, 1000).Select(i => i < 3 ? -50f : i / 1000f).ToArray();
        Assert.InRange(WeightTemplates.Limit([weights]), 0.9, 1);
    }

    [Fact]
    public void The_most_frequent_mistake_is_never_on_the_diagonal()
    {
        var matrix = ConfusionMatrix.Create([0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 1, 1], 3).ThrowIfFail();
        Assert.Equal((2, 1), matrix.MostFrequentMistake());
    }

    [Theory]
    [InlineData(ColorSystem.TrueColor, true)]
    [InlineData(ColorSystem.EightBit, false)]
    [InlineData(ColorSystem.NoColors, false)]
    public void Pictures_are_drawn_only_in_a_terminal_with_24_bit_colours(ColorSystem colors, bool drawn)
    {
        using var console = new TestConsole();
        console.Profile.Capabilities.Ansi = true;
        console.Profile.Capabilities.Unicode = true;
        console.Profile.Capabilities.ColorSystem = colors;
        new Narrator(console, quiet: false).Show([new CaptionedImage(new PixelImage(2, 2, Four), ["ab"])]);
        Assert.Equal(drawn, console.Output.Contains('▀'));
        Assert.Equal(drawn, console.Output.Contains("ab", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(160, 28)]
    [InlineData(80, 14)]
    public void Five_pictures_stand_side_by_side_at_half_their_size_where_the_terminal_is_narrow(int width, int pictureWidth)
    {
        using var console = new TestConsole();
        console.Profile.Width = width;
        var picture = new CaptionedImage(new PixelImage(28, 28, new Rgb[784]), []);
        console.Write(new ThumbnailRows([.. Enumerable.Repeat(picture, 10)]));
        var rows = console.Lines.Where(line => line.Contains('▀')).ToArray();
        Assert.Equal(2 * pictureWidth / 2, rows.Length);
        Assert.All(rows, row => Assert.Equal(5 * pictureWidth, row.Count(c => c == '▀')));
        Assert.All(rows, row => Assert.True(row.TrimEnd().Length <= width));
    }
}
