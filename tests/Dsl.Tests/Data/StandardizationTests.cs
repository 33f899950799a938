using FsCheck;
using FsCheck.Xunit;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class StandardizationTests
{
    private static (double Mean, double Deviation) Of(IEnumerable<float> values)
    {
        var mean = values.Average(v => (double)v);
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 5e-6;

    private static IEnumerable<float> Column(Dataset data, int column)
    {
        var width = data.SampleShape.Size;
        return data.Numbers().Where((_, i) => i % width == column);
    }

    [Property]
    public bool TheTrainingPartGetsMeanZeroAndDeviationOne(int seed, byte width)
    {
        var columns = width % 70 + 1;
        var random = new Random(seed);
        var values = Enumerable.Range(0, 50 * columns).Select(i => (random.NextSingle() - 0.3f) * (i % columns + 1) + i % columns);
        var train = Dataset.Create<float>([columns], values.ToArray(), new int[50]).Value();
        var standardized = (train | Standardize(Standardization.Fit(train))).Value();
        return Enumerable.Range(0, columns).All(c => Of(Column(standardized, c)) is var (mean, deviation) &&
            Math.Abs(mean) < 1e-5 && Math.Abs(deviation - 1) < 1e-5);
    }

    [Property]
    public bool BytesAreStandardizedAsFloatsAre(int seed)
    {
        var bytes = Samples.Bytes(41 * 20, seed);
        var (small, large) = (Dataset.Create<byte>([41], bytes, new int[20]).Value(),
            Dataset.Create<float>([41], [.. bytes.Select(b => (float)b)], new int[20]).Value());
        var fitted = Standardization.Fit(small);
        return fitted.Means.SequenceEqual(Standardization.Fit(large).Means) &&
            (small | Standardize(fitted)).Value().Numbers().SequenceEqual((large | Standardize(fitted)).Value().Numbers());
    }

    [Fact]
    public void ALargeMeanBesideASmallDeviationIsNotCancelledAway()
    {
        var years = Dataset.Create<float>([1], [.. Enumerable.Range(0, 1000).Select(i => 1_000_000f + i % 7)], new int[1000]).Value();
        var (mean, deviation) = Of((years | Standardize(Standardization.Fit(years))).Value().Numbers());
        Assert.InRange(mean, -0.05, 0.05);
        Assert.InRange(deviation, 0.999, 1.001);
    }

    [Fact]
    public void AConstantFeatureGetsDeviationOne()
    {
        var data = Dataset.Create<float>([2], [0.1f, 1, 0.1f, 2, 0.1f, 3], [0, 0, 0]).Value();
        var fitted = Standardization.Fit(data);
        Assert.Equal(1, fitted.Deviations[0]);
        Assert.Equal(Math.Sqrt(2 / 3.0), fitted.Deviations[1], 12);
        Assert.All(Column((data | Standardize(fitted)).Value(), 0), x => Assert.Equal(0f, x));
    }

    // scikit-learn 1.x, StandardScaler().fit_transform on float64.
    [Theory]
    [InlineData(1e-40f, 2e-40f, 3e-40f)]
    [InlineData(3e-45f, 6e-45f, 9e-45f)]
    [InlineData(1e-38f, 1.2e-38f, 1.4e-38f)]
    [InlineData(2e-39f, 4.5e-39f, 7e-39f)]
    [InlineData(1e20f, 2e20f, 3e20f)]
    [InlineData(-3e38f, 0f, 3e38f)]
    [InlineData(1e38f, 2e38f, 3e38f)]
    public void FeaturesOfAnySizeBecomeThoseOfScikitLearn(float a, float b, float c)
    {
        var data = Dataset.Create<float>([1], [a, b, c], [0, 0, 0]).Value();
        var standardized = (data | Standardize(Standardization.Fit(data))).Value();
        Assert.Equal([-1.2247449f, 0, 1.2247449f], standardized.Numbers(), (x, y) => Math.Abs(x - y) < 2e-5);
    }

    [Fact]
    public void TheLargestNumbersOfBothSignsDoNotOverflow()
    {
        var data = Dataset.Create<float>([1], [-3.4e38f, 3.4e38f, 3.4e38f], [0, 0, 0]).Value();
        Assert.Equal([-1.4142135f, 0.7071068f, 0.7071068f], (data | Standardize(Standardization.Fit(data))).Value().Numbers(), Close);
    }

    [Property]
    public bool EveryNumberIsThatOfDoublePrecision(sbyte exponent, sbyte shift, ushort seed)
    {
        // Means up to 10⁶ deviations from zero, deviations from 10⁻³⁸ to 10³⁰.
        var (deviation, random) = (Math.Pow(10, exponent % 34 - 4), new Random(seed));
        var mean = deviation * Math.Pow(10, Math.Abs(shift % 7)) * Math.Sign(shift);
        var values = Enumerable.Range(0, 40).Select(_ => (float)(mean + deviation * (random.NextDouble() - 0.5))).ToArray();
        var data = Dataset.Create<float>([1], values, new int[40]).Value();
        var (m, d) = Of(values);
        if (d == 0) return true;
        return (data | Standardize(Standardization.Fit(data))).Value().Numbers().Zip(values,
            (x, value) => Math.Abs(x - (value - m) / d) < 5e-6).All(close => close);
    }

    [Fact]
    public void WhereOneFeatureNeedsDoublePrecisionAConstantOneStaysZero()
    {
        var data = Dataset.Create<float>([2], [0.1f, 1e-40f, 0.1f, 2e-40f, 0.1f, 3e-40f], [0, 0, 0]).Value();
        var standardized = (data | Standardize(Standardization.Fit(data))).Value();
        Assert.All(Column(standardized, 0), x => Assert.Equal(0f, x));
        Assert.Equal([-1.2247449f, 0, 1.2247449f], Column(standardized, 1), (x, y) => Math.Abs(x - y) < 2e-5);
    }

    [Fact]
    public void ADeviceIsNotAskedForWhatFloatsCannotCompute()
    {
        var data = Dataset.Create<float>([1], [1e-40f, 2e-40f, 3e-40f], [0, 0, 0]).Value();
        Assert.Null((data | Standardize(Standardization.Fit(data))).Value().Upload(null!, long.MaxValue));
    }

    [Fact]
    public void ItFollowsAScale()
    {
        var data = Dataset.Create<byte>([1], [10, 20, 30], [0, 0, 0]).Value() | Scale(0.1f);
        var fitted = Standardization.Fit(data);
        Assert.Equal(2, fitted.Means[0], 6);
        var expected = (float)Math.Sqrt(1.5);
        Assert.Equal([-expected, 0, expected], (data | Standardize(fitted)).Value().Numbers(), Close);
        Assert.Equal([-2 * expected, 0, 2 * expected], (data | Standardize(fitted) | Scale(2)).Value().Numbers(), Close);
    }

    /// <summary>Intermediate numbers that float32 cannot hold do no harm.</summary>
    [Theory]
    [InlineData(1e30f), InlineData(1e-30f), InlineData(-1e38f), InlineData(1e38f, 1e38f), InlineData(1e-38f, 1e-30f), InlineData(1e30f,
        1e-30f, 1e30f)]
    public void AnyChainOfScalesIsStandardizedAsItsNumbersAre(params float[] factors)
    {
        foreach (var numbers in (float[][])[[1e10f, 2e10f, 6e10f], [1, 2, 6], [3e-20f, 6e-20f, 18e-20f]])
        {
            var data = Dataset.Create<float>([1], numbers, [0, 0, 0]).Value();
            var plain = (data | Standardize(Standardization.Fit(data))).Value().Numbers();
            var scaled = data;
            foreach (var factor in factors) scaled |= Scale(factor);
            var sign = Math.Sign(factors.Aggregate(1.0, (product, factor) => product * Math.Sign(factor)));
            var fitted = Standardization.Fit(scaled);
            var product = factors.Aggregate(1.0, (product, factor) => product * factor);
            Assert.Equal(1, fitted.Means[0] / (3 * (double)numbers[0] * product), 6);
            Assert.Equal(plain, (scaled | Standardize(fitted)).Value().Numbers().Select(x => sign * x), Close);
            // Joined data are scaled part by part.
            var joined = Dataset.Join(scaled, data).Value();
            var both = (joined | Standardize(Standardization.Fit(joined))).Value();
            Assert.Equal(plain, Column(both, 0).Select(x => sign * x), Close);
            Assert.Equal(plain, Column(both, 1), Close);
        }
    }

    [Theory]
    [InlineData(1e38f, 1e38f, 1e38f), InlineData(1e-38f, 1e-38f, 1e-38f)]
    public void FactorsThatNoDoubleIsEnoughForAreTold(float a, float b, float c)
    {
        var data = Samples.Numbered(3) | Scale(a) | Scale(b);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => data | Scale(c));
        Assert.Contains("the product must have a size between 1E-100 and 1E+100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardizingWhatIsStandardizedChangesNothing()
    {
        var data = Dataset.Create<float>([1], [3, 5, 10, 90], [0, 0, 0, 0]).Value();
        var once = (data | Standardize(Standardization.Fit(data))).Value();
        var twice = (once | Standardize(Standardization.Fit(once))).Value();
        Assert.Equal(once.Numbers(), twice.Numbers(), Close);
    }

    [Fact]
    public void TheValidationPartIsStandardizedByTheTrainingPart()
    {
        var data = Dataset.Create<float>([1], [.. Enumerable.Range(0, 100).Select(i => (float)(i * i))], new int[100]).Value();
        var raw = (data | Split(0.3, 1)).Value();
        var parts = (data | Split(0.3, 1) | Standardize()).Value();
        var (mean, deviation) = Of(raw.Train.Numbers());
        Assert.Equal(raw.Validation.Numbers().Select(x => (float)((x - mean) / deviation)), parts.Validation.Numbers(), Close);
        Assert.NotInRange(Of(parts.Validation.Numbers()).Mean, -1e-3, 1e-3);
    }

    [Fact]
    public void SamplesOfAnotherShapeAreAnError()
    {
        var fitted = Standardization.Fit(Samples.Numbered(3));
        Assert.Contains("[1]", (Dataset.Create<byte>([2], [1, 2], [0]).Value() | Standardize(fitted)).Message());
    }
}
