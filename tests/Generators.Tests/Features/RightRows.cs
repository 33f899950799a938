namespace ModelDsl.Generators.Tests.Features;

/// <summary>Rows that are right: each kind of parameter, encoding, option and place.</summary>
public static class RightRows
{
    /// <summary>A row with one of everything that is usual.</summary>
    public const string Typical = """
        namespace Shop;

        public enum Port { [System.Runtime.Serialization.EnumMember(Value = "S")] Southampton, Cherbourg = 5, Queenstown = 9, Cobh = Queenstown }

        [Features]
        public readonly partial record struct Home([Number] int Rooms, [Category] Port? Nearest, [Column("town"), Vocabulary(50)] string Town);

        /// <summary>A passenger.</summary>
        [Features]
        public sealed partial record Passenger(
            [Normalize] float? Age,
            [Normalize(Log = true, Missing = Missing.Mean)] decimal? Fare,
            [Category(Unknown = Unknown.Own)] Port Embarked,
            [Vocabulary(500)] string? Ticket,
            [Bucket(0, 18, 65.5)] int Years,
            Home Home,
            [MinMax, Items(3)] double[] Spectrum,
            [Cyclic(24)] byte Hour,
            [Date(DateParts.Trend | DateParts.DayOfWeek)] DateOnly? Booked,
            [Category("yes", "no & < maybe", AsIndex = true)] string Answer,
            [Column("is member")] [Category] bool Member,
            [SampleWeight] double Weight,
            [Label] bool? Survived = null,
            [Ignore] Version? Build = null,
            [Ignore] string Note = "none");
        """;

    public static TheoryData<string> Rows() => [.. All];

    public static readonly string[] All =
    [
        Typical,
        // Every type of number, with and without null.
        "[Features] public partial record Net([Number] byte A, [Number] sbyte B, [Number] short C, [Number] ushort D, [Number] int E, [Number] uint F, [Number] long G, [Number] ulong H, [Number] float I, [Number] double J, [Number] decimal K, [Number] Half L);",
        "[Features] public partial record Net([Normalize] byte? A, [Normalize] sbyte? B, [Normalize] short? C, [Normalize] ushort? D, [Normalize] int? E, [Normalize] uint? F, [Normalize] long? G, [Normalize] ulong? H, [Normalize] float? I, [Normalize] double? J, [Normalize] decimal? K, [Normalize] Half? L);",
        "[Features] public partial record Net([Number, Items(2)] byte[] A, [Bins(3), Items(2)] decimal[] B, [MinMax, Items(1)] params Half[] C);",
        // Every encoding of numbers.
        "[Features] public partial record Net([Number(Missing = Missing.Zero, Indicator = false)] float? A, [MinMax(Missing = Missing.Median)] float? B, [Bucket(1)] int? C, [Bucket(new[] { -1.5, 2e300 }, AsIndex = true)] double D, [Bins(2)] float? E, [Bins(9, Strategy = BinStrategy.Uniform, AsIndex = true)] float F, [Cyclic(.5)] float? G);",
        // Categories.
        "public enum Small : byte { A, B } [Features] public partial record Net([Category] Small A, [Category(AsIndex = true)] Small? B, [Category(\"a\", \"A\")] string? C, [Category(\"x\", Unknown = Unknown.Zeros)] string D, [Category] bool? E, [Vocabulary(2, OneHot = true)] string F, [Vocabulary(3)] string? G);",
        "public enum Big : ulong { A = ulong.MaxValue, B = 1 } public enum Low : sbyte { N = -128, Z = 0, M = -128 } [Features] public partial record Net([Category] Big A, [Category] Low? B);",
        "public enum Old { A, [Obsolete(\"gone\", true)] B = -7, [Obsolete] C } [Features] public partial record Net([Category] Old A, [property: Obsolete] [Number] int B);",
        "[Obsolete(\"gone\", true)] public enum Old { A } [Obsolete] public static partial class Outer { [Obsolete(\"gone\", true), Features] public partial record Net([Category] Old A, [property: Obsolete(\"gone\", true)] [Number] int B); }",
        // Texts.
        "[Features] public partial record Net([TextVectorization(10000, Length = 200)] string A, [TextVectorization(3, Length = 1, Ngrams = 3, Split = TextSplit.Character, Standardize = TextStandardization.None)] string? B, [TextVectorization(2, OutputMode = TextOutputMode.MultiHot)] string C, [TextVectorization(50, OutputMode = TextOutputMode.TfIdf, Standardize = TextStandardization.Lower)] string D);",
        "[Features] public partial record Net([TextVectorization(Length = 9, Vocabulary = [\"good\", \"new york\"], Ngrams = 2)] string A, [TextVectorization(OutputMode = TextOutputMode.TfIdf, Vocabulary = [\"a\", \"b\"], IdfWeights = [1, 2.5])] string B, [TextVectorization(9, OutputMode = TextOutputMode.Count, Split = TextSplit.None, Standardize = TextStandardization.StripPunctuation, Vocabulary = new[] { \"A b\" })] string C);",
        // Dates.
        "[Features] public partial record Net([Date(DateParts.Month)] DateTime A, [Date(DateParts.Weekend | DateParts.Trend)] DateTime? B, [Date(DateParts.TimeOfDay)] DateTimeOffset C, [Date(DateParts.DayOfYear)] DateTimeOffset? D, [Date(DateParts.DayOfMonth)] DateOnly E, [Date(DateParts.DayOfWeek)] DateOnly? F, [Date(DateParts.TimeOfDay)] TimeOnly G, [Date(DateParts.TimeOfDay)] TimeOnly? H);",
        // Labels.
        "[Features] public partial record Net([Number] int A, [Label] bool L);",
        "public enum Kind { A, B, C } [Features] public partial record Net([Number] int A, [Label] Kind? L = null);",
        "[Features] public partial record Net([Number] int A, [Label(\"no\", \"yes\")] string L);",
        "[Features] public partial record Net([Number] int A, [Label(Normalize = true)] decimal? L, [SampleWeight] int W);",
        "public enum Kind { A, B } [Features] public partial record Net([Number] int A, [Label] Kind? K, [Label(Normalize = true)] double P, [SampleWeight] int W, [Label(\"x\", \"y\")] string? Word = null);",
        // Several encodings of a column.
        "[Features] public partial record Inner([Number] int X); [Features] public partial record Net([Normalize] float? Age, [Column(\"age\"), Bucket(18, 65)] int Years, [Column(\"AGE\"), SampleWeight] float Weight, [Column(\"age\"), Ignore] string Text, Inner I, [Column(\"i\")] Inner J, [Column(\"I.x\"), MinMax] int K, [Number, Items(2)] int[] S, [Column(\"S\"), Normalize, Items(3)] int[] T, [Label] bool L, [Column(\"L\"), Ignore] bool M, [Column(\"l\"), Label] int N);",
        // Default values.
        "public enum Kind { A, B = -2 } [Features] public partial record Net([Number] byte A = 3, [Number] short B = -3, [Number] long C = long.MinValue, [Number] float D = 1e10f, [Number] double E = double.NaN, [Number] decimal F = 1.5m, [Number] float G = float.NegativeInfinity, [Category] Kind H = Kind.B, [Category(\"a\")] string I = \"a\\\"\\n\", [Category] bool J = true, [Normalize] float? K = 2.5f, [Date(DateParts.Month)] DateTime L = default, [Category] Kind? M = Kind.A, [Number] ulong N = 7, [Number] Half O = default, [Normalize] int? P = null, [Ignore] double[]? Q = null, [Ignore] Uri? S = null, [Ignore] TimeSpan T = default);",
        "[Features] public partial record Net([Number] int A, [Ignore] Guid Id = default, [Ignore] string? Text = null, [Ignore] int Line = 0);",
        // Places.
        "namespace A.B; [Features] internal partial record Net([Number] int A);",
        "static partial class Outer<T> { }\npublic static partial class Outer { [Features] private readonly partial record struct Row([Number] int A, [Category] Kind K); private enum Kind { A } }",
        "[Features] public partial record struct Net([Number] int A) { public int Twice => 2 * A; public static Net Parse(string text) => new(int.Parse(text)); }",
        "[Features] public sealed partial record Net { public string Name { get; init; } = \"\"; }\npublic sealed partial record Net([Number] int A);",
        "public interface IRow { int A { get; } } [Features] public partial record Net([Number] int A) : IRow { public int A { get; } = A; public override string ToString() => \"\"; }",
        // Rows in rows.
        "[Features] public partial record Inner([Number] int A, [Category] bool? B, [Normalize] decimal C, [Date(DateParts.TimeOfDay)] TimeOnly D, [MinMax, Items(2)] float[] E); [Features] public partial record struct Middle(Inner I, [Category] DayOfWeek Day); [Features] public partial record Net(Middle M, Inner I, [Column(\"other\")] Inner J);",
        // Names.
        "[Features] public partial record Net([Number] int @class, [Number] int row, [Number] int visitor, [Number] int cells, [Number] int Visit, [Number] int Create, [Number] int value, [Number] int @record, [Number] int Größe, [Number] int İ, [Number] int _, [Number] int TVisitor, [Category] DayOfWeek IFeatures, [Column(\"a \\\"b\\\"\")] [Number] int ModelDsl, [Number] int System);",
        "namespace My.@namespace { public enum @enum { @class, @var } [Features] public partial record @record([Category] @enum @enum, [Label] bool @bool); }",
        "namespace X { public enum Kind { A } } namespace Y { public enum Kind { A } } [Features] public partial record Net([Category] X.Kind A, [Category] Y.Kind B);",
    ];
}
