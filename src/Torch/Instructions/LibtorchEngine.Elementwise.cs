namespace ModelDsl.Engines;

internal partial class LibtorchEngine
{
    public void Fill(double value, TensorBuffer destination) => Flat(destination).Fill_(value);

    public void Copy(TensorBuffer x, TensorBuffer destination) => Begin(x, destination);

    public void Add(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        if (AreOne(b, destination)) Flat(destination).Plus_(Flat(a));
        else Begin(a, destination).Plus_(Flat(b));
    }

    public void Subtract(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        if (AreOne(b, destination)) Flat(destination).neg_().Plus_(Flat(a));
        else Begin(a, destination).Minus_(Flat(b));
    }

    public void Multiply(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        if (AreOne(b, destination)) Flat(destination).mul_(Flat(a));
        else Begin(a, destination).mul_(Flat(b));
    }

    public void Scale(TensorBuffer x, double factor, TensorBuffer destination) => Begin(x, destination).Times_(factor);

    public void AddScaled(TensorBuffer a, TensorBuffer b, double factor, TensorBuffer destination)
    {
        if (!AreOne(b, destination))
        {
            Begin(a, destination).PlusScaled_(Flat(b), factor);
            return;
        }
        using var sum = Flat(a).clone();
        Flat(destination).copy_(sum.PlusScaled_(Flat(b), factor));
    }

    public void Divide(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        if (!AreOne(b, destination))
        {
            Begin(a, destination).div_(Flat(b));
            return;
        }
        using var quotient = Flat(a).div(Flat(b));
        Flat(destination).copy_(quotient);
    }

    public void Abs(TensorBuffer x, TensorBuffer destination) => Begin(x, destination).abs_();

    public void Sign(TensorBuffer x, TensorBuffer destination)
    {
        // libtorch's sign of what is not a number is 0.
        using var none = Flat(x).isnan();
        Begin(x, destination).sign_().Set_(none, double.NaN);
    }

    public void Log(TensorBuffer x, TensorBuffer destination) => Begin(x, destination).log_();

    public void Sqrt(TensorBuffer x, TensorBuffer destination) => Begin(x, destination).sqrt_();

    public void Clamp(TensorBuffer x, double least, double most, TensorBuffer destination) =>
        Begin(x, destination).AtLeast_(least).AtMost_(most);

    public void ClampGradient(TensorBuffer x, TensorBuffer gradient, double least, double most, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var from = Flat(x);
        var (outside, none) = (from.Below(least).logical_or_(from.Above(most)), from.isnan());
        Begin(gradient, destination).Set_(outside, 0.0).Set_(none, double.NaN);
    }

    public void Less(TensorBuffer a, TensorBuffer b, bool orEqual, TensorBuffer destination)
    {
        using var less = orEqual ? Flat(a).le(Flat(b)) : Flat(a).lt(Flat(b));
        Flat(destination).copy_(less);
    }

    public void Where(TensorBuffer condition, TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        using var chosen = Flat(condition).to(torch.ScalarType.Bool);
        using var result = Flat(a).where(chosen, Flat(b));
        Flat(destination).copy_(result);
    }
}
