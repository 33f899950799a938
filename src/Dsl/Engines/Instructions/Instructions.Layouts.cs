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

    /// <summary>
    /// Copies pixels of each image by their numbers, which count row by row from 0: numbers <c>[N, places]</c>, images <c>[N, h, w, c]</c>,
    /// destination <c>[N, places, c]</c>. The numbers are whole and lie in [0, h·w).
    /// </summary>
    public static void Pixels(this ITensorEngine engine, TensorBuffer numbers, TensorBuffer images, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        if (images.Rows <= MostPixels)
        {
            engine.Gather(PixelRows(engine, numbers, images, destination), images, destination);
            return;
        }
        for (var (sample, step) = (0, Step(images)); sample < images.Shape[0]; sample += step)
        {
            var (from, to) = (Samples(engine, images, sample, step), Samples(engine, destination, sample, step));
            engine.Gather(PixelRows(engine, Samples(engine, numbers, sample, step), from, destination), from, to);
        }
    }

    /// <summary>
    /// Adds every row of the gradient <c>[N, places, c]</c>, in order, to the pixel of the images <c>[N, h, w, c]</c> that it was copied
    /// from. Pixels that were never copied get zero.
    /// </summary>
    public static void PixelsGradient(this ITensorEngine engine, TensorBuffer numbers, TensorBuffer gradient, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        if (destination.Rows <= MostPixels)
        {
            engine.GatherGradient(PixelRows(engine, numbers, destination, destination), gradient, destination);
            return;
        }
        for (var (sample, step) = (0, Step(destination)); sample < destination.Shape[0]; sample += step)
        {
            var (from, to) = (Samples(engine, gradient, sample, step), Samples(engine, destination, sample, step));
            engine.GatherGradient(PixelRows(engine, Samples(engine, numbers, sample, step), to, destination), from, to);
        }
    }

    /// <summary>The number from which float32 does not hold every whole number. A table with more rows is read in parts.</summary>
    private const int MostPixels = 1 << 24;

    private static int Step(TensorBuffer images) => Math.Max(1, MostPixels / (images.Rows / images.Shape[0]));

    private static TensorBuffer Samples(ITensorEngine engine, TensorBuffer batch, int first, int count)
    {
        var size = batch.Count / batch.Shape[0];
        return engine.View(batch, first * size, Shape.Create([Math.Min(count, batch.Shape[0] - first), .. batch.Shape.Dimensions[1..]]));
    }

    /// <summary>Returns the rows of pixels in the table of all images.</summary>
    private static TensorBuffer PixelRows(ITensorEngine engine, TensorBuffer numbers, TensorBuffer images, TensorBuffer destination)
    {
        var owners = Temporaries.Of(engine, destination, 100, numbers.Shape.Dimensions, static (e, buffer) =>
        {
            var samples = new float[buffer.Count];
            for (var i = 0; i < samples.Length; i++) samples[i] = i / buffer.Columns;
            e.Write(samples, buffer);
        });
        var rows = Temporaries.Of(engine, destination, 0, numbers.Shape.Dimensions);
        engine.AddScaled(numbers, owners, images.Rows / images.Shape[0], rows);
        return rows;
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
