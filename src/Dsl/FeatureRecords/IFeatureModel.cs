namespace ModelDsl;

/// <summary>A model of feature records: <c>[Model(typeof(Passenger))]</c>. The generator implements it.</summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
/// <typeparam name="TRow">The type of its rows.</typeparam>
public interface IFeatureModel<TSelf, TRow> : IModel<TSelf> where TSelf : class, IFeatureModel<TSelf, TRow> where TRow : IFeatures<TRow>
{
    /// <summary>
    /// How rows become numbers, as learnt from training rows; null before <c>Adapt</c> or <c>Fit</c>. It is part of the model: it stays
    /// with <c>with</c> and arithmetic, and is written to the model's file.
    /// </summary>
    FeatureEncoder<TRow>? Encoder { get; init; }

    /// <summary>Returns this model with another encoder.</summary>
    TSelf WithEncoder(FeatureEncoder<TRow>? encoder);
}
