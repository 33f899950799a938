namespace ModelDsl.EndToEnd.Tests.Models;

// With the identity as kernel, these models pass their input on to the loss. The predictions in Keras's own tests do not always fit the
// loss.
#pragma warning disable MDSL066

[Model(3), MeanSquaredError]
public sealed partial record SquaredErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), MeanAbsoluteError]
public sealed partial record AbsoluteErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), MeanAbsolutePercentageError]
public sealed partial record PercentageErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), MeanSquaredLogarithmicError]
public sealed partial record LogarithmicErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), Huber]
public sealed partial record HuberErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), Huber(Delta = 0.5)]
public sealed partial record NarrowHuberErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), LogCosh]
public sealed partial record LogCoshErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), Poisson]
public sealed partial record Counts([Dense(3, UseBias = false)] Dense Output);

[Model(3), KLDivergence]
public sealed partial record Divergence([Dense(3, UseBias = false)] Dense Output);

[Model(3), KLDivergence]
public sealed partial record SoftmaxDivergence([Dense(3, Activation.Softmax, UseBias = false)] Dense Output);

[Model(3), CosineSimilarity]
public sealed partial record Directions([Dense(3, UseBias = false)] Dense Output);

[Model(2), Hinge]
public sealed partial record Margins([Dense(2, UseBias = false)] Dense Output);

[Model(2), SquaredHinge]
public sealed partial record SquaredMargins([Dense(2, UseBias = false)] Dense Output);

[Model(2), CategoricalHinge]
public sealed partial record ClassMargins([Dense(2, UseBias = false)] Dense Output);

[Model(4, 3), CategoricalHinge]
public sealed partial record ClassMarginsOfRows([Dense(3, UseBias = false)] Dense Output);

[Model(3), MeanSquaredError(Reduction = Reduction.Sum)]
public sealed partial record SummedErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), MeanSquaredError(Reduction = Reduction.MeanWithSampleWeight)]
public sealed partial record WeightedMeanErrors([Dense(3, UseBias = false)] Dense Output);

[Model(3), SparseCategoricalCrossentropy(IgnoreClass = -1)]
public sealed partial record IgnoringMinusOne([Dense(3, UseBias = false)] Dense Output);

[Model(2, 3), SparseCategoricalCrossentropy(IgnoreClass = 255, Labels = new[] { 2 })]
public sealed partial record IgnoringInRows([Dense(3, Activation.Softmax, UseBias = false)] Dense Output);

[Model(3), SparseCategoricalCrossentropy(IgnoreClass = 1, Reduction = Reduction.Sum)]
public sealed partial record IgnoringInSums([Dense(3, UseBias = false)] Dense Output);

[Model(3), SparseCategoricalCrossentropy(IgnoreClass = 1, Reduction = Reduction.MeanWithSampleWeight)]
public sealed partial record IgnoringInWeightedMeans([Dense(3, UseBias = false)] Dense Output);

[Model(3), BinaryCrossentropy]
public sealed partial record YesOrNo([Dense(1, Activation.Sigmoid)] Dense Output);

[Model(2), BinaryFocalCrossentropy]
public sealed partial record FocalPairs([Dense(2, Activation.Sigmoid, UseBias = false)] Dense Output);

[Model(3), BinaryFocalCrossentropy(Gamma = 3)]
public sealed partial record FocalLogits([Dense(3, UseBias = false)] Dense Output);

[Model(3), BinaryFocalCrossentropy(ApplyClassBalancing = true, Alpha = 0.3, Gamma = 0, LabelSmoothing = 0.1)]
public sealed partial record BalancedLogits([Dense(3, UseBias = false)] Dense Output);

[Model(3), BinaryFocalCrossentropy(Gamma = 0.5)]
public sealed partial record RootFocalLogits([Dense(3, UseBias = false)] Dense Output);

[Model(3), CategoricalFocalCrossentropy]
public sealed partial record FocalClasses([Dense(3, Activation.Softmax, UseBias = false)] Dense Output);

[Model(3), CategoricalFocalCrossentropy(LabelSmoothing = 0.1)]
public sealed partial record SmoothedFocalClasses([Dense(3, UseBias = false)] Dense Output);

[Model(3), CategoricalFocalCrossentropy(Gamma = 0, Alpha = 1)]
public sealed partial record UnfocusedClasses([Dense(3, UseBias = false)] Dense Output);

[Model(3), CategoricalFocalCrossentropy(Gamma = 0.5)]
public sealed partial record RootFocalClasses([Dense(3, UseBias = false)] Dense Output);
