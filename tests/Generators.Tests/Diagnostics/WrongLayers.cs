namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>MDSL010 to MDSL018: the parameters and members of the record.</summary>
public static class WrongLayers
{
    public static TheoryData<string, string, string> Rows() => new()
    {
        {
            "no parameter list",
            "[Model(4), MeanSquaredError] public partial record {|MDSL010:Net|};",
            "Model 'Net' has no layers: give the record parameters such as '[Dense(10)] Dense Output'"
        },
        {
            "an empty parameter list",
            "[Model(4), MeanSquaredError] public partial record {|MDSL010:Net|}();",
            "Model 'Net' has no layers: give the record parameters such as '[Dense(10)] Dense Output'"
        },
        {
            "layers as properties",
            "[Model(4), MeanSquaredError] public partial record {|MDSL010:Net|} { [{|CS0592:Dense|}(1)] public Dense A { get; init; } = null!; }",
            "Model 'Net' has no layers: give the record parameters such as '[Dense(10)] Dense Output'"
        },
        {
            "layers in a constructor that is not the record's own",
            "[Model(4), MeanSquaredError] public partial record {|MDSL010:Net|} { public Net([Dense(1)] Dense a) => _ = a; }",
            "Model 'Net' has no layers: give the record parameters such as '[Dense(10)] Dense Output'"
        },
        {
            "a parameter without attribute",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A, Dense {|MDSL011:B|});",
            "Parameter 'B' has no layer attribute, but every parameter of a model is a layer: write for instance '[Dense(10)] Dense B'"
        },
        {
            "a dropout without attribute",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A, Dropout? {|MDSL011:B|});",
            "Parameter 'B' has no layer attribute, but every parameter of a model is a layer: write for instance '[Dropout(0.3)] Dropout B'"
        },
        {
            "a number instead of a layer",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A, int {|MDSL011:Epochs|} = 5);",
            "Parameter 'Epochs' has no layer attribute, but every parameter of a model is a layer: write for instance '[Dense(10)] Dense Epochs'"
        },
        {
            "an attribute of somebody else",
            "[Model(4), MeanSquaredError] public partial record Net([System.Diagnostics.CodeAnalysis.NotNull] Dense {|MDSL011:A|});",
            "Parameter 'A' has no layer attribute, but every parameter of a model is a layer: write for instance '[Dense(10)] Dense A'"
        },
        {
            "the attribute at the property",
            "[Model(4), MeanSquaredError] public partial record Net([property: {|CS0592:Dense|}(1)] Dense {|MDSL011:A|});",
            "Parameter 'A' has no layer attribute, but every parameter of a model is a layer: write for instance '[Dense(10)] Dense A'"
        },
        {
            "a dense attribute on a flatten",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] {|MDSL012:Flatten|} A);",
            "Parameter 'A' has the type 'Flatten', but [Dense] needs the type 'Dense': change one of the two"
        },
        {
            "an activation attribute on a dropout",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A, [Activation(Activation.Relu)] {|MDSL012:Dropout|} B);",
            "Parameter 'B' has the type 'Dropout', but [Activation] needs the type 'Activation': change one of the two"
        },
        {
            "the base of all layers",
            "[Model(4), MeanSquaredError] public partial record Net([Flatten] {|MDSL012:Layer|} A);",
            "Parameter 'A' has the type 'Layer', but [Flatten] needs the type 'Flatten': change one of the two"
        },
        {
            "a foreign type",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] {|MDSL012:(int, string)|} A);",
            "Parameter 'A' has the type '(int, string)', but [Dense] needs the type 'Dense': change one of the two"
        },
        {
            "a nullable layer",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] {|MDSL012:Dense?|} A);",
            "Parameter 'A' has the type 'Dense?', but [Dense] needs the type 'Dense': change one of the two"
        },
        {
            "an array of layers",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] params {|MDSL012:Dense[]|} A);",
            "Parameter 'A' has the type 'Dense[]', but [Dense] needs the type 'Dense': change one of the two"
        },
        {
            "a type that only looks like a layer",
            """
            // use Shop.Net
            namespace Shop { public class Dense; [Model(4), MeanSquaredError] public partial record Net([ModelDsl.Dense(3)] {|MDSL012:Dense|} A); }
            """,
            "Parameter 'A' has the type 'Shop.Dense', but [Dense] needs the type 'ModelDsl.Dense': change one of the two"
        },
        {
            "the type through an alias",
            "using Whole = int; [Model(4), MeanSquaredError] public partial record Net([Dense(3)] {|MDSL012:Whole|} A);",
            "Parameter 'A' has the type 'int', but [Dense] needs the type 'Dense': change one of the two"
        },
        {
            "two layers on a parameter",
            "[Model(4), MeanSquaredError] public partial record Net([Flatten, {|MDSL013:Dense(3)|}] Dense A);",
            "Parameter 'A' has the layer attributes [Flatten] and [Dense]; a parameter is one layer, so give each a parameter of its own"
        },
        {
            "three layers on a parameter, in lists of their own",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] [{|MDSL013:Dropout(0.5)|}] [Activation(Activation.Relu)] Dense A);",
            "Parameter 'A' has the layer attributes [Dense] and [Dropout] and [Activation]; a parameter is one layer, so give each a parameter of its own"
        },
        {
            "two layers of one name",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A, [Dense(2)] Dense {|CS0102:{|CS0100:{|MDSL014:A|}|}|});",
            "Model 'Net' has two layers named 'A': give each its own name"
        },
        {
            "two layers of one name, once escaped",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense @A, [Flatten] Flatten {|CS0102:{|CS0100:{|MDSL014:A|}|}|});",
            "Model 'Net' has two layers named 'A': give each its own name"
        },
        {
            "a layer of the model's name",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense {|CS0542:{|MDSL015:Net|}|});",
            "A layer can't be named 'Net', because the model itself has this name: choose another name"
        },
        {
            "a field of a generated name",
            "// unused\n[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A) { public int {|MDSL016:Loss|}; }",
            "Model 'Net' can't declare 'Loss', because its generated half has one: choose another name, or leave it out"
        },
        {
            "a method that is generated, in another part",
            """
            [Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A);
            // file
            public partial record Net { public Tensor {|MDSL016:Forward|}(Tensor x) => x; }
            """,
            "Model 'Net' can't declare 'Forward', because its generated half has one: choose another name, or leave it out"
        },
        {
            "an operator that is generated",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A) { public static Net operator {|MDSL016:+|}(Net a, Net b) => a; }",
            "Model 'Net' can't declare 'operator +', because its generated half has one: choose another name, or leave it out"
        },
        {
            "a nested type of a generated name",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A) { private class {|MDSL016:Compile|}; }",
            "Model 'Net' can't declare 'Compile', because its generated half has one: choose another name, or leave it out"
        },
        {
            "a readonly property for a layer",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A) { public Dense {|MDSL017:A|} { get; } = A; }",
            "Layer 'A' is declared again as a member that can't be set, so no trained copy of the model could be made: remove it, or give it an init accessor"
        },
        {
            "a readonly field for a layer",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A) { public readonly Dense {|MDSL017:A|} = A; }",
            "Layer 'A' is declared again as a member that can't be set, so no trained copy of the model could be made: remove it, or give it an init accessor"
        },
        {
            "a required property, in another part",
            """
            [Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A);
            // file
            public partial record Net { public required string {|MDSL018:Author|} { get; init; } }
            """,
            "Member 'Author' of model 'Net' is required, but Initialize can't know its value: remove 'required' and give it a default"
        },
        {
            "a required field",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(3)] Dense A) { public required int {|MDSL018:Year|}; }",
            "Member 'Year' of model 'Net' is required, but Initialize can't know its value: remove 'required' and give it a default"
        },
    };
}
