using static ModelDsl.Engines.DiffOperations;

namespace ModelDsl.Engines;

internal partial class DiffTensorEngine
{
    public void Sgd(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer? velocity, double learningRate, double momentum, bool nesterov,
        Formula formula)
    {
        if (parameters.Count == 0) return;
        var (w, g) = (Flat(parameters), Flat(gradient));
        if (velocity is null)
        {
            Put(parameters, () => w - g * learningRate);
            return;
        }
        var isKeras = formula == Formula.Keras;
        var v = Flat(velocity) * momentum + (isKeras ? g * -learningRate : g);
        Put(velocity, () => v);
        Put(parameters, () => (isKeras, nesterov) switch
        {
            (true, false) => w + v,
            (true, true) => w + v * momentum - g * learningRate,
            (false, false) => w - v * learningRate,
            (false, true) => w - (g + v * momentum) * learningRate,
        });
    }

    public void RmsProp(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer velocity, TensorBuffer? momentumBuffer, TensorBuffer? average,
        double learningRate, double rho, double momentum, double epsilon, Formula formula)
    {
        if (parameters.Count == 0) return;
        var (w, g) = (Flat(parameters), Flat(gradient));
        var v = Flat(velocity) * rho + g.Squared() * (1.0 - rho);
        Put(velocity, () => v);
        var variance = v;
        if (average is not null)
        {
            var a = Flat(average) * rho + g * (1.0 - rho);
            Put(average, () => a);
            variance = (v - a.Squared()).AtLeast(0.0);
        }
        var isKeras = formula == Formula.Keras;
        var step = g / (isKeras ? (variance + epsilon).sqrt() : variance.sqrt() + epsilon);
        if (momentumBuffer is null)
        {
            Put(parameters, () => w - step * learningRate);
            return;
        }
        var m = Flat(momentumBuffer) * momentum + (isKeras ? step * learningRate : step);
        Put(momentumBuffer, () => m);
        Put(parameters, () => isKeras ? w - m : w - m * learningRate);
    }

    public void Adagrad(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulator, double learningRate, double epsilon, Formula formula)
    {
        if (parameters.Count == 0) return;
        var g = Flat(gradient);
        var a = Flat(accumulator) + g.Squared();
        Put(accumulator, () => a);
        var divisor = formula == Formula.Keras ? (a + epsilon).sqrt() : a.sqrt() + epsilon;
        Put(parameters, () => Flat(parameters) - Quotient(g, divisor) * learningRate);
    }

    public void Adadelta(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulatedGradient, TensorBuffer accumulatedStep, double learningRate,
        double rho, double epsilon)
    {
        if (parameters.Count == 0) return;
        var (g, s) = (Flat(gradient), Flat(accumulatedStep));
        var a = Flat(accumulatedGradient) * rho + g.Squared() * (1.0 - rho);
        var step = Quotient(g * (s + epsilon).sqrt(), (a + epsilon).sqrt());
        Put(accumulatedGradient, () => a);
        Put(accumulatedStep, () => s * rho + step.Squared() * (1.0 - rho));
        Put(parameters, () => Flat(parameters) - step * learningRate);
    }

    public void Adam(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer velocity, TensorBuffer? maximum,
        double momentRate, double gradientRate, double beta1, double beta2, double epsilon)
    {
        if (parameters.Count == 0) return;
        var g = Flat(gradient);
        var m = Flat(momentum) * beta1 + g * (1.0 - beta1);
        var v = Flat(velocity) * beta2 + g.Squared() * (1.0 - beta2);
        Put(momentum, () => m);
        Put(velocity, () => v);
        var variance = maximum is null ? v : Flat(maximum).Greater(v);
        if (maximum is not null) Put(maximum, () => variance);
        var step = gradientRate == 0.0 ? m * momentRate : m * momentRate + g * gradientRate;
        Put(parameters, () => Flat(parameters) - Quotient(step, variance.sqrt() + epsilon));
    }

    public void Adamax(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer norm, double rate, double beta1, double beta2,
        double epsilon, Formula formula)
    {
        if (parameters.Count == 0) return;
        var (g, isKeras) = (Flat(gradient), formula == Formula.Keras);
        var m = Flat(momentum) * beta1 + g * (1.0 - beta1);
        var u = (Flat(norm) * beta2).Greater(isKeras ? g.abs() : g.abs() + epsilon);
        Put(momentum, () => m);
        Put(norm, () => u);
        Put(parameters, () => Flat(parameters) - Quotient(m * rate, isKeras ? u + epsilon : u));
    }

    public void Lion(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, double learningRate, double beta1, double beta2)
    {
        if (parameters.Count == 0) return;
        var (g, m) = (Flat(gradient), Flat(momentum));
        Put(parameters, () => Flat(parameters) - SignOf(m * beta1 + g * (1.0 - beta1)) * learningRate);
        Put(momentum, () => m * beta2 + g * (1.0 - beta2));
    }

    public void ClipValue(TensorBuffer x, double limit) => Put(x, () => Of(x).Numbers.Within(-limit, limit));

    public void ClipNorm(TensorBuffer x, double limit) => Put(x, () =>
    {
        var norm = Flat(x).dot(Flat(x)).sqrt();
        return Flat(x) * (limit / norm.AtLeast(limit));
    });

    /// <summary>a/b, and 0 where a is 0.</summary>
    private static DiffTensor Quotient(DiffTensor a, DiffTensor b) => Select(a.Is(0.0), a, a / b);
}
