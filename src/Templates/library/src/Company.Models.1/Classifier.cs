namespace Company.Models._1;

/// <summary>Tells three classes apart by four numbers: samples [N, 4], predictions [N, 3], which are probabilities.</summary>
/// <param name="Hidden">Eight units with tanh.</param>
/// <param name="Output">A probability for each class.</param>
[Model(4), SparseCategoricalCrossentropy]
public sealed partial record Classifier(
    [Dense(8, Activation.Tanh)] Dense Hidden,
    [Dense(3, Activation.Softmax)] Dense Output);
