namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>The inputs of a page: a picture, two numbers, three words.</summary>
public sealed record Page(Tensor Image, Tensor Meta, Tensor Words);

/// <summary>A model with three inputs; one of them holds indices.</summary>
[Model, Input("Image", 4, 4), Input("Meta", 2), Input("Words", 3), SparseCategoricalCrossentropy]
public sealed partial record PageReader(
    [Dense(8, Activation.Tanh)] Dense Look, [Embedding(10, 4)] Embedding Meaning, [Dense(24,
        Activation.Tanh)] Dense Hidden, [Dense(8)] Dense Kind)
{
    [Forward]
    internal static Tensor Logits(PageReader m, Page page)
    {
        var (image, meta, words) = page;
        return Concat([image.Flatten() | m.Look, meta, (words | m.Meaning).Flatten()]) | m.Hidden | m.Kind;
    }
}

/// <summary>Two inputs as a tuple; one axis has a name.</summary>
[Model, Input("Left", 2, 2, Axes = ["row", "_"]), Input("Right", 3), MeanSquaredError]
public sealed partial record Pairing([Dense(3, Activation.Tanh)] Dense A, [Dense(1)] Dense Z)
{
    [Forward]
    internal static Tensor Predict(Pairing m, (Tensor Left, Tensor Right) x) => (x.Left.Flatten() | m.A) * x.Right | m.Z;
}
