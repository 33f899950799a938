// A native program with its weights inside. It loads them from a resource, without reflection.
return Signs.LoadWeights().Match(
    Succ: model =>
    {
        Console.WriteLine(string.Join(" ", model.Parameters.Map(tensor => tensor.Shape)));
        Console.WriteLine(model.Output.Bias!.ToArray()[1] == 0.5f ? "loaded" : "wrong");
        return 0;
    },
    Fail: error =>
    {
        Console.Error.WriteLine(error);
        return 1;
    });

[Model(2), SparseCategoricalCrossentropy, Weights("signs.en.safetensors")]
public sealed partial record Signs([Dense(2, Activation.Softmax)] Dense Output);
