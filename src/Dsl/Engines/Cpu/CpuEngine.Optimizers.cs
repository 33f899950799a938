namespace ModelDsl.Engines;

internal sealed partial class CpuEngine
{
    public void Sgd(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer? velocity, double learningRate, double momentum, bool nesterov)
    {
        var (rate, m) = ((float)learningRate, (float)momentum);
        var w = Floats(parameters);
        var g = Floats(gradient);
        if (velocity is null)
        {
            for (var i = 0; i < w.Length; i++) w[i] -= rate * g[i];
            return;
        }
        var v = Floats(velocity);
        for (var i = 0; i < w.Length; i++)
        {
            v[i] = m * v[i] - rate * g[i];
            w[i] += nesterov ? m * v[i] - rate * g[i] : v[i];
        }
    }

    public void RmsProp(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer velocity, TensorBuffer? momentumBuffer, TensorBuffer? average,
        double learningRate, double rho, double momentum, double epsilon)
    {
        var w = Floats(parameters);
        var g = Floats(gradient);
        var v = Floats(velocity);
        for (var i = 0; i < w.Length; i++)
        {
            v[i] = (float)rho * v[i] + (float)(1.0 - rho) * g[i] * g[i];
            var denominator = v[i] + (float)epsilon;
            if (average is not null)
            {
                var a = Floats(average);
                a[i] = (float)rho * a[i] + (float)(1.0 - rho) * g[i];
                denominator = v[i] - a[i] * a[i] + (float)epsilon;
            }
            var step = (float)learningRate * g[i] / MathF.Sqrt(denominator);
            if (momentumBuffer is not null)
            {
                var m = Floats(momentumBuffer);
                step = m[i] = (float)momentum * m[i] + step;
            }
            w[i] -= step;
        }
    }
}
