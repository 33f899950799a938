namespace ModelDsl;

/// <summary>
/// How the losses of a batch's rows are reduced to one number, with Keras's names. Each row's loss is multiplied by its weight; 1 by
/// default.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reduction>))]
public enum Reduction
{
    /// <summary>
    /// Sum of the weighted losses divided by the number of rows, whatever the weights; rows of an ignored class are not counted. Keras's
    /// default, and its <c>"mean"</c>.
    /// </summary>
    SumOverBatchSize,

    /// <summary>Sum of the weighted losses: the gradient grows with the batch.</summary>
    Sum,

    /// <summary>Sum of the weighted losses divided by the sum of the weights; 0 if that sum is 0.</summary>
    MeanWithSampleWeight,
}
