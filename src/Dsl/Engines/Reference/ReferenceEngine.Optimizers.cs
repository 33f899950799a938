namespace ModelDsl.Engines;

internal partial class ReferenceEngine
{
    public void Sgd(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer? velocity, double learningRate, double momentum, bool nesterov,
        Formula formula)
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
            if (formula == Formula.PyTorch)
            {
                v[i] = momentum * v[i] + g[i];
                w[i] -= learningRate * (nesterov ? g[i] + momentum * v[i] : v[i]);
            }
            else
            {
                v[i] = momentum * v[i] - learningRate * g[i];
                w[i] += nesterov ? momentum * v[i] - learningRate * g[i] : v[i];
            }
        }
    }

    public void RmsProp(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer velocity, TensorBuffer? momentumBuffer, TensorBuffer? average,
        double learningRate, double rho, double momentum, double epsilon, Formula formula)
    {
        var w = Doubles(parameters);
        var g = Doubles(gradient);
        var v = Doubles(velocity);
        var keras = formula == Formula.Keras;
        for (var i = 0; i < w.Length; i++)
        {
            v[i] = rho * v[i] + (1.0 - rho) * g[i] * g[i];
            var variance = v[i];
            if (average is not null)
            {
                var a = Doubles(average);
                a[i] = rho * a[i] + (1.0 - rho) * g[i];
                variance = Math.Max(0.0, v[i] - a[i] * a[i]);
            }
            var step = keras ? learningRate * g[i] / Math.Sqrt(variance + epsilon) : g[i] / (Math.Sqrt(variance) + epsilon);
            if (momentumBuffer is not null)
            {
                var m = Doubles(momentumBuffer);
                step = m[i] = momentum * m[i] + step;
            }
            w[i] -= keras ? step : learningRate * step;
        }
    }

    public void Adagrad(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulator, double learningRate, double epsilon, Formula formula)
    {
        var w = Doubles(parameters);
        var g = Doubles(gradient);
        var a = Doubles(accumulator);
        for (var i = 0; i < w.Length; i++)
        {
            a[i] += g[i] * g[i];
            w[i] -= Quotient(learningRate * g[i], formula == Formula.Keras ? Math.Sqrt(a[i] + epsilon) : Math.Sqrt(a[i]) + epsilon);
        }
    }

    public void Adadelta(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulatedGradient, TensorBuffer accumulatedStep, double learningRate,
        double rho, double epsilon)
    {
        var w = Doubles(parameters);
        var g = Doubles(gradient);
        var a = Doubles(accumulatedGradient);
        var s = Doubles(accumulatedStep);
        for (var i = 0; i < w.Length; i++)
        {
            a[i] = rho * a[i] + (1.0 - rho) * g[i] * g[i];
            var step = Quotient(g[i] * Math.Sqrt(s[i] + epsilon), Math.Sqrt(a[i] + epsilon));
            s[i] = rho * s[i] + (1.0 - rho) * step * step;
            w[i] -= learningRate * step;
        }
    }

    public void Adam(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer velocity, TensorBuffer? maximum,
        double momentRate, double gradientRate, double beta1, double beta2, double epsilon)
    {
        var w = Doubles(parameters);
        var g = Doubles(gradient);
        var m = Doubles(momentum);
        var v = Doubles(velocity);
        var x = Doubles(maximum ?? velocity);
        for (var i = 0; i < w.Length; i++)
        {
            m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
            v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
            x[i] = Math.Max(x[i], v[i]);
            var variance = maximum is null ? v[i] : x[i];
            w[i] -= Quotient(momentRate * m[i] + gradientRate * g[i], Math.Sqrt(variance) + epsilon);
        }
    }

    public void Adamax(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer norm, double rate, double beta1, double beta2,
        double epsilon, Formula formula)
    {
        var w = Doubles(parameters);
        var g = Doubles(gradient);
        var m = Doubles(momentum);
        var u = Doubles(norm);
        var keras = formula == Formula.Keras;
        for (var i = 0; i < w.Length; i++)
        {
            m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
            u[i] = Math.Max(beta2 * u[i], Math.Abs(g[i]) + (keras ? 0.0 : epsilon));
            w[i] -= Quotient(rate * m[i], keras ? u[i] + epsilon : u[i]);
        }
    }

    public void Lion(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, double learningRate, double beta1, double beta2)
    {
        var w = Doubles(parameters);
        var g = Doubles(gradient);
        var m = Doubles(momentum);
        for (var i = 0; i < w.Length; i++)
        {
            var direction = beta1 * m[i] + (1.0 - beta1) * g[i];
            w[i] -= direction > 0.0 ? learningRate : direction < 0.0 ? -learningRate : learningRate * direction;
            m[i] = beta2 * m[i] + (1.0 - beta2) * g[i];
        }
    }

    public void ClipValue(TensorBuffer x, double limit)
    {
        foreach (ref var value in Doubles(x)) value = Math.Clamp(value, -limit, limit);
    }

    public void ClipNorm(TensorBuffer x, double limit)
    {
        var values = Doubles(x);
        var squares = 0.0;
        foreach (var value in values) squares += value * value;
        var norm = Math.Sqrt(squares);
        foreach (ref var value in values) value = value * limit / Math.Max(norm, limit);
    }

    private static double Quotient(double a, double b) => a == 0.0 ? 0.0 : a / b;
}
