using ModelDsl.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>Every plan of a product, at sizes around its tiles and parts, against the reference engine.</summary>
public sealed class ProductTests
{
    /// <summary>Plans of every tile, with short parts so that small products have several.</summary>
    private static IEnumerable<ProductPlan> Plans(int steps) =>
        from tile in new (ProductTile Tile, int Height, int Width)[]
        {
            (ProductTile.Small, 16, 64), (ProductTile.Small, 32, 32), (ProductTile.Small, 64, 16), (ProductTile.Medium, 64, 64),
            (ProductTile.Large, 128, 128),
        }
        from splits in new[] { false, true }
        select new ProductPlan(tile.Tile, tile.Height, tile.Width, 32, Math.Max(1, (steps + 31) / 32), splits);

    [Theory]
    [InlineData(1, 1, 1), InlineData(15, 65, 7), InlineData(16, 64, 32), InlineData(17, 63, 33), InlineData(65, 17, 31)]
    [InlineData(64, 128, 64), InlineData(129, 127, 97), InlineData(33, 300, 70), InlineData(300, 129, 40)]
    public void Every_plan_gives_the_reference_s_numbers_and_the_same_bits(int rows, int columns, int steps)
    {
        foreach (var transpose in Enum.GetValues<Transpose>())
        {
            var trial = new ProductTrial(rows, columns, steps, 2, transpose, rows * 31 + steps);
            var first = trial.Run(Plans(steps).First());
            trial.Check(first);
            foreach (var plan in Plans(steps).Skip(1)) Assert.Equal(first, trial.Run(plan));
        }
    }

    [Theory]
    [InlineData(1, 10, 784, 1), InlineData(128, 10, 784, 1), InlineData(9, 40, 20000, 1), InlineData(70, 70, 600, 3)]
    [InlineData(520, 530, 300, 2), InlineData(1500, 1200, 9, 1)]
    public void Chosen_plans_give_the_reference_s_numbers(int rows, int columns, int steps, int products)
    {
        foreach (var transpose in new[] { Transpose.None, Transpose.Left })
        {
            var trial = new ProductTrial(rows, columns, steps, products, transpose, columns);
            trial.Check(trial.Run(ProductPlan.Of(rows, columns, steps, products)));
        }
    }

    [Theory]
    [InlineData(2048, 2048, 512, 1, ProductTile.Large, false), InlineData(512, 512, 512, 1, ProductTile.Medium, true)]
    [InlineData(1, 4096, 4096, 1, ProductTile.Small, true), InlineData(128, 10, 784, 1, ProductTile.Small, true)]
    [InlineData(64, 64, 64, 96, ProductTile.Small, false), InlineData(70, 70, 64, 96, ProductTile.Medium, false)]
    [InlineData(60000, 10, 784, 1, ProductTile.Small, false), InlineData(65, 65, 65, 100000, ProductTile.Large, false)]
    internal void Plans_follow_from_sizes(int rows, int columns, int steps, int products, ProductTile tile, bool splits)
    {
        var plan = ProductPlan.Of(rows, columns, steps, products);
        Assert.Equal((tile, splits), (plan.Tile, plan.Splits));
    }

    /// <summary>The order of an element's terms must not depend on the other rows: a prediction is the same in every batch.</summary>
    [Fact]
    public void Parts_cover_the_steps_and_depend_on_nothing_else()
    {
        foreach (var steps in new[] { 0, 1, 31, 32, 255, 256, 257, 512, 1000, 16384, 16385, 100352, 5_000_001 })
        {
            var plan = ProductPlan.Of(1, 1, steps, 1);
            Assert.InRange(plan.Parts, 1, 64);
            Assert.Equal(0, plan.PartSteps % 32);
            Assert.True(plan.Parts * plan.PartSteps >= steps && (plan.Parts - 1) * plan.PartSteps < Math.Max(steps, 1));
            foreach (var (rows, columns, products) in new[] { (100, 7, 1), (3000, 3000, 1), (50, 60, 900) })
            {
                var other = ProductPlan.Of(rows, columns, steps, products);
                Assert.Equal((plan.PartSteps, plan.Parts), (other.PartSteps, other.Parts));
            }
        }
    }
}
