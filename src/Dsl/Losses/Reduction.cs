namespace ModelDsl;

/// <summary>How the losses of a batch's rows become one number, with Keras's names. Each row's loss counts with its weight; 1 unless given.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reduction>))]
public enum Reduction
{
    /// <summary>
    /// Sum of the weighted losses over the number of rows, whatever the weights; rows of an ignored class are not counted. Keras's default,
    /// and its <c>"mean"</c>.
    /// </summary>
    SumOverBatchSize,

    /// <summary>Sum of the weighted losses: the gradient grows with the batch.</summary>
    Sum,

    /// <summary>Sum of the weighted losses over the sum of the weights; 0 where that is 0.</summary>
    MeanWithSampleWeight,
}
