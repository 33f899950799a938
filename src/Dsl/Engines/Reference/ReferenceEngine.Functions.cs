namespace ModelDsl.Engines;

internal partial class ReferenceEngine
{
    public void Divide(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var x = Doubles(a);
        var y = Doubles(b);
        var z = Doubles(destination);
        for (var i = 0; i < z.Length; i++) z[i] = x[i] / y[i];
    }

    public void Abs(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = Math.Abs(from[i]);
    }

    public void Sign(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = from[i] > 0.0 ? 1.0 : from[i] < 0.0 ? -1.0 : from[i];
    }

    public void Log(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = Math.Log(from[i]);
    }

    public void Sqrt(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = Math.Sqrt(from[i]);
    }

    public void Clamp(TensorBuffer x, double least, double most, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = from[i] < least ? least : from[i] > most ? most : from[i];
    }

    public void ClampGradient(TensorBuffer x, TensorBuffer gradient, double least, double most, TensorBuffer destination)
    {
        var from = Doubles(x);
        var g = Doubles(gradient);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = double.IsNaN(from[i]) ? from[i] : from[i] >= least && from[i] <= most ? g[i] : 0.0;
    }

    public void Less(TensorBuffer a, TensorBuffer b, bool orEqual, TensorBuffer destination)
    {
        var x = Doubles(a);
        var y = Doubles(b);
        var z = Doubles(destination);
        for (var i = 0; i < z.Length; i++) z[i] = x[i] < y[i] || (orEqual && x[i] == y[i]) ? 1 : 0;
    }

    public void Where(TensorBuffer condition, TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var chosen = Doubles(condition);
        var x = Doubles(a);
        var y = Doubles(b);
        var z = Doubles(destination);
        for (var i = 0; i < z.Length; i++) z[i] = chosen[i] != 0 ? x[i] : y[i];
    }
}
