namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL250 to MDSL254.</summary>
public static class WrongMasks
{
    private const string Words = "[Embedding(9, 4, MaskZero = true)] Embedding A";

    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "a layer that would read padding",
            $"[Model(6), MeanSquaredError] public partial record Net({Words}, [{{|MDSL250:Flatten|}}] Flatten B, [Dense(1)] Dense C);",
            "Layer 'B' (Flatten) can't take the mask of layer 'A' into account, so it would read padding as data: put a layer before it that ends the steps, such as a recurrent one without ReturnSequences"
        },
        {
            "a second mask",
            "[Model(6, 2), MeanSquaredError] public partial record Net([Masking] Masking A, [{|MDSL250:Masking(1)|}] Masking B, [GRU(2)] GRU C);",
            "Layer 'B' (Masking) can't take the mask of layer 'A' into account, so it would read padding as data: put a layer before it that ends the steps, such as a recurrent one without ReturnSequences"
        },
        {
            "a penalty on the states of steps that are left out",
            $"[Model(6), MeanSquaredError] public partial record Net({Words}, [{{|MDSL251:LSTM(4, ReturnSequences = true, ActivityL2 = 0.1)|}}] LSTM B, [GRU(2)] GRU C);",
            "Layer 'B' has a penalty on its output, which would count the padding that the mask of layer 'A' leaves out: remove the penalty"
        },
        {
            "an ignored class besides a mask",
            $"[Model(6), SparseCategoricalCrossentropy(IgnoreClass = 0, Labels = [6])] public partial record Net({Words}, [{{|MDSL252:Dense(3)|}}] Dense B);",
            "The prediction 'B' has the mask of layer 'A', but its loss leaves out a class, too: remove IgnoreClass, and mask the steps with that class"
        },
        {
            "a mask of lines",
            "[Model(5, 6), MeanSquaredError] public partial record Net([Embedding(9, 4, MaskZero = {|MDSL253:true|})] Embedding A, [Dense(1)] Dense B);",
            "Layer 'A' makes a mask, so it takes one index for each step, [steps], but its input is [5, 6]"
        },
        {
            "an exported model with masked steps",
            $"[Model(6), Onnx, MeanSquaredError] public partial record Net({Words}, [LSTM(2)] LSTM {{|MDSL227:B|}});",
            "Layer 'B' can't be exported as ONNX: files have no masks ('Net' has [Onnx])"
        },
        {
            "an exported model with a masked mean",
            "[Model(6, 2), Onnx, MeanSquaredError] public partial record Net([Masking] Masking A, [GlobalAveragePooling1D] GlobalAveragePooling1D {|MDSL227:B|});",
            "Layer 'B' can't be exported as ONNX: files have no masks ('Net' has [Onnx])"
        },
        {
            "a mask in a method",
            $$"""
            [Model(6), MeanSquaredError] public partial record Net({{Words}}, [GRU(2)] GRU B)
            {
                [Forward] public static Tensor Run(Net m, Tensor x) => {|MDSL254:x | m.A|} | m.B;
            }
            """,
            "'A' makes a mask, but a [Forward] method runs eagerly, too, on tensors that have no masks: leave the method out"
        },
        {
            "a mask value that no number equals",
            "[Model(6, 2), MeanSquaredError] public partial record Net([Masking({|MDSL068:double.NaN|})] Masking A, [GRU(2)] GRU B);",
            "Layer 'A' has the mask value NaN, but it must be finite"
        },
    };
}
