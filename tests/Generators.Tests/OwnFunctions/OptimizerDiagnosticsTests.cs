using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.OwnFunctions;

/// <summary>
/// Wrong optimizers are flagged at the record or at the exact expression of the rule; right ones compile without a warning.
/// </summary>
public class OptimizerDiagnosticsTests
{
    private const string Rule = "[Update] float Step(float w, float g, float learningRate) => w - learningRate * g;";

    public static TheoryData<string, string> Wrong() => new()
    {
        { $"[Optimizer] public sealed record {{|MDSL145:Own|}}() : Optimizer(0.1) {{ {Rule} }} // CS0534", "is not partial" },
        { $"[Optimizer] public sealed partial record {{|MDSL145:Own|}}() {{ {Rule} }}", "is not derived from Optimizer" },
        { $"[Optimizer] public sealed partial class {{|MDSL145:Own|}} {{ {Rule} }}", "is not a record" },
        { $"[Optimizer] public abstract partial record {{|MDSL145:Own|}}() : Optimizer(0.1) {{ {Rule} }}", "is abstract" },
        { $"[Optimizer] public sealed partial record {{|MDSL145:Own|}}<T>() : Optimizer(0.1) {{ {Rule} }} // CS0534", "is generic" },
        { $"class Outer {{ [Optimizer] public sealed partial record {{|MDSL145:Own|}}() : Optimizer(0.1) {{ {Rule} }} }} // CS0534", "a type that is not partial" },
        { "[Optimizer] public sealed partial record {|MDSL145:Own|}() : Optimizer(0.1);", "has no method marked [Update]" },
        { $"[Optimizer] public sealed partial record {{|MDSL145:Own|}}() : Optimizer(0.1) {{ {Rule} {Rule.Replace("Step", "Other", StringComparison.Ordinal)} }}", "Step and Other" },
        { Of("[Update] {|MDSL146:double|} Step(float w, float g) => w;"), "does not take floats" },
        { Of("[Update] float Step{|MDSL146:(float w)|} => w;"), "does not take floats" },
        { Of("[Update] float Step{|MDSL146:(float w, float learningRate)|} => w;"), "does not take floats" },
        { Of("[Update] float Step(float w, {|MDSL146:double|} g) => w;"), "does not take floats" },
        { Of("[Update] float Step(float w, {|MDSL146:ref float g|}) => w;"), "takes references" },
        { Of("[Update] {|MDSL146:float|} Step(float w, float g, float v) => w;"), "returns 1 numbers, but needs one for the weight and 1 that it keeps" },
        { Of("[Update] {|MDSL146:(float, float)|} Step(float w, float g) => (w, g);"), "returns 2 numbers, but needs one for the weight and 0" },
        { Of("[Update] (float, float, float, float, float, float, float, float) Step{|MDSL146:(float w, float g, float a, float b, float c, float d, float e, float f, float h)|} => default;"), "keeps 7 numbers" },
        { Of("[Update] extern float {|MDSL146:Step|}(float w, float g);") + " // CS0626", "has no body" },
        { Of("[Update] float Step{|MDSL146:<T>|}(float w, float g) => w;"), "is generic" },
        { Of("[Update] float Step(float w, float g) => {|MDSL131:w % g|};"), "comparisons" },
        { Of("[Update] float Step(float w, float g) => (float)(w - g / ({|MDSL134:1e-50|} + g * g));"), "it would be 0" },
        { Of("[Update] float Step(float w, float g) => w - g * {|MDSL134:1e-40f|};"), "a few of its digits" },
        { Of("[Update] float Step(float w, float g) => w - (float){|MDSL131:LearningRate|}.At(0) * g;"), "the learning rate of a step is a parameter" },
        { Of("[Update] float Step(float w, float g) => w - (float){|MDSL131:WeightDecay|} * g;"), "its own record's numbers" },
        { Of("[Update] float Step(float w, float g) => w - {|MDSL131:Name|}.Length * g; public string Name { get; init; } = \"\";"), "numbers or truth values" },
        { Of("[Update] float Step(float w, float g) => w - {|MDSL105:k|} * g; private float k;"), "a field may change" },
        { Of("[Update] float Step(float w, float g) { for (var i = 0; {|MDSL105:i < Turns|}; i++) w -= g; return w; } public int Turns { get; init; }"), "differs from number to number" },
        { Of("[Update] float Step(float w, float g) => w - {|MDSL114:Step(g, w)|};"), "calls itself" },
    };

    public static TheoryData<string> Right() =>
    [
        Of(Rule),
        Of("[Update] (float Weight, float Velocity) Step(float weight, float gradient, float velocity, float learningRate) { velocity = (float)Momentum * velocity - learningRate * gradient; return (weight + velocity, velocity); } public double Momentum { get; init; } = 0.9;"),
        Of("[Update] static float Step(float w, float g, float learningRate, float step) => w - learningRate / MathF.Sqrt(step) * g;"),
        Of("[Update] (float, float) Step(float w, float g, [State(0.1)] float sum, float learningRate) { sum += g * g; return (w - learningRate * g / MathF.Sqrt(sum), sum); }"),
        Of("[Update] float Step(float w, float g, float learningRate) => Nesterov && g > 0 ? w - learningRate * g : w - Scaled(g); public bool Nesterov { get; init; } private float Scaled(float g) => Factor * g; public float Factor { get; init; } = 2;"),
        Of(Rule + " protected override IEnumerable<string> FormulaFaults() => [];"),
        "public static partial class Outer { [Optimizer] internal sealed partial record Own(double Rho = 0.9) : Optimizer(0.1) { [Update] float Step(float w, float g) => w - (float)(1 - Rho) * g; } }",
        Of("[Update] private partial float Step(float w, float g, float learningRate); private partial float Step(float w, float g, float learningRate) => w - learningRate * g;"),
        Of("private partial float Step(float w, float g); [Update] private partial float Step(float weight, float gradient) { return weight - gradient; }") + " // CS8826",
        "namespace A.B; [Optimizer] public sealed partial record Own : Optimizer { public Own() : base(0.1) { } [Update] float Step(float w, float g) => w - g; }",
    ];

    [Theory, MemberData(nameof(Wrong))]
    public void AWrongOptimizerIsFlagged(string source, string message)
    {
        var markup = Markup.Parse(source);
        var run = GeneratorHarness.Run([.. markup.Files]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(source, markup.Marks, run.Diagnostics.RemoveAll(d => d.Id is "CS0649" or "CS0169" || source.Contains("// " + d.Id, StringComparison.Ordinal)));
        Assert.All(run.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }

    /// <summary>The suggested code uses the author's own names.</summary>
    [Theory]
    [InlineData("internal partial record Own(double Rho) { }", "write '[Optimizer] internal sealed partial record Own(…) : Optimizer(0.01)', with one method marked [Update]")]
    [InlineData("partial record Own() : Optimizer(0.1) { [Update] double Go(float w, float slope, float speed, float step) => w; }", "write '(float, float) Go(float w, float slope, float speed, float step)'")]
    [InlineData("partial record Own() : Optimizer(0.1) { [Update] float Go(float learningRate) => 0; }", "write 'float Go(float weight, float gradient, float learningRate)'")]
    public void AWrongOptimizerIsToldWhatToWriteInItsOwnNames(string declaration, string message)
    {
        var finding = Assert.Single(GeneratorHarness.Run("[Optimizer] " + declaration).Findings);
        Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Right))]
    public void ARightOptimizerCompilesWithoutAWord(string source) =>
        Assert.Empty(GeneratorHarness.Run(source).Diagnostics.Where(d => !source.Contains("// " + d.Id, StringComparison.Ordinal)));

    private static string Of(string members) => $"[Optimizer] public sealed partial record Own() : Optimizer(0.1) {{ {members} }}";
}
