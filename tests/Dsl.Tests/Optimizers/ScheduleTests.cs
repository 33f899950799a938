using FsCheck.Xunit;
using static ModelDsl.LearningRate;

namespace ModelDsl.Tests.Optimizers;

/// <summary>The steps are drawn far beyond the ends of decays and waves.</summary>
[Properties(EndSize = 3000)]
public class ScheduleTests
{
    [Property]
    public bool Exponential_and_step_are_their_closed_forms(ushort step, byte every)
    {
        var (size, pieces) = (every + 1, step / (every + 1));
        return Close(new Exponential(0.3, size, 0.9).At(step), 0.3 * Math.Exp(Math.Log(0.9) * step / size))
            && Close(new Exponential(0.3, size, 0.9, Staircase: true).At(step), 0.3 * Math.Exp(Math.Log(0.9) * pieces))
            && Close(new Step(0.3, size, 0.5).At(step), 0.3 * Math.Exp(Math.Log(0.5) * pieces));
    }

    [Property]
    public bool Polynomial_is_its_closed_form(ushort step, byte every)
    {
        var size = every + 1;
        var stretched = size * Math.Max(1, (step + size - 1) / size);
        return Close(new Polynomial(0.3, size, 0.1, 2).At(step), step >= size ? 0.1 : 0.2 * Math.Pow(1 - (double)step / size, 2) + 0.1)
            && Close(new Polynomial(0.3, size, 0.1, 2, Cycle: true).At(step), 0.2 * Math.Pow(1 - (double)step / stretched, 2) + 0.1);
    }

    [Fact]
    public void A_piece_holds_up_to_its_boundary_inclusive()
    {
        var rate = new Piecewise([2, 5], [1, 0.5, 0.1]);
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.1, 0.1], Enumerable.Range(0, 8).Select(i => rate.At(i)));
    }

    [Property]
    public bool Cosine_with_warm_up_is_its_closed_form(ushort step, byte warm)
    {
        var decayed = Math.Max(0, Math.Min(1000, step - warm));
        var expected = step < warm
            ? 0.01 + 0.29 * step / warm
            : 0.3 * (0.9 * (1 + Math.Cos(Math.PI * decayed / 1000)) / 2 + 0.1);
        return Close(new Cosine(0.01, 1000, 0.1, WarmupTarget: 0.3, WarmupSteps: warm).At(step), expected)
            && Close(new Cosine(0.3, 1000).At(step), 0.15 * (1 + Math.Cos(Math.PI * Math.Min(1000, (int)step) / 1000)));
    }

    [Property]
    public bool Cosine_restarts_are_Keras_s_closed_form(ushort step)
    {
        var wave = (int)Math.Floor(Math.Log2(1 + step / 100.0));
        var part = (step / 100.0 - (Math.Pow(2, wave) - 1)) / Math.Pow(2, wave);
        var expected = 0.3 * (0.9 * Math.Pow(0.8, wave) * (1 + Math.Cos(Math.PI * part)) / 2 + 0.1);
        var even = 0.3 * Math.Pow(0.8, step / 100) * (1 + Math.Cos(Math.PI * (step % 100) / 100)) / 2;
        return Close(new CosineRestarts(0.3, 100, 2, 0.8, 0.1).At(step), expected)
            && Close(new CosineRestarts(0.3, 100, TimeFactor: 1, RateFactor: 0.8).At(step), even);
    }

    [Theory]
    [InlineData(100, 1), InlineData(300, 2), InlineData(700, 3)]
    public void The_step_that_would_end_a_cosine_is_the_first_of_the_next(long step, int restarts) =>
        Assert.Equal(0.3 * Math.Pow(0.8, restarts), new CosineRestarts(0.3, 100, 2, 0.8).At(step), 1e-12);

    // PyTorch: the phases end at steps 29 and 99, or at 29, 58 and 99.
    [Theory]
    [InlineData(0, 0.04, 0.04), InlineData(29, 1, 1), InlineData(58, 0.628948, 0.04), InlineData(99, 4e-6,
        4e-6), InlineData(500, 4e-6, 4e-6)]
    public void OneCycle_is_PyTorch_s(long step, double two, double three)
    {
        Assert.Equal(two, new OneCycle(1, 100).At(step), step == 58 ? 0.02 : 1e-12);
        Assert.Equal(three, new OneCycle(1, 100, ThreePhases: true).At(step), 1e-12);
    }

    [Fact]
    public void OneCycle_between_the_ends_of_its_phases()
    {
        Assert.Equal(0.04 + 0.96 * 10 / 29, new OneCycle(1, 100, Annealing: Annealing.Linear).At(10), 1e-12);
        Assert.Equal(1 + (4e-6 - 1) * 29 / 70, new OneCycle(1, 100, Annealing: Annealing.Linear).At(58), 1e-12);
        Assert.Equal(0.04 + (1 - 0.04) * (1 - Math.Cos(Math.PI * 10 / 29)) / 2, new OneCycle(1, 100).At(10), 1e-12);
    }

    public static TheoryData<LearningRate, int> Wrong => new()
    {
        { new Exponential(-1, 0, double.NaN), 3 },
        { new Step(double.NaN, 0, -1), 3 },
        { new Polynomial(-1, 0, -1, 0), 4 },
        { new Piecewise([-1, 5, 5], [1, -1]), 4 },
        { new Cosine(-1, 0, 2, -1, -1), 5 },
        { new Cosine(1, 1, WarmupSteps: 3), 1 },
        { new CosineRestarts(-1, 0, 0.5, -1, -1), 5 },
        { new OneCycle(-1, 0, 2, (Annealing)7, 0, 0), 6 },
        { new OneCycle(1, 10, 0.6, ThreePhases: true), 1 },
        { new OneCycle(1, 10), 0 },
        { new CosineRestarts(1, 10), 0 },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void Every_wrong_number_is_a_fault(LearningRate rate, int faults) => Assert.Equal(faults, rate.Faults().Count());

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-12 * (1 + Math.Abs(b));
}
