namespace ModelDsl;

/// <summary>
/// A model whose probabilities were calibrated by temperature scaling: its logits are divided by one number. Guo and others, "On
/// calibration
/// of modern neural networks", 2017.
/// </summary>
/// <param name="Model">
/// The model with the temperature in it: kernel and bias of its last Dense layer are divided by the temperature. The largest of its outputs
/// are the same as before.
/// </param>
/// <param name="Temperature">The temperature: above 1 if the model was too sure, below 1 if it was not sure enough.</param>
/// <param name="LossBefore">The mean of −ln of the probability of the labels, before; over the samples, or all answers of yes or
/// no.</param>
/// <param name="LossAfter">The same afterwards: no other temperature makes it smaller.</param>
public sealed record TemperatureScaled<T>(T Model, double Temperature, double LossBefore, double LossAfter) where T : class, IModel<T>
{
    /// <summary>Returns name, temperature and losses: <c>FashionMlp, temperature 1.4213: log loss 0.5432 → 0.5121</c>.</summary>
    public override string ToString() =>
        $"{T.Description.Name}, temperature {FigureText.Of(Temperature)}: log loss {FigureText.Of(LossBefore)} → {FigureText.Of(LossAfter)}";
}
