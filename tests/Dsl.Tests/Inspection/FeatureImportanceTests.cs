using static LanguageExt.Prelude;

namespace ModelDsl.Tests.Inspection;

public class FeatureImportanceTests
{
    /// <summary>The deviation divides by the count, as NumPy's <c>std</c>.</summary>
    [Fact]
    public void Mean_and_deviation_are_those_of_the_repetitions()
    {
        var importance = new FeatureImportance("x", Seq(1.0, 3.0, 8.0));
        Assert.Equal(4, importance.Mean);
        Assert.Equal(Math.Sqrt((9 + 1 + 16) / 3.0), importance.Deviation, 1e-12);
    }
}
