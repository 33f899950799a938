namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, destination.Shape, window);
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++)
        {
            var (cell, channel) = (i / walk.Channels, i % walk.Channels);
            var offset = walk.Offset(walk[cell / walk.Cells], cell % walk.Cells);
            to[i] = offset < 0 ? 0 : from[offset + channel];
        }
    }

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(destination.Shape, gradient.Shape, window);
        var from = Doubles(gradient);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < from.Length; i++)
        {
            var (cell, channel) = (i / walk.Channels, i % walk.Channels);
            var offset = walk.Offset(walk[cell / walk.Cells], cell % walk.Cells);
            if (offset >= 0) to[offset + channel] += from[i];
        }
    }

    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, destination.Shape, window);
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = from[Largest(walk, from, i)];
    }

    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, gradient.Shape, window);
        var from = Doubles(x);
        var upstream = Doubles(gradient);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < upstream.Length; i++) to[Largest(walk, from, i)] += upstream[i];
    }

    public void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, destination.Shape, window);
        var from = Doubles(x);
        var moves = Doubles(tangent);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = moves[Largest(walk, from, i)];
    }

    public void AveragePool(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(x.Shape, destination.Shape, window);
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++)
        {
            var (place, channel, sum) = (walk[i / walk.Channels], i % walk.Channels, 0.0);
            for (var cell = 0; cell < walk.Cells; cell++)
                if (walk.Offset(place, cell) is >= 0 and var offset) sum += from[offset + channel];
            to[i] = sum / Inside(walk, place);
        }
    }

    public void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var walk = new WindowWalk(destination.Shape, gradient.Shape, window);
        var from = Doubles(gradient);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < from.Length; i++)
        {
            var (place, channel) = (walk[i / walk.Channels], i % walk.Channels);
            for (var cell = 0; cell < walk.Cells; cell++)
                if (walk.Offset(place, cell) is >= 0 and var offset) to[offset + channel] += from[i] / Inside(walk, place);
        }
    }

    /// <summary>Returns the position of a window's largest number (the first one in row order), or of its first NaN.</summary>
    private static int Largest(WindowWalk walk, ReadOnlySpan<double> x, int result)
    {
        var (place, channel, best) = (walk[result / walk.Channels], result % walk.Channels, -1);
        for (var cell = 0; cell < walk.Cells; cell++)
        {
            if (walk.Offset(place, cell) is not (>= 0 and var offset)) continue;
            var at = offset + channel;
            if (best < 0 || x[at] > x[best] || (double.IsNaN(x[at]) && !double.IsNaN(x[best]))) best = at;
        }
        return best;
    }

    private static int Inside(WindowWalk walk, WindowPlace place)
    {
        var count = 0;
        for (var cell = 0; cell < walk.Cells; cell++)
            if (walk.Offset(place, cell) >= 0) count++;
        return count;
    }
}
