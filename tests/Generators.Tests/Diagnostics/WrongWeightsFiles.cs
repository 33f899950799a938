namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL230 to MDSL234, and MDSL007 of weights: files that are missing, broken or of another model, and wrong migrations.</summary>
public static class WrongWeightsFiles
{
    private const string Fitting = "// iris.safetensors: A.Kernel F32 [4, 3], A.Bias F32 [3]\n";
    private const string Item = "write <ItemGroup><ModelWeights Include=\"iris.safetensors\" /></ItemGroup> into the project file";

    public static TheoryData<string, string, string> Rows() => new()
    {
        { "fits", Fitting + Model("\"iris.safetensors\""), "" },
        { "fits in other types and another order", "// iris.safetensors: A.Bias BF16 [3], steps I64 [], A.Kernel F64 [4, 3]\n" + Model("\"iris.safetensors\""), "" },
        { "the end of a path", Fitting.Replace("iris", "models/old/iris") + Model("\"old/iris.safetensors\""), "" },
        { "a path as Windows writes it", Fitting.Replace("iris", "models\\old\\iris") + Model("\"old/iris.safetensors\""), "" },
        { "the whole path, though another ends with it", Fitting + Fitting.Replace("iris", "models/iris") + Model("\"iris.safetensors\""), "" },
        { "no file", Model("{|MDSL230:\"iris.safetensors\"|}"), $"'Net' takes its weights from 'iris.safetensors', but the project has no such weights file: {Item}" },
        {
            "another file", Fitting.Replace("iris", "my-iris") + Model("{|MDSL230:\"iris.safetensors\"|}"),
            $"'Net' takes its weights from 'iris.safetensors', but the project's weights files are 'my-iris.safetensors': {Item}"
        },
        {
            "two files", Fitting.Replace("iris", "old/iris") + Fitting.Replace("iris", "new/iris") + Model("{|MDSL230:\"iris.safetensors\"|}"),
            "'Net' takes its weights from 'iris.safetensors', but 'new/iris.safetensors' and 'old/iris.safetensors' end with it: write more of the path"
        },
        { "an empty name", Model("{|MDSL230:\" \"|}"), "'Net' takes its weights from ' ', but this names no file: write its path from the project's folder" },
        { "null", Model("{|MDSL230:null!|}"), "'Net' takes its weights from '', but this names no file: write its path from the project's folder" },
        { "no constant", Model("{|CS0182:Environment.NewLine|}"), "" },
        { "no argument", "[Model(4), MeanSquaredError, {|CS7036:Weights|}] public sealed partial record Net([Dense(3)] Dense A) { public object Use() => LoadWeights(); }", "" },
        { "two attributes", Fitting + "[Model(4), MeanSquaredError, Weights(\"iris.safetensors\"), {|CS0579:Weights|}(\"x\")] public sealed partial record Net([Dense(3)] Dense A);", "" },
        {
            "not a safetensors file", "// iris.safetensors: 5 bytes\n" + Model("{|MDSL231:\"iris.safetensors\"|}"),
            "'Net' takes its weights from 'iris.safetensors', which is not a safetensors file that can be read: it has 5 bytes, fewer than the 8 of the header's length"
        },
        {
            "no header", "// iris.safetensors: 9 bytes\n" + Model("{|MDSL231:\"iris.safetensors\"|}"),
            "'Net' takes its weights from 'iris.safetensors', which is not a safetensors file that can be read: its header is not a JSON object: it does not begin with {"
        },
        {
            "missing, misshapen, extra, of another type",
            "// iris.safetensors: A.Kernel F32 [3, 4], A.Scale F32 [], steps I64 []\n" + Model("file: {|MDSL232:\"iris.safetensors\"|}"),
            Misfit("A.Kernel is [3, 4], but must be [4, 3]; A.Bias [3] is missing; A.Scale [] is extra")
        },
        {
            "of a type that is not read", "// iris.safetensors: A.Kernel I32 [4, 3], A.Bias F16 [3]\n" + Model("{|MDSL232:\"iris.safetensors\"|}"),
            Misfit("A.Kernel is of type I32, but only F32, F16, BF16 and F64 are read")
        },
        {
            "many, up to a bound",
            $"// iris.safetensors: A.Kernel F32 [4, 3], A.Bias F32 [3], {string.Join(", ", Enumerable.Range(10, 30).Select(i => $"X{i} F32 [1]"))}\n" + Model("{|MDSL232:\"iris.safetensors\"|}"),
            Misfit(string.Join("; ", Enumerable.Range(10, 20).Select(i => $"X{i} [1] is extra")) + "; and more")
        },
        {
            "older, with a migration",
            "// iris.safetensors: Old.Kernel F32 [4, 3], Old.Bias F32 [3]\n" + Model("{|MDSL233:\"iris.safetensors\"|}", "[Migration] static LanguageExt.Fin<SafetensorsFile> FromOld(SafetensorsFile old) => old.Rename(\"Old\", \"A\");"),
            "'Net' does not fit its weights file 'iris.safetensors', so LoadWeights changes the file's tensors by 'FromOld': A.Kernel [4, 3] is missing; A.Bias [3] is missing; Old.Kernel [4, 3] is extra; Old.Bias [3] is extra"
        },
        { "a migration without weights", Plain("[Migration] static SafetensorsFile FromOld(SafetensorsFile old) => old;"), "" },
        { "a migration that is a keyword", Plain("[Migration] internal static SafetensorsFile @class(SafetensorsFile old) => old;"), "" },
        { "not static", Plain("[Migration] SafetensorsFile {|MDSL234:FromOld|}(SafetensorsFile old) => old;"), Wrong("FromOld", "is not static") },
        { "generic", Plain("[Migration] static SafetensorsFile {|MDSL234:FromOld|}<T>(SafetensorsFile old) => old;"), Wrong("FromOld", "is generic") },
        { "no parameter", Plain("[Migration] static SafetensorsFile? {|MDSL234:FromOld|}() => null;"), Wrong("FromOld", "does not take one SafetensorsFile") },
        { "another parameter", Plain("[Migration] static SafetensorsFile? {|MDSL234:FromOld|}(string old) => null;"), Wrong("FromOld", "does not take one SafetensorsFile") },
        { "by reference", Plain("[Migration] static SafetensorsFile {|MDSL234:FromOld|}(ref SafetensorsFile old) => old;"), Wrong("FromOld", "does not take one SafetensorsFile") },
        { "another result", Plain("[Migration] static Tensor? {|MDSL234:FromOld|}(SafetensorsFile old) => null;"), Wrong("FromOld", "returns 'Tensor?'") },
        {
            "two", Plain("[Migration] static SafetensorsFile One(SafetensorsFile old) => old; [Migration] static SafetensorsFile {|MDSL234:Two|}(SafetensorsFile old) => old;"),
            Wrong("Two", "is a second migration, but a model has one")
        },
        {
            "weights without a model", "[Weights(\"iris.safetensors\")] public sealed partial record {|MDSL007:Net|}([Dense(3)] Dense A);",
            "'Net' has weights but no [Model], so nothing is generated for it: write [Model(…)] with the shape of one sample before it"
        },
        {
            "a migration without a model", "public sealed record Net { [Migration] static SafetensorsFile {|MDSL007:FromOld|}(SafetensorsFile old) => old; }",
            "'Net' has a migration but no [Model], so nothing is generated for it: write [Model(…)] with the shape of one sample before it"
        },
        {
            "a member of the loader's name", Fitting + Model("\"iris.safetensors\"", "public static int {|MDSL016:LoadWeights|}() => 1;"),
            "Model 'Net' can't declare 'LoadWeights', because its generated half has one: choose another name, or leave it out"
        },
        { "a member of that name without weights", Plain("public static int LoadWeights() => 1;"), "" },
        {
            "a model that is wrong itself",
            Fitting + "[Model(4), MeanSquaredError, Weights(\"iris.safetensors\")] public sealed partial record Net([Dense({|MDSL030:0|})] Dense A) { public static object Use => LoadWeights(); }",
            "Layer 'A' has 0 units, but it needs 1 or more: write for instance [Dense(10)]"
        },
    };

    private static string Model(string file, string members = "") =>
        $"[Model(4), MeanSquaredError, Weights({file})] public sealed partial record Net([Dense(3)] Dense A) {{ {members} public object Use() => LoadWeights(); }}";

    private static string Plain(string members) => $"[Model(4), MeanSquaredError] public sealed partial record Net([Dense(3)] Dense A) {{ {members} }}";

    private static string Misfit(string what) =>
        $"'Net' does not fit its weights file 'iris.safetensors': {what} (train and save it again, or change an older file by a [Migration] method)";

    private static string Wrong(string name, string what) => $"Migration '{name}' {what}: write 'static Fin<SafetensorsFile> {name}(SafetensorsFile old)'";
}
