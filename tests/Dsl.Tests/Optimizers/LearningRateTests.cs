namespace ModelDsl.Tests.Optimizers;

public class LearningRateTests
{
    [Fact]
    public void A_number_is_the_rate_of_every_step()
    {
        LearningRate rate = 0.25;
        Assert.Equal(0.25, rate.At(0));
        Assert.Equal(0.25, rate.At(1_000_000));
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(50, 0.1 / 1.25)]
    [InlineData(100, 0.1 / 1.5)]
    [InlineData(1000, 0.1 / 6)]
    public void InverseTime_is_Keras_s_formula(long step, double expected) =>
        Assert.Equal(expected, new LearningRate.InverseTime(0.1, DecaySteps: 100, Decay: 0.5).At(step), 15);

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(99, 0.1)]
    [InlineData(100, 0.1 / 1.5)]
    [InlineData(250, 0.1 / 2)]
    public void A_staircase_falls_at_multiples_only(long step, double expected) =>
        Assert.Equal(expected, new LearningRate.InverseTime(0.1, DecaySteps: 100, Decay: 0.5, Staircase: true).At(step), 15);

    // scikit-learn counts t from 1: typw = √(1/√α), t₀ = 1/(typw·α), eta = 1/(α·(t₀ + t − 1)).
    [Theory]
    [InlineData(1e-4, 1, 10)]
    [InlineData(1e-4, 2, 9.99000999000999)]
    [InlineData(1e-4, 1001, 5)]
    [InlineData(1e-4, 48_000, 1 / (1e-4 * 48_999))]
    [InlineData(1e-2, 1, 3.1622776601683795)]
    [InlineData(1e-2, 11, 1 / (1e-2 * (31.622776601683793 + 10)))]
    public void Optimal_is_scikit_learn_s_sequence(double alpha, long t, double eta) =>
        Assert.Equal(eta, new LearningRate.Optimal(alpha).At(t - 1), 1e-12);

    [Fact]
    public void A_factor_scales_every_rate()
    {
        var rate = 10 * new LearningRate.Optimal(1e-4);
        Assert.Equal(100, rate.At(0), 1e-9);
        Assert.Equal(50, rate.At(1000), 1e-9);
        Assert.Equal(rate, new LearningRate.Optimal(1e-4) * 10);
    }

    public static TheoryData<LearningRate, int> Wrong => new()
    {
        { -0.1, 1 },
        { double.NaN, 1 },
        { double.PositiveInfinity, 1 },
        { new LearningRate.InverseTime(-1, 0, double.NaN), 3 },
        { new LearningRate.Optimal(0), 1 },
        { double.NaN * new LearningRate.Optimal(double.NaN), 2 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Every_wrong_number_is_a_fault(LearningRate rate, int faults) => Assert.Equal(faults, rate.Faults().Count());

    [Fact]
    public void A_rate_of_zero_is_none() => Assert.Empty(((LearningRate)0).Faults());
}
