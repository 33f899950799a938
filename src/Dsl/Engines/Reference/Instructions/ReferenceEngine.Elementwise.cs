namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void Activate(ActivationKind activation, TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = ReferenceActivations.Value(activation, from[i]);
    }

    public void ActivateGradient(ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination)
    {
        var s = Doubles(saved);
        var g = Doubles(gradient);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = g[i] * ReferenceActivations.Derivative(activation, s[i]);
    }

    public void ClipNorm(TensorBuffer x, double limit)
    {
        var values = Doubles(x);
        var squares = 0.0;
        foreach (var value in values) squares += value * value;
        var norm = Math.Sqrt(squares);
        foreach (ref var value in values) value = value * limit / Math.Max(norm, limit);
    }
}
