namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Built-in optimizers, written as users would write them.</summary>
[Optimizer]
public sealed partial record HeavyBall(double Momentum = 0.9, bool Nesterov = false) : Optimizer(0.01)
{
    [Update]
    private (float Weight, float Momentum) Step(float weight, float gradient, float momentum, float learningRate)
    {
        momentum = (float)Momentum * momentum - learningRate * gradient;
        return (Nesterov ? weight + (float)Momentum * momentum - learningRate * gradient : weight + momentum, momentum);
    }
}

[Optimizer]
public sealed partial record MeanSquareRoot(double Rho = 0.9, double Epsilon = 1e-7) : Optimizer(0.001)
{
    [Update]
    private (float, float) Step(float weight, float gradient, float velocity, float learningRate)
    {
        velocity = (float)Rho * velocity + (float)(1 - Rho) * gradient * gradient;
        return (weight - learningRate * gradient / MathF.Sqrt(velocity + (float)Epsilon), velocity);
    }
}

[Optimizer]
public sealed partial record OwnAdam(double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-7) : Optimizer(0.001)
{
    [Update]
    private (float, float, float) Step(float weight, float gradient, float momentum, float velocity, float learningRate, float step)
    {
        momentum = (float)Beta1 * momentum + (float)(1 - Beta1) * gradient;
        velocity = (float)Beta2 * velocity + (float)(1 - Beta2) * gradient * gradient;
        var rate = learningRate * MathF.Sqrt(1 - MathF.Pow((float)Beta2, step)) / (1 - MathF.Pow((float)Beta1, step));
        return (weight - rate * momentum / (MathF.Sqrt(velocity) + (float)Epsilon), momentum, velocity);
    }
}

[Optimizer]
public sealed partial record OwnAdagrad(double Epsilon = 1e-7) : Optimizer(0.001)
{
    [Update]
    private (float, float) Step(float weight, float gradient, [State(0.1)] float accumulator, float learningRate)
    {
        accumulator += gradient * gradient;
        return (weight - learningRate * gradient / MathF.Sqrt(accumulator + (float)Epsilon), accumulator);
    }
}

/// <summary>Uses one rate up to a step, and another after it.</summary>
[Optimizer]
public sealed partial record Downhill(int Until = 20, double Then = 0.1) : Optimizer(0.01)
{
    [Update]
    private float Step(float weight, float gradient, float learningRate, float step) =>
        weight - (step < Until ? learningRate : step == Until ? 0 : (float)Then * learningRate) * gradient;
}

[Optimizer]
public sealed partial record OwnLion(double Beta1 = 0.9, double Beta2 = 0.99) : Optimizer(0.001)
{
    [Update]
    private (float, float) Step(float weight, float gradient, float momentum, float learningRate)
    {
        var direction = (float)Beta1 * momentum + (float)(1 - Beta1) * gradient;
        return (weight - learningRate * Sign(direction), (float)Beta2 * momentum + (float)(1 - Beta2) * gradient);
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> FormulaFaults() => Beta1 is >= 0 and < 1 ? [] : ["Beta1 must lie in [0, 1)"];
}
