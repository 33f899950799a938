using ModelDsl.Inspection;

namespace ModelDsl.Tests.Inspection;

public class TemperatureSearchTests
{
    /// <summary>One kind of mistake is enough: an answer that is too much yes, or one that is too much no.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    public void A_mistake_of_one_kind_has_a_best_temperature(double logit, double label)
    {
        double[] logits = [3, logit, -2], labels = [1, label, 0];
        var best = TemperatureSearch.Find(logits, labels, 1, out var fault);
        Assert.Equal("", fault);
        double Loss(double beta) => TemperatureSearch.Loss(logits, labels, 1, beta);
        Assert.True(Loss(best!.Value) < Math.Min(Loss(best.Value * 1.01), Loss(best.Value / 1.01)));
    }
}
