using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void Activate(ActivationKind activation, TensorBuffer x, TensorBuffer destination)
    {
        if (isOnHost)
        {
            Activations.Map(this, activation, x, destination);
            return;
        }
        switch (activation)
        {
            case ActivationKind.Relu or ActivationKind.Threshold: Begin(x, destination).relu_(); return;
            case ActivationKind.Sigmoid: Begin(x, destination).sigmoid_(); return;
            case ActivationKind.Tanh: Begin(x, destination).tanh_(); return;
        }
        using var scope = Temporaries();
        Flat(destination).copy_(TorchActivations.Value(activation, Flat(x)));
    }

    public void ActivateGradient(ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination)
    {
        if (isOnHost)
        {
            Activations.MapGradient(this, activation, saved, gradient, destination);
            return;
        }
        using var scope = Temporaries();
        Flat(destination).copy_(TorchActivations.Gradient(activation, Flat(saved), Flat(gradient)));
    }

    public void ClipNorm(TensorBuffer x, double limit)
    {
        using var scope = Temporaries();
        var values = Flat(x);
        values.mul_(values.norm().AtLeast_(limit).reciprocal_().Times_(limit));
    }
}
