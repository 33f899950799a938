namespace ModelDsl.Generators.Tests.Features;

/// <summary>MDSL221, MDSL222, MDSL224 and MDSL225: models that don't fit their rows. Each model is <c>Net</c>.</summary>
public static class WrongRowModels
{
    private const string Units = "[Dense(1)] Dense B";

    public static TheoryData<string, string> Rows() => new()
    {
        // The type.
        { Of("{|MDSL221:typeof(int)|}", "BinaryCrossentropy", Units), "Model 'Net' takes rows of 'int', which is no record with [Features]" },
        { "public sealed record Plain(int A, [property: Obsolete] bool L); " + Of("{|MDSL221:typeof(Plain)|}", "BinaryCrossentropy", Units), "takes rows of 'Plain', which is no record with [Features]" },
        { Of("{|MDSL221:typeof(List<>)|}", "BinaryCrossentropy", Units), "no record with [Features]" },
        { Of("features: {|MDSL221:typeof(int[])|}", "BinaryCrossentropy", Units), "takes rows of 'int[]'" },
        { Of("{|MDSL221:(Type)null!|}", "BinaryCrossentropy", Units), "takes rows of no type" },
        { Of("{|MDSL221:typeof(NoLabel)|}", "BinaryCrossentropy", Units), "takes rows of 'NoLabel', which has no label" },
        { Of("{|MDSL221:typeof(Yes)|}", "Input(\"X\", 2), BinaryCrossentropy", Units), "has inputs of its own" },
        { "[Features] internal sealed partial record Row([Number] int A, [Label] bool L); " + Of("{|MDSL221:typeof(Row)|}", "BinaryCrossentropy", Units), "takes rows of 'Row', which can't be seen wherever the model can" },
        { "public static partial class Outer { [Features] private sealed partial record Row([Number] int A, [Label] bool L); [Model({|MDSL221:typeof(Row)|}), BinaryCrossentropy] internal sealed partial record Net([Dense(1)] Dense B); }", "can't be seen wherever the model can" },
        { "[Features] public sealed partial record Row([Number] {|MDSL212:string|} A, [Label] bool L); " + Of("typeof(Row)", "BinaryCrossentropy", Units) + Use("Row"), "can't encode 'A'" },
        { Of("typeof(Yes)", "{|MDSL222:MeanSquaredError|}", "[Dense(3)] Dense B") + Use("Yes"), "is one of 2 classes" },
        { "public sealed record Plain(int A); " + Of("{|MDSL221:typeof(Plain)|}", "BinaryCrossentropy", Units) + " static class Use { public static object Run(Plain row) => (Net.Initialize(1).Fit([row]).Map(f => f.Model), Net.Initialize(1).Predict(row).Map(p => p.Value)); }", "is no record with [Features]" },
        { "[Obsolete(\"gone\", true), Features] public sealed partial record Row([Number] int A, [Label] bool L); " + Of("typeof({|CS0619:Row|})", "BinaryCrossentropy", Units), "" },
        { Of("typeof({|CS0246:Missing1|})", "BinaryCrossentropy", Units), "" },
        { Of("typeof(Yes), Axes = {|MDSL170:[\"a\", \"b\"]|}", "BinaryCrossentropy", Units), "can't name its axes" },
        { "[Features] public sealed partial record Row([Number] int A, [Vocabulary(9)] string Numbers, [Label] bool L); " + Of("{|MDSL124:typeof(Row)|}", "BinaryCrossentropy", Units), "Input 'Numbers' of model 'Net' has the name of another input" },
        { "[Features] public sealed partial record Row([Number] int A, [Vocabulary(9)] string Item1, [Label] bool L); " + Of("{|MDSL124:typeof(Row)|}", "BinaryCrossentropy", Units), "reserved for tuples" },
        { "[Features] public sealed partial record Row([Vocabulary(16777216, OneHot = true)] string A, [Bins(16777216), Items(256)] int[] B, [Label] bool L); " + Of("{|MDSL022:typeof(Row)|}", "BinaryCrossentropy", Units), "more than the 2147483647 that fit" },
        { "[Features] public sealed partial record Row([Number] int A, [Vocabulary(9)] string Word, [Label] bool L); [Model(typeof(Row)), BinaryCrossentropy] public sealed partial record {|MDSL126:Net|}([Dense(1)] Dense B);", "write one that takes '(Tensor Numbers, Tensor Word) x'" },
        { "[Features] public sealed partial record Row([Number] int A, [Vocabulary(9)] string Word, [Label] bool L); [Model({|MDSL147:typeof(Row)|}), BinaryCrossentropy] public sealed partial record Net([Dense(1)] Dense B) { [Forward] static Tensor F(Net m, (Tensor Numbers, Tensor Word) x) => x.Numbers | m.B; }", "Input 'Word' of model 'Net' is never read" },

        // Names.
        { Of("typeof(Yes)", "BinaryCrossentropy", "[Dense(1)] Dense {|MDSL015:Encoder|}"), "A layer can't be named 'Encoder'" },
        { Of("typeof(Yes)", "BinaryCrossentropy", "[Dense(1)] Dense {|MDSL015:Fit|}"), "A layer can't be named 'Fit'" },
        { Of("typeof(Yes)", "BinaryCrossentropy", Units, "public int {|MDSL016:Learnt|} => 1;"), "Model 'Net' can't declare 'Learnt'" },
        { Of("typeof(Yes)", "BinaryCrossentropy", Units, "public int {|MDSL016:Predict|}(Yes row) => 1;"), "Model 'Net' can't declare 'Predict'" },

        // The label.
        { Of("typeof(Yes)", "{|MDSL222:BinaryCrossentropy|}", "[Dense(3)] Dense B"), "Label 'Answer' of row 'Yes' is one of 2 classes, but BinaryCrossentropy on the output [3] takes labels of shape [3]: end the model with one unit, or with a unit for each class" },
        { Of("typeof(Yes)", "{|MDSL222:SparseCategoricalCrossentropy|}", "[Dense(3)] Dense B"), "SparseCategoricalCrossentropy gets 3 numbers from the model: end it with 2 units" },
        { Of("typeof(Kind)", "{|MDSL222:BinaryCrossentropy|}", Units), "is one of 3 classes, but BinaryCrossentropy on the output [1] takes labels of shape [1]: end the model with 3 units, and use [SparseCategoricalCrossentropy]" },
        { Of("typeof(Kind)", "{|MDSL222:MeanSquaredError|}", Units), "end the model with 3 units" },
        { Of("typeof(Kind)", "{|MDSL222:CategoricalCrossentropy|}", "[Dense(2)] Dense B"), "end the model with 3 units" },
        { Of("typeof(Kind)", "{|MDSL222:MeanSquaredError(Labels = new[] { 2 })|}", "[Dense(2)] Dense B"), "end the model with 3 units" },
        { Of("typeof(Price)", "{|MDSL222:SparseCategoricalCrossentropy|}", "[Dense(2)] Dense B"), "Label 'Answer' of row 'Price' is a number, but SparseCategoricalCrossentropy takes classes" },
        { Of("typeof(Price)", "{|MDSL222:MeanSquaredError|}", "[Dense(2)] Dense B"), "is a number, but MeanSquaredError on the output [2] takes labels of shape [2]: end the model with one unit" },
        { Of("typeof(Kind)", "{|MDSL222:SparseCategoricalCrossentropy(Labels = new[] { 2 })|}", "[Dense(6)] Dense B, [Reshape(2, 3)] Reshape R"), "takes labels of shape [2]: end the model with one row of numbers" },

        // Several labels.
        { Of("{|MDSL225:typeof(Yes)|}", "BinaryCrossentropy(Output = \"Answer\"), MeanSquaredError(Output = \"Q\")", Units, "[Forward] static (Tensor Answer, Tensor Q) F(Net m, Tensor x) => (x | m.B, x | m.B);") + Use("Yes"), "Model 'Net' has the outputs 'Answer' and 'Q', but row 'Yes' has the label 'Answer': give the row a label for 'Q' too" },
        { Of("{|MDSL225:typeof(Two)|}", "BinaryCrossentropy", Units) + UseTwo, "Model 'Net' has one output, but row 'Two' has the labels 'Kind' and 'Price': return an output for each, as in 'static (Tensor Kind, Tensor Price) F(Net m, Tensor x)', or write [Ignore]" },
        { Of("{|MDSL225:typeof(Two)|}", "SparseCategoricalCrossentropy(Output = \"kind\"), MeanSquaredError(Output = \"Price\")", Units + ", [Dense(3)] Dense C", "[Forward] static (Tensor Price, Tensor kind) F(Net m, Tensor x) => (x | m.B, x | m.C);") + UseTwo, "'kind' has no label, and 'Kind' has no output: parameters and outputs are matched by name, in the same case" },
        { Of("{|MDSL225:typeof(Three)|}", "MeanSquaredError(Output = \"A\"), MeanSquaredError(Output = \"B\")", Units, "[Forward] static (Tensor A, Tensor B) F(Net m, Tensor x) => (x | m.B, x | m.B);"), "return an output for 'C' too, or write [Ignore] before it" },
        { Of("typeof(Two)", "SparseCategoricalCrossentropy(Output = \"Kind\"), {|MDSL222:SparseCategoricalCrossentropy(Output = \"Price\")|}", "[Dense(3)] Dense C", "[Forward] static (Tensor Price, Tensor Kind) F(Net m, Tensor x) => (x | m.C, x | m.C);") + UseTwo, "Label 'Price' of row 'Two' is a number, but SparseCategoricalCrossentropy takes classes" },
        { Of("typeof(Two)", "{|MDSL222:SparseCategoricalCrossentropy(Output = \"Kind\")|}, MeanSquaredError(Output = \"Price\")", "[Dense(1)] Dense B, [Dense(2)] Dense C", "[Forward] static (Tensor Kind, Tensor Price) F(Net m, Tensor x) => (x | m.C, x | m.B);"), "Label 'Kind' of row 'Two' is one of 3 classes, but SparseCategoricalCrossentropy gets 2 numbers from the output 'Kind': end it with 3 units" },
        { Of("typeof(Two)", "SparseCategoricalCrossentropy(Output = \"Kind\"), {|MDSL222:MeanSquaredError(Output = \"Price\")|}", "[Dense(3)] Dense C", "[Forward] static (Tensor Kind, Tensor Price) F(Net m, Tensor x) => (x | m.C, x | m.C);"), "end the output 'Price' with one unit" },

        // Embeddings.
        { Of("typeof(Text)", "BinaryCrossentropy", "[Embedding({|MDSL224:49|}, 4)] Embedding A, [Flatten] Flatten F, [Dense(1)] Dense B"), "Layer 'A' looks up 'Ticket', whose numbers go up to 49: it needs 50 vectors, but has 49" },
        { Of("typeof(Yes)", "BinaryCrossentropy", "[{|MDSL224:Embedding(9, 4)|}] Embedding A, [Flatten] Flatten F, [Dense(1)] Dense B"), "Layer 'A' looks up numbers of 'Yes' that are no indices" },
        { "[Features] public sealed partial record Row([Number] int A, [Vocabulary(9)] string Word, [Category(AsIndex = true, Unknown = Unknown.Own)] DayOfWeek? Day, [Label] bool L); " + Of("typeof(Row)", "BinaryCrossentropy", "[Embedding(9, 2)] Embedding W, [Embedding(8, 2)] Embedding D, [Dense(1)] Dense B", "[Forward] static Tensor F(Net m, (Tensor Numbers, Tensor Word, Tensor Day) x) => Concat([x.Numbers, (x.Word | m.W).Flatten(), ({|MDSL224:x.Day | m.D|}).Flatten()]) | m.B;"), "looks up 'Day', whose numbers go up to 8: it needs 9 vectors, but has 8" },
        { "[Features] public sealed partial record Row([TextVectorization(100, Length = 8)] string Body, [Label] bool L); " + Of("typeof(Row)", "BinaryCrossentropy", "[Embedding({|MDSL224:99|}, 2)] Embedding W, [Flatten] Flatten F, [Dense(1)] Dense B"), "looks up 'Body', whose numbers go up to 99: it needs 100 vectors, but has 99" },
        { "[Features] public sealed partial record Row([TextVectorization(50, Length = 16777216)] string A, [Bins(16777216), Items(127)] int[] B, [Label] bool L); " + Of("{|MDSL022:typeof(Row)|}", "BinaryCrossentropy", Units), "more than the 2147483647 that fit" },
        { "[Features] public sealed partial record Row([Number] int A, [Vocabulary(9)] string Word, [Label] bool L); " + Of("typeof(Row)", "BinaryCrossentropy", "[Embedding(9, 2)] Embedding W, [Dense(1)] Dense B", "[Forward] static Tensor F(Net m, (Tensor Numbers, Tensor Word) x) => ({|MDSL224:x.Numbers | m.W|}).Flatten() * x.Word | m.B;"), "are no indices" },
    };

    /// <summary>The rows that are shared.</summary>
    public const string Shared = """
        [Features] public sealed partial record NoLabel([Number] float A);
        [Features] public sealed partial record Two([Number] float Age, [Label] Port Kind, [Label] double Price);
        [Features] public sealed partial record Three([Number] float Age, [Label] int A, [Label] int B, [Label] int C);
        """;

    private static string Of(string row, string loss, string layers, string members = "") =>
        $"[Model({row}), {loss}] public sealed partial record Net({layers}) {{ {members} }}";

    /// <summary>Uses of the members that a model of several labels would have.</summary>
    private const string UseTwo = """

        internal static class Use
        {
            public static object Run(Two row) => (Net.Initialize(1).Predict(row).Map(p => (p.Kind.Value, p.Price.Value)),
                Net.Initialize(1).Predict([row]).Map(all => all[0].Price));
        }
        """;

    /// <summary>Uses of the members that a model of rows would have.</summary>
    private static string Use(string row) => $$"""

        internal static class Use
        {
            public static object Run({{row}} row) =>
                (from fitted in Net.Initialize(1).Fit([row], new FitOptions { Epochs = 1 }, [row])
                 from score in fitted.Model.Evaluate([row], Metric.Accuracy)
                 from one in fitted.Model.Predict(row)
                 from all in fitted.Model.Predict([row])
                 select (score.Loss, one.Value, all[0].Probability, fitted.Model.Encoder!.ToText(), fitted.Model with { Encoder = null }),
                 Net.CrossValidate([row], folds: 2), Net.Initialize(1).Adapt([row]), {{row}}.Schema.Columns);
        }
        """;
}
