namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Wrong models of records of layers, with the part of the message that identifies the mistake. The records of <see cref="ComposedModel"/>
/// are in a separate file.
/// </summary>
public static class WrongComposition
{
    private const string Head = "[Dense(4)] Dense B";

    public static TheoryData<string, string> Models() => new()
    {
        // MDSL150: records that contain themselves
        { "[Model(8), MeanSquaredError] public partial record Net([Dense(8)] Dense A, {|MDSL150:Net|} Self);", "which contains 'Net' again" },
        { "[Model(8), MeanSquaredError] public partial record Net([Dense(8)] Dense A, [Repeat(2)] {|MDSL150:Seq<Net>|} Self);", "has the type 'Net'" },
        {
            "[Model(8), MeanSquaredError] public partial record Net([Dense(8)] Dense A, {|MDSL150:Other|} Other); [Block] public partial record Other({|MDSL150:Net|} Net);",
            "so the layers would never end"
        },
        {
            """
            [Model(8), MeanSquaredError] public partial record Net(Outer O, [Dense(8)] Dense A);
            [Block] public partial record Outer({|MDSL150:Inner|} I);
            [Block] public partial record Inner({|MDSL150:Outer|} O);
            """,
            "again"
        },

        // MDSL151: shapes at the boundary
        { "[Model(7), MeanSquaredError] public partial record Net(Enc {|MDSL151:A|}, [Dense(4)] Dense B);", "'A' is a model for samples of shape [8], but gets samples of shape [7]" },
        { "[Model(2, 4), MeanSquaredError] public partial record Net(Met {|MDSL151:A|}, [Dense(4)] Dense B);", "declare it with [Model(2, 4)]" },
        { ComposedModel.Chain("[Dense(5)] Dense A, Enc {|MDSL151:C|}, " + Head), "'C' is a model for samples of shape [8], but gets samples of shape [5]" },
        { ComposedModel.Chain("[Dense(5)] Dense A, Bad {|MDSL151:C|}, " + Head) + " [Block] public partial record Bad(Enc E);", "'C.E' is a model" },
        { ComposedModel.Chain("[Repeat(2)] Seq<Narrow> {|MDSL151:C|}, " + Head) + " [Model(8), MeanSquaredError] public partial record Narrow([Dense(3)] Dense N);", "'C.1' is a model for samples of shape [8], but gets samples of shape [3]" },
        { ComposedModel.Of("Enc A, " + Head, "return x[.., ..4] | {|MDSL151:m.A|} | m.B;"), "'A' is a model for samples of shape [8], but gets samples of shape [4]" },
        { ComposedModel.Of("Enc A, " + Head, "return {|MDSL151:m.A.Forward(x.Reshape(-1, 1, 8))|}.Flatten() | m.B;"), "gets samples of shape [1, 8]" },
        { ComposedModel.Of("Enc A, " + Head, "return F(x | m.B); Tensor F(Tensor t) => {|MDSL151:t | m.A|};"), "gets samples of shape [4]" },
        { ComposedModel.Of("Met A, " + Head, "return Met.Half(m.A, x)[.., ..2] | {|MDSL151:m.A|} | m.B;"), "gets samples of shape [2]" },

        // MDSL153: the number of repetitions
        { ComposedModel.Chain("[Repeat({|MDSL153:0|}), Dense(8)] Seq<Dense> A, " + Head), "is repeated 0 times: a record can have 1 to 1000 of one kind" },
        { ComposedModel.Chain("[Repeat({|MDSL153:-3|})] Seq<Res> A, " + Head), "is repeated -3 times" },
        { ComposedModel.Chain("[Repeat(count: {|MDSL153:1001|}), Dense(8)] Seq<Dense> A, " + Head), "is repeated 1001 times" },
        { ComposedModel.Chain("[Repeat({|MDSL153:900|})] Seq<Two> A, " + Head), "'Net' would have 2700 layers, more than 2000" },

        // MDSL154: Repeat and Seq
        { ComposedModel.Chain("[Repeat(2), Dense(8)] {|MDSL154:Dense|} A, " + Head), "has the type 'Dense': write 'Seq<Dense>'" },
        { ComposedModel.Chain("[Repeat(2)] {|MDSL154:Res|} A, " + Head), "write 'Seq<Res>'" },
        { ComposedModel.Chain("[Repeat(2), Dense(8)] {|MDSL154:Dense[]|} A, " + Head), "has the type 'Dense[]'" },
        { ComposedModel.Chain("[Dense(8)] {|MDSL154:Seq<Dense>|} A, " + Head), "is a Seq without a length" },
        { ComposedModel.Chain("{|MDSL154:Seq<Res>|} A, " + Head), "write [Repeat(n)] before it" },

        // MDSL229, MDSL240, MDSL241: both directions
        { ComposedModel.Chain("[Reshape(4, 2)] Reshape R, [Bidirectional, LSTM(3)] {|MDSL229:LSTM|} A, " + Head), "layer 'A' do not belong together: it has [Bidirectional], but the type 'LSTM': write 'Bidirectional<LSTM>'" },
        { ComposedModel.Chain("[Reshape(4, 2)] Reshape R, [LSTM(3)] {|MDSL229:Bidirectional<LSTM>|} A, " + Head), "it has the type 'Bidirectional<LSTM>', but is not declared to: write [Bidirectional]" },
        { ComposedModel.Chain("[Reshape(4, 2)] Reshape R, [Repeat(2), Bidirectional, LSTM(3)] Seq<{|MDSL229:LSTM|}> A, " + Head).Replace("Seq<{|MDSL229:LSTM|}>", "{|MDSL229:Seq<LSTM>|}"), "write 'Bidirectional<LSTM>'" },
        { ComposedModel.Chain("[Reshape(4, 2)] Reshape R, [Bidirectional, Dense(3)] {|MDSL240:Bidirectional<Dense>|} A, [Flatten] Flatten F, " + Head), "'A' is bidirectional, but 'Dense' is no recurrent layer" },
        { ComposedModel.Chain("[Bidirectional] {|MDSL240:Bidirectional<Res>|} A, " + Head), "'Res' is no recurrent layer" },
        { ComposedModel.Chain("[Reshape(4, 2)] Reshape R, [Bidirectional({|MDSL241:(Merge)7|}), LSTM(3)] Bidirectional<LSTM> A, " + Head), "'A' has the merge 7, which is not a member of Merge" },
        { ComposedModel.Chain("[Bidirectional, LSTM(3)] Bidirectional<LSTM> {|MDSL070:A|}, " + Head), "'A.Forward' needs sequences" },
        { ComposedModel.Chain("[Reshape(4, 2)] Reshape R, [Bidirectional, LSTM({|MDSL030:0|})] Bidirectional<LSTM> A, " + Head), "'A' has 0 units" },

        { ComposedModel.Chain("[TimeDistributed, Dense(3)] {|MDSL229:Dense|} A, " + Head), "it has [TimeDistributed], but the type 'Dense': write 'TimeDistributed<Dense>'" },
        { ComposedModel.Chain("[Dense(3)] {|MDSL229:TimeDistributed<Dense>|} A, " + Head), "it has the type 'TimeDistributed<Dense>', but is not declared to: write [TimeDistributed]" },
        { ComposedModel.Chain("[TimeDistributed] {|MDSL243:TimeDistributed<Res>|} A, " + Head), "'Res' is a record of layers" },
        { ComposedModel.Chain("[TimeDistributed, Dense(3)] TimeDistributed<Dense> {|MDSL244:A|}, " + Head), "its input has shape [8]" },

        // MDSL155: nothing to freeze
        { ComposedModel.Chain("[{|MDSL155:Frozen|}, Dropout(0.5)] Dropout A, " + Head), "'A' has no weights that could be trained" },
        { ComposedModel.Chain("[Repeat(2), {|MDSL155:Frozen|}, Activation(Activation.Relu)] Seq<Activation> A, " + Head), "[Frozen] does nothing" },

        // MDSL156, MDSL157: the role of a record
        { "[Block, Model(8), MeanSquaredError] public partial record {|MDSL156:Net|}([Dense(8)] Dense A);", "remove [Block]" },
        { ComposedModel.Chain("{|MDSL157:Loose|} A, " + Head) + " public partial record {|MDSL007:Loose|}([Dense(8)] Dense L);", "" },
        { ComposedModel.Chain("[Repeat(2)] {|MDSL157:Seq<Loose>|} A, " + Head) + " public partial record {|MDSL007:Loose|}([Dense(8)] Dense L);", "" },
        { ComposedModel.Chain("{|MDSL012:Enc?|} A, " + Head), "has the type 'Enc?', but [Model] needs the type 'Enc'" },
        { ComposedModel.Chain("[Dense(8)] {|MDSL012:Enc|} A, " + Head), "needs the type 'Dense'" },
        { ComposedModel.Chain("[Repeat(2), Dense(8)] {|MDSL012:Seq<Conv2D>|} A, " + Head), "[Dense] needs the type 'Dense'" },

        // Blocks by themselves
        { "[Block] public sealed record {|CS0260:{|MDSL001:Net|}|}([Dense(8)] Dense A); // unused", "must be declared partial" },
        { "[Block] public partial class {|MDSL002:Net|}; // unused", "must be a record class" },
        { "[Block] public partial record {|MDSL010:Net|}(); // unused", "has no layers" },
        { "[Block] public partial record Net([Dense({|MDSL030:0|})] Dense A); // unused", "has 0 units" },
        { "[Block, {|CS0246:Foo|}] public partial record Net([Dense(1)] Dense A); // unused", "" },
        { "[Block] public partial record Net([Dense(1)] Dense {|MDSL015:Call|}); // unused", "every block has a member of this name" },
        { "[Block] public partial record Net([Dense(1)] Dense A) { public int {|MDSL016:Apply|}() => 1; } // unused", "can't declare 'Apply'" },
        { "[Block] public partial record Net([Dense(1)] Dense A, [Dense(1)] Dense {|MDSL103:B|}) { [Forward] static Tensor F(Net m, Tensor x) => x | m.A; } // unused", "never used by 'F'" },
        { "[Block] public partial record Net([Repeat(2), Dense(1)] Seq<Dense> {|MDSL103:A|}) { [Forward] static Tensor F(Net m, Tensor x) => x | m.A[0]; } // unused", "Layer 'A.1' is never used" },
        { "[Block] public partial record Net([Dense(1)] Dense A) { [Forward] static Tensor F{|MDSL100:(Tensor x)|} => x; } // unused", "does not take the model" },
        { "[Block] public partial record Net([Dense(1)] Dense A) { [Forward] static Tensor F(Net m, Tensor x) => {|MDSL104:x.To(null!)|} | m.A; } // unused", "'To'" },
        { "[Block] public partial record Net([Repeat(2), Dense(1)] Seq<Dense> A) { public Seq<Dense> {|MDSL119:A|} { get; init; } = A; } // unused", "[Repeat]" },
        { "[Block, MeanSquaredError] public partial record {|MDSL007:Net|}([Dense(1)] Dense A); // unused", "has a loss" },

        // A mistake inside a record is flagged inside, and once
        { ComposedModel.Chain("Bad A, " + Head) + " [Block] public partial record Bad([Dense({|MDSL030:0|})] Dense L);", "has 0 units" },
        { ComposedModel.Of("Bad A, " + Head, "return x | m.A | m.B;") + " [Model({|MDSL021:-1|}), MeanSquaredError] public partial record Bad([Dense(1)] Dense L);", "is -1" },
        { ComposedModel.Chain("[Repeat(2)] Seq<Bad> A, " + Head) + " [Model(8), MeanSquaredError] public partial record Bad([{|MDSL053:Conv2D(2, 2)|}] Conv2D L);", "images" },
        { ComposedModel.Chain("Bad A, " + Head) + " [Block] public partial record Bad([Dense(8)] Dense L) { [Forward] static Tensor F(Bad m, Tensor x) => x | m.L | {|CS0103:Nothing|}; }", "" },

        // A record that does not fit is flagged at the parameter, or at the expression
        { ComposedModel.Chain("Bad {|MDSL053:A|}, " + Head) + " [Block] public partial record Bad([Conv2D(2, 2)] Conv2D L);", "Layer 'A.L' needs images" },
        { ComposedModel.Of("Bad A, " + Head, "return {|MDSL053:x | m.A|} | m.B;") + " [Block] public partial record Bad([Conv2D(2, 2)] Conv2D L);", "Layer 'A.L' needs images" },
        { ComposedModel.Chain("[Repeat(2), {|MDSL053:Conv2D(2, 2)|}] Seq<Conv2D> A, " + Head), "Layer 'A.0' needs images" },
        { ComposedModel.Chain("[Dense(5)] Dense A, Res {|MDSL106:C|}, " + Head), "these are [N, 5] and [N, 8]" },
        { ComposedModel.Of("Res A, " + Head, "return x[.., ..5] | {|MDSL106:m.A|} | m.B;"), "these are [N, 5] and [N, 8]" },
        { ComposedModel.Of("Two A, " + Head, "return (x | m.A) + (x[.., ..5] | {|MDSL113:m.A|}) | m.B;"), "Layer 'A.P' shares its kernel [8, 8]" },
        { ComposedModel.Of("Enc {|MDSL103:A|}, " + Head, "return x | m.B;"), "Layer 'A' is never used by 'F'" },
        { ComposedModel.Of("Enc {|MDSL103:A|}, " + Head, "return x | m.A.E | m.B;"), "Layer 'A.F' is never used by 'F'" },
        { ComposedModel.Of("[Repeat(3), Dense(8)] Seq<Dense> {|MDSL103:A|}, " + Head, "return x | m.A[0] | m.A[2] | m.B;"), "Layer 'A.1' is never used" },
        { "[Model(8), SparseCategoricalCrossentropy] public partial record Net([Dense(8)] Dense A, Ends {|MDSL042:E|}); [Block] public partial record Ends([Dense(3, Activation.Sigmoid)] Dense S);", "Layer 'E.S' ends the model with sigmoid" },
        { "[Model(8), SparseCategoricalCrossentropy] public partial record Net(Enc A, [Dense(3, {|MDSL042:Activation.Sigmoid|})] Dense S);", "Layer 'S' ends" },

        // Methods
        { ComposedModel.Of("[Repeat(2), Dense(8)] Seq<Dense> A, " + Head, "return x | {|MDSL105:m.A[2]|} | m.B;"), "there is no element 2 in a list of 2" },
        { ComposedModel.Of("[Repeat(2), Dense(8)] Seq<Dense> A, " + Head, "return x | {|MDSL105:m.A.Tail|}[0] | m.B;"), "a property may change" },
        { ComposedModel.Of("[Repeat(2), Dense(8)] Seq<Dense> A, " + Head, "return x | {|MDSL104:m.A.Add(m.B)|}[0] | m.B;"), "methods of tensors" },
        { ComposedModel.Of("Enc A, " + Head, "return x | m.A | m.A.{|CS1061:Nothing|};"), "" },
        { ComposedModel.Of("Enc A, " + Head, "return x | {|MDSL104:new Enc(m.A.E, m.A.F)|} | m.B;"), "a method can use only the layers of its model" },

        // MDSL158: weights
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var k = {|MDSL158:m.A.Kernel|}; return MatMul(x | m.A, k) | m.B;"), "has no shape before layer 'A' is applied" },
        { ComposedModel.Of("[Dense(8, UseBias = false)] Dense A, " + Head, "var h = x | m.A; return h * {|MDSL158:m.A.Bias|}! | m.B;"), "is not a tensor of layer 'A', which is declared without it" },
        { ComposedModel.Of("[BatchNormalization] BatchNormalization A, " + Head, "var h = x | m.A; return h * {|MDSL158:m.A.MovingMean|} | m.B;"), "is a moving statistic" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = x | m.A; return {|MDSL158:m.A.Kernel.Flatten()|} | m.B;"), "works along the axes of a batch, but [8, 8] is a weight" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = x | m.A; return h + {|MDSL158:m.A.Kernel[.., 0]|} | m.B;"), "weights can only be used in functions of elements" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = x | m.A; return {|MDSL158:m.A.Kernel.Transpose(0, 0)|} | m.B;"), "name each of its 2 axes once" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = x | m.A; return {|MDSL158:m.A.Kernel | m.B|};"), "applies a layer to a weight" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = x | m.A | m.B; return {|MDSL158:m.A.Kernel|};"), "returns the weight [8, 8]" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = x | m.A; return {|MDSL106:h + m.A.Kernel|} | m.B;"), "these are [N, 8] and [8, 8]" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = x | m.A; return {|MDSL106:h + m.A.Bias!|} | m.B;"), "these are [N, 8] and [8]" },
        { ComposedModel.Of("[Dense(5)] Dense A, " + Head, "var h = x | m.A; return {|MDSL112:MatMul(h, m.A.Kernel)|} | m.B;"), "these are [N, 5] and [8, 5]" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = x | m.A; return {|MDSL112:MatMul(m.A.Kernel, h)|} | m.B;"), "these are [8, 8] and [N, 8]" },
        { ComposedModel.Of("[Dense(8)] Dense A, " + Head, "var h = (x | m.A).Reshape(-1, 1, 8); return {|MDSL112:MatMul(h, m.A.Kernel)|}.Flatten() | m.B;"), "these are [N, 1, 8]" },
        { ComposedModel.Of("[Dense(8)] Dense A, Enc E, " + Head, "var h = x | m.A; return {|MDSL151:m.A.Kernel | m.E|} | m.B;"), "'E' is a model for samples of shape [8], but" },
    };
}
