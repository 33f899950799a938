using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>
/// During typing, most of the generator's input is not valid C#. The generator never fails, and its output can always be parsed.
/// </summary>
public class HalfTypedTests
{
    private const string Source = """
        namespace A.B
        {
            partial class Outer<T> where T : class
            {
                [Model(28, inputShape: [1, 2]), CategoricalCrossentropy(LabelSmoothing = .1, Labels = new[] { 5, 3 })]
                public sealed partial record Net(
                    [Dense(units: 8, Activation.Tanh, KernelL2 = 1e-5)] Dense @class,
                    [param: Dropout(0.5)] Dropout Drop = null!,
                    [Activation((ActivationKind)3)] Activation? A,
                    [Dense(3)] params Dense[] Output) : Base(1), IModel<Net>
                {
                    public required Dense Output { get; init; } = Output;
                    public static Net operator +(Net a, Net b) => a;
                }
            }
        }
        [Model(4)] partial record Flat([Flatten] Flatten F, [Dense(1)] Dense Out);
        [MeanSquaredError] partial record Flat;
        """;

    private const string Method = """
        [Model(2, 4), MeanSquaredError] partial record Net([Dense(3)] Dense A, [Dense(1)] Dense B)
        {
            const int Turns = 2;
            [Forward] static Tensor Predict(Net m, Tensor x, bool training)
            {
                var (left, right) = (x[.., 0, 1..^1], Encode(x[.., ^1, ..2]));
                for (var i = 0; i < Turns; i++) { if (i % 2 == 0 && !training) continue; left = -left * 2.5 + right; }
                foreach (var f in new Func<Tensor, Tensor>[] { Relu, t => t | m.A | Tanh }) right = left | f;
                Tensor[] parts = [right, .. right.Split(3, axis: -1)];
                return Concat(parts).Reshape(-1, 6).Sum(1, keepDims: true).BroadcastTo(-1, 2) | m.B;
                Tensor Encode(Tensor side) => Where(side > 0, side, 0.1 * side);
            }
        }
        """;

    private const string Parts = """
        [Block] partial record Step([Dense(3)] Dense Inner, [Repeat(2)] LanguageExt.Seq<Step> Self) { [Forward] static Tensor Add(Step m, Tensor x) => x + (x | m.Inner); }
        [Block] partial record Two([Repeat(2), Dense(3)] LanguageExt.Seq<Dense> Both);
        [Model(3), MeanSquaredError] partial record Inner([Frozen] Two First, [Frozen, Dense(3)] Dense Last);
        [Model(3), MeanSquaredError] partial record Net(Inner Inner, [Repeat(2)] LanguageExt.Seq<Two> Twos, [Dense(1)] Dense B)
        {
            [Forward] static Tensor F(Net m, Tensor x)
            {
                var h = x | m.Inner;
                foreach (var two in m.Twos) h = h | two | two.Both[^1];
                return MatMul(h, m.Inner.Last.Kernel.Transpose(1, 0)) | m.B;
            }
        }
        """;

    private const string Table = """
        public enum Port { [System.Runtime.Serialization.EnumMember(Value = "S")] S, C = 5 }
        partial class Outer<T> { [Features] private partial record struct Home([Number] int Rooms, [Vocabulary(9)] string? @class); }
        [Features] public sealed partial record Passenger(
            [Normalize(Log = true)] float? Age = 2.5f, [Category(Unknown = Unknown.Own, AsIndex = true)] Port Embarked,
            [Bucket(0, 18.5, -65)] int Years, Passenger Self, [Items(3), MinMax] double[] Spectrum, [Column("x")] [Ignore] Uri Note = null!,
            [Date(DateParts.Trend | DateParts.Month)] DateOnly? Booked, [Label("a", "b")] string Answer) { public int Schema => 1; }
        [Model(typeof(Passenger), Axes = ["a"]), BinaryCrossentropy] public sealed partial record Net([Dense(1)] Dense A, [Embedding(3, 4)] Embedding Fit)
        {
            [Forward] static Tensor F(Net m, (Tensor Numbers, Tensor Embarked) x) => (x.Embarked | m.Fit).Flatten() * x.Numbers | m.A;
        }
        [Features] public partial record Right([Number] float A, [Vocabulary(5)] string B, [Label] Port C);
        [Model(typeof(Right)), SparseCategoricalCrossentropy] partial record Fits([Embedding(5, 4)] Embedding E, [Dense(2)] Dense D)
        {
            [Forward] static Tensor F(Fits m, (Tensor Numbers, Tensor B) x) => (x.B | m.E).Flatten() * x.Numbers | m.D;
        }
        """;

    /// <summary>
    /// Cuts the source in the middle of a token of each place and at its end. A cut at another character of a name or a number gives no new
    /// case.
    /// </summary>
    [Theory, InlineData(Source), InlineData(Method), InlineData(Parts), InlineData(Table)]
    public void EveryBeginningIsSurvived(string source) => Survives(
        Places(source).SelectMany(token => token.Length > 1 ? new[] { token.Start + token.Length / 2, token.End } : [token.End])
            .Select(end => source[..end]));

    [Theory, InlineData(Source), InlineData(Method), InlineData(Parts), InlineData(Table)]
    public void EveryMissingTokenIsSurvived(string source) =>
        Survives(Places(source).Select(token => source.Remove(token.Start, token.Length)));

    [Theory, InlineData(Source), InlineData(Method), InlineData(Table)]
    public void DoubledTokensAreSurvived(string source) => Survives(
        Tokens(source).Where((_, i) => i % 3 == 0)
            .Select(token => source.Insert(token.End, " " + source.Substring(token.Start, token.Length))));

    [Theory, InlineData(Source, 1), InlineData(Method, 1), InlineData(Parts, 1), InlineData(Table, 1)]
    public void TokensReplacedByOthersAreSurvived(string source, int seed)
    {
        var texts = Tokens(source).Select(token => source.Substring(token.Start, token.Length)).Distinct().ToArray();
        var random = new Random(seed);
        Survives(Tokens(source).Where((_, i) => i % 3 == 1)
            .Select(token => source.Remove(token.Start, token.Length).Insert(token.Start, texts[random.Next(texts.Length)])));
    }

    /// <summary>Returns a token for each place in the grammar: the kinds of the token and of the two nodes around it.</summary>
    private static IEnumerable<TextSpan> Places(string source) =>
        Syntax(source).DistinctBy(t => (t.RawKind, t.Parent!.RawKind, t.Parent.Parent?.RawKind)).Select(t => t.Span);

    private static IEnumerable<TextSpan> Tokens(string source) => Syntax(source).Select(t => t.Span);

    private static IEnumerable<SyntaxToken> Syntax(string source) =>
        GeneratorHarness.Parse(source, "Source0.cs").GetRoot().DescendantTokens().Where(t => t.Span.Length > 0);

    private static void Survives(IEnumerable<string> sources)
    {
        var compilation = GeneratorHarness.Compile("");
        var driver = GeneratorHarness.Driver(recordsSteps: false);
        // A file that has not changed is the same tree.
        var parsed = new HashSet<SyntaxTree>();
        foreach (var source in sources)
        {
            var tree = compilation.SyntaxTrees.Single(t => t.FilePath == "Source0.cs");
            compilation = compilation.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(source, "Source0.cs"));
            driver = driver.RunGenerators(compilation);
            var result = driver.GetRunResult();
            Assert.True(result.Results.Single().Exception is null, $"{result.Results.Single().Exception}\n{source}");
            Assert.DoesNotContain(result.Diagnostics, d => d.Id == "CS8785");
            foreach (var generated in result.GeneratedTrees.Where(parsed.Add))
                Assert.False(generated.GetDiagnostics().Any(), $"{generated.GetDiagnostics().FirstOrDefault()}\n{source}");
        }
    }
}
