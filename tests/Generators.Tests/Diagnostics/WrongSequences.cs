namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL070 to MDSL074, and the diagnostics that recurrent layers share with others.</summary>
public static class WrongSequences
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "a recurrent layer over vectors",
            "[Model(7), MeanSquaredError] public partial record Net([{|MDSL070:LSTM(4)|}] LSTM A);",
            "Layer 'A' needs sequences of shape [steps, features], but its input has shape [7]: put a layer '[Reshape(7, 1)]' before it"
        },
        {
            "a recurrent layer over images",
            "[Model(28, 28, 3), MeanSquaredError] public partial record Net([{|MDSL070:GRU(4)|}] GRU A);",
            "Layer 'A' needs sequences of shape [steps, features], but its input has shape [28, 28, 3]: put a layer '[Reshape(28, 84)]' before it"
        },
        {
            "a recurrent layer over a last state",
            "[Model(6, 2), MeanSquaredError] public partial record Net([SimpleRNN(4)] SimpleRNN A, [{|MDSL070:SimpleRNN(3)|}] SimpleRNN B);",
            "Layer 'B' needs sequences of shape [steps, features], but its input has shape [4]: write ReturnSequences = true in layer 'A'"
        },
        {
            "no units in a recurrent layer",
            "[Model(6, 2), MeanSquaredError] public partial record Net([GRU({|MDSL030:0|})] GRU A);",
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [GRU(32)]"
        },
        {
            "softmax in a recurrent layer",
            "[Model(6, 2), MeanSquaredError] public partial record Net([SimpleRNN(4, {|MDSL071:Activation.Softmax|})] SimpleRNN A);",
            "Layer 'A' applies softmax at every step, but it needs activations that work on each number by itself: write for instance Activation.Tanh"
        },
        {
            "an exported recurrent layer of many steps with an activation that ONNX's recurrent operators do not have",
            "[Model(300, 2), Onnx, MeanSquaredError] public partial record Net([SimpleRNN(4, Activation.Mish)] SimpleRNN {|MDSL227:A|});",
            "Layer 'A' can't be exported as ONNX: no recurrent operator of ONNX has its activation, and its 300 steps are more than the 256 that can be written out one by one ('Net' has [Onnx])"
        },
        {
            "too many steps of a recurrent layer that are written out",
            "[Model(257, 2), MeanSquaredError] public partial record Net([GRU(4, ResetAfter = {|MDSL242:false|})] GRU A);",
            "Layer 'A' has 257 steps, but with ResetAfter = false each step is written out and there can be 256 at most: shorten the sequences, or leave ResetAfter out"
        },
        {
            "softmax in gates",
            "[Model(6, 2), MeanSquaredError] public partial record Net([LSTM(4, RecurrentActivation = {|MDSL071:Activation.Softmax|})] LSTM A);",
            "Layer 'A' applies softmax at every step, but it needs activations that work on each number by itself: write for instance Activation.Sigmoid"
        },
        {
            "activations of rows in a recurrent layer",
            "[Model(6, 2), MeanSquaredError] public partial record Net([GRU(4, {|MDSL071:Activation.Glu|}, RecurrentActivation = {|MDSL071:Activation.LogSoftmax|})] GRU A);",
            "Layer 'A' applies glu at every step, but it needs activations that work on each number by itself: write for instance Activation.Tanh\n" +
            "Layer 'A' applies logsoftmax at every step, but it needs activations that work on each number by itself: write for instance Activation.Sigmoid"
        },
        {
            "gates with an activation that does not exist",
            "[Model(6, 2), MeanSquaredError] public partial record Net([LSTM(4, RecurrentActivation = {|MDSL033:(ActivationKind)99|})] LSTM A);",
            "Layer 'A' has the activation 99, which is not a member of Activation: write for instance Activation.Relu"
        },
        {
            "a regulariser below 0 of a recurrent kernel",
            "[Model(6, 2), MeanSquaredError] public partial record Net([LSTM(4, RecurrentL2 = {|MDSL032:-1|})] LSTM A);",
            "Layer 'A' has the RecurrentL2 factor -1.0, but it must be a finite number, 0 or more"
        },
        {
            "attention over vectors",
            "[Model(7), MeanSquaredError] public partial record Net([{|MDSL070:MultiHeadAttention(2, 4)|}] MultiHeadAttention A);",
            "Layer 'A' needs sequences of shape [steps, features], but its input has shape [7]: put a layer '[Reshape(7, 1)]' before it"
        },
        {
            "attention without heads",
            "[Model(6, 2), MeanSquaredError] public partial record Net([MultiHeadAttention({|MDSL073:0|}, 4)] MultiHeadAttention A);",
            "Layer 'A' has an argument numHeads of 0, but it must be 1 or more"
        },
        {
            "attention without keys",
            "[Model(6, 2), MeanSquaredError] public partial record Net([MultiHeadAttention(2, {|MDSL073:-1|})] MultiHeadAttention A);",
            "Layer 'A' has an argument keyDim of -1, but it must be 1 or more"
        },
        {
            "attention without values",
            "[Model(6, 2), MeanSquaredError] public partial record Net([MultiHeadAttention(2, 4, ValueDim = {|MDSL073:0|})] MultiHeadAttention A);",
            "Layer 'A' has an argument ValueDim of 0, but it must be 1 or more"
        },
        {
            "attention that drops everything",
            "[Model(6, 2), MeanSquaredError] public partial record Net([MultiHeadAttention(2, 4, Dropout = {|MDSL031:1|})] MultiHeadAttention A);",
            "Layer 'A' drops with rate 1.0, but a rate must be at least 0 and less than 1: 0.3 drops 30 % of the values"
        },
        {
            "attention whose kernels begin as matrices only",
            "[Model(6, 2), MeanSquaredError] public partial record Net([MultiHeadAttention(2, 4, KernelInitializer = {|MDSL081:Initializer.Identity|})] MultiHeadAttention A);",
            "Layer 'A' can't initialise its query kernel [2, 2, 4] with Identity: it makes only matrices"
        },
        {
            "states that no buffer holds",
            "[Model(1_000_000, 1), MeanSquaredError] public partial record Net([GRU({|MDSL022:10_000|})] GRU A);",
            "The gates of layer 'A' would need 40000000000 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "attention between more steps than scores fit",
            "[Model(100_000, 1), MeanSquaredError] public partial record Net([MultiHeadAttention({|MDSL022:2|}, 1)] MultiHeadAttention A);",
            "The heads of layer 'A' would need 20000000000 numbers, more than the 2147483647 that fit: use smaller sizes"
        },
        {
            "an embedding of what a layer computed",
            "[Model(6), MeanSquaredError] public partial record Net([Dense(3)] Dense A, [{|MDSL072:Embedding(10, 2)|}] Embedding B);",
            "Layer 'B' looks up indices, but layer 'A' changes the inputs before that: only Flatten and Reshape, and slices in a method, may come before it"
        },
        {
            "an embedding after dropout",
            "[Model(6), MeanSquaredError] public partial record Net([Dropout(0.5)] Dropout A, [{|MDSL072:Embedding(10, 2)|}] Embedding B);",
            "Layer 'B' looks up indices, but layer 'A' changes the inputs before that: only Flatten and Reshape, and slices in a method, may come before it"
        },
        {
            "an embedding of no indices",
            "[Model(6), MeanSquaredError] public partial record Net([Embedding({|MDSL073:0|}, 2)] Embedding A);",
            "Layer 'A' has an argument inputDim of 0, but it must be 1 or more"
        },
        {
            "an embedding without numbers",
            "[Model(6), MeanSquaredError] public partial record Net([Embedding(10, {|MDSL073:-2|})] Embedding A);",
            "Layer 'A' has an argument outputDim of -2, but it must be 1 or more"
        },
        {
            "an embedding of more indices than float32 holds",
            "[Model(6), MeanSquaredError] public partial record Net([Embedding({|MDSL074:16_777_217|}, 1)] Embedding A);",
            "Layer 'A' has 16777217 indices, but inputs are float32 numbers, which hold whole numbers exactly up to 16777216: use fewer"
        },
    };
}
