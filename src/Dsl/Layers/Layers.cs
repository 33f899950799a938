namespace ModelDsl;

/// <summary>Makes each sample one vector. It has no parameters.</summary>
public sealed record Flatten : Layer;

/// <summary>The same numbers in another shape. It has no parameters.</summary>
public sealed record Reshape : Layer;

/// <summary>Drops values in training. It has no parameters.</summary>
public sealed record Dropout : Layer;

/// <summary>Drops channels of images in training. It has no parameters.</summary>
public sealed record SpatialDropout2D : Layer;

/// <summary>Adds normal noise in training. It has no parameters.</summary>
public sealed record GaussianNoise : Layer;

/// <summary>Multiplies by normal noise in training. It has no parameters.</summary>
public sealed record GaussianDropout : Layer;

/// <summary>A fully connected layer.</summary>
/// <param name="Kernel">Weights, <c>[inputs, units]</c>.</param>
/// <param name="Bias">Bias, <c>[units]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record Dense(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>A table of vectors that are looked up by index.</summary>
/// <param name="Embeddings">The vectors, <c>[inputDim, outputDim]</c>.</param>
public sealed record Embedding(Tensor Embeddings) : Layer;

/// <summary>A recurrent layer whose state is its output.</summary>
/// <param name="Kernel">Weights of the input, <c>[inputs, units]</c>.</param>
/// <param name="RecurrentKernel">Weights of the state, <c>[units, units]</c>.</param>
/// <param name="Bias">Bias, <c>[units]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record SimpleRNN(Tensor Kernel, Tensor RecurrentKernel, Tensor? Bias) : Layer;

/// <summary>A recurrent layer with a cell that gates write to, keep and read; their parts stand in the order input, forget, cell, output.</summary>
/// <param name="Kernel">Weights of the input, <c>[inputs, 4·units]</c>.</param>
/// <param name="RecurrentKernel">Weights of the state, <c>[units, 4·units]</c>.</param>
/// <param name="Bias">Bias, <c>[4·units]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record LSTM(Tensor Kernel, Tensor RecurrentKernel, Tensor? Bias) : Layer;

/// <summary>A recurrent layer with gates that keep or reset its state; their parts stand in the order update, reset, candidate.</summary>
/// <param name="Kernel">Weights of the input, <c>[inputs, 3·units]</c>.</param>
/// <param name="RecurrentKernel">Weights of the state, <c>[units, 3·units]</c>.</param>
/// <param name="Bias">
/// Biases of both products, that of the input first, <c>[2, 3·units]</c>; null where the layer has <c>UseBias = false</c>.
/// </param>
public sealed record GRU(Tensor Kernel, Tensor RecurrentKernel, Tensor? Bias) : Layer;

/// <summary>
/// Self-attention of several heads: every step asks all steps, and gets the mean of their values, weighed by how well their keys answer. The
/// biases are null where the layer has <c>UseBias = false</c>.
/// </summary>
/// <param name="QueryKernel">Weights of the queries, <c>[features, numHeads, keyDim]</c>.</param>
/// <param name="QueryBias">Bias of the queries, <c>[numHeads, keyDim]</c>.</param>
/// <param name="KeyKernel">Weights of the keys, <c>[features, numHeads, keyDim]</c>.</param>
/// <param name="KeyBias">Bias of the keys, <c>[numHeads, keyDim]</c>.</param>
/// <param name="ValueKernel">Weights of the values, <c>[features, numHeads, valueDim]</c>.</param>
/// <param name="ValueBias">Bias of the values, <c>[numHeads, valueDim]</c>.</param>
/// <param name="OutputKernel">Weights of all heads' answers, <c>[numHeads, valueDim, features]</c>.</param>
/// <param name="OutputBias">Bias of the output, <c>[features]</c>.</param>
public sealed record MultiHeadAttention(
    Tensor QueryKernel, Tensor? QueryBias, Tensor KeyKernel, Tensor? KeyBias, Tensor ValueKernel, Tensor? ValueBias, Tensor OutputKernel,
    Tensor? OutputBias) : Layer;

/// <summary>ReLU with options. It has no parameters.</summary>
public sealed record ReLU : Layer;

/// <summary>ReLU with a slope below 0. It has no parameters.</summary>
public sealed record LeakyReLU : Layer;

/// <summary>The exponential linear unit. It has no parameters.</summary>
public sealed record ELU : Layer;

/// <summary>ReLU with slopes below 0 that are trained.</summary>
/// <param name="Alpha">The slopes: a sample's shape, with 1 along the axes that share them.</param>
public sealed record PReLU(Tensor Alpha) : Layer;

/// <summary>Softmax over the last axis. It has no parameters.</summary>
public sealed record Softmax : Layer;

/// <summary>Normalizes each feature over the batch.</summary>
/// <param name="Gamma">Factors, <c>[features]</c>; null where the layer has <c>Scale = false</c>.</param>
/// <param name="Beta">Shifts, <c>[features]</c>; null where the layer has <c>Center = false</c>.</param>
/// <param name="MovingMean">Moving average of the features' means, <c>[features]</c>; not trainable.</param>
/// <param name="MovingVariance">Moving average of the features' variances, <c>[features]</c>; not trainable.</param>
public sealed record BatchNormalization(Tensor? Gamma, Tensor? Beta, Tensor MovingMean, Tensor MovingVariance) : Layer;

/// <summary>Normalizes each row of features by itself.</summary>
/// <param name="Gamma">Factors, <c>[features]</c>; null where the layer has <c>Scale = false</c>.</param>
/// <param name="Beta">Shifts, <c>[features]</c>; null where the layer has <c>Center = false</c>.</param>
public sealed record LayerNormalization(Tensor? Gamma, Tensor? Beta) : Layer;

/// <summary>Normalizes groups of channels of each sample.</summary>
/// <param name="Gamma">Factors, <c>[channels]</c>; null where the layer has <c>Scale = false</c>.</param>
/// <param name="Beta">Shifts, <c>[channels]</c>; null where the layer has <c>Center = false</c>.</param>
public sealed record GroupNormalization(Tensor? Gamma, Tensor? Beta) : Layer;

/// <summary>An activation as a layer, and the names of the activations: <c>[Dense(10, Activation.Softmax)]</c>.</summary>
public sealed partial record Activation : Layer;
