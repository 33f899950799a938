namespace ModelDsl.Generators.Tests.Features;

/// <summary>MDSL210 to MDSL220, and the names that a row can't have: each with a part of its message.</summary>
public static class WrongRows
{
    private const string Label = "[Label] bool L";

    public static TheoryData<string, string> Rows() => new()
    {
        // The declaration.
        { $"[Features] public sealed record {{|CS0260:{{|MDSL210:Row|}}|}}([Number] int A, {Label});", "'Row' is not partial: write '[Features] public sealed partial record Row(…)'" },
        { $"[Features] public record struct {{|CS0260:{{|MDSL210:Row|}}|}}([Number] int A, {Label});", "write '[Features] public partial record struct Row(…)'" },
        { "[Features] public readonly partial struct {|MDSL210:Row|};", "'Row' is a struct, not a record: write '[Features] public readonly partial record struct Row(…)'" },
        { "[Features] public partial class {|MDSL210:Row|}([Number] int {|CS9113:a|});", "'Row' is a class, not a record: write '[Features] public partial record Row(…)'" },
        { "[Features] public partial record {|MDSL210:Row|};", "has no parameters" },
        { "[Features] public partial record {|MDSL210:Row|}();", "has no parameters" },
        { $"[Features] public abstract partial record {{|MDSL210:Row|}}([Number] int A, {Label});", "is abstract" },
        { $"public record Base; [Features] public partial record {{|MDSL210:Row|}}([Number] int A, {Label}) : Base;", "is derived from 'Base'" },
        { $"[Features] public partial record {{|MDSL210:Row|}}<T>([Number] int A, {Label});", "is generic" },
        { $"public partial class Outer<T> {{ [Features] public partial record {{|MDSL210:Row|}}([Number] int A, {Label}); }}", "is generic, or stands inside a generic type" },
        { $"[Features] file partial record {{|MDSL210:Row|}}([Number] int A, {Label});", "is declared 'file'" },
        { $"public class {{|CS0260:Outer|}} {{ [Features] public partial record {{|MDSL210:Row|}}([Number] int A, {Label}); }}", "stands inside 'Outer', which is not partial: write 'partial class Outer'" },
        { $"public static partial class Far {{ public record struct {{|CS0260:Outer|}} {{ [Features] public partial record {{|MDSL210:Row|}}([Number] int A, {Label}); }} }}", "write 'partial record struct Outer'" },
        { "[Features, Model(1), MeanSquaredError] public partial record {|MDSL210:Row|}([Dense(1)] Dense A);", "is also a [Model]" },
        { "[Features, Block] public partial record {|MDSL210:Row|}([Dense(1)] Dense A);", "is also a [Block]" },
        { "// <LangVersion>13\nnamespace A; [ModelDsl.Features] public partial record {|MDSL201:Row|}([ModelDsl.Number] int A, [ModelDsl.Label] bool L);", "C# 14" },

        // Names.
        { $"[Features] public partial record Row([Number] int {{|MDSL015:Schema|}}, {Label});", "A parameter can't be named 'Schema', because the generated half of the row has a member of this name" },
        { $"[Features] public partial record Row([Category] DayOfWeek {{|MDSL015:__Columns|}}, {Label});", "'__Columns'" },
        { $"[Features] public partial record {{|MDSL202:Schema|}}([Number] int A, {Label});", "A row can't be named 'Schema'" },
        { $"[Features] public partial record Row([Number] int A, {Label}) {{ public int {{|MDSL016:Schema|}} => 1; }}", "Row 'Row' can't declare 'Schema'" },
        { $"[Features] public partial record Row([Number] int A, {Label}) {{ public static void {{|MDSL016:Schema|}}() {{ }} }}", "Row 'Row' can't declare 'Schema'" },
        { $"[Features] public partial record Row([Number] int A, {Label}) {{ public required int {{|MDSL018:B|}} {{ get; init; }} }}", "Member 'B' of row 'Row' is required, but a table can't know its value" },
        { $"[Features] public partial record Row([Number] int A, [property: Obsolete(\"gone\", true)] [Number] int {{|MDSL200:B|}}, {Label});", "can't use it" },

        { $"[Obsolete(\"gone\", true)] public enum Old {{ A }} [Features] public partial record Row([Category] {{|CS0619:Old|}} A, {Label});", "" },

        // One attribute a parameter.
        { $"[Features] public partial record Row(float {{|MDSL211:A|}}, {Label});", "Parameter 'A' of row 'Row' has no feature attribute: write for instance '[Normalize] float A', or [Ignore] if it is no feature" },
        { $"[Features] public partial record Row([Number] int B, string? {{|MDSL211:A|}}, {Label});", "'[Vocabulary(1000)] string? A'" },
        { $"[Features] public partial record Row([Number] int B, DayOfWeek {{|MDSL211:A|}}, bool? {{|MDSL211:C|}}, {Label});", "'[Category] DayOfWeek A'\n'[Category] bool? C'" },
        { $"[Features] public partial record Row([Number] int B, DateOnly {{|MDSL211:A|}}, TimeOnly {{|MDSL211:C|}}, Uri {{|MDSL211:D|}}, {Label});", "'[Date(DateParts.Month | DateParts.DayOfWeek)] DateOnly A'\n'[Date(DateParts.TimeOfDay)] TimeOnly C'\n'[Ignore] Uri D'" },
        { $"[Features] public partial record Row([Number, {{|MDSL211:Normalize|}}] int A, {Label});", "has the feature attributes [Number] and [Normalize]: keep one" },

        // Types.
        { $"[Features] public partial record Row([Normalize] {{|MDSL212:string|}} A, {Label});", "[Normalize] can't encode 'A', because its type is 'string': it takes numbers; write for instance '[Vocabulary(1000)] string A'" },
        { $"[Features] public partial record Row([Number] {{|MDSL212:bool|}} A, [Bucket(1)] {{|MDSL212:DateTime?|}} B, {Label});", "'[Category] bool A'\n'[Date(DateParts.Month | DateParts.DayOfWeek)] DateTime? B'" },
        { $"[Features] public partial record Row([Category] {{|MDSL212:int|}} A, [Vocabulary(9)] {{|MDSL212:DayOfWeek|}} B, [Date(DateParts.Month)] {{|MDSL212:long|}} C, {Label});", "takes enums, bools and strings\ntakes strings\ntakes DateTime, DateTimeOffset, DateOnly and TimeOnly" },
        { "[Features] public partial record Row([Number] int A, [Label] {|MDSL212:DateTime|} L);", "it takes enums, bools, strings and numbers" },
        { "[Features] public partial record Row([Number] int A, [SampleWeight] {|MDSL212:bool|} L);", "it takes numbers" },
        { $"[Features] public partial record Row([Number] {{|MDSL212:char|}} A, [MinMax] {{|MDSL212:nint|}} B, [Cyclic(1)] {{|MDSL212:TimeSpan|}} C, [Bins(2)] {{|MDSL212:object|}} D, {Label});", "'char'\n'nint'\n'TimeSpan'\n'object'" },
        { $"[Flags] public enum Options {{ A = 1, B = 2 }} [Features] public partial record Row([Category] {{|MDSL212:Options|}} A, {Label});", "give each member a bool parameter" },
        { $"[Features] public partial record Row([Number, Items(2)] {{|MDSL212:float?[]|}} A, [Category(\"a\"), Items(2)] {{|MDSL212:string[]|}} B, {Label});", "items of arrays can't be null\nonly features that are numbers can be arrays" },
        { "[Features] public partial record Row([Number] int A, [Label, Items(2)] {|MDSL212:float[]|} L);", "only features that are numbers can be arrays" },

        // Missing values.
        { $"[Features] public partial record Row([{{|MDSL213:Number|}}] float? A, {Label});", "[Number] of parameter 'A' may be null, but does not say which number stands for a missing one" },
        { $"[Features] public partial record Row([Number(Missing = {{|MDSL213:Missing.Default|}})] float? A, {Label});", "may be null" },
        { $"[Features] public partial record Row([Normalize(Missing = {{|MDSL213:Missing.Mean|}})] float A, [MinMax(Indicator = {{|MDSL213:false|}})] int B, {Label});", "has the option Missing, but its type can't be null\nhas the option Indicator" },
        { $"[Features] public partial record Row([Number] int A, [{{|MDSL213:SampleWeight|}}] float? W, {Label});", "a weight is never missing" },

        // Categories.
        { $"[Features] public partial record Row([{{|MDSL214:Category|}}] string A, {Label});", "does not name its categories: write them, as in [Category(\"red\", \"green\")], or [Vocabulary(1000)] to learn them" },
        { "[Features] public partial record Row([Number] int A, [{|MDSL214:Label|}] string L);", "does not name its classes: write them, as in [Label(\"red\", \"green\")]" },
        { "[Features] public partial record Row([Number] int A, [Label({|MDSL214:\"yes\"|})] string L);", "has one class, 'yes'" },
        { $"[Features] public partial record Row([Category({{|MDSL214:\"a\"|}})] DayOfWeek A, [Category({{|MDSL214:\"a\"|}}, \"b\")] bool B, {Label});", "those of an enum are its members\nthose of a bool are false and true" },
        { "[Features] public partial record Row([Number] int A, [Label({|MDSL214:\"a\"|}, \"b\")] float L);", "a number has none" },
        { $"[Features] public partial record Row([Category(\"a\", \"b\", {{|MDSL214:\"a\"|}})] string A, [Category(\"a\", {{|MDSL214:\" \"|}})] string B, [Category(new[] {{ \"x\", {{|MDSL214:\"x\"|}} }})] string C, {Label});", "names 'a' twice\na category without a name\nnames 'x' twice" },
        { $"public enum Empty {{ }} [Features] public partial record Row([{{|MDSL214:Category|}}] Empty A, {Label});", "the enum 'Empty' has no members" },
        { "public enum One { A } [Features] public partial record Row([Number] int A, [{|MDSL214:Label|}] One L);", "the enum 'One' has one member" },
        { $"public enum Twice {{ A, [System.Runtime.Serialization.EnumMember(Value = \"a\")] B }} [Features] public partial record Row([{{|MDSL214:Category|}}] Twice A, {Label});", "two members of 'Twice' with the name 'A'" },

        // Options.
        { $"[Features] public partial record Row([Vocabulary({{|MDSL215:1|}})] string A, [Vocabulary({{|MDSL215:2|}})] string? B, [Vocabulary(size: {{|MDSL215:99999999|}})] string C, {Label});", "has the size 1, but it needs at least 2 numbers\nat least 3 numbers\nthere are at most 16777216" },
        { $"[Features] public partial record Row([{{|MDSL215:Bucket|}}] int A, [Bucket(3, {{|MDSL215:3|}})] int B, [Bucket({{|MDSL215:double.NaN|}})] int C, [Bucket(new double[] {{ 1, {{|MDSL215:double.PositiveInfinity|}} }})] int D, {Label});", "has no boundary\nhas the boundary 3 after 3, but each boundary must be larger than the one before\nfinite\nfinite" },
        { $"[Features] public partial record Row([Bins({{|MDSL215:1|}})] int A, [Bins(4, Strategy = {{|MDSL215:(BinStrategy)7|}})] int B, {Label});", "has the count 1, but it needs at least 2 intervals\nhas the Strategy 7" },
        { $"[Features] public partial record Row([Cyclic({{|MDSL215:0|}})] int A, [Cyclic({{|MDSL215:-1|}})] int B, [Cyclic({{|MDSL215:double.NaN|}})] int C, {Label});", "has the period 0, but\nhas the period -1\nhas the period NaN" },
        { $"[Features] public partial record Row([Date({{|MDSL215:DateParts.None|}})] DateTime A, [Date({{|MDSL215:(DateParts)128|}})] DateTime B, [Date({{|MDSL215:DateParts.Month | DateParts.TimeOfDay|}})] TimeOnly C, [Date({{|MDSL215:DateParts.TimeOfDay|}})] DateOnly? D, {Label});", "has no parts\nhas the parts 128\na TimeOnly has only\na DateOnly has no" },
        { $"[Features] public partial record Row([Category(\"a\", AsIndex = true, Unknown = {{|MDSL215:Unknown.Zeros|}})] string A, [Category(Unknown = {{|MDSL215:(Unknown)3|}})] DayOfWeek B, [Category(AsIndex = {{|MDSL215:true|}})] bool C, [Category(Unknown = {{|MDSL215:Unknown.Own|}})] bool? D, {Label});", "an index is never without a number\nhas the Unknown 3\na bool is always one column\na bool is always one column" },
        { "[Features] public partial record Row([Number(Missing = {|MDSL215:(Missing)9|})] int? A, [Label(Normalize = {|MDSL215:true|})] bool L);", "has the Missing 9\nonly a number can be normalized" },

        // Texts.
        { $"[Features] public partial record Row([TextVectorization(9, Length = 3)] {{|MDSL212:int|}} A, [{{|MDSL215:TextVectorization(9)|}}] string B, [{{|MDSL215:TextVectorization(Length = 3)|}}] string C, [TextVectorization({{|MDSL215:2|}}, Length = 3)] string D, [TextVectorization(9, Length = {{|MDSL215:0|}})] string E, {Label});", "takes strings\nhas no Length, but every text becomes as many numbers: write for instance Length = 200\nneither maxTokens nor a Vocabulary\nhas the maxTokens 2, but it needs at least 3: a word, and padding and unknown words, have a place\nhas the Length 0, but it needs at least 1" },
        { $"[Features] public partial record Row([TextVectorization({{|MDSL215:1|}}, OutputMode = TextOutputMode.Count)] string A, [TextVectorization(9, OutputMode = TextOutputMode.TfIdf, Length = {{|MDSL215:3|}})] string B, [TextVectorization(9, Length = 3, Ngrams = {{|MDSL215:0|}})] string C, [TextVectorization(9, Length = 3, Split = TextSplit.None, Ngrams = {{|MDSL215:2|}})] string D, [TextVectorization({{|MDSL215:99999999|}}, Length = 3)] string E, [TextVectorization(9, Length = {{|MDSL215:99999999|}})] string F, {Label});", "it needs at least 2: a word, and unknown words, have a place\nwith TextOutputMode.TfIdf a text has a column for each word: remove it\na token has at least one word\nwhich has no neighbours\nthere are at most 16777216\nit can be at most 16777216" },
        { $"[Features] public partial record Row([TextVectorization(9, Length = 3, Standardize = {{|MDSL215:(TextStandardization)9|}})] string A, [TextVectorization(9, Length = 3, Split = {{|MDSL215:(TextSplit)9|}})] string B, [TextVectorization(9, OutputMode = {{|MDSL215:(TextOutputMode)9|}})] string C, {Label});", "has the Standardize 9\nhas the Split 9\nhas the OutputMode 9" },
        { $"[Features] public partial record Row([TextVectorization(Length = 3, Vocabulary = {{|MDSL215:[]|}})] string A, [TextVectorization(Length = 3, Vocabulary = {{|MDSL215:[\"a\", \"\"]|}})] string B, [TextVectorization(Length = 3, Vocabulary = {{|MDSL215:[\"[UNK]\", \"a\"]|}})] string C, [TextVectorization(Length = 3, Vocabulary = {{|MDSL215:[\"a\", \"a\"]|}})] string D, [TextVectorization(Length = 3, Vocabulary = {{|MDSL215:[\"Good\"]|}})] string E, [TextVectorization(Length = 3, Vocabulary = {{|MDSL215:[\"isn't\"]|}})] string F, [TextVectorization(Length = 3, Vocabulary = {{|MDSL215:[\"new york\"]|}})] string G, [TextVectorization(Length = 3, Ngrams = 2, Vocabulary = {{|MDSL215:[\"new  york\"]|}})] string H, [TextVectorization({{|MDSL215:4|}}, Length = 3, Vocabulary = [\"a\", \"b\", \"c\"])] string I, {Label});", "has a Vocabulary without words\npadding has its place\nunknown words have their place\nit is there twice\nwrite it in lower case\npunctuation is removed\nhave at most 1 word: set Ngrams for more\nhave at most 2 words with one blank\nit needs at least 5: the 3 words, and padding" },
        { $"[Features] public partial record Row([TextVectorization(9, OutputMode = TextOutputMode.TfIdf, Vocabulary = {{|MDSL215:[\"a\"]|}})] string A, [TextVectorization(9, OutputMode = TextOutputMode.TfIdf, Vocabulary = [\"a\"], IdfWeights = {{|MDSL215:[1, 2]|}})] string B, [TextVectorization(9, OutputMode = TextOutputMode.TfIdf, IdfWeights = {{|MDSL215:[1]|}})] string C, [TextVectorization(9, OutputMode = TextOutputMode.Count, Vocabulary = [\"a\"], IdfWeights = {{|MDSL215:[1]|}})] string D, [TextVectorization(9, OutputMode = TextOutputMode.TfIdf, Vocabulary = [\"a\"], IdfWeights = {{|MDSL215:[double.NaN]|}})] string E, {Label});", "has 0 IdfWeights, but its Vocabulary has 1 words: write a weight for each\nhas 2 IdfWeights, but its Vocabulary has 1 words\nthe words are learnt, and their weights with them\nthey have a meaning for TextOutputMode.TfIdf alone\nan IdfWeight that is not finite" },

        // Arrays.
        { $"[Features] public partial record Row([Number] {{|MDSL216:float[]|}} A, [Number, {{|MDSL216:Items(3)|}}] float B, [Number, Items({{|MDSL216:0|}})] float[] C, [Number, Items(2)] {{|MDSL216:float[]?|}} D, {Label});", "is an array without a length\nhas [Items], but its type 'float' is no array: remove [Items], or write 'float[]'\nhas 0 items\nis an array that may be null" },
        { $"[Features] public partial record Row([Number] {{|MDSL212:float[,]|}} A, {Label});", "'float[,]'" },

        // Roles.
        { $"[Features] public partial record Row([Number] int A, [SampleWeight] int V, [SampleWeight] int {{|MDSL217:W|}}, {Label});", "has the weights 'V' and 'W'" },
        { "[Features] public partial record {|MDSL217:Row|}([Ignore] int A, [Label] bool L);", "has no feature" },

        // Names in tables.
        { $"[Features] public partial record Row([Number] int A, [Number] int {{|MDSL218:a|}}, {Label});", "Column 'a' of row 'Row' is there twice, for 'A' and 'a': rename one of them, or write [Column(\"a\")] before it if both read one column" },
        { $"[Features] public partial record Row([Column(\" L \")] [Number] int A, [Column({{|MDSL218:\"  \"|}})] [Number] int B, {Label});", "has an empty name in tables" },
        { "[Features] public partial record Row([Column(\" L \")] [Number] int A, [Label] bool {|MDSL218:L|});", "Column 'L' of row 'Row' is the label 'L' and the feature 'A', so a model would be told the answer" },
        { "[Features] public partial record Row([Label] int L, [Column(\"l\"), Number, Items(2)] int[] A, [Column(\"L\"), Normalize] int {|MDSL218:B|});", "is the label 'L' and the feature 'B'" },
        { "[Features] public partial record Row([Number, Items(3)] int[] A, [Column(\"a.2\"), Label] int {|MDSL218:B|});", "Column 'a.2' of row 'Row' is the label 'B' and the feature 'A'" },
        { "[Features] public partial record Inner([Number] int X); [Features] public partial record Row([Column(\"I.x\"), Label] int A, Inner {|MDSL218:I|});", "Column 'I.X' of row 'Row' is the label 'A' and the feature 'I.X'" },

        // Rows in rows.
        { $"public record Inner(int X); [Features] public partial record Row([Number] int A, {{|MDSL219:Inner|}} I, {Label});", "a record that is not a row: write [Features] before it" },
        { $"[Features] public partial record Inner([Number] int X); [Features] public partial record Row({{|MDSL219:Inner?|}} I, {Label});", "Parameter 'I' has the type 'Inner?', but a row inside a row is never missing" },
        { $"[Features] public partial record struct Inner([Number] int X); [Features] public partial record Row({{|MDSL219:Inner?|}} I, {Label});", "never missing" },
        { $"[Features] public partial record Row([Number] int A, {{|MDSL219:Row|}} I, {Label});", "which contains 'Row' again" },
        { $"[Features] public partial record Inner([Number] int A, {{|MDSL219:Row|}} R); [Features] public partial record Row({{|MDSL219:Inner|}} I, {Label});", "which contains 'Inner' again\nwhich contains 'Row' again" },
        { $"[Features] public partial record Inner([Number] int A, {Label}); [Features] public partial record Row({{|MDSL219:Inner|}} I);", "whose 'L' is a label or a weight: these belong to the outermost row, 'Row'" },
        { $"[Features] public partial record Inner([Number] int A) {{ private int A {{ get; init; }} = A; }} [Features] public partial record Row({{|MDSL219:Inner|}} I, {Label});", "whose 'A' can't be read from 'Row'" },
        { $"[Features] public partial record Inner([Normalize] {{|MDSL212:string|}} A); [Features] public partial record Row(Inner I, {Label});", "can't encode 'A'" },
        { $"[Features] public partial record Inner([Number] int A); [Features] public partial record Row([Number] {{|MDSL212:Inner|}} I, {Label});", "it takes numbers" },

        // Ignored parameters.
        { $"[Features] public partial record Row([Number] int A, [Ignore] {{|MDSL220:Uri|}} B, {Label});", "no cell is a 'Uri': give it a default value, such as 'Uri B = null!'" },
        { $"[Features] public partial record Row([Number] int A, [Ignore] {{|MDSL220:Guid|}} B, {Label});", "'Guid B = default'" },
        { $"[Features] public partial record Row([Number] int A, [Ignore] {{|MDSL220:int[]|}} B, [Ignore, Items(2)] {{|MDSL220:string[]|}} C, {Label});", "no cell is a 'int[]'\nno cell is a 'string[]'" },

        // Attributes of columns that have no meaning.
        { $"[Features] public partial record Row([Number] int A, {Label}, [{{|MDSL226:Column(\"b\")|}}, Ignore] Uri? B = null, [Ignore, {{|MDSL226:Items(2)|}}] int[]? R = null);", "[Column] of parameter 'B' has no meaning: no cell of a table becomes a 'Uri?'\n[Items] of parameter 'R' has no meaning" },
        { $"[Features] public partial record Inner([Number] int X); [Features] public partial record Row([Column(\"i\"), {{|MDSL226:Items(2)|}}] Inner I, {Label});", "[Items] of parameter 'I' has no meaning: a row inside a row is no array" },
        { "public record Row([{|MDSL226:Column(\"a\")|}] int A, [{|MDSL226:Items(2)|}] int[] B);", "[Column] of parameter 'A' has no meaning: 'Row' is no row; write [Features] before it\n[Items] of parameter 'B'" },
        { $"[Features] public partial record Row([Number] int A, {Label}) {{ public Row([{{|MDSL226:Column(\"x\")|}}] int a) : this(a, true) {{ }} }}", "it is no parameter of a row's declaration" },

        // Without [Features].
        { "public partial record {|MDSL223:Row|}([Column(\"a\"), Number] int A, [Label] bool L);", "'Row' has feature attributes but no [Features]" },
        { "public class {|MDSL223:Row|}(int a, [Category, Ignore] bool l) { public object All => (a, l); }", "'Row' has feature attributes but no [Features]" },

        // What the compiler says is not said twice.
        { $"[Features] public partial record Row([Number] {{|CS0246:Flot|}} A, {Label});", "" },
        { $"[Features] public partial record Row([{{|CS0246:{{|CS0246:Nmber|}}|}}] int A, {Label});", "" },
        { $"[Features] public partial record Row([Vocabulary({{|CS1503:\"a\"|}})] string A, {Label});", "" },
        { $"[Features] public partial record Row([{{|CS7036:Bins|}}] int A, {Label});", "" },
        { $"[Features, {{|CS0579:Features|}}] public partial record Row([Number] int A, {Label});", "" },
        { $"[Features] public partial record Row([Number] int A, [Number] int {{|CS0100:{{|CS0102:A|}}|}}, {Label});", "" },
    };
}
