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
            "Layer 'A' has the momentum 99.0, but it is the share that moving statistics keep in a step, at least 0 and at most 1: 0.99 for instance\n" +
            "Layer 'A' has the epsilon -0.001, but it must be a finite number above 0, which keeps the variance from zero: 0.001 for instance"
        },
        {
            "a negative momentum",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Momentum = {|MDSL061:-0.1|})] BatchNormalization A);",
            "Layer 'A' has the momentum -0.1, but it is the share that moving statistics keep in a step, at least 0 and at most 1: 0.99 for instance"
        },
        {
            "a momentum that is no number",
            "[Model(4), MeanSquaredError] public partial record Net([BatchNormalization(Momentum = {|MDSL061:double.NaN|})] BatchNormalization A);",
            "Layer 'A' has the momentum NaN, but it is the share that moving statistics keep in a step, at least 0 and at most 1: 0.99 for instance"
        },
    };
}
