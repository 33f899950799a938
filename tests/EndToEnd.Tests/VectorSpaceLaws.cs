using FsCheck.Xunit;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Models are points of a vector space, up to rounding; a gradient is such a point.</summary>
[Properties(MaxTest = 60)]
public class VectorSpaceLaws
{
    [Property]
    public void Addition_is_commutative_and_associative(int a, int b, int c)
    {
        foreach (var engine in Numbers.Engines)
        {
            var (x, y, z) = (Numbers.Point<Sparse>(a, engine), Numbers.Point<Sparse>(b, engine), Numbers.Point<Sparse>(c, engine));
            Assert.Equal(x + y, y + x);
            Close(x + (y + z), x + y + z);
        }
    }

    [Property]
    public void Zero_and_one_are_neutral_to_the_bit(int a, int b)
    {
        foreach (var engine in Numbers.Engines)
        {
            var (x, y) = (Numbers.Point<Sparse>(a, engine), Numbers.Point<Sparse>(b, engine));
            Assert.Equal(x, x + 0 * y);
            Assert.Equal(x, 1 * x);
            Assert.Equal(x, x * 1);
            Assert.All(Numbers.Of(x - x), number => Assert.Equal(0, number));
        }
    }

    [Property]
    public void Subtraction_adds_the_negative(int a, int b)
    {
        foreach (var engine in Numbers.Engines)
        {
            var (x, y) = (Numbers.Point<Sparse>(a, engine), Numbers.Point<Sparse>(b, engine));
            Assert.Equal(x - y, x + -1 * y);
            Close(x, x - y + y);
        }
    }

    [Property]
    public void Scaling_distributes_over_both_sums(int a, int b, sbyte alpha, sbyte beta)
    {
        foreach (var engine in Numbers.Engines)
        {
            var (x, y) = (Numbers.Point<Sparse>(a, engine), Numbers.Point<Sparse>(b, engine));
            var (p, q) = (alpha / 16.0, beta / 16.0);
            Close(p * x + q * x, (p + q) * x);
            Close(p * x + p * y, p * (x + y));
            Close(p * (q * x), p * q * x);
            Assert.Equal(p * x, x * p);
        }
    }

    [Property]
    public void Differentiation_is_linear_in_the_batch(int seed, byte first, byte second)
    {
        var (n, m) = (1 + first % 6, 1 + second % 6);
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<Sparse>(seed, engine);
            var (a, b) = (Numbers.Random<Sparse>(n, seed), Numbers.Random<Sparse>(m, ~seed));
            var joined = new Batch(
                Tensor.Create([n + m, 3, 2], [.. a.Inputs.ToArray(), .. b.Inputs.ToArray()]),
                Tensor.Create([n + m], [.. a.Labels.ToClasses(), .. b.Labels.ToClasses()]));
            var ((la, ga), (lb, gb), (l, g)) = (model.LossAndGradient(a), model.LossAndGradient(b), model.LossAndGradient(joined));
            Assert.Equal((n * la + m * lb) / (n + m), l, 1e-5);
            Close(1.0 / (n + m) * (n * ga + m * gb), g);
        }
    }

    [Property]
    public void Parameters_go_out_and_come_back(int seed)
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.Point<Sparse>(seed, engine);
            Assert.Equal(model, Sparse.Initialize(1).WithParameters(model.Parameters).ThrowIfFail());
        }
    }

    private static void Close(Sparse expected, Sparse actual) => Numbers.Close(Numbers.Of(expected), Numbers.Of(actual), 1e-5);
}
