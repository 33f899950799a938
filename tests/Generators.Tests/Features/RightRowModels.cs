namespace ModelDsl.Generators.Tests.Features;

/// <summary>Models of rows that are right: each kind of label with each loss that takes it, and indices.</summary>
public static class RightRowModels
{
    /// <summary>A model of the typical row.</summary>
    public const string Typical = """
        namespace Shop;

        [Model(typeof(Passenger)), BinaryCrossentropy]
        public sealed partial record Titanic(
            [Embedding(500, 4)] Embedding Tickets, [Embedding(50, 3)] Embedding Towns, [Dense(16, Activation.Relu)] Dense Hidden,
            [Dense(1, Activation.Sigmoid)] Dense Output)
        {
            [Forward]
            static Tensor Survives(Titanic m, (Tensor Numbers, Tensor Ticket, Tensor HomeTown, Tensor Answer) x) =>
                Concat([x.Numbers, (x.Ticket | m.Tickets).Flatten(), (x.HomeTown | m.Towns).Flatten(), x.Answer]) | m.Hidden | m.Output;
        }
        """;

    public const string Rows = """
        public enum Port { S, C, Q }
        [Features] public sealed partial record Yes([Normalize] float? Age, [Category] Port Embarked, [Label] bool? Answer = null);
        [Features] public readonly partial record struct Kind([Normalize] float Age, [Label] Port Answer);
        [Features] public sealed partial record Word([MinMax] int Age, [Label("low", "middle", "high")] string? Answer);
        [Features] public sealed partial record Price([Number] float Age, [Label(Normalize = true)] decimal Answer, [SampleWeight] float Weight);
        [Features] public sealed partial record Text([Vocabulary(50)] string Ticket, [Label] bool Answer);
        [Features] public sealed partial record Mixed([Number] int Age, [Vocabulary(50)] string? Ticket, [Bucket(1, 2)] float Size, [Bins(4, AsIndex = true), Items(3)] double[] Levels, [Category(AsIndex = true, Unknown = Unknown.Own)] Port? Embarked, [Label] bool Answer);
        [Features] public sealed partial record Words([Category("a", "b", AsIndex = true)] string A, [Bins(4, AsIndex = true)] float? B, [Label] bool Answer);
        [Features] public sealed partial record Inner([Vocabulary(9)] string Name, [Number] float Size);
        [Features] public sealed partial record Four([Number] float Age, [Label] Port? Kind, [Label(Normalize = true)] double Price = 0, [Label("no", "yes")] string? @class = null);
        [Features] public sealed partial record Review([TextVectorization(100, Length = 8)] string Body, [Label] bool Answer);
        [Features] public sealed partial record Post([TextVectorization(100, Length = 8)] string Body, [Number] float Age, [TextVectorization(50, Length = 3)] string? Title, [Category(AsIndex = true)] Port Port, [TextVectorization(9, OutputMode = TextOutputMode.TfIdf)] string Tags, [Label] bool Answer);
        [Features] public sealed partial record Nested(Inner Home, Inner Work, [Label] Port Answer);
        """;

    public static readonly string[] All =
    [
        Of("Yes", "BinaryCrossentropy", "[Dense(4, Activation.Relu)] Dense A, [Dense(1, Activation.Sigmoid)] Dense B"),
        Of("Yes", "BinaryCrossentropy", "[Dense(1)] Dense B"),
        Of("Yes", "SparseCategoricalCrossentropy", "[Dense(2, Activation.Softmax)] Dense B"),
        Of("Yes", "CategoricalCrossentropy(LabelSmoothing = 0.1)", "[Dense(2, Activation.Softmax)] Dense B"),
        Of("Yes", "Hinge", "[Dense(1)] Dense B"),
        Of("Yes", "MeanSquaredError", "[Dense(1)] Dense B"),
        Of("Yes", "BinaryFocalCrossentropy", "[Dense(1)] Dense B"),
        Of("Kind", "SparseCategoricalCrossentropy", "[Dense(3, Activation.Softmax)] Dense B"),
        Of("Kind", "CategoricalHinge", "[Dense(3)] Dense B"),
        Of("Kind", "BinaryCrossentropy", "[Dense(3, Activation.Sigmoid)] Dense B"),
        Of("Word", "SparseCategoricalCrossentropy(IgnoreClass = 0)", "[Dense(3)] Dense B"),
        Of("Word", "CategoricalFocalCrossentropy", "[Dense(3)] Dense B"),
        Of("Price", "MeanSquaredError", "[Dense(4, Activation.Tanh)] Dense A, [Dense(1)] Dense B"),
        Of("Price", "Huber", "[Dense(1)] Dense B"),
        Of("Price", "CustomLoss(nameof(Net.Own))", "[Dense(1)] Dense B", "public static Tensor Own(Tensor prediction, Tensor target) => Abs(prediction - target).Mean(-1);"),
        Of("Text", "BinaryCrossentropy", "[Embedding(50, 4)] Embedding A, [Flatten] Flatten F, [Dense(1)] Dense B"),
        Of("Text", "BinaryCrossentropy", "[Embedding(60, 4)] Embedding A, [Flatten] Flatten F, [Dense(1)] Dense B"),
        Of("Mixed", "BinaryCrossentropy", "[Embedding(50, 4)] Embedding Look, [Embedding(5, 2)] Embedding Port, [Embedding(4, 2)] Embedding Level, [Dense(1)] Dense B",
            "[Forward] static Tensor F(Net m, (Tensor Numbers, Tensor Ticket, Tensor Levels, Tensor Embarked) x) => Concat([x.Numbers, x.Ticket | m.Look | Flat, x.Embarked | m.Port | Flat, x.Levels | m.Level | Flat]) | m.B; static Tensor Flat(Tensor x) => x.Flatten();"),
        Of("Words", "BinaryCrossentropy", "[Embedding(2, 4)] Embedding Look, [Embedding(5, 4)] Embedding Bin, [Dense(1)] Dense C",
            "[Forward] static Tensor F(Net m, (Tensor A, Tensor B) x) => (x.A | m.Look).Flatten() * (x.B | m.Bin).Flatten() | m.C;"),
        Of("Review", "BinaryCrossentropy", "[Embedding(100, 4)] Embedding A, [GlobalAveragePooling1D] GlobalAveragePooling1D P, [Dense(1)] Dense B"),
        Of("Post", "BinaryCrossentropy", "[Embedding(100, 4)] Embedding Look, [Embedding(60, 2)] Embedding Head, [Embedding(3, 2)] Embedding Port, [Dense(1)] Dense B",
            "[Forward] static Tensor F(Net m, (Tensor Numbers, Tensor Body, Tensor Title, Tensor Port) x) => Concat([x.Numbers, (x.Body | m.Look).Mean(1), (x.Title | m.Head).Flatten(), (x.Port | m.Port).Flatten()]) | m.B;"),
        Of("Nested", "SparseCategoricalCrossentropy", "[Embedding(9, 3)] Embedding Look, [Dense(3)] Dense B",
            "[Forward] static Tensor F(Net m, Inputs x) => Concat([x.Numbers, (x.HomeName | m.Look).Flatten(), (x.WorkName | m.Look).Flatten()]) | m.B; public sealed record Inputs(Tensor Numbers, Tensor HomeName, Tensor WorkName);"),
        Of("Yes", "BinaryCrossentropy", "[Dense(1)] Dense B", "public float Predict(string text) => text.Length; public static int Fit(int seed) => seed;"),
        "[Features] internal sealed partial record Row([Number] float A, [Label] bool B); [Model(typeof(Row)), BinaryCrossentropy] internal sealed partial record Net([Dense(1)] Dense A);",
        "public static partial class Outer { [Features] private sealed partial record Row([Number] float A, [Label] bool B); [Model(typeof(Row)), BinaryCrossentropy] private sealed partial record Net([Dense(1)] Dense A); }",
        "[Features] public sealed partial record @class([Number] float A, [Label(\"x\", \"y\")] string @enum); [Model(features: typeof(@class), Derivatives = Derivatives.HessianVectorProduct, Axes = [\"features\"]), BinaryCrossentropy] public sealed partial record @record([Dense(1)] Dense @var);",
        Of("Four", "BinaryCrossentropy(Output = \"class\"), SparseCategoricalCrossentropy(Output = \"Kind\"), Huber(Output = \"Price\", Weight = 0.5)", "[Dense(3)] Dense A, [Dense(1)] Dense B, [Dense(1)] Dense C", "[Forward] static (Tensor Price, Tensor @class, Tensor Kind) F(Net m, Tensor x) => (x | m.B, x | m.C, x | m.A);"),
        // A model of rows as a layer of another model, which takes tensors.
        "[Features] public sealed partial record Row([Number] float A, [Label] bool B); [Model(typeof(Row)), MeanSquaredError] public sealed partial record Part([Dense(1)] Dense A); [Model(1), MeanSquaredError] public sealed partial record Net(Part Part, [Dense(1)] Dense B);",
    ];

    private static string Of(string row, string loss, string layers, string members = "") =>
        $"[Model(typeof({row})), {loss}] public sealed partial record Net({layers}) {{ {members} }}";
}
