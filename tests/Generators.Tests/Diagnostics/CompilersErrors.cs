namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Mistakes that the compiler reports: the generator does not repeat them, and does not fail.</summary>
public static class CompilersErrors
{
    public static TheoryData<string, string> Rows() => new()
    {
        { "an unknown layer type", "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] {|CS0246:Dens|} A);" },
        { "an unknown type without attribute", "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A, {|CS0246:Dens|} B);" },
        { "an unknown layer attribute", "[Model(4), MeanSquaredError] public partial record Net([{|CS0246:Desne|}(1)] Dense A);" },
        { "an unknown attribute beside a layer's", "[Model(4), MeanSquaredError] public partial record Net([Dense(1), {|CS0246:Foo|}] Dense A);" },
        { "an unknown loss", "[Model(4), {|CS0246:MeanSquareError|}] public partial record Net([Dense(1)] Dense A);" },
        { "an unknown model attribute", "// unused\n[{|CS0246:Modle|}(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);" },
        { "an unknown base", "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A) : {|CS0246:Base|};" },
        { "text for units", "[Model(4), MeanSquaredError] public partial record Net([Dense({|CS1503:\"ten\"|})] Dense A);" },
        { "a fraction for units", "[Model(4), MeanSquaredError] public partial record Net([Dense({|CS1503:10.0|})] Dense A);" },
        { "units left out", "[Model(4), MeanSquaredError] public partial record Net([{|CS7036:Dense|}] Dense A);" },
        { "units that overflow", "[Model(4), MeanSquaredError] public partial record Net([Dense({|CS1503:3000000000|})] Dense A);" },
        { "an undefined name for units", "[Model(4), MeanSquaredError] public partial record Net([Dense({|CS0103:units|})] Dense A);" },
        {
            "units that are no constant",
            "[Model(4), MeanSquaredError] public partial record Net([Dense({|CS0182:Sizes.Units|})] Dense A); static class Sizes { public static int Units => 3; }"
        },
        { "an activation as text", "[Model(4), MeanSquaredError] public partial record Net([Dense(1, {|CS1503:\"relu\"|})] Dense A);" },
        { "an unknown activation", "[Model(4), MeanSquaredError] public partial record Net([Dense(1, Activation.{|CS0117:Rely|})] Dense A);" },
        {
            "an activation as a property",
            "[Model(4), MeanSquaredError] public partial record Net([Dense(1, {|CS0617:Activation|} = Activation.Relu)] Dense A);"
        },
        { "a property as an argument", "[Model(4), MeanSquaredError] public partial record Net([Dense(1, {|CS1739:UseBias|}: false)] Dense A);" },
        { "text for a rate", "[Model(4), MeanSquaredError] public partial record Net([Dropout({|CS1503:\"\"|})] Dropout A, [Dense(1)] Dense B);" },
        { "text for a dimension", "[Model({|CS1503:\"4\"|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A);" },
        { "a fraction for a dimension", "[Model(28, {|CS1503:2.5|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A);" },
        { "an array without elements for a shape", "[Model({|CS0182:new int[2]|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A);" },
        {
            "a dimension that is no constant",
            "[Model(28, {|CS0182:Net.Width|}), MeanSquaredError] public partial record Net([Dense(1)] Dense A) { public static int Width => 3; }"
        },
        { "a number for label shapes", "[Model(4), MeanSquaredError(Labels = {|CS0029:1|})] public partial record Net([Dense(1)] Dense A);" },
        { "smoothing of a loss that has none", "[Model(4), MeanSquaredError({|CS0246:LabelSmoothing|} = 0.1)] public partial record Net([Dense(1)] Dense A);" },
        { "[Model] twice", "[Model(4)] [{|CS0579:Model|}(5)] [MeanSquaredError] public partial record Net([Dense(1)] Dense A);" },
        {
            "[Model] on two parts",
            """
            [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);
            // file
            [{|CS0579:Model|}(4)] public partial record Net;
            """
        },
        { "a layer attribute twice", "[Model(4), MeanSquaredError] public partial record Net([Dense(1), {|CS0579:Dense|}(2)] Dense A);" },
        {
            "two parameter lists",
            """
            [Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A);
            // file
            public partial record Net{|CS8863:([Dense(1)] Dense B)|};
            """
        },
        { "on an interface", "// unused\n[{|CS0592:Model|}(4), {|CS0592:MeanSquaredError|}] public partial interface INet;" },
        { "on an enumeration", "// unused\n[{|CS0592:Model|}(4), {|CS0592:MeanSquaredError|}] public enum Net;" },
        { "on a method", "// unused\nclass C { [{|CS0592:Model|}(4), {|CS0592:MeanSquaredError|}] void Net() { } }" },
        { "another part that is not partial", "[Model(4), MeanSquaredError] public partial record Net([Dense(1)] Dense A); public record {|CS0260:Net|};" },
    };
}
