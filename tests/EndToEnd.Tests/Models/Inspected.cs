namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Linear models of three numbers: a number, yes or no, and classes.</summary>
[Model(3), MeanSquaredError]
public sealed partial record NumberOfThree([Dense(1)] Dense Output);

[Model(3), BinaryCrossentropy]
public sealed partial record YesOfThree([Dense(1, Activation.Sigmoid)] Dense Output);

[Model(3), BinaryCrossentropy]
public sealed partial record YesLogitOfThree([Dense(1)] Dense Output);

[Model(3), SparseCategoricalCrossentropy]
public sealed partial record ClassesOfThree([Dense(4, Activation.Softmax)] Dense Output);

[Model(3), SparseCategoricalCrossentropy]
public sealed partial record LogitsOfThree([Dense(4, UseBias = false)] Dense Output);

[Model(2, 2), CategoricalCrossentropy]
public sealed partial record FlattenedClasses([Flatten] Flatten Pixels, [Dropout(0.2)] Dropout Noise, [Dense(3)] Dense Output,
    [Softmax] Softmax Classes);

[Model(3), SparseCategoricalCrossentropy]
public sealed partial record DeepClasses([Dense(5, Activation.Tanh)] Dense Hidden, [Dense(4, Activation.Softmax)] Dense Output);

[Model(3), MeanSquaredError]
public sealed partial record ReluOfThree([Dense(1, Activation.Relu)] Dense Output);

[Model(3), Hinge]
public sealed partial record MarginOfThree([Dense(1)] Dense Output);

/// <summary>Adds up a square, a sine and a multiple: it has one Dense layer and is not linear.</summary>
[Model(3), MeanSquaredError]
public sealed partial record SumOfCurves([Dense(1)] Dense Output)
{
    [Forward]
    internal static Tensor Add(SumOfCurves m, Tensor x) => Concat([Square(x[.., 0..1]), Tanh(x[.., 1..2]), x[.., 2..3]]) | m.Output;
}

/// <summary>Its Dense layer is linear, and its method makes probabilities of the sums.</summary>
[Model(3), SparseCategoricalCrossentropy]
public sealed partial record ClassesByMethod([Dense(4)] Dense Output)
{
    [Forward]
    internal static Tensor Classify(ClassesByMethod m, Tensor x) => (x | m.Output).Softmax();
}

/// <summary>Its last layer is used twice, so that a temperature in it does more than divide the logits.</summary>
[Model(3), SparseCategoricalCrossentropy]
public sealed partial record UsedTwice([Dense(3)] Dense Output)
{
    [Forward]
    internal static Tensor Classify(UsedTwice m, Tensor x) => (x | m.Output | m.Output).Softmax();
}

/// <summary>One number that is looked up beside two that are not.</summary>
[Model(3), MeanSquaredError]
public sealed partial record LookedUp([Embedding(5, 2)] Embedding Words, [Dense(1)] Dense Output)
{
    [Forward]
    internal static Tensor Read(LookedUp m, Tensor x) => Concat([x[.., 0] | m.Words, x[.., 1..3]]) | m.Output;
}

/// <summary>Linear models with layers that scale before the layer that adds.</summary>
[Model(3), MeanSquaredError]
public sealed partial record ScaledNumber(
    [Rescaling(0.5, -1)] Rescaling Half, [Normalization] Normalization Scale, [Dense(1)] Dense Output);

[Model(2, 3), SparseCategoricalCrossentropy]
public sealed partial record ThreefoldClasses(
    [Normalization] Normalization Scale, [Flatten] Flatten Row, [Rescaling(3)] Rescaling Triple,
    [Dense(4, Activation.Softmax)] Dense Output);

/// <summary>Its method adds the numbers before and after a layer.</summary>
[Model(3), MeanSquaredError]
public sealed partial record AddedScale([Normalization] Normalization Scale, [Dense(1)] Dense Output)
{
    [Forward]
    internal static Tensor Add(AddedScale m, Tensor x) => ((x | m.Scale) + x) | m.Output;
}

/// <summary>Two numbers in the middle of a sample that are looked up.</summary>
[Model(4), MeanSquaredError]
public sealed partial record LookedUpPair([Embedding(5, 2)] Embedding Words, [Dense(1)] Dense Output)
{
    [Forward]
    internal static Tensor Read(LookedUpPair m, Tensor x) =>
        Concat([x[.., 0..1], (x[.., 1..3] | m.Words).Flatten(), x[.., 3..4]]) | m.Output;
}

/// <summary>A layer that works on each row of a sample, and one with two activations: no linear models.</summary>
[Model(2, 3), MeanSquaredError]
public sealed partial record NumberOfEachRow([Dense(1)] Dense Output);

[Model(3), SparseCategoricalCrossentropy]
public sealed partial record CurvedClasses([Dense(4, Activation.Tanh)] Dense Output, [Softmax] Softmax Classes);
