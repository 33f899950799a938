namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void LogSoftmax(TensorBuffer x, TensorBuffer destination)
    {
        for (var i = 0; i < x.Rows; i++)
        {
            var from = Row(x, i);
            var to = Row(destination, i);
            var max = double.NegativeInfinity;
            foreach (var number in from) max = Math.Max(max, number);
            var sum = 0.0;
            foreach (var number in from) sum += Math.Exp(number - max);
            for (var j = 0; j < to.Length; j++) to[j] = from[j] - max - Math.Log(sum);
        }
    }

    public void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = from[i] > 0.0 ? from[i] : from[i] * Doubles(slopes)[SlopeOf(x.Shape, slopes.Shape, i)];
    }

    public void PReluGradient(TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination)
    {
        var from = Doubles(x);
        var g = Doubles(gradient);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++)
            to[i] = double.IsNaN(from[i]) ? from[i] : from[i] > 0.0 ? g[i] : g[i] * Doubles(slopes)[SlopeOf(x.Shape, slopes.Shape, i)];
    }

    public void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
    {
        var from = Doubles(x);
        var g = Doubles(gradient);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < from.Length; i++)
            if (!(from[i] > 0.0)) to[SlopeOf(x.Shape, destination.Shape, i)] += g[i] * from[i];
    }

    /// <summary>Returns the index of an element's slope: its place in a sample, without the axes that share slopes.</summary>
    private static int SlopeOf(Shape x, Shape slopes, int element)
    {
        var (slope, stride) = (0, 1);
        for (var axis = x.Rank - 1; axis > 0; axis--)
        {
            if (slopes[axis - 1] != 1) slope += element % x[axis] * stride;
            stride *= slopes[axis - 1];
            element /= x[axis];
        }
        return slope;
    }
}
