namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Wrong models with several outputs, with the part of the message that identifies the mistake.</summary>
public static class WrongOutputs
{
    private const string Kind = "SparseCategoricalCrossentropy(Output = \"Kind\")";
    private const string Size = "MeanSquaredError(Output = \"Size\")";

    private static string Of(string losses, string result = "(Tensor Kind, Tensor Size)", string body = "(x | m.A, x | m.B)", string model = "Net", string more = "") => $$"""
        [Model(8), {{losses}}]
        public sealed partial record {{model}}([Dense(3)] Dense A, [Dense(2)] Dense B)
        {
            [Forward]
            internal static {{result}} F(Net m, Tensor x) => {{body}};
            {{more}}
        }
        """;

    public static TheoryData<string, string> Models() => new()
    {
        // MDSL128: losses
        { Of("{|MDSL128:SparseCategoricalCrossentropy|}, " + Size), "does not say which of the outputs Kind and Size it belongs to: write [SparseCategoricalCrossentropy(Output = \"Kind\")]" },
        { Of("{|MDSL128:MeanSquaredError|}"), "does not say which" },
        { Of(Kind + ", {|MDSL128:MeanSquaredError(Output = \"\")|}, " + Size), "does not say which" },
        { Of(Kind + ", " + Size + ", MeanSquaredError(Output = {|MDSL128:\"size\"|})"), "is for an output 'size', but the outputs are Kind and Size" },
        { Of(Kind + ", " + Size + ", {|MDSL128:Huber(Output = \"Size\")|}"), "is a second loss for the output 'Size'" },
        { Of("SparseCategoricalCrossentropy(Output = {|MDSL128:\"Kind\"|})", "Tensor", "x | m.A | m.B"), "but the model has one output without a name: remove Output" },
        { "[Model(8), MeanSquaredError(Output = {|MDSL128:\"Size\"|})] public sealed partial record Net([Dense(3)] Dense A);", "return several from a [Forward] method, '(Tensor Size, …)'" },
        { Of(Kind + ", {|MDSL041:" + Size + "|}", "Tensor", "x | m.A | m.B"), "keep one, or give each an output of its own" },
        { "[Model(8), MeanSquaredError, {|MDSL041:MeanSquaredError(Weight = 2)|}] public sealed partial record Net([Dense(3)] Dense A);", "[MeanSquaredError], [MeanSquaredError]" },
        { Of(Kind + ", MeanSquaredError(Output = \"Size\", Weight = {|MDSL065:double.NaN|})"), "the Weight NaN, but it must be a finite number" },
        { Of(Kind + ", MeanSquaredError(Output = \"Size\", Weight = {|MDSL065:double.PositiveInfinity|})"), "a finite number" },

        // MDSL129: outputs
        { Of(Kind, model: "{|MDSL129:Net|}"), "Output 'Size' of model 'Net' has no loss: give it one, such as [MeanSquaredError(Output = \"Size\")]" },
        { Of(Kind + ", " + Size, "(Tensor Kind, Tensor Size, Tensor Map)", "(x | m.A, x | m.B, x)", model: "{|MDSL129:Net|}"), "Output 'Map' of model 'Net' has no loss" },
        { Of(Kind + ", MeanSquaredError(Output = \"Item2\")", "(Tensor Kind, {|MDSL129:Tensor|})"), "Output 'Item2' of model 'Net' has no name" },
        { Of(Kind + ", MeanSquaredError(Output = \"kind\")", "(Tensor Kind, Tensor {|MDSL129:kind|})"), "Output 'kind' of model 'Net' is there twice" },
        { Of(Kind + ", MeanSquaredError(Output = \"Rest\")", "{|MDSL129:Result|}", "new Result(x | m.A, x | m.B)") + " public sealed record Result(Tensor Kind, Tensor Rest);", "is reserved for tuples" },
        { "using Pair = (ModelDsl.Tensor Kind, ModelDsl.Tensor);\n" + Of(Kind + ", MeanSquaredError(Output = \"Item2\")", "{|MDSL129:Pair|}"), "Output 'Item2' of model 'Net' has no name" },
        { "[Model(8), " + Kind + ", MeanSquaredError(Output = \"kind\")] public sealed partial record Net([Dense(3)] Dense A, [Dense(2)] Dense B) { [Forward] private static partial (Tensor Kind, Tensor {|MDSL129:kind|}) F(Net m, Tensor x); private static partial (Tensor Kind, Tensor kind) F(Net m, Tensor x) => (x | m.A, x | m.B); }", "is there twice" },

        // Types that cannot be a result
        { Of(Kind, "{|MDSL100:(Tensor Kind, int Size)|}", "(x | m.A | m.B, 1)").Replace("(Output = \"Kind\")", "", StringComparison.Ordinal), "returns '(Tensor Kind, int Size)', not a Tensor" },
        { Of("MeanSquaredError", "{|MDSL100:Result|}", "new Result(x | m.A | m.B)") + " public sealed record Result(Tensor Kind);", "returns 'Result', not a Tensor" },
        { "[Model(8), MeanSquaredError] public sealed partial record Net(Two {|CS8604:T|}, [Dense(2)] Dense C);".Replace("{|CS8604:T|}", "T", StringComparison.Ordinal) + " [Block] public sealed partial record Two([Dense(2)] Dense A, [Dense(2)] Dense B) { [Forward] static {|MDSL100:(Tensor P, Tensor Q)|} F(Two m, Tensor x) => (x | m.A, x | m.B); }", "returns '(Tensor P, Tensor Q)', not a Tensor" },

        // MDSL180: models as layers
        { "[Model(8), MeanSquaredError] public sealed partial record Outer({|MDSL180:Net|} Inner, [Dense(2)] Dense C); " + Of(Kind + ", " + Size), "Layer 'Inner' is the model 'Net', which has the outputs Kind and Size" },

        // MDSL181: training and prediction
        { Of(Kind + ", " + Size, body: "(x | m.A, training ? (x | m.B){|MDSL181:[.., ..1]|} : x | m.B)").Replace("Tensor x)", "Tensor x, bool training)", StringComparison.Ordinal), "'F' gives values [N, 1] as Size when training, but values [N, 2] as Size in prediction" },
        { Of(Kind + ", " + Size, body: "(training ? {|MDSL181:x | m.A|} : (x | m.A).Softmax(), x | m.B)").Replace("Tensor x)", "Tensor x, bool training)", StringComparison.Ordinal), "gives logits [N, 3] as Kind when training, but probabilities [N, 3] as Kind" },

        // Each output is checked with its own loss
        { Of("BinaryCrossentropy(Output = \"Kind\"), " + Size, body: "((x | m.A).{|MDSL042:Softmax()|}, x | m.B)"), "softmax" },
        { Of(Kind + ", BinaryCrossentropy(Output = \"Size\")", body: "(x | m.A, (x | m.B).{|MDSL042:Softmax()|})"), "softmax" },
        { Of(Kind + ", MeanSquaredError(Output = \"Size\", Labels = {|MDSL044:new[] { 3 }|})"), "[2]" },
        { Of("SparseCategoricalCrossentropy(Output = \"Kind\", Labels = {|MDSL044:new[] { 3 }|}), " + Size), "[]" },
        { Of(Kind + ", " + Size, body: "(x | m.A, (x | m.B).{|MDSL120:Sum(-1)|})"), "[N]" },
        { Of("CustomLoss(nameof(Half), Output = \"Size\"), " + Kind, more: "public static Tensor Half(Tensor p, Tensor t) => (p - t){|MDSL141:[.., ..1]|};"), "[N, 1]" },
        { Of(Kind + ", " + Size, body: "(x | m.A, {|MDSL106:x + (x | m.B)|})"), "[N, 8] and [N, 2]" },
        { Of(Kind + ", " + Size, body: "(Lost(x) | m.A, x | m.B)", more: "static Tensor Lost(Tensor t) { _ = t | {|MDSL121:WithLoss(t.Mean(-1))|}; return t; }"), "would not count" },
        { Of(Kind + ", " + Size, more: "public int {|MDSL016:JoinLabels|} => 1;"), "can't declare 'JoinLabels'" },
        { Of(Kind + ", " + Size, more: "public static Tensor {|MDSL016:PackLabels|}(Tensor a, Tensor b) => a;"), "can't declare 'PackLabels'" },
        { Of(Kind + ", " + Size, body: "(x | m.A, x | m.{|MDSL015:Predict|})").Replace("Dense B)", "Dense {|MDSL015:Predict|})", StringComparison.Ordinal).Replace("m.{|MDSL015:Predict|}", "m.Predict", StringComparison.Ordinal), "can't be named 'Predict'" },
        { Of("SparseCategoricalCrossentropy(Output = \"Kind\"), MeanSquaredError(Output = \"Size\", Axes = {|MDSL174:new[] { \"seconds\" }|})").Replace("Model(8)", "Model(8, Axes = new[] { \"metres\" })", StringComparison.Ordinal).Replace("[Dense(2)]", "[Dense(2, Axis = \"metres2\")]", StringComparison.Ordinal), "seconds" },
    };
}
