namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL235 to MDSL238: models from files that are missing or can't be imported, and halves that say too much.</summary>
public static class WrongOnnxFiles
{
    private const string Digits = "// digits.onnx: 4 numbers to 3 classes\n";
    private const string Item = "write <ItemGroup><OnnxModel Include=\"digits.onnx\" /></ItemGroup> into the project file";

    public static TheoryData<string, string, string> Rows() => new()
    {
        { "a file", Digits + Model("\"digits.onnx\""), "" },
        { "the end of a path", Digits.Replace("digits", "models/old/digits") + Model("\"old/digits.onnx\""), "" },
        { "a path as Windows writes it", Digits.Replace("digits", "models\\old\\digits") + Model("\"old/digits.onnx\""), "" },
        { "in a namespace and a type", Digits + "namespace Shop.Models { public static partial class Nets { [Onnx(\"digits.onnx\")] internal sealed partial record Digits; } }", "" },
        { "a keyword as its name", Digits + "[Onnx(\"digits.onnx\")] public sealed partial record @class;", "" },
        { "an own loss", Digits + "[Onnx(\"digits.onnx\"), MeanSquaredError] public sealed partial record Net;", "" },
        {
            "an own loss that is a method", Digits + "[Onnx(\"digits.onnx\"), CustomLoss(nameof(Far))] public sealed partial record Net { static Tensor Far(Tensor y, Tensor t) => Square(y - t).Mean(-1); }",
            ""
        },
        { "own weights", Digits + "// mine.safetensors: Fc1.Kernel F32 [4, 8], Fc1.Bias F32 [8], Fc2.Kernel F32 [8, 3], Fc2.Bias F32 [3]\n[Onnx(\"digits.onnx\"), Weights(\"mine.safetensors\")] public sealed partial record Net;", "" },
        {
            "own weights that do not fit", Digits + "// mine.safetensors: Fc1.Kernel F32 [4, 8], Fc1.Bias F32 [8]\n[Onnx(\"digits.onnx\"), Weights({|MDSL232:\"mine.safetensors\"|})] public sealed partial record Net;",
            "'Net' does not fit its weights file 'mine.safetensors': Fc2.Kernel [8, 3] is missing; Fc2.Bias [3] is missing (train and save it again, or change an older file by a [Migration] method)"
        },
        { "own members", Digits + Model("\"digits.onnx\"", "public int Age => 3; public override string ToString() => \"net\"; public static Net operator -(Net a) => a;"), "" },
        { "a migration", Digits + Model("\"digits.onnx\"", "[Migration] static SafetensorsFile Old(SafetensorsFile file) => file;"), "" },
        { "no file", Model("{|MDSL235:\"digits.onnx\"|}"), $"'Net' comes from 'digits.onnx', but the project has no .onnx file: {Item}" },
        {
            "another file", Digits.Replace("digits", "my-digits") + Model("{|MDSL235:\"digits.onnx\"|}"),
            $"'Net' comes from 'digits.onnx', but the project's .onnx files are 'my-digits.onnx': {Item}"
        },
        {
            "two files", Digits.Replace("digits", "old/digits") + Digits.Replace("digits", "new/digits") + Model("{|MDSL235:\"digits.onnx\"|}"),
            "'Net' comes from 'digits.onnx', but 'new/digits.onnx' and 'old/digits.onnx' end with it: write more of the path"
        },
        { "an empty name", Model("{|MDSL235:\" \"|}"), "'Net' comes from ' ', but this names no file: write its path from the project's folder" },
        { "null", Model("{|MDSL235:null!|}"), "'Net' comes from '', but this names no file: write its path from the project's folder" },
        { "no constant", Model("{|CS0182:Environment.NewLine|}"), "" },
        {
            "faults", "// digits.onnx: fault: node 'a' (Foo, opset 13) is not covered; fault: node 'b' (Bar, opset 13) is not covered\n" + Model("{|MDSL236:\"digits.onnx\"|}"),
            "'Net' can't be imported from 'digits.onnx': node 'a' (Foo, opset 13) is not covered\n'Net' can't be imported from 'digits.onnx': node 'b' (Bar, opset 13) is not covered"
        },
        { "a text without a model", "// digits.onnx: class Digits;\n" + Model("{|MDSL236:\"digits.onnx\"|}"), "'Net' can't be imported from 'digits.onnx': the build of this version of ModelDsl did not import it" },
        { "a model of ours that is wrong", "// digits.onnx: 4 numbers to 0 numbers\n" + Model("{|MDSL030:\"digits.onnx\"|}"), "Layer 'Fc1' has 0 units, but it needs 1 or more: write for instance [Dense(10)]" },
        {
            "parameters", Digits + "[Onnx(\"digits.onnx\")] public sealed partial record {|MDSL237:Net|}([Dense(3)] Dense A);",
            "'Net' comes from 'digits.onnx', so it can't declare layers: write 'partial record Net;', or 'modeldsl import' writes the whole source, which you can change"
        },
        {
            "a forward method", Digits + "[Onnx(\"digits.onnx\")] public sealed partial record Net { [Forward] static Tensor {|MDSL237:F|}(Net m, Tensor x) => x; }",
            "'Net' comes from 'digits.onnx', so it can't have a [Forward] method: remove 'F', or 'modeldsl import' writes the whole source, which you can change"
        },
        {
            "a model of its own", Digits + "[Model(4), MeanSquaredError, Onnx({|MDSL237:\"digits.onnx\"|})] public sealed partial record Net([Dense(3)] Dense A);",
            "'Net' comes from 'digits.onnx', so it can't have [Model] too: remove one of the two attributes"
        },
        { "a block", Digits + "[Block, Onnx({|MDSL237:\"digits.onnx\"|})] public sealed partial record {|MDSL010:Net|};",
            "'Net' comes from 'digits.onnx', so it can't be a [Block]: remove that attribute\nModel 'Net' has no layers: give the record parameters such as '[Dense(10)] Dense Output'" },
        { "inputs", Digits + "[Onnx(\"digits.onnx\"), Input(\"x\", 4)] public sealed partial record {|MDSL237:Net|};", "'Net' comes from 'digits.onnx', so it can't name inputs: remove [Input]" },
        { "a generated name", Digits + Model("\"digits.onnx\"", "public static int {|MDSL016:LoadWeights|}() => 1;"), "Model 'Net' can't declare 'LoadWeights', because its generated half has one: choose another name, or leave it out" },
        { "not partial", Digits + "[Onnx(\"digits.onnx\")] public sealed record {|CS0260:{|MDSL001:Net|}|};", "Model 'Net' must be declared partial, so that the generator can add its other half: write 'partial record Net'" },
        { "no record", Digits + "[Onnx(\"digits.onnx\")] public sealed partial class {|MDSL002:Net|};", "Model 'Net' is a class, but a model must be a record class: write 'sealed partial record Net(…)'" },
        {
            "a wrong loss for its output", Digits + "[Onnx(\"digits.onnx\"), MeanSquaredError(Output = {|MDSL128:\"a\"|})] public sealed partial record Net;",
            "The loss [MeanSquaredError] of model 'Net' is for an output 'a', but the model has one output without a name: remove Output, or return several from a [Forward] method, '(Tensor a, …)'"
        },
        {
            "inside another model", Digits + "[Onnx(\"digits.onnx\")] public sealed partial record Net;\n[Model(4), MeanSquaredError] public sealed partial record Outer({|MDSL238:Net|} Inner);",
            "'Inner' has the type 'Net', which the build imports from an .onnx file, so its layers are not known here: write its source with 'modeldsl import' instead"
        },
    };

    private static string Model(string file, string members = "") =>
        $"[Onnx({file})] public sealed partial record Net {{ {members} public static object Use() => LoadWeights(); }}";
}
