namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL068 and MDSL069: layers that prepare data; MDSL072 to MDSL074 at an encoding of categories.</summary>
public static class WrongPreprocessing
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "a scale of whole numbers, which is 0",
            "[Model(4), MeanSquaredError] public partial record Net([Rescaling({|MDSL068:1 / 255|})] Rescaling A);",
            "Layer 'A' has the scale 0, but it would make all numbers equal: 1 / 255 divides whole numbers and is 0, so write 1 / 255.0"
        },
        {
            "a scale and an offset that are not finite",
            "[Model(4), MeanSquaredError] public partial record Net([Rescaling({|MDSL068:double.NaN|}, {|MDSL068:double.PositiveInfinity|})] Rescaling A);",
            "Layer 'A' has the scale NaN, but it must be finite\nLayer 'A' has the offset Infinity, but it must be finite"
        },
        {
            "a scale that float32 can't hold",
            "[Model(4), MeanSquaredError] public partial record Net([Rescaling({|MDSL134:1e-50|})] Rescaling A);",
            "'scale = 1E-50' does not fit into float32, in which engines compute: it would be 0; write a number whose size lies between 1.2E-38 and 3.4E+38"
        },
        {
            "no categories",
            "[Model(4), MeanSquaredError] public partial record Net([CategoryEncoding({|MDSL073:0|})] CategoryEncoding A);",
            "Layer 'A' has an argument numTokens of 0, but it must be 1 or more"
        },
        {
            "more categories than float32 counts",
            "[Model(4), MeanSquaredError] public partial record Net([CategoryEncoding({|MDSL074:16777217|})] CategoryEncoding A);",
            "Layer 'A' has 16777217 indices, but inputs are float32 numbers, which hold whole numbers exactly up to 16777216: use fewer"
        },
        {
            "categories as they are",
            "[Model(4), MeanSquaredError] public partial record Net([CategoryEncoding(4, OutputMode = {|MDSL068:OutputMode.Int|})] CategoryEncoding A);",
            "Layer 'A' has the output mode Int, but it must be OneHot, MultiHot or Count of OutputMode"
        },
        {
            "a mode that is none",
            "[Model(4), MeanSquaredError] public partial record Net([Discretization(1, OutputMode = {|MDSL068:(OutputMode)7|})] Discretization A);",
            "Layer 'A' has the output mode 7, but it must be Int, OneHot, MultiHot or Count of OutputMode"
        },
        {
            "categories of numbers that a layer computed",
            "[Model(4), MeanSquaredError] public partial record Net([Rescaling(2)] Rescaling A, [{|MDSL072:CategoryEncoding(4)|}] CategoryEncoding B);",
            "Layer 'B' looks up indices, but layer 'A' changes the inputs before that: only Flatten and Reshape, and slices in a method, may come before it"
        },
        {
            "no boundaries",
            "[Model(4), MeanSquaredError] public partial record Net([{|MDSL068:Discretization|}] Discretization A);",
            "Layer 'A' has the boundaries [], but it needs one or more, or NumBins for boundaries that Adapt learns"
        },
        {
            "boundaries that do not increase",
            "[Model(4), MeanSquaredError] public partial record Net([Discretization({|MDSL068:0|}, 2, 1)] Discretization A);",
            "Layer 'A' has the boundaries [0.0, 2.0, 1.0], but 1.0 is not greater than 2.0 before it, in float32 numbers"
        },
        {
            "boundaries that are equal in float32",
            "[Model(4), MeanSquaredError] public partial record Net([Discretization({|MDSL068:16777216|}, 16777217)] Discretization A);",
            "Layer 'A' has the boundaries [16777216.0, 16777217.0], but 16777217.0 is not greater than 16777216.0 before it, in float32 numbers"
        },
        {
            "a boundary that is no number",
            "[Model(4), MeanSquaredError] public partial record Net([Discretization({|MDSL068:0|}, double.NaN)] Discretization A);",
            "Layer 'A' has the boundaries [0.0, NaN], but NaN is not a number that float32 holds with all its digits"
        },
        {
            "one bucket",
            "[Model(4), MeanSquaredError] public partial record Net([Discretization(NumBins = {|MDSL068:1|})] Discretization A);",
            "Layer 'A' has NumBins = 1, but it needs 2 buckets or more"
        },
        {
            "boundaries given and learnt",
            "[Model(4), MeanSquaredError] public partial record Net([Discretization(0, 1, NumBins = {|MDSL068:3|})] Discretization A);",
            "Layer 'A' has boundaries and NumBins, but it has either: boundaries of your own, or a number of buckets whose boundaries Adapt learns"
        },
        {
            "an axis where none is made",
            "[Model(4), MeanSquaredError] public partial record Net([Discretization(0, Axis = {|MDSL068:\"bucket\"|})] Discretization A, [Discretization(2, OutputMode = OutputMode.Int, Axis = {|MDSL068:\"bucket\"|})] Discretization B);",
            "Layer 'A' has the axis 'bucket', but OutputMode.Int makes no axis\nLayer 'B' has the axis 'bucket', but OutputMode.Int makes no axis"
        },
        {
            "a normalization behind weights",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A, [{|MDSL069:Normalization|}] Normalization B);",
            "Layer 'B' learns from data by Adapt, but it reads what training changes, by layer 'A': put it before the layers that have weights, and use it once"
        },
        {
            "learnt boundaries behind moving statistics",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Center = false, Scale = false)] BatchNormalization A, [{|MDSL069:Discretization(NumBins = 3)|}] Discretization B, [Dense(1)] Dense C);",
            "Layer 'B' learns from data by Adapt, but it reads what training changes, by layer 'A': put it before the layers that have weights, and use it once"
        },
        {
            "a normalization of two tensors",
            ForwardModel.Of("return ((x | m.N) + (Tanh(x) | {|MDSL069:m.N|})) | m.A;", layers: "[Normalization] Normalization N, [Dense(3)] Dense A"),
            "Layer 'N' learns from data by Adapt, but it is used twice: put it before the layers that have weights, and use it once"
        },
    };
}
