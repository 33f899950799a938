namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Linear regression: its loss is quadratic, so its Hessian does not depend on the parameters.</summary>
[Model(3, Derivatives = Derivatives.HessianVectorProduct | Derivatives.JacobianVectorProduct), MeanSquaredError]
public sealed partial record Plane([Dense(2, KernelL2 = 0.25)] Dense Output);

/// <summary>Softmax regression: convex, with a Hessian known in closed form.</summary>
[Model(3, Derivatives = Derivatives.HessianVectorProduct), SparseCategoricalCrossentropy]
public sealed partial record Softmax3([Dense(3, Activation.Softmax, KernelL2 = 0.01)] Dense Output);

/// <summary>The same with one-hot labels, in a narrow kernel that arenas store transposed.</summary>
[Model(300, Derivatives = Derivatives.HessianVectorProduct), CategoricalCrossentropy]
public sealed partial record Narrow([Dense(4, Activation.Softmax, KernelL2 = 0.01)] Dense Output);

/// <summary>Logistic regression with two outputs.</summary>
[Model(3, Derivatives = Derivatives.HessianVectorProduct), BinaryCrossentropy]
public sealed partial record Logistic2([Dense(2, Activation.Sigmoid)] Dense Output);

/// <summary>A model that is not convex, with moving statistics.</summary>
[Model(3, Derivatives = Derivatives.HessianVectorProduct), MeanSquaredError]
public sealed partial record Bowl([Dense(4, Activation.Tanh)] Dense Hidden, [BatchNormalization] BatchNormalization Norm,
    [Dropout(0.25)] Dropout Drop, [Dense(1)] Dense Output);

/// <summary>A model that is not convex, but is a function: it has no randomness and no state.</summary>
[Model(3, Derivatives = Derivatives.HessianVectorProduct), MeanSquaredError]
public sealed partial record Saddle([Dense(2, Activation.Tanh)] Dense Hidden, [Dense(1)] Dense Output);

/// <summary>A model with an index and a state.</summary>
[Model(4, Derivatives = Derivatives.JacobianVectorProduct), MeanSquaredError]
public sealed partial record Indexed([Embedding(5, 2)] Embedding Table, [Flatten] Flatten Flat, [Dense(1)] Dense Output);
