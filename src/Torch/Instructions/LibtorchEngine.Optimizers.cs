namespace ModelDsl.Engines;

internal partial class LibtorchEngine
{
    public void Sgd(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer? velocity, double learningRate, double momentum, bool nesterov,
        Formula formula)
    {
        var (w, g) = (Flat(parameters), Flat(gradient));
        if (velocity is null)
        {
            w.PlusScaled_(g, -learningRate);
            return;
        }
        var v = Flat(velocity).Times_(momentum);
        if (formula == Formula.PyTorch)
        {
            v.Plus_(g);
            if (nesterov) w.PlusScaled_(g, -learningRate).PlusScaled_(v, -learningRate * momentum);
            else w.PlusScaled_(v, -learningRate);
        }
        else
        {
            v.PlusScaled_(g, -learningRate);
            if (nesterov) w.PlusScaled_(v, momentum).PlusScaled_(g, -learningRate);
            else w.Plus_(v);
        }
    }

    public void RmsProp(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer velocity, TensorBuffer? momentumBuffer, TensorBuffer? average,
        double learningRate, double rho, double momentum, double epsilon, Formula formula)
    {
        var (w, g, v) = (Flat(parameters), Flat(gradient), Flat(velocity));
        v.Times_(rho).PlusProduct_(g, g, 1.0 - rho);
        using var variance = average is null ? null : Centered(v, Flat(average).Times_(rho).PlusScaled_(g, 1.0 - rho));
        var keras = formula == Formula.Keras;
        using var scale = keras ? (variance ?? v).Plus(epsilon).rsqrt_() : (variance ?? v).sqrt().Plus_(epsilon).reciprocal_();
        if (momentumBuffer is null) w.PlusProduct_(g, scale, -learningRate);
        else
        {
            var m = Flat(momentumBuffer).Times_(momentum).PlusProduct_(g, scale, keras ? learningRate : 1.0);
            w.PlusScaled_(m, keras ? -1.0 : -learningRate);
        }

        static TorchTensor Centered(TorchTensor v, TorchTensor average)
        {
            using var square = average.Squared();
            return v.Minus(square).AtLeast_(0.0);
        }
    }

    public void Adagrad(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulator, double learningRate, double epsilon, Formula formula)
    {
        using var scope = Temporaries();
        var (g, a) = (Flat(gradient), Flat(accumulator));
        a.PlusProduct_(g, g, 1.0);
        var divisor = formula == Formula.Keras ? a.Plus(epsilon).sqrt_() : a.sqrt().Plus_(epsilon);
        Flat(parameters).PlusScaled_(Quotient(g, divisor), -learningRate);
    }

    public void Adadelta(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulatedGradient, TensorBuffer accumulatedStep, double learningRate,
        double rho, double epsilon)
    {
        using var scope = Temporaries();
        var (g, a, s) = (Flat(gradient), Flat(accumulatedGradient), Flat(accumulatedStep));
        a.Times_(rho).PlusProduct_(g, g, 1.0 - rho);
        var step = Quotient(s.Plus(epsilon).sqrt_().mul_(g), a.Plus(epsilon).sqrt_());
        s.Times_(rho).PlusProduct_(step, step, 1.0 - rho);
        Flat(parameters).PlusScaled_(step, -learningRate);
    }

    public void Adam(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer velocity, TensorBuffer? maximum,
        double momentRate, double gradientRate, double beta1, double beta2, double epsilon)
    {
        using var scope = Temporaries();
        var (g, m, v) = (Flat(gradient), Flat(momentum), Flat(velocity));
        m.Times_(beta1).PlusScaled_(g, 1.0 - beta1);
        v.Times_(beta2).PlusProduct_(g, g, 1.0 - beta2);
        var variance = maximum is null ? v : Flat(maximum).copy_(Flat(maximum).maximum(v));
        var step = m.Times(momentRate);
        if (gradientRate != 0.0) step.PlusScaled_(g, gradientRate);
        Flat(parameters).Minus_(Quotient(step, variance.sqrt().Plus_(epsilon)));
    }

    public void Adamax(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer norm, double rate, double beta1, double beta2,
        double epsilon, Formula formula)
    {
        using var scope = Temporaries();
        var (g, m, u) = (Flat(gradient), Flat(momentum), Flat(norm));
        m.Times_(beta1).PlusScaled_(g, 1.0 - beta1);
        var (size, isKeras) = (g.abs(), formula == Formula.Keras);
        u.copy_(u.Times_(beta2).maximum(isKeras ? size : size.Plus_(epsilon)));
        Flat(parameters).Minus_(Quotient(m.Times(rate), isKeras ? u.Plus(epsilon) : u));
    }

    public void Lion(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, double learningRate, double beta1, double beta2)
    {
        using var scope = Temporaries();
        var (g, m) = (Flat(gradient), Flat(momentum));
        var direction = m.Times(beta1).PlusScaled_(g, 1.0 - beta1);
        var none = direction.isnan();
        Flat(parameters).PlusScaled_(direction.sign_().Set_(none, double.NaN), -learningRate);
        m.Times_(beta2).PlusScaled_(g, 1.0 - beta2);
    }

    public void ClipValue(TensorBuffer x, double limit) => Flat(x).AtLeast_(-limit).AtMost_(limit);

    public void ClipNorm(TensorBuffer x, double limit)
    {
        using var scope = Temporaries();
        var values = Flat(x);
        values.mul_(values.norm().AtLeast_(limit).reciprocal_().Times_(limit));
    }

    /// <summary>a/b, and 0 where a is 0.</summary>
    private static TorchTensor Quotient(TorchTensor a, TorchTensor b) => a.div(b).Set_(a.Is(0.0), 0.0);
}
