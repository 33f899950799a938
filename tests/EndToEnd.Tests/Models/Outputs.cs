namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Two outputs of one trunk, as a tuple: a class, and numbers whose loss has weight one half.</summary>
[Model(6), SparseCategoricalCrossentropy(Output = "Digit"), MeanSquaredError(Output = "Box", Weight = 0.5)]
public sealed partial record Detector(
    [Dense(8, Activation.Tanh)] Dense Trunk, [Dense(3, Activation.Softmax)] Dense Classify, [Dense(4)] Dense Locate)
{
    [Forward]
    internal static (Tensor Digit, Tensor Box) Look(Detector m, Tensor x)
    {
        var h = x | m.Trunk;
        return (h | m.Classify, h | m.Locate);
    }
}

/// <summary>The first output of <see cref="Detector"/> alone.</summary>
[Model(6), SparseCategoricalCrossentropy]
public sealed partial record DigitDetector([Dense(8, Activation.Tanh)] Dense Trunk, [Dense(3, Activation.Softmax)] Dense Classify);

/// <summary>The second output of <see cref="Detector"/> alone.</summary>
[Model(6), MeanSquaredError]
public sealed partial record BoxDetector([Dense(8, Activation.Tanh)] Dense Trunk, [Dense(4)] Dense Locate);

/// <summary>The outputs for a sentence: a tag for each word, whether it is kind, and two numbers.</summary>
public sealed record Understanding(Tensor Tags, Tensor IsKind, Tensor Counts);

/// <summary>
/// Three outputs as a record, from two inputs, each output of another kind. They are rows within a sample with an ignored class, a
/// probability whose losses are summed, and numbers with the author's own loss. A regulariser and the method's own loss are added. Training
/// computes other outputs than prediction.
/// </summary>
[Model(Derivatives = Derivatives.JacobianVectorProduct | Derivatives.HessianVectorProduct), Input("Words", 4, 2), Input("Meta", 2)]
[CustomLoss(nameof(Far), Output = nameof(Understanding.Counts), Weight = -0.25)]
[SparseCategoricalCrossentropy(Output = nameof(Understanding.Tags), IgnoreClass = -1, Labels = [4], Weight = 2)]
[BinaryCrossentropy(Output = nameof(Understanding.IsKind), Reduction = Reduction.Sum, LabelSmoothing = 0.1)]
public sealed partial record Reader(
    [Dense(5, Activation.Tanh, KernelL2 = 0.01)] Dense Word, [Dense(3)] Dense Tag, [Dense(1,
        Activation.Sigmoid)] Dense Kind, [Dense(2)] Dense Count)
{
    public static Tensor Far(Tensor prediction, Tensor target) => Log(1 + Square(prediction - target).Sum(-1));

    [Forward]
    internal static Understanding Understand(Reader m, (Tensor Words, Tensor Meta) x, bool training)
    {
        var words = x.Words | m.Word;
        var sentence = words.Mean(1) | WithLoss(Square(words).Mean(-1).Mean(-1), 0.125);
        return new(Tags: words | m.Tag, Counts: (training ? 2 : 1) * (Concat([sentence, x.Meta]) | m.Count), IsKind: sentence | m.Kind);
    }
}

/// <summary>Names of axes on two outputs.</summary>
[Model(3, 2, Axes = ["time", "channel"]), MeanSquaredError(Output = "Each", Axes = ["time", "hidden"]), CategoricalCrossentropy(Output = "All")]
public sealed partial record Named([Dense(4, Activation.Tanh, Axis = "hidden")] Dense A, [Dense(3)] Dense B)
{
    [Forward]
    internal static (Tensor Each, Tensor All) Look(Named m, Tensor x)
    {
        var each = x | m.A;
        return (each, each.Mean("time") | m.B);
    }
}

/// <summary>An ignored class outside the output's classes, after an output whose labels may be the same number.</summary>
[Model(4), MeanSquaredError(Output = "Level"), SparseCategoricalCrossentropy(Output = "Kind", IgnoreClass = 7, Reduction = Reduction.MeanWithSampleWeight)]
public sealed partial record Marked([Dense(2)] Dense A, [Dense(3, Activation.Softmax)] Dense B)
{
    [Forward]
    internal static (Tensor Level, Tensor Kind) Look(Marked m, Tensor x) => (x | m.A, x | m.B);
}

/// <summary>The second output of <see cref="Marked"/> alone.</summary>
[Model(4), SparseCategoricalCrossentropy(IgnoreClass = 7, Reduction = Reduction.MeanWithSampleWeight)]
public sealed partial record MarkedKind([Dense(3, Activation.Softmax)] Dense B);

/// <summary>The first output of <see cref="Marked"/> alone.</summary>
[Model(4), MeanSquaredError]
public sealed partial record MarkedLevel([Dense(2)] Dense A);
