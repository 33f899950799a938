namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL080 to MDSL084: the initial values of tensors, and the options of activations.</summary>
public static class WrongWeights
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "an initializer out of range",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, KernelInitializer = {|MDSL080:(Initializer)99|})] Dense A);",
            "Layer 'A' has the initializer 99, which is not a member of Initializer: write for instance Initializer.HeNormal"
        },
        {
            "a vector that is to be orthogonal",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3, BiasInitializer = {|MDSL081:Initializer.Orthogonal|})] Dense A);",
            "Layer 'A' can't initialise its bias [3] with Orthogonal: it makes only matrices, and tensors with more dimensions"
        },
        {
            "a vector that is to be the identity",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3, BiasInitializer = {|MDSL081:Initializer.Identity|})] Dense A);",
            "Layer 'A' can't initialise its bias [3] with Identity: it makes only matrices"
        },
        {
            "the kernel of a convolution that is to be the identity",
            "[Model(4, 4, 2), MeanSquaredError] public partial record Net([Conv2D(2, 1, KernelInitializer = {|MDSL081:Initializer.Identity|})] Conv2D A);",
            "Layer 'A' can't initialise its kernel [1, 1, 2, 2] with Identity: it makes only matrices"
        },
        {
            "a tensor that the layer has not, and one that is said twice",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1), Initialize({|MDSL081:\"Kernal\"|}, Initializer.Ones), Initialize(\"Bias\", Initializer.Ones), Initialize({|MDSL081:\"Bias\"|}, Initializer.Zeros)] Dense A);",
            "Layer 'A' can't initialise its Kernal with Ones: the layer has Kernel, Bias\n" +
            "Layer 'A' can't initialise its Bias with Zeros: its first values are already set"
        },
        {
            "a tensor of a layer without tensors",
            "[Model(4), MeanSquaredError] public partial record Net([Flatten, Initialize({|MDSL081:\"Kernel\"|}, Initializer.Ones)] Flatten A, [Dense(1)] Dense B);",
            "Layer 'A' can't initialise its Kernel with Ones: the layer has no tensors"
        },
        {
            "a tensor by both ways",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, KernelInitializer = Initializer.HeNormal), Initialize({|MDSL081:\"Kernel\"|}, Initializer.RandomNormal, Stddev = 0.1)] Dense A);",
            "Layer 'A' can't initialise its Kernel with HeNormal: KernelInitializer already sets its first values"
        },
        {
            "numbers that are not the initializer's, and numbers that are wrong",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1), Initialize(\"Kernel\", Initializer.RandomNormal, Stddev = {|MDSL081:-1|}, Mean = {|MDSL081:double.NaN|}, Gain = {|MDSL081:2|})] Dense A, [Dense(1), Initialize(\"Kernel\", Initializer.HeNormal, Scale = {|MDSL081:2|})] Dense B);",
            "Layer 'A' can't initialise its Kernel with RandomNormal: the Stddev -1.0 must be a finite number, 0 or more\n" +
            "Layer 'A' can't initialise its Kernel with RandomNormal: the Mean NaN must be a finite number\n" +
            "Layer 'A' can't initialise its Kernel with RandomNormal: RandomNormal takes Mean, Stddev only\n" +
            "Layer 'B' can't initialise its Kernel with HeNormal: HeNormal takes no numbers"
        },
        {
            "an empty range, a scale of 0 and a fan out of range",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1), Initialize(\"Kernel\", Initializer.RandomUniform, Minval = {|MDSL081:0.1|})] Dense A, [Dense(1), Initialize(\"Kernel\", Initializer.VarianceScaling, Scale = {|MDSL081:0|}, Fan = {|MDSL081:(Fan)7|})] Dense B);",
            "Layer 'A' can't initialise its Kernel with RandomUniform: its Minval must not be above its Maxval\n" +
            "Layer 'B' can't initialise its Kernel with VarianceScaling: the Scale 0.0 must be a finite number above 0\n" +
            "Layer 'B' can't initialise its Kernel with VarianceScaling: the Fan must be one of Fan's"
        },
        {
            "an initializer out of range, beside its layer",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1), Initialize(\"Kernel\", {|MDSL080:(Initializer)99|})] Dense A);",
            "Layer 'A' has the initializer 99, which is not a member of Initializer: write for instance Initializer.HeNormal"
        },
        {
            "a negative slope below 0",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [LeakyReLU({|MDSL082:-0.1|})] LeakyReLU B);",
            "Layer 'B' has the NegativeSlope -0.1, but it must be a finite number, 0 or more"
        },
        {
            "all options of a ReLU wrong, reported together",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [ReLU(NegativeSlope = {|MDSL082:-1|}, MaxValue = {|MDSL082:-2|}, Threshold = {|MDSL082:double.NaN|})] ReLU B);",
            "Layer 'B' has the NegativeSlope -1.0, but it must be a finite number, 0 or more\n" +
            "Layer 'B' has the MaxValue -2.0, but it must be 0 or more\n" +
            "Layer 'B' has the Threshold NaN, but it must be a finite number, 0 or more"
        },
        {
            "an infinite α",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [ELU(alpha: {|MDSL082:1 / 0.0|})] ELU B);",
            "Layer 'B' has the Alpha Infinity, but it must be a finite number"
        },
        {
            "CELU's α of 0",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [Activation(Activation.Celu, Alpha = {|MDSL082:0|})] Activation B);",
            "Layer 'B' has the Alpha 0.0, but it must be a finite number above 0"
        },
        {
            "squareplus's b of 0",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [Activation(Activation.Squareplus, B = {|MDSL082:0|})] Activation B);",
            "Layer 'B' has the B 0.0, but it must be a finite number above 0"
        },
        {
            "a shrinkage below 0",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [Activation(Activation.SoftShrink, Threshold = {|MDSL082:-0.5|})] Activation B);",
            "Layer 'B' has the Threshold -0.5, but it must be a finite number, 0 or more"
        },
        {
            "an option that the activation does not take",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [Activation(Activation.Relu, Alpha = {|MDSL082:0.5|}, MaxValue = 3)] Activation B);",
            "Layer 'B' has the Alpha 0.5, but Relu takes NegativeSlope, MaxValue, Threshold only"
        },
        {
            "options of an activation that has none",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [Activation(Activation.Tanh, Threshold = {|MDSL082:0.5|}, B = {|MDSL082:1|})] Activation B);",
            "Layer 'B' has the Threshold 0.5, but Tanh has no options\n" +
            "Layer 'B' has the B 1.0, but Tanh has no options"
        },
        {
            "an axis that a sample has not",
            "[Model(4, 5), MeanSquaredError] public partial record Net([PReLU(SharedAxes = {|MDSL082:new[] { 0, 2, 3 }|})] PReLU A, [Dense(1)] Dense B);",
            "Layer 'A' has the SharedAxes 0, but a sample has shape [4, 5], whose axes are 1 to 2\n" +
            "Layer 'A' has the SharedAxes 3, but a sample has shape [4, 5], whose axes are 1 to 2"
        },
        {
            "halves of an odd number",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(7, {|MDSL083:Activation.Glu|})] Dense A);",
            "Layer 'A' applies Glu to the shape [7], but its last axis can't be halved: make the size even, twice the size that you want"
        },
        {
            "log-softmax before a cross-entropy",
            "[Model(4), SparseCategoricalCrossentropy] public partial record Net([Dense(3, {|MDSL042:Activation.LogSoftmax|})] Dense A);",
            "Layer 'A' ends the model with logsoftmax, but SparseCategoricalCrossentropy expects softmax or logits before it: use Activation.Softmax, since the loss takes the logarithm itself"
        },
        {
            "sparsemax before a cross-entropy",
            "[Model(4), CategoricalCrossentropy] public partial record Net([Dense(3, {|MDSL042:Activation.Sparsemax|})] Dense A);",
            "Layer 'A' ends the model with sparsemax, but CategoricalCrossentropy expects softmax or logits before it: use Activation.Softmax, since a probability of 0 has no logarithm"
        },
        {
            "a threshold and its value that are no numbers",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [Activation(Activation.Threshold, Threshold = {|MDSL082:1 / 0.0|}, DefaultValue = {|MDSL082:-1 / 0.0|})] Activation B);",
            "Layer 'B' has the Threshold Infinity, but it must be a finite number\n" +
            "Layer 'B' has the DefaultValue -Infinity, but it must be a finite number"
        },
        {
            "several mistakes of one layer, each in its place",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, KernelInitializer = {|MDSL080:(Initializer)(-1)|}, BiasInitializer = {|MDSL080:(Initializer)15|}, KernelL2 = {|MDSL032:-1|})] Dense A);",
            "Layer 'A' has the initializer -1, which is not a member of Initializer: write for instance Initializer.HeNormal\n" +
            "Layer 'A' has the initializer 15, which is not a member of Initializer: write for instance Initializer.HeNormal\n" +
            "Layer 'A' has the KernelL2 factor -1.0, but it must be a finite number, 0 or more"
        },
    };
}
