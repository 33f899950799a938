namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>
/// A variational autoencoder of images of 4 × 4: the code is drawn around its mean, and the loss charges for its information.
/// </summary>
[Model(16), BinaryCrossentropy]
public sealed partial record VariationalAutoencoder(
    [Dense(32, Activation.Tanh)] Dense In, [Dense(2)] Dense Mean, [Dense(2)] Dense LogVariance,
    [Dense(32, Activation.Tanh)] Dense Out, [Dense(16)] Dense Pixels)
{
    public const int Numbers = 16;

    public static (Tensor Mean, Tensor LogVariance) Encode(VariationalAutoencoder m, Tensor x)
    {
        var h = x | m.In;
        return (h | m.Mean, h | m.LogVariance);
    }

    public static Tensor Decode(VariationalAutoencoder m, Tensor code) => code | m.Out | m.Pixels | Sigmoid;

    /// <summary>Returns the Kullback–Leibler divergence of each code's distribution from the standard normal distribution.</summary>
    public static Tensor Divergence(Tensor mean, Tensor logVariance) => 0.5 * (Square(mean) + Exp(logVariance) - logVariance - 1).Sum(-1);

    [Forward]
    internal static Tensor Reconstruct(VariationalAutoencoder m, Tensor x, Noise noise)
    {
        var (mean, logVariance) = Encode(m, x);
        var code = mean + Exp(0.5 * logVariance) * noise.Normal(mean);
        return Decode(m, code) | WithLoss(Divergence(mean, logVariance), 1.0 / Numbers);
    }
}

/// <summary>A loss in addition to the model's, the same in every mode.</summary>
[Model(3), MeanSquaredError]
public sealed partial record AddsLoss([Dense(2)] Dense A, [Dense(1)] Dense Z)
{
    [Forward]
    internal static Tensor Predict(AddsLoss m, Tensor x)
    {
        var h = x | m.A;
        return h | WithLoss(Abs(h).Sum(-1), 0.5) | m.Z;
    }
}

#pragma warning disable MDSL191 // As the model above, whose first layer has a loss.

/// <summary>The same model without the added loss.</summary>
[Model(3), MeanSquaredError]
public sealed partial record AddsNothing([Dense(2)] Dense A, [Dense(1)] Dense Z);

#pragma warning restore MDSL191

/// <summary>The same added loss; the samples' losses are summed.</summary>
[Model(3), MeanSquaredError(Reduction = Reduction.Sum)]
public sealed partial record AddsToSum([Dense(2)] Dense A, [Dense(1)] Dense Z)
{
    [Forward]
    internal static Tensor Predict(AddsToSum m, Tensor x)
    {
        var h = x | m.A;
        return h | WithLoss(Abs(h).Sum(-1), 0.5) | m.Z;
    }
}

/// <summary>A loss in training only.</summary>
[Model(3), MeanSquaredError]
public sealed partial record AddsInTraining([Dense(2)] Dense A, [Dense(1)] Dense Z)
{
    [Forward]
    internal static Tensor Predict(AddsInTraining m, Tensor x, bool training)
    {
        var h = x | m.A;
        if (training) h = h | WithLoss(Abs(h).Sum(-1), 0.5);
        return h | m.Z;
    }
}

/// <summary>Two draws, in addition to those of a layer.</summary>
[Model(50), MeanSquaredError]
public sealed partial record Draws([GaussianNoise(1)] GaussianNoise Layer)
{
    [Forward]
    internal static Tensor Predict(Draws m, Tensor x, bool training, Noise noise)
    {
        var (first, second) = (noise.Normal(x), noise.Uniform(x, -1, 3));
        return Concat([first, second, x | m.Layer]);
    }
}
