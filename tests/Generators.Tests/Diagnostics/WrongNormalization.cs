namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL060 to MDSL064: normalisation and noise.</summary>
public static class WrongNormalization
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "an epsilon of 0",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Epsilon = {|MDSL060:0|})] BatchNormalization A);",
            "Layer 'A' has the epsilon 0.0, but it must be a finite number above 0, which keeps the variance from zero: 0.001 for instance"
        },
        {
            "an epsilon that float32 can't hold",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Epsilon = {|MDSL134:1e-50|})] BatchNormalization A);",
            "'Epsilon = 1E-50' does not fit into float32, in which engines compute: it would be 0; write a number whose size lies between 1.2E-38 and 3.4E+38"
        },
        {
            "an epsilon of a few digits",
            "[Model(4), MeanSquaredError] public partial record Net([LayerNormalization(Epsilon = {|MDSL134:1e-40|})] LayerNormalization A);",
            "'Epsilon = 1E-40' does not fit into float32, in which engines compute: it would keep only a few of its digits, and some engines treat it as 0; write a number whose size lies between 1.2E-38 and 3.4E+38"
        },
        {
            "an infinite epsilon",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Epsilon = {|MDSL060:double.PositiveInfinity|})] BatchNormalization A);",
            "Layer 'A' has the epsilon Infinity, but it must be a finite number above 0, which keeps the variance from zero: 0.001 for instance"
        },
        {
            "an epsilon that is no number",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Epsilon = {|MDSL060:double.NaN|})] BatchNormalization A);",
            "Layer 'A' has the epsilon NaN, but it must be a finite number above 0, which keeps the variance from zero: 0.001 for instance"
        },
        {
            "a momentum in percent, and a negative epsilon",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Momentum = {|MDSL061:99|}, Epsilon = {|MDSL060:-1e-3|})] BatchNormalization A);",
            "Layer 'A' has the momentum 99.0, but this share, which moving statistics keep in each step, must be at least 0 and at most 1: 0.99 for instance\n" +
            "Layer 'A' has the epsilon -0.001, but it must be a finite number above 0, which keeps the variance from zero: 0.001 for instance"
        },
        {
            "a negative momentum",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Momentum = {|MDSL061:-0.1|})] BatchNormalization A);",
            "Layer 'A' has the momentum -0.1, but this share, which moving statistics keep in each step, must be at least 0 and at most 1: 0.99 for instance"
        },
        {
            "a momentum that is no number",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Momentum = {|MDSL061:double.NaN|})] BatchNormalization A);",
            "Layer 'A' has the momentum NaN, but this share, which moving statistics keep in each step, must be at least 0 and at most 1: 0.99 for instance"
        },
        {
            "groups that do not divide the channels",
            "[Model(6, 5, 8), MeanSquaredError] public partial record Net([GroupNormalization({|MDSL062:3|})] GroupNormalization A);",
            "Layer 'A' has 3 groups, but its input of shape [6, 5, 8] has 8 channels: choose a number that divides them, or -1 for one group per channel"
        },
        {
            "the usual groups, of few channels",
            "[Model(6, 5, 8), MeanSquaredError] public partial record Net([{|MDSL062:GroupNormalization|}] GroupNormalization A);",
            "Layer 'A' has 32 groups, but its input of shape [6, 5, 8] has 8 channels: choose a number that divides them, or -1 for one group per channel"
        },
        {
            "no groups",
            "[Model(8), MeanSquaredError] public partial record Net([GroupNormalization(groups: {|MDSL062:0|})] GroupNormalization A);",
            "Layer 'A' has 0 groups, but its input of shape [8] has 8 channels: choose a number that divides them, or -1 for one group per channel"
        },
        {
            "fewer groups than none",
            "[Model(8), MeanSquaredError] public partial record Net([GroupNormalization({|MDSL062:-2|})] GroupNormalization A);",
            "Layer 'A' has -2 groups, but its input of shape [8] has 8 channels: choose a number that divides them, or -1 for one group per channel"
        },
        {
            "an epsilon of 0 for rows",
            "[Model(8), MeanSquaredError] public partial record Net([LayerNormalization(Epsilon = {|MDSL060:0.0|})] LayerNormalization A);",
            "Layer 'A' has the epsilon 0.0, but it must be a finite number above 0, which keeps the variance from zero: 0.001 for instance"
        },
        {
            "an epsilon of 0 for the root mean square",
            "[Model(8), MeanSquaredError] public partial record Net([RMSNormalization(Epsilon = {|MDSL060:0|})] RMSNormalization A);",
            "Layer 'A' has the epsilon 0.0, but it must be a finite number above 0, which keeps the variance from zero: 0.001 for instance"
        },
        {
            "a negative deviation",
            "[Model(8), MeanSquaredError] public partial record Net([GaussianNoise({|MDSL063:-0.1|})] GaussianNoise A);",
            "Layer 'A' has the standard deviation -0.1, but it must be a finite number, 0 or more: 0.1 for instance"
        },
        {
            "an infinite deviation",
            "[Model(8), MeanSquaredError] public partial record Net([GaussianNoise(stddev: {|MDSL063:double.PositiveInfinity|})] GaussianNoise A);",
            "Layer 'A' has the standard deviation Infinity, but it must be a finite number, 0 or more: 0.1 for instance"
        },
        {
            "rates of 1",
            "[Model(6, 5, 8), MeanSquaredError] public partial record Net([SpatialDropout2D({|MDSL031:1|})] SpatialDropout2D A, [GaussianDropout({|MDSL031:1|})] GaussianDropout B);",
            "Layer 'A' drops with rate 1.0, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values\n" +
            "Layer 'B' drops with rate 1.0, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values"
        },
        {
            "channels of vectors",
            "[Model(7), MeanSquaredError] public partial record Net([{|MDSL053:SpatialDropout2D(0.1)|}] SpatialDropout2D A);",
            "Layer 'A' needs images of shape [height, width, channels], but its input has shape [7]: put a layer '[Reshape(height, width, channels)]' before it"
        },
        {
            "noise on probabilities",
            "[Model(7), SparseCategoricalCrossentropy] public partial record Net([Dense(3, Activation.Softmax)] Dense A, [{|MDSL043:GaussianNoise(0.1)|}] GaussianNoise B);",
            "Layer 'B' changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: put it before 'A'"
        },
    };
}
