namespace ModelDsl.Engines;

internal sealed partial class CpuEngine
{
    public void Fill(double value, TensorBuffer destination) => Floats(destination).Fill((float)value);

    public void Copy(TensorBuffer x, TensorBuffer destination) => Floats(x).CopyTo(Floats(destination));

    public void Add(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var x = Floats(a);
        var y = Floats(b);
        var z = Floats(destination);
        for (var i = 0; i < z.Length; i++) z[i] = x[i] + y[i];
    }

    public void Subtract(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var x = Floats(a);
        var y = Floats(b);
        var z = Floats(destination);
        for (var i = 0; i < z.Length; i++) z[i] = x[i] - y[i];
    }

    public void Multiply(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var x = Floats(a);
        var y = Floats(b);
        var z = Floats(destination);
        for (var i = 0; i < z.Length; i++) z[i] = x[i] * y[i];
    }

    public void Scale(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var from = Floats(x);
        var to = Floats(destination);
        for (var i = 0; i < to.Length; i++) to[i] = (float)factor * from[i];
    }

    public void AddScaled(TensorBuffer a, TensorBuffer b, double factor, TensorBuffer destination)
    {
        var x = Floats(a);
        var y = Floats(b);
        var z = Floats(destination);
        for (var i = 0; i < z.Length; i++) z[i] = x[i] + (float)factor * y[i];
    }

    public void Activate(ActivationKind activation, TensorBuffer x, TensorBuffer destination)
    {
        var from = Floats(x);
        var to = Floats(destination);
        for (var i = 0; i < to.Length; i++) to[i] = (float)ReferenceActivations.Value(activation, from[i]);
    }

    public void ActivateGradient(ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination)
    {
        var s = Floats(saved);
        var g = Floats(gradient);
        var to = Floats(destination);
        for (var i = 0; i < to.Length; i++) to[i] = g[i] * (float)ReferenceActivations.Derivative(activation, s[i]);
    }

    public void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination)
    {
        var from = Floats(x);
        var to = Floats(destination);
        for (var i = 0; i < to.Length; i++) to[i] = Philox.Uniform(key, stream, (uint)i) >= rate ? from[i] * (float)(1.0 / (1.0 - rate)) : 0f;
    }
}
