namespace ModelDsl.Engines;

internal sealed partial class ReferenceEngine
{
    public void Sgd(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer? velocity, double learningRate, double momentum, bool nesterov)
    {
        var w = Doubles(parameters);
        var g = Doubles(gradient);
        if (velocity is null)
        {
            for (var i = 0; i < w.Length; i++) w[i] -= learningRate * g[i];
            return;
        }
        var v = Doubles(velocity);
        for (var i = 0; i < w.Length; i++)
        {
            v[i] = momentum * v[i] - learningRate * g[i];
            w[i] += nesterov ? momentum * v[i] - learningRate * g[i] : v[i];
        }
    }

    public void RmsProp(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer velocity, TensorBuffer? momentumBuffer, TensorBuffer? average,
        double learningRate, double rho, double momentum, double epsilon)
    {
        var w = Doubles(parameters);
        var g = Doubles(gradient);
        var v = Doubles(velocity);
        for (var i = 0; i < w.Length; i++)
        {
            v[i] = rho * v[i] + (1.0 - rho) * g[i] * g[i];
            var denominator = v[i] + epsilon;
            if (average is not null)
            {
                var a = Doubles(average);
                a[i] = rho * a[i] + (1.0 - rho) * g[i];
                denominator = v[i] - a[i] * a[i] + epsilon;
            }
            var step = learningRate * g[i] / Math.Sqrt(denominator);
            if (momentumBuffer is not null)
            {
                var m = Doubles(momentumBuffer);
                step = m[i] = momentum * m[i] + step;
            }
            w[i] -= step;
        }
    }
}
