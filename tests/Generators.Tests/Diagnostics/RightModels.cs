namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Right models, in all the ways in which C# allows them to be written.</summary>
public static class RightModels
{
    public static TheoryData<string, string> Rows() => new()
    {
        { "the smallest", "[Model(1), MeanSquaredError] partial record Net([Dense(1)] Dense A);" },
        { "public and sealed", "[Model(4), MeanSquaredError] public sealed partial record Net([Dense(1)] Dense A);" },
        { "a record class", "[Model(4), MeanSquaredError] internal partial record class Net([Dense(1)] Dense A);" },
        { "attribute lists of their own", "[Model(28, 28)] [MeanSquaredError] partial record Net([Flatten] Flatten A, [Dense(1)] Dense B);" },
        { "the loss first", "[MeanSquaredError, Model(4)] partial record Net([Dense(1)] Dense A);" },
        {
            "full names",
            "[global::ModelDsl.ModelAttribute(4), ModelDsl.MeanSquaredErrorAttribute] partial record Net([param: ModelDsl.Dense(1)] ModelDsl.Dense A);"
        },
        {
            "aliases",
            """
            using Describe = ModelDsl.ModelAttribute;
            using Full = ModelDsl.DenseAttribute;
            using Loss = ModelDsl.MeanSquaredErrorAttribute;
            using FullLayer = ModelDsl.Dense;
            [Describe(4), Loss] partial record Net([Full(1)] FullLayer A);
            """
        },
        { "the shape as a typed array", "[Model(new int[] { 28, 28 }), MeanSquaredError] partial record Net([Dense(1)] Dense A);" },
        { "the shape as an array", "[Model(new[] { 28, 28 }), MeanSquaredError] partial record Net([Dense(1)] Dense A);" },
        { "the shape as a collection", "[Model([28, 28]), MeanSquaredError] partial record Net([Dense(1)] Dense A);" },
        { "the shape by name", "[Model(inputShape: [28, 28]), MeanSquaredError] partial record Net([Dense(1)] Dense A);" },
        { "arguments by name, in another order", "[Model(4), MeanSquaredError] partial record Net([Dense(activation: Activation.Tanh, units: 3)] Dense A);" },
        { "all arguments", "[Model(4), MeanSquaredError] partial record Net([Dense(3, Activation.Relu, UseBias = false, KernelL2 = 1e-4)] Dense A);" },
        {
            "constants and constant expressions",
            "static class Sizes { public const int Pixels = 28; } [Model(Sizes.Pixels * Sizes.Pixels), MeanSquaredError] partial record Net([Dense(Sizes.Pixels / 2)] Dense A);"
        },
        { "the enumeration instead of the names", "[Model(4), MeanSquaredError] partial record Net([Dense(3, ActivationKind.Silu)] Dense A);" },
        { "the default of the enumeration", "[Model(4), MeanSquaredError] partial record Net([Dense(3, default)] Dense A);" },
        { "a window as large as its image", "[Model(6, 5, 2), MeanSquaredError] partial record Net([Conv2D(4, 6, 5, Activation.Tanh)] Conv2D A, [Dense(1)] Dense Z);" },
        { "a window larger than its image, padded", "[Model(6, 5, 2), MeanSquaredError] partial record Net([Conv2D(4, 7, Activation.Tanh, Padding = Padding.Same)] Conv2D A, [Dense(1)] Dense Z);" },
        { "a convolution with everything", "[Model(6, 5, 2), MeanSquaredError] partial record Net([Conv2D(4, 3, 2, Activation.Relu, Strides = 2, Dilation = 2, Padding = Padding.Same, UseBias = false, KernelL2 = 1e-4)] Conv2D A, [Dense(1)] Dense Z);" },
        { "pools", "[Model(6, 5, 2), MeanSquaredError] partial record Net([MaxPooling2D] MaxPooling2D A, [AveragePooling2D(1, 2, Strides = 3)] AveragePooling2D B, [GlobalMaxPooling2D] GlobalMaxPooling2D C, [Dense(1)] Dense Z);" },
        { "convolutions over sequences", "[Model(9, 4), MeanSquaredError] partial record Net([Conv1D(6, 3, Activation.Relu, Groups = 2, Dilation = 2, Padding = Padding.Causal, UseBias = false, KernelL2 = 1e-4)] Conv1D A, [MaxPooling1D] MaxPooling1D B, [AveragePooling1D(3, Strides = 1, Padding = Padding.Same)] AveragePooling1D C, [GlobalMaxPooling1D] GlobalMaxPooling1D D, [Dense(1)] Dense Z);" },
        { "convolutions of each channel", "[Model(6, 5, 2), MeanSquaredError] partial record Net([DepthwiseConv2D(3, 2, Activation.Relu, DepthMultiplier = 3, Strides = 2, Padding = Padding.Same, DepthwiseL2 = 1e-4)] DepthwiseConv2D A, [SeparableConv2D(4, 2, UseBias = false, DepthwiseInitializer = Initializer.HeNormal, PointwiseL2 = 0.1)] SeparableConv2D B, [GlobalAveragePooling2D] GlobalAveragePooling2D C, [Dense(1)] Dense Z);" },
        { "convolutions on the way back", "[Model(3, 2, 2), MeanSquaredError] partial record Net([Conv2DTranspose(4, 3, Activation.Relu, Strides = 2, Padding = Padding.Same, OutputPadding = 1)] Conv2DTranspose A, [Conv2DTranspose(1, 1, 2, Strides = 3)] Conv2DTranspose B);" },
        { "sequences of every length", "[Model(9, 4), MeanSquaredError] partial record Net([ZeroPadding1D] ZeroPadding1D A, [DepthwiseConv1D(3, Activation.Relu, DepthMultiplier = 2, Padding = Padding.Causal, DepthwiseL2 = 0.1)] DepthwiseConv1D B, [SeparableConv1D(4, 2, UseBias = false, PointwiseInitializer = Initializer.HeNormal, Pads = [1, 0], Axis = \"filters\")] SeparableConv1D C, [Conv1DTranspose(3, 3, Activation.Tanh, Strides = 2, Padding = Padding.Same, OutputPadding = 1)] Conv1DTranspose D, [Cropping1D] Cropping1D E, [UpSampling1D] UpSampling1D F, [SpatialDropout1D(0.1)] SpatialDropout1D G, [GlobalAveragePooling1D] GlobalAveragePooling1D H, [RepeatVector(3, Axis = \"steps\")] RepeatVector I);" },
        { "pixels that are moved", "[Model(6, 5, 2), MeanSquaredError] partial record Net([ZeroPadding2D] ZeroPadding2D A, [ZeroPadding2D(0, 1)] ZeroPadding2D B, [Cropping2D(1, 0, 2, 1)] Cropping2D C, [UpSampling2D] UpSampling2D D, [UpSampling2D(1, 3)] UpSampling2D E, [Permute(3, 1, 2)] Permute F);" },
        { "derivatives", "[Model(4, Derivatives = Derivatives.HessianVectorProduct | Derivatives.JacobianVectorProduct), MeanSquaredError] partial record Net([Dense(3, Activation.Tanh)] Dense A, [Dense(1)] Dense B);" },
        { "no derivatives", "[Model(4, Derivatives = Derivatives.None), MeanSquaredError] partial record Net([Dense(1)] Dense HessianVectorProduct);" },
        { "a shape as an array, and derivatives", "[Model([2, 2], Derivatives = Derivatives.JacobianVectorProduct), MeanSquaredError] partial record Net([Flatten] Flatten A, [Dense(1)] Dense HessianVectorProduct);" },
        { "as many steps as can be written out", "[Model(256, 2, Derivatives = Derivatives.JacobianVectorProduct), MeanSquaredError] partial record Net([SimpleRNN(2)] SimpleRNN A, [Dense(1)] Dense B);" },
        { "a frame around images that are flattened", "[Model(2, 3, 2), MeanSquaredError] partial record Net([Dense(2, Activation.Tanh)] Dense A, [ZeroPadding2D] ZeroPadding2D B, [Flatten] Flatten C, [Dense(1)] Dense Z);" },
        { "probabilities of every pixel", "[Model(6, 5, 2), SparseCategoricalCrossentropy(Labels = new[] { 6, 5 })] partial record Net([Conv2D(4, 3, Activation.Softmax, Padding = Padding.Same)] Conv2D A);" },
        { "a global mean", "[Model(6, 5, 2), MeanSquaredError] partial record Net([GlobalAveragePooling2D] GlobalAveragePooling2D A, [Dense(1)] Dense Z);" },
        { "a reshape as an array", "[Model(6, 5, 2), MeanSquaredError] partial record Net([Reshape(new[] { 5, 6, 2 })] Reshape A, [Dense(1)] Dense Z);" },
        { "a normalisation with everything", "[Model(4), MeanSquaredError] partial record Net([BatchNormalization(Momentum = 1, Epsilon = 1e-5, GammaInitializer = Initializer.RandomUniform, BetaInitializer = Initializer.RandomNormal, GammaL2 = 0.1, BetaL2 = 0.1)] BatchNormalization A, [Dense(1)] Dense Z);" },
        { "normalisations of images and rows", "[Model(6, 5, 2), MeanSquaredError] partial record Net([BatchNormalization(Center = false)] BatchNormalization A, [Conv2D(3, 2, UseBias = false)] Conv2D B, [BatchNormalization(Scale = false, Momentum = 0)] BatchNormalization C, [Dense(1)] Dense Z);" },
        { "normalisations of samples", "[Model(6, 5, 4), MeanSquaredError] partial record Net([LayerNormalization] LayerNormalization A, [GroupNormalization(2, Scale = false)] GroupNormalization B, [GroupNormalization(-1)] GroupNormalization C, [LayerNormalization(Center = false, Epsilon = 1)] LayerNormalization D);" },
        { "preprocessing with everything", "[Model(6, 5), MeanSquaredError] partial record Net([Rescaling(1 / 255.0, -1)] Rescaling A, [Rescaling(-2)] Rescaling B, [Flatten] Flatten C, [Normalization(ActivityL2 = 0.1)] Normalization D, [Discretization(NumBins = 4)] Discretization E, [Discretization(-0.5, 0.5, OutputMode = OutputMode.Count, Axis = \"bucket\")] Discretization F, [Dense(1)] Dense Z);" },
        { "categories of slices and of reshaped numbers", "[Model(3, 2), MeanSquaredError] partial record Net([Flatten] Flatten A, [CategoryEncoding(9, OutputMode = OutputMode.OneHot, Axis = \"category\")] CategoryEncoding B, [Dense(1)] Dense Z);" },
        { "a normalization behind frozen weights", "[Model(4), MeanSquaredError] partial record Net([Dense(3), Frozen] Dense A, [Normalization] Normalization B, [Dense(1)] Dense Z);" },
        { "rows divided by their root mean square", "[Model(6, 5, 4), MeanSquaredError] partial record Net([RMSNormalization] RMSNormalization A, [Dense(3)] Dense B, [RMSNormalization(Epsilon = 1, ScaleInitializer = Initializer.RandomUniform, ScaleL1 = 0.1, ScaleL2 = 0.2)] RMSNormalization C);" },
        { "noise that is none behind probabilities", "[Model(6, 5, 4), SparseCategoricalCrossentropy(Labels = new[] { 6, 5 })] partial record Net([Dense(3, Activation.Softmax)] Dense A, [GaussianNoise(0)] GaussianNoise B, [GaussianDropout(0)] GaussianDropout C, [SpatialDropout2D(0)] SpatialDropout2D D);" },
        { "noise", "[Model(6, 5, 4), MeanSquaredError] partial record Net([SpatialDropout2D(0.5)] SpatialDropout2D A, [GaussianNoise(0.5)] GaussianNoise B, [GaussianDropout(0.999)] GaussianDropout C);" },
        { "an embedding of images", "[Model(6, 5), MeanSquaredError] partial record Net([Embedding(10, 2, EmbeddingsInitializer = Initializer.HeNormal, EmbeddingsL2 = 1)] Embedding A, [Flatten] Flatten B, [Dense(1)] Dense Z);" },
        { "an embedding after what computes nothing", "[Model(6, 5), MeanSquaredError] partial record Net([Flatten] Flatten A, [Reshape(5, 6)] Reshape B, [Embedding(16_777_216, 1)] Embedding C, [Flatten] Flatten D, [Dense(1)] Dense Z);" },
        { "recurrent layers", "[Model(6, 5), MeanSquaredError] partial record Net([SimpleRNN(3, ReturnSequences = true)] SimpleRNN A, [LSTM(3, ReturnSequences = true)] LSTM B, [GRU(3)] GRU C, [Dense(1)] Dense Z);" },
        { "recurrent layers with everything", "[Model(6, 5), MeanSquaredError] partial record Net([LSTM(3, Activation.Linear, RecurrentActivation = Activation.HardSigmoid, UseBias = false, UnitForgetBias = false, ReturnSequences = true, GoBackwards = true, KernelL2 = 1, RecurrentL2 = 1, BiasL2 = 1)] LSTM A, [GRU(3, Activation.Softsign, RecurrentActivation = Activation.Tanh, UseBias = false)] GRU B, [Dense(1)] Dense Z);" },
        { "attention", "[Model(6, 5), MeanSquaredError] partial record Net([MultiHeadAttention(2, 3)] MultiHeadAttention A, [Flatten] Flatten B, [Dense(1)] Dense Z);" },
        { "attention with everything", "[Model(6, 5), MeanSquaredError] partial record Net([MultiHeadAttention(numHeads: 2, keyDim: 3, ValueDim = 4, Dropout = 0.1, UseBias = false, UseCausalMask = true, KernelL2 = 1, BiasL2 = 1, KernelInitializer = Initializer.HeNormal)] MultiHeadAttention A, [Flatten] Flatten B, [Dense(1)] Dense Z);" },
        { "a reshape", "[Model(6, 5, 2), MeanSquaredError] partial record Net([Reshape(60)] Reshape A, [Dense(1)] Dense Z);" },
        { "a dropout that drops nothing", "[Model(4), MeanSquaredError] partial record Net([Dropout(0)] Dropout A, [Dense(3)] Dense B);" },
        { "a dropout near 1", "[Model(4), MeanSquaredError] partial record Net([Dropout(0.999999)] Dropout A, [Dense(3)] Dense B);" },
        { "no regulariser, said", "[Model(4), MeanSquaredError] partial record Net([Dense(3, KernelL2 = 0)] Dense B);" },
        { "no trainable layer", "[Model(2, 2), MeanSquaredError] partial record Net([Flatten] Flatten A, [Activation(Activation.Tanh)] Activation B);" },
        { "flatten of a vector", "[Model(4), MeanSquaredError] partial record Net([Flatten] Flatten A, [Dense(1)] Dense B, [Flatten] Flatten C);" },
        { "input of five dimensions", "[Model(2, 3, 4, 5, 6), MeanSquaredError] partial record Net([Flatten] Flatten A, [Dense(1)] Dense B);" },
        { "dense over the last axis", "[Model(5, 4), MeanSquaredError] partial record Net([Dense(3, Activation.Relu)] Dense A, [Dense(2)] Dense B);" },
        { "sparse labels, said", "[Model(4), SparseCategoricalCrossentropy(Labels = new int[0])] partial record Net([Dense(3)] Dense A);" },
        { "sparse labels of rows, said", "[Model(5, 4), SparseCategoricalCrossentropy(Labels = new[] { 5 })] partial record Net([Dense(3, Activation.Softmax)] Dense A);" },
        { "dense labels of rows, said", "[Model(5, 4), CategoricalCrossentropy(Labels = [5, 3])] partial record Net([Dense(3, Activation.Softmax)] Dense A);" },
        { "labels of a regression, said", "[Model(4), MeanSquaredError(Labels = [2])] partial record Net([Dense(2)] Dense A);" },
        { "labels not said", "[Model(4), MeanSquaredError(Labels = null)] partial record Net([Dense(2)] Dense A);" },
        { "label smoothing", "[Model(4), CategoricalCrossentropy(LabelSmoothing = 0.1)] partial record Net([Dense(2, Activation.Softmax)] Dense A);" },
        { "label smoothing of binary labels", "[Model(4), BinaryCrossentropy(LabelSmoothing = 0)] partial record Net([Dense(1, Activation.Sigmoid)] Dense A);" },
        { "initializers with numbers", "[Model(4), MeanSquaredError] partial record Net([Dense(3, Activation.Tanh), Initialize(\"Kernel\", Initializer.VarianceScaling, Scale = 2, Fan = Fan.Out, Distribution = Distribution.Uniform), Initialize(nameof(Dense.Bias), Initializer.Constant, Value = -1)] Dense A, [Initialize(\"Kernel\", Initializer.Orthogonal, Gain = 2), Dense(2)] Dense B);" },
        { "activations with options", "[Model(4), MeanSquaredError] partial record Net([ReLU(MaxValue = 6, NegativeSlope = 0.1, Threshold = 1)] ReLU A, [LeakyReLU] LeakyReLU B, [LeakyReLU(0.1)] LeakyReLU C, [ELU] ELU D, [ELU(alpha: -1)] ELU E, [Activation(Activation.HardShrink, Threshold = 0)] Activation F, [Dense(1)] Dense Z);" },
        { "slopes that are trained", "[Model(6, 5, 2), MeanSquaredError] partial record Net([PReLU] PReLU A, [PReLU(SharedAxes = new[] { 1, 2 }, AlphaInitializer = Initializer.Constant, AlphaL2 = 1e-3)] PReLU B, [Dense(1)] Dense Z);" },
        { "a gated unit", "[Model(4), MeanSquaredError] partial record Net([Dense(8, Activation.Glu)] Dense A, [Activation(Activation.Glu)] Activation B, [Dense(3, Activation.LogSoftmax)] Dense C);" },
        { "a threshold below 0 and a value above it", "[Model(4), MeanSquaredError] partial record Net([Dense(3)] Dense A, [Activation(Activation.Threshold, Threshold = -2, DefaultValue = 1)] Activation B);" },
        { "sparse probabilities", "[Model(4), KLDivergence] partial record Net([Dense(3, Activation.Sparsemax)] Dense A);" },
        { "a reshape with a dimension that follows", "[Model(6, 5, 2), MeanSquaredError] partial record Net([Reshape(3, -1)] Reshape A, [Reshape(-1)] Reshape B, [Dense(1)] Dense Z);" },
        { "the softmax layer", "[Model(4), SparseCategoricalCrossentropy] partial record Net([Dense(3)] Dense A, [Softmax] Softmax B);" },
        { "softmax as a layer", "[Model(4), SparseCategoricalCrossentropy] partial record Net([Dense(3)] Dense A, [Activation(Activation.Softmax)] Activation B);" },
        { "softmax, then what changes nothing", "[Model(4), CategoricalCrossentropy] partial record Net([Dense(3, Activation.Softmax)] Dense A, [Flatten] Flatten B, [Dropout(0)] Dropout C, [Activation(Activation.Linear)] Activation D);" },
        { "a sigmoid in the midst of a classifier", "[Model(4), SparseCategoricalCrossentropy] partial record Net([Dense(8, Activation.Sigmoid)] Dense A, [Dropout(0.5)] Dropout B, [Dense(3, Activation.Softmax)] Dense C);" },
        { "a softmax in the midst of a detector", "[Model(4), BinaryCrossentropy] partial record Net([Dense(8, Activation.Softmax)] Dense A, [Dense(1, Activation.Sigmoid)] Dense B);" },
        { "two classes", "[Model(4), SparseCategoricalCrossentropy] partial record Net([Dense(2, Activation.Softmax)] Dense A);" },
        { "sigmoid in a regression", "[Model(4), MeanSquaredError] partial record Net([Dense(8)] Dense A, [Activation(Activation.Sigmoid)] Activation B);" },
        { "a file-scoped namespace", "// use Shop.Models.Net\nnamespace Shop.Models;\n[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);" },
        { "namespace blocks", "// use Shop.Models.Net\nnamespace Shop { namespace Models { [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); } }" },
        { "keywords for names", "// use @event.@class.@record\nnamespace @event.@class;\n[Model(4), MeanSquaredError] public partial record @record([Dense(1, Activation.Tanh)] Dense @class, [Dense(2, Activation.Tanh)] Dense @event, [Dense(1)] Dense @value);" },
        { "contextual keywords for names", "// use @file.@await\nnamespace @file;\n[Model(4), MeanSquaredError] public partial record @await([Dense(1, Activation.Tanh)] Dense nameof, [Dense(2, Activation.Tanh)] Dense var, [Dense(1, Activation.Tanh)] Dense field, [Dense(1)] Dense with);" },
        { "keywords for names of inputs", "// use Net\n[Model, Input(\"class\", 3), Input(\"value\", 2), MeanSquaredError] public partial record Net([Dense(1)] Dense A) { [Forward] static Tensor F(Net m, (Tensor @class, Tensor value) x) => Concat([x.@class, x.value]) | m.A; }" },
        { "letters of many alphabets", "// use Größe.Модель\nnamespace Größe;\n[Model(4), MeanSquaredError] public partial record Модель([Dense(1, Activation.Tanh)] Dense Größe, [Dense(2, Activation.Tanh)] Dense 出力, [Dense(1, Activation.Tanh)] Dense İstanbul, [Dense(1)] Dense ǅ);" },
        { "underscores and digits", "[Model(4), MeanSquaredError] partial record Net([Dense(1, Activation.Tanh)] Dense _, [Dense(2, Activation.Tanh)] Dense __, [Dense(1, Activation.Tanh)] Dense _1, [Dense(1, Activation.Tanh)] Dense _1Kernel, [Dense(3)] Dense A1);" },
        { "names that differ in case only", "[Model(4), MeanSquaredError] partial record Net([Dense(1, Activation.Tanh)] Dense Hidden, [Dense(2, Activation.Tanh)] Dense hidden, [Dense(3)] Dense HIDDEN);" },
        { "names that meet with those of tensors", "[Model(4), MeanSquaredError] partial record Net([Dense(1, Activation.Tanh)] Dense A, [Dense(2, Activation.Tanh)] Dense AKernel, [Dense(3, Activation.Tanh)] Dense ABias, [Dense(3, Activation.Tanh)] Dense AProduct, [Dense(3)] Dense A2);" },
        {
            "names of the emitter's variables",
            "[Model(4), MeanSquaredError] partial record Net([Dense(1, Activation.Tanh)] Dense rows, [Dense(1, Activation.Tanh)] Dense engine, [Dense(1, Activation.Tanh)] Dense parameters, [Dense(1, Activation.Tanh)] Dense gradient, [Dense(1, Activation.Tanh)] Dense key, [Dense(1, Activation.Tanh)] Dense seed, [Dense(1, Activation.Tanh)] Dense kind, [Dense(1, Activation.Tanh)] Dense p, [Dense(1, Activation.Tanh)] Dense a, [Dense(1, Activation.Tanh)] Dense b, [Dense(1, Activation.Tanh)] Dense factor, [Dense(1, Activation.Tanh)] Dense model, [Dense(1, Activation.Tanh)] Dense input, [Dense(1, Activation.Tanh)] Dense labels, [Dense(1, Activation.Tanh)] Dense loss, [Dense(1, Activation.Tanh)] Dense losses, [Dense(1, Activation.Tanh)] Dense error, [Dense(1, Activation.Relu)] Dense slot0, [Dense(1, Activation.Tanh)] Dense slot1, [Dense(1)] Dense batch);"
        },
        {
            "names of the programs' members",
            "[Model(4), MeanSquaredError] partial record Net([Dense(1, Activation.Tanh)] Dense Engine, [Dense(1, Activation.Tanh)] Dense Rows, [Dense(1, Activation.Tanh)] Dense Input, [Dense(1, Activation.Tanh)] Dense Output, [Dense(1, Activation.Tanh)] Dense Labels, [Dense(1, Activation.Tanh)] Dense Losses, [Dense(1, Activation.Tanh)] Dense Run, [Dense(1, Activation.Tanh)] Dense Kernel, [Dense(1)] Dense Bias);"
        },
        {
            "names of namespaces, types and extensions",
            "[Model(4), MeanSquaredError] partial record Net([Dense(1, Activation.Tanh)] Dense ModelDsl, [Dense(1, Activation.Tanh)] Dense System, [Dense(1, Activation.Tanh)] Dense LanguageExt, [Dense(1, Activation.Tanh)] Dense Dense, [Activation(Activation.Relu)] Activation Activation, [Flatten] Flatten Flatten, [Dropout(0.1)] Dropout Dropout, [Dense(1, Activation.Tanh)] Dense Model, [Dense(1)] Dense Tensor);"
        },
        { "in a class", "// use Outer.Net\npartial class Outer { [Model(4), MeanSquaredError] internal partial record Net([Dense(1)] Dense A); }" },
        { "in a static class", "// use Outer.Net\nstatic partial class Outer { [Model(4), MeanSquaredError] internal partial record Net([Dense(1)] Dense A); }" },
        { "in a struct", "// use Outer.Net\npartial struct Outer { [Model(4), MeanSquaredError] internal partial record Net([Dense(1)] Dense A); }" },
        { "in a record", "// use Outer.Net\npartial record Outer(int Size) { [Model(4), MeanSquaredError] internal partial record Net([Dense(1)] Dense A); }" },
        { "in a record struct", "// use Outer.Net\nreadonly partial record struct Outer(int Size) { [Model(4), MeanSquaredError] internal partial record Net([Dense(1)] Dense A); }" },
        { "in an interface", "// use IOuter.Net\npartial interface IOuter { [Model(4), MeanSquaredError] internal partial record Net([Dense(1)] Dense A); }" },
        { "in five types", "// use S.A.B.C.D.E.Net\nnamespace S; partial class A { internal partial struct B { internal partial interface C { internal partial record D { internal static partial class E { [Model(4), MeanSquaredError] internal partial record Net([Dense(1)] Dense A); } } } } }" },
        { "private in a class", "// unused\npartial class Outer { [Model(4), MeanSquaredError] private partial record Net([Dense(1)] Dense A); public static string Text => Net.Summary; }" },
        { "in a model", "// use Net.Programs\n[Model(4), MeanSquaredError] partial record Net([Dense(1)] Dense A) { [Model(4), MeanSquaredError] internal partial record Programs([Dense(1)] Dense A); }" },
        {
            "[Model] and parameters on different parts",
            """
            [Model(4), MeanSquaredError] sealed partial record Net;
            // file
            partial record Net([Dense(1)] Dense A);
            """
        },
        {
            "the loss on another part",
            """
            [Model(4)] sealed partial record Net([Dense(1)] Dense A);
            // file
            [MeanSquaredError] partial record Net;
            """
        },
        {
            "members of its own",
            """
            [Model(4), MeanSquaredError]
            partial record Net([Dense(3, Activation.Tanh)] Dense A, [Dense(1)] Dense B)
            {
                public string Author { get; init; } = "me";
                public static int Count { get; } = 3;
                public int Width => A.Kernel.Shape[1];
                public Net(int seed) : this(Initialize(seed).A, Initialize(seed).B) { }
                public Tensor Forward(Tensor a, Tensor b) => Forward(a);
                public double Loss() => 0;
                public static Net operator -(Net net) => -1.0 * net;
                public override string ToString() => $"{Author}, {Description.Name}";
                public virtual bool Equals(Net? other) => ReferenceEquals(this, other);
                public override int GetHashCode() => 1;
                private sealed class Inner;
            }
            """
        },
        {
            "text of its own, by the hook of records",
            """
            [Model(4), MeanSquaredError]
            sealed partial record Net([Dense(1)] Dense A)
            {
                private bool PrintMembers(System.Text.StringBuilder builder) { builder.Append(A.Kernel.Shape); return true; }
                public string ToString(string format) => format + ToString();
            }
            """
        },
        {
            "JSON of its own",
            """
            [Model(4), MeanSquaredError, System.Text.Json.Serialization.JsonConverter(typeof(SeqJson<int>))]
            sealed partial record Net([Dense(1)] Dense A);
            """
        },
        { "a layer's property of its own", "[Model(4), MeanSquaredError] partial record Net([Dense(1)] Dense A) { public Dense A { get; init; } = A; }" },
        {
            "a required member that the constructor sets",
            """
            using System.Diagnostics.CodeAnalysis;
            [Model(4), MeanSquaredError]
            [method: SetsRequiredMembers]
            partial record Net([Dense(1)] Dense A) { public required string Author { get; init; } = ""; }
            """
        },
        { "its interface named", "[Model(4), MeanSquaredError] partial record Net([Dense(1)] Dense A) : IModel<Net>;" },
        { "interfaces of its own", "interface INamed { string Name => GetType().Name; } [Model(4), MeanSquaredError] partial record Net([Dense(1)] Dense A) : INamed, IDisposable { public void Dispose() { } }" },
        { "derived from", "[Model(4), MeanSquaredError] partial record Net([Dense(1)] Dense A); record Named(Dense A, string Name) : Net(A);" },
        { "attributes of others", "[Obsolete(\"\", false), Model(4), Serializable, MeanSquaredError] partial record Old([Dense(1)] Dense A); [Model(4), MeanSquaredError] partial record Net([Dense(1), System.ComponentModel.Description(\"x\")] Dense A);" },
        { "by reference", "[Model(4), MeanSquaredError] partial record Net([Dense(1, Activation.Tanh)] in Dense A, [Dense(2)] Dense B = null!);" },
        { "documented", "/// <summary>A net.</summary>\n/// <param name=\"A\">A layer.</param>\n[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);" },
        { "nullable annotations off", "#nullable disable\n[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);" },
        {
            "two models of one name in two namespaces and a class",
            """
            // use A.Net
            namespace A { [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); }
            namespace B { [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); }
            namespace A.B { [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); }
            namespace B { partial class A { [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); } }
            """
        },
        {
            "names of types that differ in case only",
            """
            // use A.Net
            namespace A { [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); [Model(4), MeanSquaredError] public partial record NET([Dense(1)] Dense A); }
            namespace a1 { [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); [Model(4), MeanSquaredError] public partial record nEt([Dense(1)] Dense A); }
            namespace A1 { [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); [Model(4), MeanSquaredError] public partial record nET([Dense(1)] Dense A); }
            """
        },
        { "no [Model] and nothing of a model", "// unused\nrecord Pair(Dense A, Flatten B); class C { void F(Dense a) => _ = a; }" },
        { "a warning that a pragma silences", "#pragma warning disable MDSL046\n[Model(28, 28), SparseCategoricalCrossentropy] partial record Net([Dense(3)] Dense A);" },
        {
            "a warning that an attribute silences",
            "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"ModelDsl\", \"MDSL046\")] [Model(28, 28), SparseCategoricalCrossentropy] partial record Net([Dense(3)] Dense A);"
        },
    };
}
