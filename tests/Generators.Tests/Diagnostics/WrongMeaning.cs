namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Models that use numbers in a wrong meaning, with the part of the message that identifies the mistake.</summary>
public static class WrongMeaning
{
    private const string Towers = "[Dense(3, Activation.Softmax)] Dense A, [Dense(3, Activation.Softmax)] Dense B";
    private const string Gates = "[Dense(1, Activation.Sigmoid)] Dense A, [Dense(1, Activation.Sigmoid)] Dense B";
    private const string Gate = "[Dense(1, Activation.Sigmoid)] Dense A";
    private const string Plain = "[Dense(3)] Dense A";
    private const string Sparse = "SparseCategoricalCrossentropy";

    private static string Of(string body, string layers = Plain, string loss = Sparse, string input = "8", string members = "", string more = "") =>
        ForwardModel.Of(body, members, layers, loss, input, signature: "Net m, Tensor x" + more);

    private static string Chain(string layers, string loss = "MeanSquaredError", string input = "8") => $"[Model({input}), {loss}] public sealed partial record Net({layers});";

    public static readonly (string Source, string Message)[] Models =
    [
        // MDSL043: probabilities that are no longer those of the last activation
        (Of("return ({|MDSL043:(x | m.A) + (x | m.B)|}) / 2;", Towers), "changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: do it before the softmax, or, if the result p is probabilities again, apply Log(p)"),
        (Of("return {|MDSL043:0.3 * (x | m.A)|} + 0.7 * (x | m.B);", Towers), "'0.3 * (x | m.A)' changes"),
        (Of("return {|MDSL043:(x | m.A) * 0.5|};", "[Dense(3, Activation.Softmax)] Dense A"), "'(x | m.A) * 0.5' changes"),
        (Of("return {|MDSL043:(x | m.A).Softmax() * 0.5|};", loss: "CategoricalCrossentropy"), "that '(x | m.A).Softmax()' makes with softmax, before CategoricalCrossentropy"),
        (Of("return x | m.A | {|MDSL043:m.D|};", "[Dense(3, Activation.Softmax)] Dense A, [Dropout(0.5)] Dropout D"), "Layer 'D' changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: put it before 'A'"),
        (Of("return (x | m.A).Softmax() | {|MDSL043:m.D|};", "[Dense(3)] Dense A, [Dropout(0.5)] Dropout D"), "Layer 'D' changes the probabilities that '(x | m.A).Softmax()' makes"),
        (Of("return Halved(x | m.A); static Tensor Halved(Tensor p) => {|MDSL043:p / 2|};", "[Dense(3, Activation.Softmax)] Dense A"), "'p / 2' changes"),
        (Of("return Mixed(x); Tensor Mixed(Tensor t) { var (a, b) = (t | m.A, t | m.B); return Other.Mean(a, b); }", Towers) + " static class Other { public static Tensor Mean(Tensor a, Tensor b) => 0.5 * ({|MDSL043:a + b|}); }", "'a + b' changes"),
        (Of("var p = x | m.A; for (var i = 0; i < 3; i++) p = {|MDSL043:p * 0.9|}; return p;", "[Dense(3, Activation.Softmax)] Dense A"), "'p * 0.9' changes"),
        (Of("return {|MDSL043:Where(x[.., ..3] > 0, x | m.A, x | m.B)|};", Towers), "changes the probabilities"),
        (Of("return {|MDSL043:Maximum(x | m.A, x | m.B)|};", Towers), "changes the probabilities"),
        (Of("return {|MDSL043:(x | m.A) * (x | m.B)|};", Towers), "changes the probabilities"),
        (Of("return (x.Reshape(-1, 2, 4) | m.A).{|MDSL043:Mean(1)|};", "[Dense(3, Activation.Softmax)] Dense A"), "changes the probabilities"),
        (Of("return (x | m.A){|MDSL043:[.., ..2]|};", "[Dense(3, Activation.Softmax)] Dense A"), "changes the probabilities"),
        (Of("return {|MDSL043:Concat([x | m.A, x | m.B])|};", Towers), "changes the probabilities"),
        (Of("return x | m.A | {|MDSL043:Halved|};", "[Dense(3, Activation.Softmax)] Dense A", members: "[Elementwise] static float Halved(float p) => p / 2;"), "changes the probabilities"),
        (Of("return {|MDSL043:Map(Mix, x | m.A, x | m.B)|};", Towers, members: "[Elementwise] static float Mix(float p, float q) => 0.5f * p + 0.5f * q;"), "changes the probabilities"),
        (Of("return {|MDSL043:(x | m.A) + 0.1 * noise.Normal(x | m.A)|};", "[Dense(3, Activation.Softmax)] Dense A", more: ", Noise noise"), "changes the probabilities"),
        (Of("return training ? {|MDSL043:0.9 * (x | m.A)|} : x | m.A;", "[Dense(3, Activation.Softmax)] Dense A", more: ", bool training"), "changes the probabilities"),
        (Of("var gate = (x | m.G).Reshape(-1, 2, 1).BroadcastTo(-1, 2, 3); var each = (x | m.E).Reshape(-1, 2, 3).Softmax(); return ({|MDSL043:gate * each|}).Sum(1);", "[Dense(2, Activation.Softmax)] Dense G, [Dense(6)] Dense E"), "changes the probabilities"),
        (Of("return {|MDSL043:MatMul((x | m.G).Reshape(-1, 1, 2), (x | m.E).Reshape(-1, 2, 3).Softmax())|}.Flatten();", "[Dense(2, Activation.Softmax)] Dense G, [Dense(6)] Dense E"), "changes the probabilities"),
        (Of("return {|MDSL043:1 - (x | m.A)|};", "[Dense(1, Activation.Sigmoid)] Dense A", "BinaryCrossentropy"), "that layer 'A' makes with sigmoid, before BinaryCrossentropy reads them: do it before the sigmoid, or, if the result p is probabilities again, apply Log(p) - Log(1 - p)"),
        (Of("return {|MDSL043:(x | m.A) * (x | m.B)|};", Gates, "BinaryFocalCrossentropy"), "Log(p) - Log(1 - p)"),
        (Of("return {|MDSL043:Sigmoid(x | m.A) * 0.5|} + 0.25;", loss: "BinaryCrossentropy"), "that 'Sigmoid(x | m.A)' makes with sigmoid"),
        (Of("return (x | m.A | Sigmoid){|MDSL043:[.., ..1]|};", loss: "BinaryCrossentropy"), "makes with sigmoid"),
        (Of("return {|MDSL043:StopGradient(x | m.A)|};", "[Dense(3, Activation.Softmax)] Dense A"), "changes the probabilities"),
        (Chain("Halved {|MDSL043:H|}", Sparse) + " [Block] public sealed partial record Halved([Dense(3, Activation.Softmax)] Dense P) { [Forward] static Tensor F(Halved m, Tensor x) => 0.5 * (x | m.P); }", "'0.5 * (x | m.P)' changes the probabilities that layer 'H.P' makes"),
        (Of("return {|MDSL043:x | m.H|};", "Halved H") + " [Block] public sealed partial record Halved([Dense(3, Activation.Softmax)] Dense P) { [Forward] static Tensor F(Halved m, Tensor x) => 0.5 * (x | m.P); }", "layer 'H.P'"),
        (Of("return ({|MDSL043:(x | m.E) + (x | m.G)|}) * 0.5;", "Enc E, Enc G") + " [Model(8), SparseCategoricalCrossentropy] public sealed partial record Enc([Dense(3, Activation.Softmax)] Dense P);", "layer 'E.P'"),
        (Of("var p = x | m.A[0]; for (var i = 1; i < 3; i++) p = {|MDSL043:p + (x | m.A[i])|}; return p;", "[Repeat(3), Dense(3, Activation.Softmax)] Seq<Dense> A"), "layer 'A.0'"),
        (Of("return ({|MDSL043:0.5 * (x | m.A)|}, x | m.B);", Towers, Sparse + "(Output = \"P\"), MeanSquaredError(Output = \"Q\")").Replace("static Tensor F(", "static (Tensor P, Tensor Q) F(", StringComparison.Ordinal), "changes the probabilities"),
        (Chain("[Dense(3, Activation.Softmax)] Dense A, [{|MDSL043:AveragePooling1D(2)|}] AveragePooling1D P, [Flatten] Flatten F", Sparse, "4, 8"), "Layer 'P' changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: put it before 'A'"),

        // MDSL043: shifts, scales and other operations whose results have both signs
        (Of("return {|MDSL043:(x | m.A) - 0.5|};", "[Dense(3, Activation.Softmax)] Dense A"), "'(x | m.A) - 0.5' changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: do it before the softmax"),
        (Of("return {|MDSL043:(x | m.A) - 0.5|};", Gate, "BinaryCrossentropy"), "Log(p) - Log(1 - p)"),
        (Of("return {|MDSL043:2 * (x | m.A)|} - 1;", Gate, "BinaryCrossentropy"), "'2 * (x | m.A)' changes"),
        (Of("return {|MDSL043:7 * (x | m.A)|} - 3.5;", Gate, "BinaryFocalCrossentropy"), "'7 * (x | m.A)' changes"),
        (Of("return {|MDSL043:20 * (x | m.A)|} - 10;", "[Dense(3, Activation.Softmax)] Dense A"), "'20 * (x | m.A)' changes"),
        (Of("return {|MDSL043:Exp(LogSigmoid(x | m.A))|};", loss: "BinaryCrossentropy"), "changes the probabilities that 'LogSigmoid(x | m.A)' makes with sigmoid"),
        (Of("return Exp({|MDSL042:LogSigmoid(x | m.A)|});"), "sigmoid"),
        (Of("return {|MDSL042:HardSigmoid(x | m.A)|} - 0.5;", loss: "BinaryCrossentropy"), "with hardsigmoid"),
        (Of("return 2 * {|MDSL042:SparseSigmoid(x | m.A)|} - 1;", loss: "BinaryCrossentropy"), "since a probability of 0 has no logarithm"),
        (Of("return {|MDSL190:HardSigmoid(x | m.A)|};", loss: "BinaryCrossentropy"), "gives no negative numbers"),
        (Of("return {|MDSL043:0.5 - (x | m.A)|};", "[Dense(3, Activation.Softmax)] Dense A"), "changes the probabilities"),
        (Of("return {|MDSL043:(x | m.A) - (x | m.B)|};", Towers), "changes the probabilities"),
        (Of("return {|MDSL043:(x | m.A) - (x | m.B)|};", Gates, "BinaryCrossentropy"), "makes with sigmoid"),
        (Of("return 2 * ({|MDSL043:(x | m.A) - (x | m.B)|});", Towers), "changes the probabilities"),
        (Of("return ({|MDSL043:(x | m.A) - (x | m.B)|}) + ((x | m.A) - (x | m.B));", Towers), "changes the probabilities"),
        (Of("return Tanh({|MDSL043:(x | m.A) - 0.5|});", Gate, "BinaryCrossentropy"), "changes the probabilities"),
        (Of("return {|MDSL043:(x | m.A) - 0.5|} | m.P;", "[Dense(3, Activation.Softmax)] Dense A, [PReLU] PReLU P"), "changes the probabilities"),
        (Of("return x | m.A | {|MDSL043:Shifted|};", "[Dense(3, Activation.Softmax)] Dense A", members: "[Elementwise] static float Shifted(float p) => p - 0.3f;"), "changes the probabilities"),
        (Of("return {|MDSL043:Exp((x | m.A).LogSoftmax())|};"), "that '(x | m.A).LogSoftmax()' makes with softmax"),
        (Of("return {|MDSL043:Exp((x | m.A).LogSoftmax())|} - 0.5;"), "that '(x | m.A).LogSoftmax()' makes with softmax"),
        (Of("var p = x | m.A; return {|MDSL043:p * (x[.., ..3] > 0)|};", "[Dense(3, Activation.Softmax)] Dense A"), "changes the probabilities"),
        (Of("var p = x | m.A; return {|MDSL043:p * (x[.., ..3] > 0).Flatten()|} - 0.1;", "[Dense(3, Activation.Softmax)] Dense A"), "changes the probabilities"),

        // MDSL043: normalisations, as layers and written out
        (Chain("[Dense(3, Activation.Softmax)] Dense A, [{|MDSL043:BatchNormalization|}] BatchNormalization B", Sparse), "Layer 'B' changes the probabilities that layer 'A' makes with softmax, before SparseCategoricalCrossentropy reads them: put it before 'A'"),
        (Chain("[Dense(3, Activation.Softmax)] Dense A, [{|MDSL043:BatchNormalization(Scale = false, Center = false)|}] BatchNormalization B", "CategoricalCrossentropy"), "put it before 'A'"),
        (Chain("[Dense(3, Activation.Softmax)] Dense A, [{|MDSL043:LayerNormalization|}] LayerNormalization B", Sparse), "put it before 'A'"),
        (Chain("[Dense(1, Activation.Sigmoid)] Dense A, [{|MDSL043:BatchNormalization|}] BatchNormalization B", "BinaryCrossentropy"), "that layer 'A' makes with sigmoid"),
        (Chain("[Dense(4, Activation.Sigmoid)] Dense A, [{|MDSL043:GroupNormalization(2)|}] GroupNormalization B", "BinaryFocalCrossentropy"), "that layer 'A' makes with sigmoid"),
        (Chain("[Dense(4, Activation.Sigmoid)] Dense A, [Frozen, {|MDSL043:BatchNormalization|}] BatchNormalization B", "BinaryCrossentropy"), "that layer 'A' makes with sigmoid"),
        (Chain("[Dense(4, Activation.Softmax)] Dense A, [{|MDSL043:PReLU|}] PReLU B", Sparse), "put it before 'A'"),
        (Chain("[Dense(3, {|MDSL042:Activation.Sigmoid|})] Dense A, [BatchNormalization] BatchNormalization B", Sparse), "expects softmax or logits"),
        (Of("return x | m.A | {|MDSL043:m.N|};", "[Dense(3, Activation.Softmax)] Dense A, [LayerNormalization] LayerNormalization N"), "Layer 'N' changes"),
        (Of("var p = x | m.A; var n = Sqrt(Square(p).Sum(-1, keepDims: true)).BroadcastTo(-1, 3); return {|MDSL043:p / n|};", "[Dense(3, Activation.Softmax)] Dense A"), "changes the probabilities"),
        (Of("var p = x | m.A; var d = {|MDSL043:p - p.Mean(-1, keepDims: true).BroadcastTo(-1, 3)|}; return d / Sqrt(Square(d).Mean(-1, keepDims: true) + 0.001).BroadcastTo(-1, 3);", "[Dense(3, Activation.Softmax)] Dense A"), "changes the probabilities"),
        (Chain("[Dense(1, Activation.Softmax)] Dense A, [{|MDSL043:Dropout(0.5)|}] Dropout B", Sparse), "put it before 'A'"),
        (Chain("[Dense(4, Activation.Softmax)] Dense A, [{|MDSL043:Flatten|}] Flatten F", Sparse, "2, 8"), "put it before 'A'"),
        (Chain("[Dense(6, Activation.Softmax)] Dense A, [{|MDSL043:Reshape(2, 3)|}] Reshape R", "CategoricalCrossentropy"), "put it before 'A'"),
        (Chain("[Dense(6, Activation.Softmax)] Dense A, [{|MDSL043:Reshape(6, 1)|}] Reshape R", "CategoricalCrossentropy"), "put it before 'A'"),
        (Chain("[Dense(1, Activation.Sigmoid)] Dense A, [Reshape(1, 1)] Reshape R, [{|MDSL043:Dropout(0.5)|}] Dropout D", "BinaryCrossentropy"), "Layer 'D' changes"),
        (Chain("[Conv2D(3, 1, Activation.Softmax)] Conv2D A, [{|MDSL043:ZeroPadding2D(1)|}] ZeroPadding2D P", Sparse + "(Labels = new[] { 6, 6 })", "4, 4, 2"), "Layer 'P' changes"),

        // MDSL042: those of another kind
        (Of("return ({|MDSL042:x | m.A|}) / 2;", "[Dense(3, Activation.Sigmoid)] Dense A"), "Layer 'A' ends the model with sigmoid, but SparseCategoricalCrossentropy expects softmax or logits before it"),
        (Of("return {|MDSL042:x | m.A|};", "[Dense(3, Activation.Sparsemax)] Dense A"), "Activation.Softmax, since a probability of 0 has no logarithm"),
        (Of("return (x | m.A).{|MDSL042:LogSoftmax()|};"), "'(x | m.A).LogSoftmax()' ends the model with logsoftmax"),
        (Of("return (x | m.A).{|MDSL042:Softmax()|}[.., 1..2];", loss: "BinaryCrossentropy"), "'(x | m.A).Softmax()' ends the model with softmax"),

        // MDSL048: probabilities of probabilities
        (Of("return (x | m.A).{|MDSL048:Softmax()|};", "[Dense(3, Activation.Softmax)] Dense A"), "'(x | m.A).Softmax()' applies softmax, but layer 'A' has already made probabilities with softmax"),
        (Of("return (x | m.A).Softmax().{|MDSL048:Softmax()|};"), "but '(x | m.A).Softmax()' has already made probabilities"),
        (Of("return x | m.A | {|MDSL048:Sigmoid|};", "[Dense(3, Activation.Softmax)] Dense A", "MeanSquaredError"), "applies sigmoid"),
        (Of("return (((x | m.A) + (x | m.B)) / 2).{|MDSL048:Softmax()|};", Towers), "applies softmax"),
        (Of("return x | m.A | {|MDSL048:m.S|};", "[Dense(3, Activation.Softmax)] Dense A, [Softmax] Softmax S"), "Layer 'S' applies softmax"),
        (Of("return x | m.A | m.D | {|MDSL048:Sigmoid|};", "[Dense(3, Activation.Sigmoid)] Dense A, [Dropout(0.5)] Dropout D", "BinaryCrossentropy"), "applies sigmoid"),
        (Chain("Enc E, [Activation({|MDSL048:Activation.Softmax|})] Activation S", Sparse) + " [Model(8), SparseCategoricalCrossentropy] public sealed partial record Enc([Dense(3, Activation.Softmax)] Dense P);", "Layer 'S' applies softmax, but layer 'E.P'"),

        (Of("return (x | m.A).{|MDSL048:LogSoftmax()|};", "[Dense(3, Activation.Softmax)] Dense A", "MeanSquaredError"), "applies logsoftmax"),
        (Chain("[Dense(3, Activation.Softmax)] Dense A", "CustomLoss(nameof(Losses.Likelihood))") + " static class Losses { public static Tensor Likelihood(Tensor p, Tensor y) => -(y * {|MDSL048:p.LogSoftmax()|}).Sum(-1); }", "'p.LogSoftmax()' applies logsoftmax, but layer 'A' has already made probabilities with softmax"),

        // MDSL045: one class
        (Of("return (x | m.A).{|MDSL045:Softmax()|} | m.B;", "[Dense(1)] Dense A, [Dense(2)] Dense B"), "'(x | m.A).Softmax()' applies softmax to the shape [1]"),
        (Of("return {|MDSL045:x | m.A|};", "[Dense(1, Activation.Softmax)] Dense A"), "Layer 'A' applies softmax to the shape [1]"),
        (Of("return x | m.A;", "[Dense(1)] Dense A", "{|MDSL045:" + Sparse + "|}"), "SparseCategoricalCrossentropy applies softmax to the shape [1]"),

        // MDSL046: rows
        (Of("return {|MDSL046:x | m.A|};", input: "28, 28"), "The output of layer 'A' has shape [28, 3], so every sample needs labels of shape [28]; if each sample has one label, write x.Flatten() before the first Dense layer"),
        (Of("return (x | m.A).{|MDSL046:Softmax()|};", input: "28, 28"), "The output of '(x | m.A).Softmax()' has shape [28, 3]"),
        (Chain("Enc {|MDSL046:E|}", Sparse, "28, 28") + " [Block] public sealed partial record Enc([Dense(3)] Dense P);", "The output of layer 'E.P' has shape [28, 3]"),

        // MDSL066: predictions for which the loss is NaN
        (Of("return {|MDSL066:x | m.A|};", loss: "Poisson"), "Poisson needs positive predictions, but layer 'A' ends the model without them: use Activation.Exponential or Activation.Softplus"),
        (Of("return 2 * (x | m.A) {|MDSL066:+ 1|};", loss: "Poisson"), "but '2 * (x | m.A) + 1' ends the model without"),
        (Of("return x | m.A | {|MDSL066:Tanh|};", loss: "Poisson"), "positive predictions"),
        (Of("return {|MDSL066:Exp(x | m.A) - 1|};", loss: "Poisson"), "positive predictions"),
        (Of("return {|MDSL066:(x | m.A) + (x | m.B)|};", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Poisson"), "positive predictions"),
        (Of("return {|MDSL066:(x | m.A) * (x | m.B)|};", "[Dense(3)] Dense A, [Dense(3, Activation.Relu)] Dense B", "Poisson"), "positive predictions"),
        (Of("return {|MDSL066:Concat([Exp(x | m.A), x | m.B])|};", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Poisson"), "positive predictions"),
        (Of("return (x | m.A){|MDSL066:[.., ..1]|};", loss: "Poisson"), "positive predictions"),
        (Of("return x | m.A | Relu | {|MDSL066:m.B|};", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Poisson"), "positive predictions"),
        (Of("return {|MDSL066:x | m.A|};", loss: "KLDivergence"), "KLDivergence needs predicted probabilities"),
        (Of("return {|MDSL066:2 * (x | m.A).Softmax()|};", loss: "KLDivergence"), "predicted probabilities"),
        (Chain("[Conv2D(4, 3)] Conv2D {|MDSL066:A|}", "Poisson", "8, 8, 1"), "layer 'A' ends the model without"),
        (Chain("[Dense(4)] Dense A, [BatchNormalization] BatchNormalization {|MDSL066:B|}", "Poisson"), "layer 'B' ends the model without"),
        (Of("return (x | m.A, {|MDSL066:x | m.B|});", "[Dense(3)] Dense A, [Dense(3)] Dense B", Sparse + "(Output = \"P\"), Poisson(Output = \"Q\")").Replace("static Tensor F(", "static (Tensor P, Tensor Q) F(", StringComparison.Ordinal), "Poisson needs"),

        // MDSL190: logits and scores of one sign
        (Chain("[Dense(3, {|MDSL190:Activation.Relu|})] Dense A", Sparse), "Layer 'A' gives no negative numbers, but SparseCategoricalCrossentropy takes them as logits, which have both signs: leave it out, or use Activation.Softmax"),
        (Chain("[Dense(1, {|MDSL190:Activation.Softplus|})] Dense A", "BinaryCrossentropy"), "use Activation.Sigmoid"),
        (Chain("[Dense(1, {|MDSL190:Activation.LogSigmoid|})] Dense A", "BinaryCrossentropy"), "gives no positive numbers"),
        (Chain("[Dense(1)] Dense A, [{|MDSL190:ReLU|}] ReLU B", "BinaryFocalCrossentropy"), "Layer 'B' gives no negative numbers"),
        (Chain("[Dense(1, Activate = {|MDSL190:nameof(Curves.Positive)|})] Dense A", "BinaryCrossentropy") + " static class Curves { [Elementwise] public static float Positive(float x) => x > 0 ? x : 0.01f * MathF.Exp(x); }", "Layer 'A' gives no negative numbers"),
        (Chain("[Dense(3)] Dense A, [Activation(activate: {|MDSL190:nameof(Curves.Gate)|})] Activation B", Sparse) + " static class Curves { [Elementwise] public static float Gate(float x) => 1 / (1 + MathF.Exp(-x)); }", "Layer 'B' gives no negative numbers"),
        (Chain("[Dense(3, {|MDSL190:Activation.Relu|})] Dense A, [GlobalAveragePooling1D] GlobalAveragePooling1D B", Sparse, "2, 4"), "Layer 'A' gives no negative numbers"),
        (Chain("[Dense(1, {|MDSL190:Activation.Sigmoid|})] Dense A", "Hinge"), "takes them as scores, which have both signs: leave it out, or use Activation.Tanh"),
        (Of("return x | m.A | {|MDSL190:Relu|};"), "'x | m.A | Relu' gives no negative numbers"),
        (Of("var e = Exp(x | m.A); return {|MDSL190:e / e.Sum(-1, keepDims: true).BroadcastTo(-1, 3)|};"), "gives no negative numbers"),
        (Of("var z = x | m.A; var e = Exp(z - z.Max(-1, keepDims: true).BroadcastTo(-1, 3)); return {|MDSL190:e / e.Sum(-1, keepDims: true).BroadcastTo(-1, 3)|};"), "gives no negative numbers"),
        (Of("return {|MDSL190:Square(x | m.A)|};", loss: "BinaryCrossentropy"), "gives no negative numbers"),
        (Of("return -{|MDSL190:Exp(x | m.A)|};", loss: "BinaryCrossentropy"), "gives no positive numbers"),
        (Of("return {|MDSL190:Log((x | m.A).Softmax())|};", loss: "BinaryCrossentropy"), "gives no positive numbers"),
        (Of("return -{|MDSL190:Log((x | m.A).Softmax())|};"), "gives no negative numbers"),
        (Of("return 2 * {|MDSL190:Maximum(x | m.A, 0 * (x | m.A))|} + 1;"), "gives no negative numbers"),

        // MDSL066: predictions for which a loss is NaN or has no gradient
        (Chain("[Dense(1)] Dense {|MDSL066:A|}", "MeanSquaredLogarithmicError"), "MeanSquaredLogarithmicError needs positive predictions, but layer 'A' ends the model without them: use Activation.Exponential or Activation.Softplus"),
        (Chain("[Dense(1, Activation.Tanh)] Dense {|MDSL066:A|}", "MeanSquaredLogarithmicError"), "needs positive predictions"),
        (Chain("[Dense(1, Activation.Relu)] Dense A, [Dense(1)] Dense {|MDSL066:B|}", "MeanSquaredLogarithmicError"), "layer 'B'"),
        (Of("return {|MDSL066:Softplus(x | m.A) - 2|};", loss: "MeanSquaredLogarithmicError"), "'Softplus(x | m.A) - 2' ends the model"),
        (Of("return {|MDSL066:Sigmoid(x | m.A) - 0.5|};", "[Dense(1)] Dense A", "Poisson"), "needs positive predictions"),
        (Of("return {|MDSL066:(x | m.A).Softmax()[.., 1..2] - 0.5|};", loss: "Poisson"), "needs positive predictions"),
        (Chain("[Dense(4, Activation.Softplus)] Dense A, [LayerNormalization(Center = false)] LayerNormalization {|MDSL066:B|}", "Poisson"), "layer 'B'"),
        (Chain("[Dense(4, Activation.Softplus)] Dense A, [BatchNormalization(Center = false, Scale = false)] BatchNormalization {|MDSL066:B|}", "MeanSquaredLogarithmicError"), "layer 'B'"),
        (Chain("[LSTM(3)] LSTM {|MDSL066:A|}", "Poisson", "5, 2"), "layer 'A'"),
        (Chain("[GRU(3)] GRU {|MDSL066:A|}", "MeanSquaredLogarithmicError", "5, 2"), "layer 'A'"),
        (Chain("[SimpleRNN(3)] SimpleRNN {|MDSL066:A|}", "Poisson", "5, 2"), "layer 'A'"),
        (Chain("[Embedding(10, 4)] Embedding A, [GlobalAveragePooling1D] GlobalAveragePooling1D {|MDSL066:B|}", "Poisson"), "layer 'B'"),
        (Of("return x | m.A | {|MDSL066:Own|};", loss: "Poisson", members: "[Elementwise] static float Own(float v) => v - 1;"), "needs positive predictions"),
        (Of("return x | m.A | {|MDSL066:Own|};", loss: "Poisson", members: "[Elementwise] static float Own(float v) => MathF.Max(v, -0.5f);"), "needs positive predictions"),
        (Of("return {|MDSL066:Maximum(x | m.A, x | m.B)|};", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Poisson"), "needs positive predictions"),
        (Of("return {|MDSL066:Where(x[.., ..3] > 0, x | m.A, Exp(x | m.B))|};", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Poisson"), "needs positive predictions"),
        (Of("return {|MDSL066:Where(x[.., ..3] > 0, Exp(x | m.A), x | m.B)|};", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Poisson"), "needs positive predictions"),
        (Chain("[Dense(4)] Dense A, [Frozen, BatchNormalization(Center = false)] BatchNormalization {|MDSL066:B|}", "Poisson"), "layer 'B'"),
        (Of("var s = (x | m.A).Reshape(-1, 1, 4).Softmax(); return MatMul(s, (x | m.B).Reshape(-1, 4, 3)).{|MDSL066:Flatten()|};", "[Dense(4)] Dense A, [Dense(12)] Dense B", "Poisson"), "needs positive predictions"),
        (Of("return {|MDSL066:0.5 * (x | m.A)|};", "[Dense(3, Activation.Softmax)] Dense A", "KLDivergence"), "KLDivergence needs predictions that sum to 1, but '0.5 * (x | m.A)' ends the model without them: use Activation.Softmax as the last step"),
        (Of("return (x | m.A){|MDSL066:[.., ..2]|};", "[Dense(3, Activation.Softmax)] Dense A", "KLDivergence"), "needs predictions that sum to 1"),
        (Of("return {|MDSL066:Concat([x | m.A, x | m.B])|};", Towers, "KLDivergence"), "needs predictions that sum to 1"),
        (Of("return 0.5 * (x | m.A) {|MDSL066:+ 0.25|};", "[Dense(3, Activation.Softmax)] Dense A", "KLDivergence"), "needs predictions that sum to 1"),
        (Of("return {|MDSL066:(x | m.A) - 0.5|};", "[Dense(3, Activation.Softmax)] Dense A", "KLDivergence"), "needs predicted probabilities"),
        (Of("return {|MDSL066:(x | m.A) + (x | m.B)|};", Towers, "KLDivergence"), "needs predicted probabilities"),
        (Of("return {|MDSL066:1 - (x | m.A)|};", "[Dense(3, Activation.Sparsemax)] Dense A", "KLDivergence"), "needs predictions that sum to 1"),
        (Chain("[Conv2D(3, 1, Activation.Softmax)] Conv2D A, [ZeroPadding2D(1)] ZeroPadding2D {|MDSL066:P|}", "KLDivergence", "4, 4, 2"), "needs predictions that sum to 1"),
        (Chain("[Dense(3, Activation.Softmax)] Dense A, [Dropout(0.5)] Dropout {|MDSL066:B|}", "KLDivergence"), "needs predicted probabilities"),
        (Chain("[Dense(3, Activation.Softmax)] Dense A, [LayerNormalization] LayerNormalization {|MDSL066:B|}", "KLDivergence"), "needs predicted probabilities"),

        // MDSL191: several layers whose sum or concatenation is the input of one layer
        (Of("return (x | m.A) + (x | m.B) | {|MDSL191:m.C|};", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"), "Layer 'A' has no activation, and only linear steps lead to layer 'C', so the two are one linear layer"),
        (Of("return ((x | m.A) - 2 * (x | m.B)) / 2 | {|MDSL191:m.C|};", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"), "lead to layer 'C'"),
        (Of("return ((x | m.E[0]) + (x | m.E[1]) + (x | m.E[2])) / 3 | {|MDSL191:m.C|};", "[Repeat(3), Dense(8)] Seq<Dense> E, [Dense(3)] Dense C"), "Layer 'E.0' has no activation"),
        (Of("return Concat([x[.., ..4] | m.A, x[.., 4..] | m.B]) | {|MDSL191:m.C|};", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"), "lead to layer 'C'"),
        (Of("return Concat([x | m.A, x | m.B]) | {|MDSL191:m.C|};", "[Dense(5)] Dense A, [Dense(5)] Dense B, [Dense(12)] Dense C", "MeanSquaredError"), "lead to layer 'C'"),
        (Of("return (x.Reshape(-1, 2, 4) | m.A).Sum(1) + (x | m.B) | {|MDSL191:m.C|};", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"), "lead to layer 'C'"),
        (Of("return Concat([x | m.A, x | m.B]).Reshape(-1, 4, 4).Flatten() | {|MDSL191:m.C|};", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"), "lead to layer 'C'"),
        (Of("return Concat([x | m.A, x | m.B]) | {|MDSL191:m.C|} | (t => t.Flatten()) | Tanh | m.D;", "[Conv2D(4, 3)] Conv2D A, [Conv2D(4, 3)] Conv2D B, [Conv2D(8, 3)] Conv2D C, [Dense(1)] Dense D", "MeanSquaredError", "8, 8, 2"), "lead to layer 'C'"),
        (Chain("Two {|MDSL191:T|}, [Dense(1)] Dense B") + " [Block] public sealed partial record Two([Dense(8)] Dense P, [Dense(8)] Dense Q) { [Forward] static Tensor F(Two m, Tensor x) => (x | m.P) + (x | m.Q); }", "lead to layer 'B'"),

        // MDSL191: two layers that are equivalent to one
        (Chain("[{|MDSL191:Dense(16)|}] Dense A, [Dense(1)] Dense B"), "Layer 'A' has no activation, and only linear steps lead to layer 'B'"),
        (Chain("[{|MDSL191:Dense(16)|}] Dense A, [{|MDSL191:Dense(16, UseBias = false)|}] Dense B, [Dense(1)] Dense C"), "so the two are one linear layer"),
        (Chain("[{|MDSL191:Dense(16)|}] Dense A, [Activation(Activation.Linear)] Activation L, [Dropout(0)] Dropout D, [Dense(1)] Dense B"), "give 'A' an activation"),
        (Chain("[{|MDSL191:Conv2D(4, 3)|}] Conv2D A, [Flatten] Flatten F, [Dense(1)] Dense B", input: "8, 8, 1"), "Layer 'A'"),
        (Chain("[{|MDSL191:Conv2D(4, 3)|}] Conv2D A, [AveragePooling2D] AveragePooling2D P, [Conv2D(4, 3, Activation.Relu)] Conv2D B, [Flatten] Flatten F, [Dense(1)] Dense C", input: "12, 12, 1"), "lead to layer 'B'"),
        (Chain("[{|MDSL191:Conv1D(4, 3)|}] Conv1D A, [Conv1D(4, 3, Activation.Relu)] Conv1D B, [GlobalMaxPooling1D] GlobalMaxPooling1D P, [Dense(1)] Dense C", input: "12, 2"), "lead to layer 'B'"),
        (Chain("[Repeat(3), {|MDSL191:Dense(8)|}] Seq<Dense> A, [Dense(1)] Dense B"), "has no activation"),
        (Chain("Two {|MDSL191:T|}, [Dense(1)] Dense B") + " [Block] public sealed partial record Two([Dense(8, Activation.Relu)] Dense P, [Dense(8)] Dense Q);", "Layer 'T.Q' has no activation, and only linear steps lead to layer 'B'"),
        (Of("return x | m.A | {|MDSL191:m.B|};", "[Dense(8)] Dense A, [Dense(3)] Dense B"), "Layer 'A' has no activation"),
        (Of("return (x | m.A).Flip(1) | {|MDSL191:m.B|};", "[Dense(8)] Dense A, [Dense(3)] Dense B"), "Layer 'A' has no activation"),
        (Of("var h = 0.5 * (x | m.A) + 1; return -h | {|MDSL191:m.B|};", "[Dense(8)] Dense A, [Dense(3)] Dense B"), "lead to layer 'B'"),
        (Of("return Stem(x) | {|MDSL191:m.B|}; Tensor Stem(Tensor t) => (t.Reshape(-1, 2, 4) | m.A).Mean(1);", "[Dense(8)] Dense A, [Dense(3)] Dense B"), "lead to layer 'B'"),
        (Of("foreach (var layer in m.A) x = {|MDSL191:x | layer|}; return x | Tanh | m.B;", "[Repeat(3), Dense(8)] Seq<Dense> A, [Dense(3)] Dense B"), "Layer 'A.0' has no activation"),

        // MDSL192: predictions that are always the same
        (Chain("[Dense(1)] Dense A, [LayerNormalization] LayerNormalization {|MDSL192:B|}"), "Layer 'B' gives the same result for every sample"),
        (Chain("[Dense(4, Activation.Relu)] Dense A, [GroupNormalization(-1)] GroupNormalization {|MDSL192:B|}, [Dense(1)] Dense C"), "Layer 'B' gives the same result for every sample"),
        (Chain("[Dense(4)] Dense A, [ReLU(MaxValue = 0)] ReLU {|MDSL192:B|}, [Dense(1)] Dense C"), "Layer 'B' gives the same result for every sample"),
        (Of("return {|MDSL192:Clip(x | m.A, 1, 1)|};", loss: "MeanSquaredError"), "'Clip(x | m.A, 1, 1)' gives the same result for every sample"),
        (Of("return {|MDSL192:0 * x|} | m.A;", loss: "MeanSquaredError"), "'0 * x' gives the same result for every sample"),
        (Of("var h = x | m.A; return {|MDSL192:h - h|};", loss: "MeanSquaredError"), "'h - h' gives the same result for every sample"),
        (Of("return {|MDSL192:Sign(Square(x) + 1)|} | m.A;", loss: "MeanSquaredError"), "gives the same result for every sample"),
        (Of("return {|MDSL192:Relu(-Softplus(x | m.A))|};", loss: "MeanSquaredError"), "gives the same result for every sample"),
    ];
}
