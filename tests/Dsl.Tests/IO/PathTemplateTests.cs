using System.Globalization;
using LanguageExt.Common;
using ModelDsl.IO;

namespace ModelDsl.Tests.IO;

public class PathTemplateTests
{
    private static string Format(string template, double value) =>
        PathTemplate.Parse(template).ThrowIfFail().Format(_ => value);

    // The output of Python 3 for "…".format(x=…).
    [Theory]
    [InlineData("w.{x:02d}.h", 7, "w.07.h")]
    [InlineData("{x:02d}", 123, "123")]
    [InlineData("{x}", 3, "3")]
    [InlineData("{x}", 0.1, "0.1")]
    [InlineData("{x:d}", 12, "12")]
    [InlineData("{x:4d}", 12, "  12")]
    [InlineData("{x:.2f}", 0.125, "0.12")]
    [InlineData("{x:.2f}", 2.675, "2.67")]
    [InlineData("{x:.0f}", 2.5, "2")]
    [InlineData("{x:f}", 1.5, "1.500000")]
    [InlineData("{x:08.3f}", -1.5, "-001.500")]
    [InlineData("{x:8.3f}", -1.5, "  -1.500")]
    [InlineData("{x:.2e}", 12345, "1.23e+04")]
    [InlineData("{x:e}", 0.00012, "1.200000e-04")]
    [InlineData("{x:.0e}", 12345, "1e+04")]
    [InlineData("{x:.2f}", double.NaN, "nan")]
    [InlineData("{x:06.2f}", double.NegativeInfinity, "  -inf")]
    [InlineData("{{x}}-{x}", 1, "{x}-1")]
    [InlineData("dir/{x}/{x}", 1, "dir/1/1")]
    public void Fields_are_written_as_Python_does(string template, double value, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(expected, Format(template, value));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.True(PathTemplate.Parse(template).ThrowIfFail().CouldBe(expected));
    }

    [Theory]
    [InlineData("{", "\"{\"")]
    [InlineData("a{}b", "\"{}b\"")]
    [InlineData("a}b", "\"}b\"")]
    [InlineData("{epoch:zz}", "no field like")]
    [InlineData("{epoch:0200d}", "no field like")]
    [InlineData("{val_loss:.2}", "must end with f or e")]
    [InlineData("{val_loss:.2d}", "must end with f or e")]
    public void What_is_no_field_is_told(string template, string said) =>
        Assert.Contains(said, ((Error)PathTemplate.Parse(template).Case!).Message);

    [Fact]
    public void Only_what_it_could_have_written_is_its_own()
    {
        var template = PathTemplate.Parse("out/w.{epoch:02d}.safetensors").ThrowIfFail();
        Assert.True(template.CouldBe("out/w.07.safetensors"));
        foreach (var other in (string[])["out/w.07.safetensors2", "out/w.../../x.safetensors", "/etc/passwd", "", "out/wx07.safetensors"])
            Assert.False(template.CouldBe(other));
    }

    [Theory]
    [InlineData("a/b.csv", "", "a/b.csv")]
    [InlineData("a/b.csv", "fold 2/5", "a/fold-2-of-5/b.csv")]
    [InlineData("b.csv", "fold 2/5", "fold-2-of-5/b.csv")]
    [InlineData("/b.csv", "../x", "/---of-x/b.csv")]
    public void Each_of_several_runs_has_a_folder(string path, string run, string expected) =>
        Assert.Equal(expected, RunFiles.Of(path, run).Replace(Path.DirectorySeparatorChar, '/'));
}
