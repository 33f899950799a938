using ModelDsl.Inspection;

namespace ModelDsl.Tests.Inspection;

public class ReliabilityTableTests
{
    /// <summary>A probability on an edge belongs to the bin that ends there, except 0.</summary>
    [Fact]
    public void An_edge_belongs_to_the_bin_before()
    {
        var bins = ReliabilityTable.Of([0, 0.5, 0.75, 1], [0, 1, 0, 1], 2, CalibrationBins.Uniform);
        Assert.Equal([(0, 0.5, 2, 0.25, 0.5), (0.5, 1, 2, 0.875, 0.5)],
            bins.Map(bin => (bin.Low, bin.High, bin.Count, bin.Predicted, bin.Observed)).ToArray());
    }
}
