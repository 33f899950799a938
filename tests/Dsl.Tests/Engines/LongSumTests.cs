using System.Numerics;
using System.Reflection;
using System.Runtime.Intrinsics;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Engines.Reference;

namespace ModelDsl.Tests.Engines;

/// <summary>The CPU engine's sums are right to the last digits of float32 at any length.</summary>
public class LongSumTests
{
    private const int Long = 10_000_000;

    private static readonly (string Name, Func<double, double> Term)[] Terms =
        [("constant", _ => 0.1), ("growing", at => at), ("of both signs", at => Math.Sin(1e4 * at) + 1e-3)];

    public static TheoryData<string> Names => [.. Reductions.All.Select(r => r.ToString())];

    /// <summary>A new instruction must be in one of the lists.</summary>
    [Fact]
    public void Every_instruction_is_known_to_sum_up_or_not()
    {
        var members = typeof(ITensorEngine).GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(m => !m.IsSpecialName);
        var composed = typeof(Instructions).GetMethods(BindingFlags.Public | BindingFlags.Static);
        var instructions = members.Concat(composed).Select(m => m.Name).Distinct();
        Assert.Equal(instructions.Order(), Reductions.All.Select(r => r.Method).Distinct().Concat(Reductions.Others).Order());
    }

    [Theory, MemberData(nameof(Names))]
    public void Sums_of_any_length_agree_with_double_precision(string name)
    {
        foreach (var (kind, term) in Terms)
            foreach (var length in new[] { 60, 17_280 }) AssertAgrees(Engine.Cpu, name, kind, term, length);
        AssertAgrees(Engine.Cpu, name, Terms[0].Name, Terms[0].Term, 150_000);
    }

    [Theory, MemberData(nameof(Names))]
    public void Vectors_of_every_width_agree_with_double_precision(string name)
    {
        foreach (var engine in new ITensorEngine[] { new CpuEngine<WideLanes, Vector512<float>>(),
            new CpuEngine<MachineLanes, Vector<float>>(), new CpuEngine<ScalarLane, float>() })
            AssertAgrees(engine, name, Terms[2].Name, Terms[2].Term, 9_960);
    }

    [Theory]
    [InlineData("Sum"), InlineData("SumOfSquares"), InlineData("SumRows of a column"), InlineData("MeanColumns"), InlineData("AveragePool of a column")]
    [InlineData("MatMul right to 1 × 1"), InlineData("GatherGradient")]
    public void Ten_million_terms_are_summed_as_exactly(string name) => AssertAgrees(Engine.Cpu, name, Terms[0].Name, Terms[0].Term, Long);

    [Fact]
    public void Mean_of_a_large_image_is_its_numbers()
    {
        var (x, to) = (Engine.Cpu.Allocate(ElementType.Float, [1, 512, 512, 1]), Engine.Cpu.Allocate(ElementType.Float, [1, 1, 1, 1]));
        Engine.Cpu.Fill(0.1, x);
        Engine.Cpu.AveragePool(x, new Window(512, 512), to);
        Assert.Equal(0.1f, Read(to)[0]);
    }

    private static void AssertAgrees(ITensorEngine engine, string name, string kind, Func<double, double> term, int length)
    {
        var reduction = Reductions.All.Single(r => r.ToString() == name);
        if (length > reduction.Most) return;
        var expected = Read(reduction.Run(new TermMemory(Engine.Reference, term), length));
        // If all terms have the same sign, the sum of their sizes is the sum itself.
        var sizes = kind == Terms[2].Name
            ? Read(reduction.Run(new TermMemory(Engine.Reference, at => Math.Abs(term(at))), length)) : expected;
        var actual = Read(reduction.Run(new TermMemory(engine, term), length));
        var unit = Math.Max(reduction.Least, Math.Max(expected.Max(Math.Abs), sizes.Max(Math.Abs))) * Math.ScaleB(1, -24);
        for (var i = 0; i < expected.Length; i++)
        {
            var error = Math.Abs(expected[i] - actual[i]);
            if (!(error <= reduction.Units * unit)) Assert.Fail($"{name}, {length} terms, {kind}: element {i} is {actual[i]:R}, not {expected[i]:R}: off by {error / unit:F1} units.");
        }
    }

    private static double[] Read(TensorBuffer buffer)
    {
        var values = new double[buffer.Count];
        (buffer is ReferenceBuffer ? Engine.Reference : Engine.Cpu).Read(buffer, values);
        return values;
    }
}
