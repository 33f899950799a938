// A model that only predicts, for a small native program.
var model = Signs.Initialize(seed: 42);
var probabilities = model.Forward(Tensor.Create([1, 2], [0.5f, -0.5f])).ToArray();
Console.WriteLine(Signs.Summary);
Console.WriteLine(Math.Abs(probabilities[0] + probabilities[1] - 1) < 1e-6 ? "predicted" : "wrong");

[Model(2), SparseCategoricalCrossentropy]
public sealed partial record Signs(
    [Dense(8, Activation.Tanh)] Dense Hidden,
    [Dense(2, Activation.Softmax)] Dense Output);
