namespace ModelDsl.Engines;

/// <content>Columns and steps, moved block by block.</content>
public static partial class Instructions
{
    /// <summary>Joins the columns of a and b, side by side: <c>[m, k]</c> and <c>[m, n]</c> give <c>[m, k + n]</c>.</summary>
    public static void ConcatColumns(this ITensorEngine engine, TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        engine.CopyBlocks(a, new(0, a.Columns), destination, new(0, destination.Columns), a.Columns, destination.Rows);
        engine.CopyBlocks(b, new(0, b.Columns), destination, new(a.Columns, destination.Columns), b.Columns, destination.Rows);
    }

    /// <summary>
    /// Copies some columns, from <paramref name="first"/> on, as many as the destination has: <c>[m, n] → [m, count]</c>.
    /// </summary>
    public static void Columns(this ITensorEngine engine, TensorBuffer x, int first, TensorBuffer destination) =>
        engine.CopyBlocks(x, new(first, x.Columns), destination, new(0, destination.Columns), destination.Columns, destination.Rows);

    /// <summary>
    /// Copies x to some columns, from <paramref name="first"/> on, and sets all other columns to 0: <c>[m, count] → [m, n]</c>.
    /// </summary>
    public static void PlaceColumns(this ITensorEngine engine, TensorBuffer x, int first, TensorBuffer destination)
    {
        engine.Fill(0, destination);
        engine.CopyBlocks(x, new(0, x.Columns), destination, new(first, destination.Columns), x.Columns, x.Rows);
    }

    /// <summary>Reverses the order along an axis.</summary>
    public static void Flip(this ITensorEngine engine, TensorBuffer x, int axis, TensorBuffer destination)
    {
        var (places, behind) = (x.Shape[axis], 1);
        foreach (var dimension in x.Shape.Dimensions[(axis + 1)..]) behind *= dimension;
        if (x.Count == 0) return;
        var stride = places * behind;
        for (var place = 0; place < places; place++)
        {
            engine.CopyBlocks(
                x, new(place * behind, stride), destination, new((places - 1 - place) * behind, stride), behind, x.Count / stride);
        }
    }

    /// <summary>Moves every step of a sample to the next position; the first step becomes 0: <c>[N, steps, features]</c>.</summary>
    public static void DelaySteps(this ITensorEngine engine, TensorBuffer x, TensorBuffer destination)
    {
        var (samples, sample, features) = (x.Shape[0], x.Shape[1] * x.Columns, x.Columns);
        engine.Fill(0, destination);
        engine.CopyBlocks(x, new(0, sample), destination, new(features, sample), sample - features, samples);
    }
}

/// <summary>The positions of blocks of numbers in a buffer.</summary>
/// <param name="First">The position of the first block.</param>
/// <param name="Stride">The distance from one block's position to the next block's position.</param>
public readonly record struct Blocks(int First, int Stride);
