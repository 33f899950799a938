using ModelDsl.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>Products whose matrices lie apart in wider ones, as groups do.</summary>
internal sealed class ProductTrial
{
    private const float Guard = 12352f;

    private readonly float[] left, right, guarded;
    private readonly ProductArguments sizes;
    private readonly int products, gap;

    public ProductTrial(int rows, int columns, int steps, int products, Transpose transpose, int seed, bool isApart = true)
    {
        var random = new Random(seed);
        var (isLeft, isRight) = (transpose is Transpose.Left or Transpose.Both, transpose is Transpose.Right or Transpose.Both);
        var (leftWidth, rightWidth) = ((isLeft ? rows : steps) + (isApart ? 3 : 0), (isRight ? steps : columns) + (isApart ? 2 : 0));
        this.products = products;
        gap = isApart ? 1 : 0;
        sizes = new()
        {
            Rows = rows,
            Columns = columns,
            Steps = steps,
            LeftRow = isLeft ? 1 : leftWidth,
            LeftStep = isLeft ? leftWidth : 1,
            RightStep = isRight ? 1 : rightWidth,
            RightColumn = isRight ? rightWidth : 1,
            LeftNext = leftWidth * (isLeft ? steps : rows),
            RightNext = rightWidth * (isRight ? columns : steps),
            DestinationRow = columns + gap,
            DestinationNext = (columns + gap) * rows,
        };
        (left, right) = (Numbers(sizes.LeftNext), Numbers(sizes.RightNext));
        guarded = [.. Enumerable.Repeat(Guard, products * sizes.DestinationNext)];

        float[] Numbers(int size) => [.. Enumerable.Range(0, products * size).Select(_ => random.NextSingle() * 2f - 1f)];
    }

    public float[] Run(ProductPlan plan) => Run<BFloat16Cores>(plan);

    public float[] Run<TUnit>(ProductPlan plan) where TUnit : struct, IMatrixUnit
    {
        var engine = (IlgpuEngine)TestDevice.Engine;
        using var region = engine.NewRegion();
        using var entered = region.Enter();
        var (a, b, to) = (On(left), On(right), On(guarded));
        engine.Multiply<LinearEpilogue, TUnit>(
            sizes with { Left = a.Numbers, Right = b.Numbers, Destination = to.Numbers, Other = to.Numbers }, products, plan, to);
        var result = new float[guarded.Length];
        engine.Read(to, result);
        return result;

        GpuBuffer On(float[] numbers)
        {
            var buffer = engine.Allocate(ElementType.Float, [numbers.Length]);
            engine.Write(numbers, buffer);
            return (GpuBuffer)buffer;
        }
    }

    /// <summary>Computes the products by a library, whose matrices lie in columns.</summary>
    public float[] Run(IColumnMajorProducts<float[]> library)
    {
        float[] result = [.. guarded];
        library.Multiply(ColumnMajorProduct.Of(sizes, products), left, right, result);
        return result;
    }

    /// <summary>Checks a result against sums in double precision.</summary>
    /// <param name="actual">The result.</param>
    /// <param name="round">Rounds the factors; null if they are as they are.</param>
    /// <param name="roundsResults">Whether the results are rounded, too.</param>
    public void Check(float[] actual, Func<float, float>? round = null, bool roundsResults = false)
    {
        var factor = round ?? (x => x);
        var tolerance = 64.0 * Math.Pow(2, -23) * Math.Sqrt(Math.Max(sizes.Steps, 1));
        for (var product = 0; product < products; product++)
            for (var row = 0; row < sizes.Rows; row++)
            {
                var place = product * sizes.DestinationNext + row * sizes.DestinationRow;
                if (gap > 0) Assert.Equal(Guard, actual[place + sizes.Columns]);
                for (var column = 0; column < sizes.Columns; column++)
                {
                    var sum = 0.0;
                    for (var step = 0; step < sizes.Steps; step++)
                        sum += (double)factor(left[product * sizes.LeftNext + row * sizes.LeftRow + step * sizes.LeftStep])
                            * factor(right[product * sizes.RightNext + step * sizes.RightStep + column * sizes.RightColumn]);
                    var bound = tolerance * (1.0 + Math.Abs(sum));
                    var (low, high) = !roundsResults
                        ? (sum - bound, sum + bound)
                        : (factor((float)(sum - bound)), factor((float)(sum + bound)));
                    if (!(low <= actual[place + column] && actual[place + column] <= high))
                        Assert.Fail($"Product {product} at ({row}, {column}): expected {sum:R}, got {actual[place + column]:R}.");
                }
            }
    }
}
