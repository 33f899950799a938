namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL001 to MDSL007: the record itself, and its place.</summary>
public static class WrongDeclarations
{
    private const string NotPartial = "Model 'Net' must be declared partial, so that the generator can add its other half: write 'partial record Net'";
    private const string Generic =
        "Model 'Net' is generic or stands inside a generic type; layer sizes are fixed at compile time, so declare it without type parameters";
    private const string FileLocal =
        "Model 'Net' is declared 'file', or stands inside a type that is, and its generated half lies in another file: declare it internal instead";

    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "not partial",
            "[Model(4), MeanSquaredError] public sealed record {|CS0260:{|MDSL001:Net|}|}([Dense(1)] Dense A);",
            NotPartial
        },
        {
            "not partial, on several lines, in a namespace",
            """
            // use Shop.Net
            namespace Shop
            {
                [Model(28, 28)]
                [MeanSquaredError]
                public record {|CS0260:{|MDSL001:Net|}|}(
                    [Flatten] Flatten Pixels,
                    [Dense(1)] Dense Output);
            }
            """,
            NotPartial
        },
        {
            "a class",
            "[Model(4), MeanSquaredError] public partial class {|MDSL002:Net|}([Dense(1)] Dense {|CS9113:A|});",
            "Model 'Net' is a class, but a model must be a record class: write 'sealed partial record Net(…)'"
        },
        {
            "a class without layers",
            "[Model(4), MeanSquaredError] public partial class {|MDSL002:Net|};",
            "Model 'Net' is a class, but a model must be a record class: write 'sealed partial record Net(…)'"
        },
        {
            "a static class",
            "// unused\n[Model(4), MeanSquaredError] public static partial class {|MDSL002:Net|};",
            "Model 'Net' is a class, but a model must be a record class: write 'sealed partial record Net(…)'"
        },
        {
            "a record struct",
            "// unused\n[Model(4), MeanSquaredError] public partial record struct {|MDSL002:Net|}([Dense(1)] Dense A);",
            "Model 'Net' is a record struct, but a model must be a record class: write 'sealed partial record Net(…)'"
        },
        {
            "a record struct, called directly",
            """
            // unused
            [Model(4), MeanSquaredError] public partial record struct {|MDSL002:Net|}([Dense(1)] Dense A);
            static class Use { public static object Run(Batch batch) => (Net.Initialize(1).LossAndGradient(batch).Gradient * 2.0, Net.Summary); }
            """,
            "Model 'Net' is a record struct, but a model must be a record class: write 'sealed partial record Net(…)'"
        },
        {
            "a readonly struct",
            "// unused\n[Model(4), MeanSquaredError] public readonly partial struct {|MDSL002:Net|};",
            "Model 'Net' is a struct, but a model must be a record class: write 'sealed partial record Net(…)'"
        },
        {
            "a ref struct",
            "// unused\n[Model(4), MeanSquaredError] public ref partial struct {|MDSL002:Net|};",
            "Model 'Net' is a struct, but a model must be a record class: write 'sealed partial record Net(…)'"
        },
        {
            "inside a class that is not partial",
            "// use Outer.Net\nclass {|CS0260:Outer|} { [Model(4), MeanSquaredError] public partial record {|MDSL003:Net|}([Dense(1)] Dense A); }",
            "Model 'Net' stands inside 'Outer', which must be declared partial too"
        },
        {
            "inside two types, the outer one not partial",
            """
            // use Outer.Inner.Net
            static class {|CS0260:Outer|}
            {
                internal partial struct Inner { [Model(4), MeanSquaredError] public partial record {|MDSL003:Net|}([Dense(1)] Dense A); }
            }
            """,
            "Model 'Net' stands inside 'Outer', which must be declared partial too"
        },
        {
            "inside a record that is not partial",
            "// use Outer.Net\nrecord {|CS0260:Outer|}(int Size) { [Model(4), MeanSquaredError] public partial record {|MDSL003:Net|}([Dense(1)] Dense A); }",
            "Model 'Net' stands inside 'Outer', which must be declared partial too"
        },
        {
            "generic",
            "// use Net<int>\n[Model(4), MeanSquaredError] public partial record {|MDSL004:Net|}<T>([Dense(1)] Dense A);",
            Generic
        },
        {
            "generic with constraints",
            "// use Net<string, int>\n[Model(4), MeanSquaredError] public partial record {|MDSL004:Net|}<T, @in>([Dense(1)] Dense A) where T : class where @in : struct;",
            Generic
        },
        {
            "inside a generic class",
            "// use Outer<int>.Net\npartial class Outer<T> { [Model(4), MeanSquaredError] public partial record {|MDSL004:Net|}([Dense(1)] Dense A); }",
            Generic
        },
        {
            "inside a generic interface",
            "// use IOuter<int>.Net\npartial interface IOuter<T> { [Model(4), MeanSquaredError] public partial record {|MDSL004:Net|}([Dense(1)] Dense A); }",
            Generic
        },
        {
            "file-local",
            "// unused\n[Model(4), MeanSquaredError] file partial record {|MDSL005:Net|}([Dense(1)] Dense A);",
            FileLocal
        },
        {
            "inside a file-local class",
            "// unused\nfile partial class Outer { [Model(4), MeanSquaredError] public partial record {|MDSL005:Net|}([Dense(1)] Dense A); }",
            FileLocal
        },
        {
            "abstract",
            "[Model(4), MeanSquaredError] public abstract partial record {|MDSL006:Net|}([Dense(1)] Dense A);",
            "Model 'Net' is abstract; a model is one complete, independent record: declare it sealed"
        },
        {
            "derived from a record",
            "public record Base; [Model(4), MeanSquaredError] public partial record {|MDSL006:Net|}([Dense(1)] Dense A) : Base;",
            "Model 'Net' is derived from 'Base'; a model is one complete, independent record: declare it sealed"
        },
        {
            "derived from a model",
            """
            [Model(4), MeanSquaredError] public partial record Base([Dense(1)] Dense A);
            [Model(4), MeanSquaredError] public partial record {|MDSL006:Net|}([Dense(1)] Dense A) : Base(A);
            """,
            "Model 'Net' is derived from 'Base'; a model is one complete, independent record: declare it sealed"
        },
        {
            "abstract and derived: one sentence at a time",
            "public record Base; [Model(4), MeanSquaredError] public abstract partial record {|MDSL006:Net|}([Dense(1)] Dense A) : Base;",
            "Model 'Net' is abstract; a model is one complete, independent record: declare it sealed"
        },
        {
            "layers without [Model]",
            "// unused\npublic sealed partial record {|MDSL007:Net|}([Flatten] Flatten Pixels, [Dense(10)] Dense Output);",
            "'Net' has layers but no [Model], so nothing is generated for it: write [Model(…)] with the shape of one sample before it"
        },
        {
            "an export without a model",
            "// unused\n[Onnx] public sealed partial record {|MDSL007:Net|}(int Size);",
            "'Net' has [Onnx] but no [Model], so nothing is generated for it: write [Model(…)] with the shape of one sample before it"
        },
        {
            "an export and layers without a model",
            "// unused\n[Onnx] public sealed partial record {|MDSL007:Net|}([Dense(10)] Dense Output);",
            "'Net' has [Onnx] but no [Model], so nothing is generated for it: write [Model(…)] with the shape of one sample before it"
        },
        {
            "a loss without [Model]",
            "// unused\n[MeanSquaredError] public sealed partial record {|MDSL007:Net|}([Dense(10)] Dense Output);",
            "'Net' has a loss but no [Model], so nothing is generated for it: write [Model(…)] with the shape of one sample before it"
        },
        {
            "inputs without [Model]",
            "// unused\n[Input(\"Left\", 2), Input(\"Right\", 3)] public sealed partial record {|MDSL007:Net|}([Dense(10)] Dense Output);",
            "'Net' has inputs but no [Model], so nothing is generated for it: write [Model] before it"
        },
        {
            "inputs in two parts of a record without layers are one mistake",
            "// unused\n[Input(\"Left\", 2)] public sealed partial record {|MDSL007:Net|}(int Size); [Input(\"Right\", 3)] partial record Net;",
            "'Net' has inputs but no [Model], so nothing is generated for it: write [Model] before it"
        },
        {
            "inputs and a loss without [Model]",
            "// unused\n[Input(\"Left\", 2), MeanSquaredError] public sealed partial record {|MDSL007:Net|}([Dense(10)] Dense Output);",
            "'Net' has a loss but no [Model], so nothing is generated for it: write [Model] before it"
        },
        {
            "inputs of a block",
            "// unused\n[Block, Input(\"Left\", 2)] public sealed partial record {|MDSL007:Net|}([Dense(10)] Dense Output);",
            "'Net' has inputs but no [Model], so nothing is generated for it: write [Model] before it"
        },
        {
            "two losses without [Model] are one mistake",
            "// unused\n[MeanSquaredError, BinaryCrossentropy] public sealed partial record {|MDSL007:Net|}([Dense(10)] Dense Output);",
            "'Net' has a loss but no [Model], so nothing is generated for it: write [Model(…)] with the shape of one sample before it"
        },
    };
}
