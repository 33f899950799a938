using System.Numerics.Tensors;

namespace ModelDsl.Engines;

/// <summary>Windows over images. The numbers of a pixel lie side by side: each loop below works on all channels of a cell at once.</summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, destination.Shape, window);
        var from = Floats(x);
        var to = Floats(destination);
        var channels = walk.Channels;
        for (var result = 0; result < walk.Count; result++)
        {
            var place = walk[result];
            for (var cell = 0; cell < walk.Cells; cell++)
            {
                var pixel = to.Slice((result * walk.Cells + cell) * channels, channels);
                var offset = walk.Offset(place, cell);
                if (offset < 0) pixel.Clear();
                else if (channels == 1) pixel[0] = from[offset];
                else from.Slice(offset, channels).CopyTo(pixel);
            }
        }
    }

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(destination.Shape, gradient.Shape, window);
        var from = Floats(gradient);
        var to = Floats(destination);
        var channels = walk.Channels;
        to.Clear();
        for (var result = 0; result < walk.Count; result++)
        {
            var place = walk[result];
            for (var cell = 0; cell < walk.Cells; cell++)
            {
                var offset = walk.Offset(place, cell);
                if (offset < 0) continue;
                var pixel = to.Slice(offset, channels);
                TensorPrimitives.Add(pixel, from.Slice((result * walk.Cells + cell) * channels, channels), pixel);
            }
        }
    }

    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, destination.Shape, window);
        var from = Floats(x);
        var to = Floats(destination);
        var channels = walk.Channels;
        for (var result = 0; result < walk.Count; result++)
        {
            var place = walk[result];
            var maxima = to.Slice(result * channels, channels);
            var first = true;
            for (var cell = 0; cell < walk.Cells; cell++)
            {
                var offset = walk.Offset(place, cell);
                if (offset < 0) continue;
                var pixel = from.Slice(offset, channels);
                if (first) pixel.CopyTo(maxima);
                else TensorPrimitives.Max(maxima, pixel, maxima);
                first = false;
            }
        }
    }

    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, gradient.Shape, window);
        var from = Floats(x);
        var largest = Floats(maxima);
        var upstream = Floats(gradient);
        var to = Floats(destination);
        to.Clear();
        for (var result = 0; result < walk.Count; result++)
        {
            var (place, start) = (walk[result], result * walk.Channels);
            for (var channel = 0; channel < walk.Channels; channel++)
            {
                var max = largest[start + channel];
                for (var cell = 0; cell < walk.Cells; cell++)
                {
                    var offset = walk.Offset(place, cell);
                    // A number that is none equals nothing, not even itself: Equals finds it.
                    if (offset < 0 || !(from[offset + channel] == max || from[offset + channel].Equals(max))) continue;
                    to[offset + channel] += upstream[start + channel];
                    break;
                }
            }
        }
    }

    public void AveragePool(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, destination.Shape, window);
        var from = Floats(x);
        var to = Floats(destination);
        var channels = walk.Channels;
        for (var result = 0; result < walk.Count; result++)
        {
            var place = walk[result];
            var means = to.Slice(result * channels, channels);
            var inside = 0;
            means.Clear();
            for (var cell = 0; cell < walk.Cells; cell++)
            {
                var offset = walk.Offset(place, cell);
                if (offset < 0) continue;
                TensorPrimitives.Add(means, from.Slice(offset, channels), means);
                inside++;
            }
            TensorPrimitives.Divide(means, (float)inside, means);
        }
    }

    public void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(destination.Shape, gradient.Shape, window);
        var from = Floats(gradient);
        var to = Floats(destination);
        var channels = walk.Channels;
        to.Clear();
        for (var result = 0; result < walk.Count; result++)
        {
            var (place, inside) = (walk[result], 0);
            for (var cell = 0; cell < walk.Cells; cell++)
                if (walk.Offset(place, cell) >= 0) inside++;
            for (var cell = 0; cell < walk.Cells; cell++)
            {
                var offset = walk.Offset(place, cell);
                if (offset < 0) continue;
                var pixel = to.Slice(offset, channels);
                TensorPrimitives.MultiplyAdd(from.Slice(result * channels, channels), 1f / inside, pixel, pixel);
            }
        }
    }
}
