namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL080 to MDSL084: how tensors begin, and the options of activations.</summary>
public static class WrongWeights
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "an initializer out of range",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, KernelInitializer = {|MDSL080:(Initializer)99|})] Dense A);",
            "Layer 'A' has the initializer 99, which is none of Initializer's: write for instance Initializer.HeNormal"
        },
        {
            "a vector that is to be orthogonal",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3, BiasInitializer = {|MDSL081:Initializer.Orthogonal|})] Dense A);",
            "Layer 'A' can't initialise its bias [3] by Orthogonal: it makes matrices, and tensors of more dimensions, only"
        },
        {
            "a vector that is to be the identity",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3, BiasInitializer = {|MDSL081:Initializer.Identity|})] Dense A);",
            "Layer 'A' can't initialise its bias [3] by Identity: it makes matrices only"
        },
        {
            "the kernel of a convolution that is to be the identity",
            "[Model(4, 4, 2), MeanSquaredError] public partial record Net([Conv2D(2, 1, KernelInitializer = {|MDSL081:Initializer.Identity|})] Conv2D A);",
            "Layer 'A' can't initialise its kernel [1, 1, 2, 2] by Identity: it makes matrices only"
        },
        {
            "several mistakes of one layer, each in its place",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, KernelInitializer = {|MDSL080:(Initializer)(-1)|}, BiasInitializer = {|MDSL080:(Initializer)15|}, KernelL2 = {|MDSL032:-1|})] Dense A);",
            "Layer 'A' has the initializer -1, which is none of Initializer's: write for instance Initializer.HeNormal\n" +
            "Layer 'A' has the initializer 15, which is none of Initializer's: write for instance Initializer.HeNormal\n" +
            "Layer 'A' has the KernelL2 factor -1.0, but it must be a finite number, 0 or more"
        },
    };
}
