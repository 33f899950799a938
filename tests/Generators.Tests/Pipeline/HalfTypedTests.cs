using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>While somebody types, most of what the generator sees is no C#: it never fails, and writes nothing that could not be parsed.</summary>
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

    [Fact]
    public void EveryBeginningIsSurvived() => Survives(Enumerable.Range(0, Source.Length).Select(end => Source[..end]));

    [Fact]
    public void EveryMissingTokenIsSurvived() => Survives(Tokens().Select(token => Source.Remove(token.Start, token.Length)));

    [Fact]
    public void EveryDoubledTokenIsSurvived() => Survives(Tokens().Select(token => Source.Insert(token.End, " " + Source.Substring(token.Start, token.Length))));

    [Fact]
    public void EveryTokenReplacedByAnotherIsSurvived()
    {
        var texts = Tokens().Select(token => Source.Substring(token.Start, token.Length)).Distinct().ToArray();
        var random = new Random(1);
        Survives(Tokens().SelectMany(token => Enumerable.Range(0, 1).Select(_ =>
            Source.Remove(token.Start, token.Length).Insert(token.Start, texts[random.Next(texts.Length)]))));
    }

    private static IEnumerable<Microsoft.CodeAnalysis.Text.TextSpan> Tokens() =>
        GeneratorHarness.Parse(Source, "Source0.cs").GetRoot().DescendantTokens().Select(t => t.Span).Where(span => span.Length > 0);

    private static void Survives(IEnumerable<string> sources)
    {
        var compilation = GeneratorHarness.Compile(Source);
        var driver = GeneratorHarness.Driver();
        foreach (var source in sources)
        {
            var tree = compilation.SyntaxTrees.Single(t => t.FilePath == "Source0.cs");
            compilation = compilation.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(source, "Source0.cs"));
            driver = driver.RunGenerators(compilation);
            var result = driver.GetRunResult();
            Assert.True(result.Results.Single().Exception is null, $"{result.Results.Single().Exception}\n{source}");
            Assert.DoesNotContain(result.Diagnostics, d => d.Id == "CS8785");
            foreach (var generated in result.GeneratedTrees)
                Assert.False(generated.GetDiagnostics().Any(), $"{generated.GetDiagnostics().FirstOrDefault()}\n{source}");
        }
    }
}
