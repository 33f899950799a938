namespace ModelDsl.Engines;

/// <content>What a mask leaves out becomes 0, before or after the instruction without a mask.</content>
internal static partial class Compositions
{
    public static void MaskedMatMul(
        ITensorEngine engine, TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer mask, TensorBuffer destination)
    {
        if (transpose == Transpose.Left)
        {
            var left = Temporaries.Of(engine, destination, 0, a.Shape.Dimensions);
            var right = Temporaries.Of(engine, destination, 1, b.Shape.Dimensions);
            Cleared(engine, a, mask, destination, 2, left);
            Cleared(engine, b, mask, destination, 3, right);
            engine.MatMul(left, right, transpose, destination);
        }
        else
        {
            engine.MatMul(a, b, transpose, destination);
            Cleared(engine, destination, mask, destination, 0, destination);
        }
    }

    public static void MaskedSum(ITensorEngine engine, TensorBuffer x, TensorBuffer mask, double factor, TensorBuffer destination)
    {
        var counted = Temporaries.Of(engine, destination, 0, x.Shape.Dimensions);
        Cleared(engine, x, mask, destination, 1, counted);
        engine.SumColumns(counted, factor, destination);
    }

    /// <summary>Pools the steps as the rows of an image of one column: the mean of all, divided by the share of those that count.</summary>
    public static void MaskedMean(ITensorEngine engine, TensorBuffer x, TensorBuffer mask, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var (samples, steps, n) = (x.Shape[0], x.Shape[1], x.Columns);
        var counted = Temporaries.Of(engine, destination, 0, [samples, steps, n]);
        Cleared(engine, x, mask, destination, 1, counted);
        engine.AveragePool(
            Temporaries.ViewOf(engine, counted, [samples, steps, 1, n]), new Window(steps, 1),
            Temporaries.ViewOf(engine, destination, [samples, 1, 1, n]));
        engine.Divide(destination, Shares(engine, mask, destination, n), destination);
    }

    public static void MaskedMeanGradient(ITensorEngine engine, TensorBuffer gradient, TensorBuffer mask, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var (samples, steps, n) = (destination.Shape[0], destination.Shape[1], destination.Columns);
        var each = Temporaries.Of(engine, destination, 0, [samples, n]);
        engine.Divide(gradient, Shares(engine, mask, destination, n), each);
        engine.AveragePoolGradient(
            Temporaries.ViewOf(engine, each, [samples, 1, 1, n]), new Window(steps, 1),
            Temporaries.ViewOf(engine, destination, [samples, steps, 1, n]));
        Cleared(engine, destination, mask, destination, 1, destination);
    }

    /// <summary>Returns the share of a sample's steps that count, at least that of one step, along n columns.</summary>
    private static TensorBuffer Shares(ITensorEngine engine, TensorBuffer mask, TensorBuffer owner, int n)
    {
        var (share, shares) = (Temporaries.Of(engine, owner, 2, [mask.Rows]), Temporaries.Of(engine, owner, 3, [mask.Rows, n]));
        engine.SumColumns(mask, 1.0 / mask.Columns, share);
        engine.Clamp(share, 1.0 / mask.Columns, double.PositiveInfinity, share);
        engine.BroadcastColumns(share, 1.0, shares);
        return shares;
    }

    /// <summary>Writes x where the mask counts a row, and 0 elsewhere.</summary>
    private static void Cleared(
        ITensorEngine engine, TensorBuffer x, TensorBuffer mask, TensorBuffer owner, int place, TensorBuffer destination)
    {
        if (x.Count == 0) return;
        var where = Temporaries.Of(engine, owner, place, x.Shape.Dimensions);
        var zero = Temporaries.Of(engine, owner, 100 + place, x.Shape.Dimensions, static (engine, buffer) => engine.Fill(0.0, buffer));
        engine.BroadcastColumns(mask, 1.0, where);
        engine.Where(where, x, zero, destination);
    }
}
