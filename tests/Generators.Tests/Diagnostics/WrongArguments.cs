namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL020 to MDSL033: the input shape and the hyper-parameters.</summary>
public static class WrongArguments
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "no input shape",
            "[{|MDSL020:Model|}, MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Model 'Net' has no input shape: write the shape of one sample without the batch, such as [Model(28, 28)]"
        },
        {
            "an empty argument list",
            "[{|MDSL020:Model()|}] [MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Model 'Net' has no input shape: write the shape of one sample without the batch, such as [Model(28, 28)]"
        },
        {
            "an empty array",
            "[MeanSquaredError, {|MDSL020:Model(new int[0])|}] public partial record Net([Dense(1)] Dense A);",
            "Model 'Net' has no input shape: write the shape of one sample without the batch, such as [Model(28, 28)]"
        },
        {
            "an empty collection",
            "[{|MDSL020:Model([])|}, MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Model 'Net' has no input shape: write the shape of one sample without the batch, such as [Model(28, 28)]"
        },
        {
            "null for a shape",
            "[{|MDSL020:Model((int[])null!)|}, MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Model 'Net' has no input shape: write the shape of one sample without the batch, such as [Model(28, 28)]"
        },
        {
            "a dimension of 0",
            "[Model(28, {|MDSL021:0|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Dimension 2 of the input of model 'Net' is 0, but every dimension must be 1 or more"
        },
        {
            "a negative dimension, by its full name",
            "[global::ModelDsl.ModelAttribute({|MDSL021:-28|}, 28), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Dimension 1 of the input of model 'Net' is -28, but every dimension must be 1 or more"
        },
        {
            "two bad dimensions",
            "[Model({|MDSL021:0|}, 3, {|MDSL021:-1|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Dimension 1 of the input of model 'Net' is 0, but every dimension must be 1 or more\n" +
            "Dimension 3 of the input of model 'Net' is -1, but every dimension must be 1 or more"
        },
        {
            "a bad dimension in a typed array",
            "[Model(new int[] { 28, {|MDSL021:0|} }), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Dimension 2 of the input of model 'Net' is 0, but every dimension must be 1 or more"
        },
        {
            "a bad dimension in an untyped array",
            "[Model(new[] { 28, {|MDSL021:0|} }), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Dimension 2 of the input of model 'Net' is 0, but every dimension must be 1 or more"
        },
        {
            "a bad dimension in a collection",
            "[Model([28, {|MDSL021:0|}]), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Dimension 2 of the input of model 'Net' is 0, but every dimension must be 1 or more"
        },
        {
            "a bad dimension, named",
            "[Model(inputShape: new[] { {|MDSL021:0|} }), MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "Dimension 1 of the input of model 'Net' is 0, but every dimension must be 1 or more"
        },
        {
            "a constant for a dimension",
            "[Model({|MDSL021:Sizes.Width|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A); static class Sizes { public const int Width = 3 - 3; }",
            "Dimension 1 of the input of model 'Net' is 0, but every dimension must be 1 or more"
        },
        {
            "an input too large",
            "[{|MDSL022:Model(46341, 46341)|}, MeanSquaredError] public partial record Net([Dense(1)] Dense A);",
            "The input [46341, 46341] of model 'Net' would need 2147488281 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "an input whose size overflows 64 bits",
            "[{|MDSL022:Model(int.MaxValue, int.MaxValue, int.MaxValue)|}, MeanSquaredError] public partial record Net([Flatten] Flatten A);",
            "The input [2147483647, 2147483647, 2147483647] of model 'Net' would need 9903520300447984150353281023 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "a kernel too large",
            "[Model(65536), MeanSquaredError] public partial record Net([Dense({|MDSL022:32768|})] Dense A);",
            "The kernel [65536, 32768] of layer 'A' would need 2147483648 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "an output too large",
            "[Model(65536, 1), MeanSquaredError] public partial record Net([Dense(units: {|MDSL022:32768|})] Dense A);",
            "The output [65536, 32768] of layer 'A' would need 2147483648 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "parameters too large together, although each fits",
            "[Model(40000), MeanSquaredError] public partial record Net([Dense(40000)] Dense A, [Dense({|MDSL022:40000|})] Dense B, [Dense(40000)] Dense C);",
            "The model's parameters up to layer 'B' would need 3200080000 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "no units",
            "[Model(4), MeanSquaredError] public partial record Net([Dense({|MDSL030:0|})] Dense A);",
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
        {
            "negative units, named, after another argument",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(activation: Activation.Relu, units: {|MDSL030:-3|})] Dense A);",
            "Layer 'A' has -3 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
        {
            "units by a constant, on a line of their own",
            """
            [Model(4), MeanSquaredError] public partial record Net(
                [Dense(
                    {|MDSL030:Sizes.Units|},
                    Activation.Relu,
                    UseBias = false)]
                Dense A);
            static class Sizes { public const int Units = 0; }
            """,
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
        {
            "the attribute by an alias",
            "using Full = ModelDsl.DenseAttribute; [Model(4), MeanSquaredError] public partial record Net([Full({|MDSL030:0|})] Dense A);",
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
        {
            "the attribute by its full name, with a target",
            "[Model(4), MeanSquaredError] public partial record Net([param: ModelDsl.DenseAttribute({|MDSL030:0|})] Dense A);",
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
        {
            "units of a layer in another part",
            """
            [Model(4), MeanSquaredError] public partial record Net;
            // file
            partial record Net([Dense({|MDSL030:0|})] Dense A);
            """,
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
        {
            "a layer whose name is a keyword",
            "[Model(4), MeanSquaredError] public partial record Net([Dense({|MDSL030:0|})] Dense @class);",
            "Layer 'class' has 0 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
        {
            "a rate of 1",
            "[Model(4), MeanSquaredError] public partial record Net([Dropout({|MDSL031:1|})] Dropout D, [Dense(1)] Dense A);",
            "Layer 'D' drops with rate 1.0, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values"
        },
        {
            "a rate in per cent",
            "[Model(4), MeanSquaredError] public partial record Net([Dropout(rate: {|MDSL031:30|})] Dropout D, [Dense(1)] Dense A);",
            "Layer 'D' drops with rate 30.0, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values"
        },
        {
            "a negative rate",
            "[Model(4), MeanSquaredError] public partial record Net([Dropout({|MDSL031:-0.1|})] Dropout D, [Dense(1)] Dense A);",
            "Layer 'D' drops with rate -0.1, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values"
        },
        {
            "a rate that is no number",
            "[Model(4), MeanSquaredError] public partial record Net([Dropout({|MDSL031:double.NaN|})] Dropout D, [Dense(1)] Dense A);",
            "Layer 'D' drops with rate NaN, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values"
        },
        {
            "an infinite rate",
            "[Model(4), MeanSquaredError] public partial record Net([Dropout({|MDSL031:double.PositiveInfinity|})] Dropout D, [Dense(1)] Dense A);",
            "Layer 'D' drops with rate Infinity, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values"
        },
        {
            "a negative regulariser",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, KernelL2 = {|MDSL032:-1e-5|})] Dense A);",
            "Layer 'A' has the KernelL2 factor -1E-05, but it must be a finite number, 0 or more"
        },
        {
            "an infinite regulariser",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, UseBias = false, KernelL2 = {|MDSL032:1 / 0.0|})] Dense A);",
            "Layer 'A' has the KernelL2 factor Infinity, but it must be a finite number, 0 or more"
        },
        {
            "a regulariser that is no number",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, KernelL2 = {|MDSL032:double.NaN|})] Dense A);",
            "Layer 'A' has the KernelL2 factor NaN, but it must be a finite number, 0 or more"
        },
        {
            "a negative regulariser of the bias",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, BiasL2 = {|MDSL032:-1|})] Dense A);",
            "Layer 'A' has the BiasL2 factor -1.0, but it must be a finite number, 0 or more"
        },
        {
            "regularisers that are no numbers, reported together",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, KernelL1 = {|MDSL032:-1|}, BiasL1 = {|MDSL032:double.NaN|}, ActivityL1 = {|MDSL032:-2|}, ActivityL2 = {|MDSL032:1 / 0.0|})] Dense A);",
            "Layer 'A' has the KernelL1 factor -1.0, but it must be a finite number, 0 or more\n" +
            "Layer 'A' has the BiasL1 factor NaN, but it must be a finite number, 0 or more\n" +
            "Layer 'A' has the ActivityL1 factor -2.0, but it must be a finite number, 0 or more\n" +
            "Layer 'A' has the ActivityL2 factor Infinity, but it must be a finite number, 0 or more"
        },
        {
            "an activation out of range",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, {|MDSL033:(ActivationKind)99|})] Dense A);",
            "Layer 'A' has the activation 99, which is not a member of Activation: write for instance Activation.Relu"
        },
        {
            "a negative activation of an activation layer",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, [Activation(activation: {|MDSL033:(ActivationKind)(-1)|})] Activation B);",
            "Layer 'B' has the activation -1, which is not a member of Activation: write for instance Activation.Relu"
        },
        {
            "several mistakes, each in its place",
            "[Model(4), MeanSquaredError] public partial record Net([Dense({|MDSL030:0|}, KernelL2 = {|MDSL032:-1|})] Dense A, [Dropout({|MDSL031:2|})] Dropout B);",
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [Dense(10)]\n" +
            "Layer 'A' has the KernelL2 factor -1.0, but it must be a finite number, 0 or more\n" +
            "Layer 'B' drops with rate 2.0, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values"
        },
    };
}
