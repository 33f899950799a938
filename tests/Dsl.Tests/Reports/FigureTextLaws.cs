using System.Globalization;
using FsCheck;
using FsCheck.Xunit;

namespace ModelDsl.Tests.Reports;

/// <summary>A figure is short at any size, and close to the exact number.</summary>
public class FigureTextLaws
{
    private const int LongestFigure = 16;

    /// <summary>Numbers of every size, small and large.</summary>
    [Property(MaxTest = 1000)]
    public bool A_figure_is_short_and_reads_back_to_four_decimals(NormalFloat digits, int exponent)
    {
        var figure = digits.Get % 10 * Math.Pow(10, exponent % 300);
        var text = FigureText.Of(figure);
        var read = double.Parse(text, CultureInfo.InvariantCulture);
        var size = Math.Abs(figure) > 1e-3 ? Math.Max(1, Math.Abs(figure)) : Math.Abs(figure);
        return text.Length <= LongestFigure && Math.Abs(read - figure) <= 5.01e-5 * size;
    }

    [Theory]
    [InlineData(0.001, "1.0000e-03"), InlineData(0.00101, "0.0010"), InlineData(-0.001, "-1.0000e-03"), InlineData(9_999_999_999, "9999999999.0000"), InlineData(1e10, "1.0000e+10")]
    [InlineData(double.MaxValue, "1.7977e+308"), InlineData(double.MinValue, "-1.7977e+308"), InlineData(double.NegativeInfinity, "-Infinity")]
    public void Small_and_large_figures_have_an_exponent(double figure, string text) => Assert.Equal(text, FigureText.Of(figure));

    [Fact]
    public void Figures_that_have_run_away_are_a_short_line() => Assert.Equal(
        "Epoch 1: loss 1.7977e+308, a 1.0000e+300, b -1.0000e+300, 35 ms", (PublicValues.Bare with
        {
            Loss = double.MaxValue,
            Metrics = LanguageExt.Prelude.Seq(new MetricValue("a", 1e300), new MetricValue("b", -1e300)),
        }).ToString());
}
