namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Wrong bodies of forward methods, with the part of the message that identifies the mistake. The input is <c>[N, 8]</c>, the layers are
/// those of <see cref="ForwardModel"/>.
/// </summary>
public static partial class WrongForward
{
    /// <summary>All wrong bodies of this table and of the other tables.</summary>
    public static IEnumerable<string> All =>
        new[] { Bodies(), Language(), Named(), Models(), NamedModels() }.SelectMany(rows => rows).Select(row => (string)row[0]);

    public static TheoryData<string, string> Bodies() => new()
    {
        // MDSL104: code without a derivative
        { "return Tensor.Create(x.Shape, {|MDSL104:x.ToArray()|}) | m.A | m.B;", "'ToArray' is not a differentiable function of tensors" },
        { "return {|MDSL104:x.Engine|} == null! ? x : x | m.A | m.B;", "is known only when the program runs" },
        { "return {|MDSL104:Tensor.Zeros([1, 8])|} | m.A | m.B;", "'Zeros' is not a differentiable function of tensors" },
        { "return {|MDSL104:x.To(null!)|} | m.A | m.B;", "'To' is not a differentiable function of tensors" },
        { "_ = {|MDSL104:m.A.Function|}; return x | m.A | m.B;", "a method can only use a layer's tensors, or apply it" },
        { "return x | {|MDSL104:m.Learned|};", "a method can use only the layers of its model" },
        { "var (a, b) = (x, x); _ = {|MDSL104:a.Equals(b)|}; return x | m.A | m.B;", "'Equals' is not a differentiable function of tensors" },
        { "return {|MDSL104:System.Threading.Tasks.Task.FromResult(x)|}.Result | m.A | m.B;", "'FromResult' is not of this project" },
        { "{|MDSL104:try|} { return x | m.A | m.B; } finally { }", "a method can contain variables" },
        { "{|MDSL104:lock|} (m) { } return x | m.A | m.B;", "a method can contain variables" },
        { "{|MDSL104:throw new Exception();|}", "a method must return a result for every batch" },
        { "{|MDSL104:using|} (null as IDisposable) { } return x | m.A | m.B;", "a method can contain variables" },
        { "{|MDSL104:goto end;|} end: return x | m.A | m.B;", "a method can contain variables" },
        { "{|MDSL104:Net.Counter|} = 3; return x | m.A | m.B;", "assigns to its own variables only" },
        { "var list = new[] { x }; {|MDSL104:list[0]|} = x; return x | m.A | m.B;", "tensors never change" },
        { "return x + {|MDSL104:m.ToString()|}.Length | m.A;", "methods of tensors, static methods and local functions" },
        { "foreach (var row in {|MDSL104:m.Parameters2|}) { } return x | m.A | m.B;", "a method can use only the layers of its model" },
        { "foreach (var c in {|MDSL104:\"text\"|}) { } return x | m.A | m.B;", "foreach needs a list" },
        { "Func<Tensor, Tensor> f = Relu; {|MDSL104:f += Tanh|}; return f(x) | m.A | m.B;", "tensors have the operators" },
        { "return {|MDSL104:new Net(m.A, m.B)|}.A.Call(x);", "a method can use only the layers of its model" },
        { "return {|MDSL104:m.Forward(x)|};", "'Forward' is generated from this method" },
        { "return x | Net.Initialize(1).{|MDSL104:A|} | m.B;", "'Initialize' is generated" },
        { "int n = 2; _ = {|MDSL104:int.TryParse(\"3\", out n)|}; return x | m.A | m.B;", "references" },
        { "var f = (Tensor t) => t; return {|MDSL104:Functions.Argmax(x)|} == null! ? x : x;", "'Argmax' is not a differentiable function of tensors" },

        { "foreach (var part in Parts(x)) x = part; return x | m.A | m.B; static IEnumerable<Tensor> Parts(Tensor t) { {|MDSL104:yield return t;|} }", "a method can contain variables" },

        // MDSL105: values that must be known
        { "if ({|MDSL105:Net.Counter|} > 0) { } return x | m.A | m.B;", "declare it const" },
        { "return x * {|MDSL105:Net.Counter|} | m.A | m.B;", "declare it const" },
        { "for (var i = 0; i < {|MDSL105:Net.Counter|}; i++) { } return x | m.A | m.B;", "declare it const" },
        { "return x[.., {|MDSL105:Net.Counter|}..] | m.A | m.B;", "declare it const" },
        { "return x.Reshape(-1, {|MDSL105:Net.Width|}) | m.A | m.B;", "a property may change" },
        { "return x * {|MDSL105:DateTime.Now|}.Second | m.A | m.B;", "a property may change" },
        { "var layers = new[] { m.A }; return x | {|MDSL105:layers[1]|} | m.B;", "there is no element 1 in a list of 1" },
        { "var layers = new[] { m.A }; foreach (var layer in {|MDSL105:layers[1..3]|}) { } return x | m.B;", "there is no range 1..3 in a list of 1" },
        { "var n = 0; return x * ({|MDSL105:1 / n|}) | m.A | m.B;", "it divides by 0" },

        // MDSL121 to MDSL123: losses and random numbers
        { "var h = x | m.A; var lost = h | {|MDSL121:WithLoss(Square(h).Sum(-1))|}; return h | m.B;", "'F' returns nothing that is computed from its result" },
        { "var h = x | m.A; _ = h | {|MDSL121:WithLoss(Square(h).Sum(-1), 0.1)|}; return h | m.B;", "so the loss would not count" },
        { "var h = x | m.A; {|MDSL121:WithLoss(Square(h).Sum(-1))|}; return h | m.B;", "x = x | WithLoss(penalty)" },
        { "var h = x | m.A; {|MDSL121:WithLoss(Square(h).Sum(-1))|}(h); return h | m.B;", "use the result" },
        { "var h = x | m.A; var f = {|MDSL121:WithLoss(Square(h).Sum(-1))|}; return h | m.B;", "use the result" },
        { "var h = x | m.A; for (var i = 0; i < 2; i++) { var f = {|MDSL121:WithLoss(h[.., i])|}; if (i == 0) h = h | f; } return h | m.B;", "would not count" },
        { "var h = x | m.A; return h | WithLoss({|MDSL122:Square(h)|}) | m.B;", "adds [N, 8] to the loss" },
        { "var h = x | m.A; return h | WithLoss({|MDSL122:h.Mean(-1, keepDims: true)|}) | m.B;", "adds [N, 1] to the loss" },
        { "var h = x | m.A; return h | WithLoss(h.Mean(-1), {|MDSL118:double.NaN|}) | m.B;", "computes with NaN" },
        { "var h = x | m.A; return h | WithLoss(h.Mean(-1), {|MDSL105:Net.Counter|}) | m.B;", "declare it const" },
        { "return x * {|MDSL104:new Noise(new RandomKey(1))|}.Normal(x) | m.A | m.B;", "add a parameter 'Noise noise'" },
        { "return x * {|MDSL105:Noise.None|}.Normal(x) | m.A | m.B;", "a property may change" },

        // MDSL106: shapes
        { "return ({|MDSL106:(x | m.A) + (x | m.B)|}) | m.B;", "these are [N, 8] and [N, 4]" },
        { "return {|MDSL106:(x | m.A) - (x | m.B)|};", "BroadcastTo" },
        { "return {|MDSL106:(x | m.A) * (x | m.B)|};", "[N, 8] and [N, 4]" },
        { "return {|MDSL106:(x | m.A) / (x | m.B)|};", "[N, 8] and [N, 4]" },
        { "return Where({|MDSL106:(x | m.A) < (x | m.B)|}, x, x);", "[N, 8] and [N, 4]" },
        { "return {|MDSL106:Where(x > 0, x | m.A, x | m.B)|};", "[N, 8] and [N, 4]" },
        { "return {|MDSL106:Maximum(x | m.A, x | m.B)|};", "[N, 8] and [N, 4]" },
        { "return {|MDSL106:x - x.Mean(-1)|} | m.A | m.B;", "[N, 8] and [N]" },
        { "var h = x | m.A; {|MDSL106:h += x | m.B|}; return h;", "[N, 8] and [N, 4]" },
        { "return {|MDSL106:Concat([x.Reshape(-1, 2, 4), x])|} | m.A | m.B;", "[N, 2, 4] and [N, 8]" },
        { "return {|MDSL106:Concat([x.Reshape(-1, 2, 4), x.Reshape(-1, 4, 2)])|}.Flatten() | m.A | m.B;", "[N, 2, 4] and [N, 4, 2]" },

        // MDSL107 and MDSL108: axes
        { "return x.Mean({|MDSL107:2|}) | m.A | m.B;", "names axis 2" },
        { "return x.Sum({|MDSL107:-3|}) | m.A | m.B;", "names axis -3" },
        { "return Concat([x, x], {|MDSL107:2|}) | m.A | m.B;", "the shape is [N, 8]" },
        { "return {|MDSL107:x.Transpose(0)|} | m.A | m.B;", "names 1 of 2 axes" },
        { "return x.Transpose(0, {|MDSL107:2|}) | m.A | m.B;", "names axis 2" },
        { "return x.Transpose(1, {|MDSL107:1|}) | m.A | m.B;", "names axis 1" },
        { "return x[.., .., {|MDSL107:1|}] | m.A | m.B;", "names axis 2" },
        { "return x.Mean({|MDSL108:0|}) | m.A | m.B;", "reduce an axis of the sample" },
        { "return x.Max({|MDSL108:-2|}) | m.A | m.B;", "works along the batch of [N, 8]" },
        { "return x[{|MDSL108:0|}] | m.A | m.B;", "write '..' for the batch first" },
        { "return x[{|MDSL108:1..|}] | m.A | m.B;", "write '..' for the batch first" },
        { "return x[{|MDSL108:^1|}, ..] | m.A | m.B;", "write '..' for the batch first" },
        { "return {|MDSL108:x.Transpose(1, 0)|} | m.A | m.B;", "keep axis 0 first" },
        { "return {|MDSL108:x.Transpose()|} | m.A | m.B;", "keep axis 0 first" },
        { "return Concat([x, x], axis: {|MDSL108:0|}) | m.A | m.B;", "join along an axis of the sample" },
        { "return x.Flip({|MDSL108:0|}) | m.A | m.B;", "flip an axis of the sample" },
        { "return x.Flip({|MDSL107:2|}) | m.A | m.B;", "names axis 2" },
        { "return x.Split(2, {|MDSL108:0|})[0] | m.A | m.B;", "split an axis of the sample" },
        { "return x.Mean(-1).{|MDSL108:Softmax()|} | m.A | m.B;", "no axis of classes" },

        // MDSL109 to MDSL112, MDSL117: ranges, shapes, products
        { "return x[.., {|MDSL109:8|}] | m.A | m.B;", "takes 8 of an axis of size 8" },
        { "return x[.., {|MDSL109:^9|}] | m.A | m.B;", "takes ^9 of an axis of size 8" },
        { "return x[.., {|MDSL109:5..5|}] | m.A | m.B;", "the range is empty" },
        { "return x[.., {|MDSL109:5..3|}] | m.A | m.B;", "takes 5..3" },
        { "return x[.., {|MDSL109:..^8|}] | m.A | m.B;", "takes 0..^8" },
        { "return x[.., {|MDSL109:0..9|}] | m.A | m.B;", "takes 0..9" },
        { "return {|MDSL110:x.Reshape(-1, 3, 3)|} | m.A | m.B;", "can't give [N, 8] the shape [-1, 3, 3]" },
        { "return {|MDSL110:x.Reshape(8)|} | m.A | m.B;", "write −1 for the batch first" },
        { "return {|MDSL110:x.Reshape(-1, -1)|} | m.A | m.B;", "whose product is 8" },
        { "return {|MDSL110:x.Reshape(-1, 2, 0)|} | m.A | m.B;", "whose product is 8" },
        { "return {|MDSL111:x.BroadcastTo(-1, 16)|} | m.A | m.B;", "can't repeat [N, 8] to [-1, 16]" },
        { "return {|MDSL111:x.BroadcastTo(-1, 2, 8)|} | m.A | m.B;", "as many axes" },
        { "return {|MDSL111:x.BroadcastTo(3, 8)|} | m.A | m.B;", "write −1 for the batch first" },
        { "return x.Mean(-1, true).{|MDSL111:BroadcastTo(-1, 0)|} | m.A | m.B;", "to [-1, 0]" },
        { "return {|MDSL112:MatMul(x, x)|} | m.A | m.B;", "these are [N, 8] and [N, 8]" },
        { "var a = x.Reshape(-1, 2, 4); return {|MDSL112:MatMul(a, a)|}.Flatten() | m.A | m.B;", "Transpose or Reshape" },
        { "return {|MDSL112:MatMul(x.Reshape(-1, 2, 4), x)|} | m.A | m.B;", "[N, 2, 4] and [N, 8]" },
        { "return {|MDSL112:MatMul(x.Reshape(-1, 2, 2, 2), x.Reshape(-1, 4, 2, 1))|}.Flatten() | m.A | m.B;", "[N, 2, 2, 2] and [N, 4, 2, 1]" },
        { "return x.Split({|MDSL117:3|})[0] | m.A | m.B;", "can't divide axis -1 of [N, 8] into 3" },
        { "return {|MDSL115:x.Split(6000)|}[0] | m.A | m.B;", "longer than 5000 steps" },
        { "return x.Split({|MDSL117:0|})[0] | m.A | m.B;", "into 0 equal parts" },

        // MDSL113: shared layers
        { "return (x[.., ..4] | m.A) + ({|MDSL113:x | m.A|}) | m.B;", "shares its kernel [4, 8] with an earlier use, but would need [8, 8] here" },
        { "var h = x | m.A; for (var i = 0; i < 2; i++) h = {|MDSL113:h | m.B|}; return h;", "would need [4, 4] here" },
        { "return (x | m.A | m.B) | Twice; Tensor Twice(Tensor t) => {|MDSL113:t | m.A|};", "would need [4, 8]" },

        // MDSL134: constants that float32 can't hold
        { "return x / (x + {|MDSL134:1e-50|}) | m.A | m.B;", "it would be 0" },
        { "return x * {|MDSL134:1e-40|} * 1e40 | m.A | m.B;", "a few of its digits" },
        { "return {|MDSL134:1e39|} - x | m.A | m.B;", "it would be infinity" },
        { "return Clip(x, 0f, {|MDSL134:1e-39f|}) | m.A | m.B;", "a few of its digits" },
        { "return Map(v => v + {|MDSL134:1e-39f|}, x) | m.A | m.B;", "a few of its digits" },
        { "return x | WithLoss(x.Mean(-1), {|MDSL134:1e-50|}) | m.A | m.B;", "it would be 0" },
        { "var tiny = {|MDSL134:1e-50|}; x = x + tiny; return x | m.A | m.B;", "it would be 0" },

        // MDSL114, MDSL115, MDSL118: no end, numbers that are not finite
        { "return {|MDSL114:F(m, x)|};", "calls itself" },
        { "return Loop(x); Tensor Loop(Tensor t) => {|MDSL114:Loop(t | m.A)|};", "calls itself" },
        { "return Even(x); Tensor Even(Tensor t) => Odd(t); Tensor Odd(Tensor t) => {|MDSL114:Even(t)|};", "use a loop" },
        { "var h = x; for (var i = 0; i < 100000; i++) h = {|MDSL115:h | m.A|}; return h | m.B;", "longer than 5000 steps" },
        { "while ({|MDSL115:true|}) { }", "longer than 200000 steps" },
        { "return x.Reshape(-1, 8, 1, 1, 1).{|MDSL022:BroadcastTo(-1, 8, 2000000000, 2000000000, 2000000000)|}.Flatten() | m.A | m.B;", "64000000000000000000000000000 numbers" },
        { "return {|MDSL022:Concat([x.Reshape(-1, 8, 1).BroadcastTo(-1, 8, 100000000), x.Reshape(-1, 8, 1).BroadcastTo(-1, 8, 200000000)])|}.Flatten() | m.A | m.B;", "2400000000 numbers" },
        { "return x / {|MDSL118:0.0|} | m.A | m.B;", "a division by 0" },
        { "return x * {|MDSL118:double.NaN|} | m.A | m.B;", "computes with NaN" },
        { "return x + {|MDSL118:double.PositiveInfinity|} | m.A | m.B;", "computes with Infinity" },
        { "return {|MDSL118:float.NegativeInfinity|} - x | m.A | m.B;", "computes with -Infinity" },

        // Losses and layers, at the expression
        { "return (x | m.A | m.B).{|MDSL120:Mean(-1)|};", "returns [N]" },
    };

    /// <summary>A model with several inputs.</summary>
    private static string Inputs(string inputs, string parameter = "(Tensor Left, Tensor Right) x", string body = "return Concat([x.Left, x.Right]) | m.A | m.B;", string name = "F", string members = "") => $$"""
        [Model(), {{inputs}}, MeanSquaredError]
        public sealed partial record Net([Dense(8, Activation.Tanh)] Dense A, [Dense(4)] Dense B)
        {
            [Forward]
            internal static Tensor {{name}}(Net m, {{parameter}}) { {{body}} }
            {{members}}
        }
        """;

    /// <summary>Whole models, for mistakes outside a body.</summary>
    public static TheoryData<string, string> Models() => new()
    {
        { ForwardModel.Of("return x | m.A | m.B;").Replace("static Tensor F(", "Tensor {|MDSL100:F|}(", StringComparison.Ordinal), "is an instance method" },
        { ForwardModel.Of("return x | m.A | m.B;").Replace("F(Net m, Tensor x)", "F{|MDSL100:(Tensor x)|}", StringComparison.Ordinal).Replace("| m.A | m.B", "", StringComparison.Ordinal), "does not take the model and a Tensor" },
        { ForwardModel.Of("return x | m.A | m.B;").Replace("F(Net m, Tensor x)", "F(Net m, Tensor x, {|MDSL100:int|} training)", StringComparison.Ordinal), "'training' that is neither bool nor Noise" },
        { ForwardModel.Of("return x | m.A | m.B;").Replace("F(Net m, Tensor x)", "F(Net m, Tensor x, Noise a, bool training, {|MDSL100:Noise b|})", StringComparison.Ordinal), "has the same parameter twice" },
        { ForwardModel.Of("return x * {|MDSL123:noise.Uniform(x, 1, 1)|} | m.A | m.B;", signature: "Net m, Tensor x, Noise noise"), "draws from [1.0, 1.0)" },
        { ForwardModel.Of("return x * {|MDSL123:noise.Uniform(x, most: double.PositiveInfinity)|} | m.A | m.B;", signature: "Net m, Tensor x, Noise noise"), "both ends must be finite" },
        { ForwardModel.Of("return x * {|MDSL123:noise.Uniform(x, double.NaN)|} | m.A | m.B;", signature: "Net m, Tensor x, Noise noise"), "draws from [NaN" },
        { ForwardModel.Of("return (training ? x | {|MDSL121:WithLoss(x.Mean(-1))|} : x).Equals(x) ? x : x | m.A | m.B;", signature: "Net m, Tensor x, bool training").Replace("(training ? x | {|MDSL121:WithLoss(x.Mean(-1))|} : x).Equals(x) ? x : x | m.A | m.B", "Keep(x, training) | m.A | m.B; static Tensor Keep(Tensor t, bool lost) { if (lost) _ = t | {|MDSL121:WithLoss(t.Mean(-1))|}; return t; }", StringComparison.Ordinal), "would not count" },
        { ForwardModel.Of("return x | m.A | m.B;").Replace("F(Net m, Tensor x)", "F{|MDSL100:<T>|}(Net m, Tensor x)", StringComparison.Ordinal), "is generic" },
        { ForwardModel.Of("return x | m.A | m.B;").Replace("F(Net m, Tensor x)", "F(Net m, {|MDSL100:ref Tensor x|})", StringComparison.Ordinal), "takes references" },
        { ForwardModel.Of("return x | m.A | m.B;").Replace("F(Net m, Tensor x)", "F({|MDSL100:Dense|} m, Tensor x)", StringComparison.Ordinal).Replace("return x | m.A | m.B;", "return x | m;", StringComparison.Ordinal), "does not take the model and a Tensor" },
        { ForwardModel.Of("return x | m.A | m.B;").Replace("F(Net m, Tensor x)", "F(Net m, {|MDSL100:Dataset|} y)", StringComparison.Ordinal).Replace("return x | m.A | m.B;", "return null!;", StringComparison.Ordinal), "does not take the model and a Tensor" },
        { ForwardModel.Of("return 1;").Replace("static Tensor F", "static {|MDSL100:int|} F", StringComparison.Ordinal), "returns 'int', not a Tensor" },
        { ForwardModel.Of("return x | m.A | m.B;", members: "[Forward] static Tensor {|MDSL101:G|}(Net m, Tensor x) => x;"), "F and G" },
        { "class Net { [Forward] static Tensor {|MDSL102:F|}(Net m, Tensor x) => x; } // unused", "stands in 'Net'" },
        { ForwardModel.Of("return x | m.B;").Replace("Dense A", "Dense {|MDSL103:A|}", StringComparison.Ordinal), "use it, as in 'x | m.A'" },
        { ForwardModel.Of("return x;").Replace("Dense A", "Dense {|MDSL103:A|}", StringComparison.Ordinal).Replace("Dense B", "Dense {|MDSL103:B|}", StringComparison.Ordinal), "never used by 'F', so it would never be trained" },
        { ForwardModel.Of("return x | m.A | m.B;", members: "public Dense {|MDSL119:A|} { get; init; } = A;"), "remove the member" },
        {
            ForwardModel.Of("return training ? {|MDSL116:x | m.A|} | m.B : x | m.B | Relu | m.A;").Replace("Tensor x)", "Tensor x, bool training)", StringComparison.Ordinal),
            "in another order in training"
        },
        { ForwardModel.Of("return (x | m.A | m.B).{|MDSL042:Softmax()|};", loss: "BinaryCrossentropy"), "ends the model with softmax" },
        { ForwardModel.Of("return (x | m.A | m.B).{|MDSL045:Softmax()|};", layers: "[Dense(8, Activation.Tanh)] Dense A, [Dense(1)] Dense B", loss: "SparseCategoricalCrossentropy"), "applies softmax to the shape [1]" },
        { ForwardModel.Of("return x | m.A | m.B | {|MDSL042:Sigmoid|};", loss: "SparseCategoricalCrossentropy"), "ends the model with sigmoid" },
        { ForwardModel.Of("return (x | m.A | m.B).{|MDSL042:LogSoftmax()|};", loss: "SparseCategoricalCrossentropy"), "logsoftmax" },
        { ForwardModel.Of("return x | m.A | m.B;", loss: "MeanSquaredError(Labels = {|MDSL044:new[] { 3 }|})"), "[4]" },
        { ForwardModel.Of("return x | m.A | {|MDSL072:m.B|};", layers: "[Dense(3)] Dense A, [Embedding(5, 2)] Embedding B"), "but the method changes the inputs" },
        { ForwardModel.Of("return {|MDSL053:x | m.A|} | m.B;", layers: "[Conv2D(3, 2)] Conv2D A, [Dense(4)] Dense B"), "images" },
        { ForwardModel.Of("return x | m.A | m.B;").Replace("(x | m.A", "(x | m.A", StringComparison.Ordinal).Replace("return x", "return x | {|CS1061:m.C|}", StringComparison.Ordinal).Replace("{|CS1061:m.C|}", "m.{|CS1061:C|}", StringComparison.Ordinal), "" },
        { ForwardModel.Of("return x | m.A | {|CS0103:Rel|} | m.B;"), "" },
        { ForwardModel.Of("return {|MDSL104:Asked|}(x) | m.A | m.B;", "public static event Func<Tensor, Tensor> Asked = t => t;"), "a method only computes, so it has no events" },

        // Several inputs
        { Inputs("Input({|MDSL124:\"\"|}, 2), Input(\"Right\", 3)", "(Tensor Left, Tensor Right) x"), "a name that no member can have" },
        { Inputs("Input({|MDSL124:\"a b\"|}, 2), Input(\"Right\", 3)"), "write letters" },
        { Inputs("Input({|MDSL124:\"Item1\"|}, 2), Input(\"Right\", 3)"), "a name that is reserved" },
        { Inputs("Input({|MDSL124:\"Rest\"|}, 2), Input(\"Right\", 3)"), "choose another" },
        { Inputs("Input(\"Right\", 2), Input({|MDSL124:\"right\"|}, 3)"), "is declared twice" },
        { Inputs("{|MDSL124:Input(\"Left\")|}, Input(\"Right\", 3)"), "has no dimension" },
        { Inputs("Input(\"Left\", 2, {|MDSL124:0|}), Input(\"Right\", 3)"), "has a dimension of 0" },
        { Inputs("Input(\"Left\", new[] { 2, {|MDSL124:-1|} }), Input(\"Right\", 3)"), "has a dimension of -1" },
        { Inputs("{|MDSL124:Input(\"Left\", 2)|}", "Tensor x", "return x | m.A | m.B;"), "write [Model(2)] instead" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)").Replace("[Model()", "[{|MDSL125:Model(5)|}", StringComparison.Ordinal), "beside the inputs Left and Right" },
        { Inputs("Input(\"Left\", 60000, 60000), Input(\"Right\", 3)").Replace("[Model()", "[{|MDSL022:Model()|}", StringComparison.Ordinal), "A sample of all inputs" },
        { "[Model, Input(\"Left\", 2), Input(\"Right\", 3), MeanSquaredError] public sealed partial record {|MDSL126:Net|}([Dense(2)] Dense A); // unused", "write one that takes '(Tensor Left, Tensor Right) x'" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "{|MDSL127:Tensor|} x", "return x | m.A | m.B;"), "takes 'Tensor', but the inputs" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "{|MDSL127:(Tensor Left, Tensor Wrong)|} x", "return x.Left | m.A | m.B;"), "are Left and Right" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "{|MDSL127:(Tensor Left, Tensor Right, Tensor More)|} x", "return x.Left | m.A | m.B;"), "write '(Tensor Left, Tensor Right) x'" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "{|MDSL127:(Tensor Left, int Right)|} x", "return x.Left | m.A | m.B;"), "or a record of these tensors" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "{|MDSL127:Pair|} x", "return x.Left | m.A | m.B;", "F", "public sealed record Pair(Tensor Left, Tensor Right) { public Tensor Left { get; init; } = 2 * Left; }"), "takes 'Pair'" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "{|MDSL127:Pair|} x", "return x.Left | m.A | m.B;", "F", "public sealed record Pair(Tensor Right, Tensor Left);"), "takes 'Pair'" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "(Tensor Left, Tensor Right) x", "return {|MDSL106:x.Left + x.Right|} | m.A | m.B;"), "[N, 2] and [N, 3]" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "(Tensor Left, Tensor Right) x", "return Concat([x.Left, x.Right]) | m.A | m.B;", "F", "public static Tensor {|MDSL016:Pack|}(Tensor left, Tensor right) => left;"), "can't declare 'Pack'" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "(Tensor Left, Tensor Right) x", "return Concat([x.Left, x.Right]) | m.A | m.B;", "F", "public int {|MDSL016:Join|} => 1;"), "can't declare 'Join'" },
        { Inputs("Input(\"Left\", 2), Input(\"Right\", 3)", "(Tensor Left, Tensor Right) x", "return {|MDSL104:Pack(x.Left, x.Right)|} | m.A | m.B;"), "'Pack' is generated" },
        { Inputs("Input(\"Left\", 2), {|MDSL147:Input(\"Right\", 3)|}", body: "return x.Left | m.A | m.B;"), "use it, as in 'x.Right', or remove it" },
        { Inputs("{|MDSL147:Input(\"Left\", 2)|}, {|MDSL147:Input(\"Right\", 3)|}, Input(\"More\", 4)", "(Tensor Left, Tensor Right, Tensor More) x", "_ = x.Right * 2; return x.More | m.A | m.B;"), "never read by 'F'" },
        { Inputs("Input(\"Left\", 2), {|MDSL147:Input(\"Right\", 3)|}", "(Tensor Left, Tensor Right) x, bool training", "return (training ? 2 * x.Left : x.Left) * x.Right.Shape[1] | m.A | m.B;"), "Input 'Right' of model 'Net'" },
        { ForwardModel.Of("return x.Item1 | m.A | m.B;").Replace("F(Net m, Tensor x)", "F(Net m, {|MDSL100:(Tensor, Tensor)|} x)", StringComparison.Ordinal), "declares beside [Model]" },
        { ForwardModel.Of("return x[.., ..3] * 2 | {|MDSL072:m.B|} | m.A;", layers: "[Dense(3)] Dense A, [Embedding(5, 2)] Embedding B"), "but the method changes the inputs" },
        { ForwardModel.Of("return {|CS0103:y|} | m.A | m.B;"), "" },
        { ForwardModel.Of("var y = {|CS0103:Twice|}(x); return x.Sum({|MDSL107:4|}) + y | m.A | m.B;"), "names axis 4" },
        { ForwardModel.Of("return x * ({|CS0020:1 / 0|}) | m.A | m.B;"), "" },
        { ForwardModel.Of("{|CS0161:F|}").Replace("static Tensor F(", "static Tensor {|CS0161:F|}(", StringComparison.Ordinal).Replace("{ {|CS0161:F|} }", "{ }", StringComparison.Ordinal), "" },
    };
}
