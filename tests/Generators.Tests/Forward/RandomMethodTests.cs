using FsCheck.Fluent;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>Random well-typed methods, compiled as one project: they obey the laws of every method.</summary>
public sealed class RandomMethodTests(RandomMethodTests.Compiled compiled) : IClassFixture<RandomMethodTests.Compiled>
{
    private const int Programs = 150;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Programs)];

    [Theory, MemberData(nameof(Numbers))]
    public void LawsOfMethodsHold(int number)
    {
        var (model, method) = (compiled.All[number], compiled.Methods[number]);
        Assert.Multiple(
            () => ForwardLaws.CompiledIsEager(model, method.HasFloats),
            () => ForwardLaws.TrainedIsEager(model, method.HasFloats),
            () => ForwardLaws.LossIsWhatTheMethodAdds(model, method.HasFloats),
            () => ForwardLaws.SamplesStayApart(model, method.HasFloats));
        if (!method.StopsGradient) ForwardLaws.GradientMatchesFiniteDifference(model);
    }

    /// <summary>Similar or short programs would prove little.</summary>
    [Fact]
    public void ProgramsUseEveryFunction()
    {
        var all = string.Join("\n", compiled.Methods.Select(m => m.Source));
        string[] used =
        [
            "Transpose(", "Reshape(", "..", "^", "Concat(", "Split(", "Flip(", "Sum(", "Mean(", "Max(", "BroadcastTo(", "MatMul(", "Softmax(", "LogSoftmax(", "Where(", "Maximum(", "StopGradient(", "Clip(", "Exp(", "Log(", "Sqrt(", "Half",
            "WithLoss(", "noise.Normal(", "noise.Uniform(", "| Own0", "| Own5", "Map(Pair", ".Named(\"a\", \"b\")", "(\"b\")", ".Shape[2]", ".Shape.Tail.Size",
        ];
        Assert.All(used, text => Assert.Contains(text, all, StringComparison.Ordinal));
        Assert.InRange(compiled.Methods.Count(m => m.HasOutputs), 20, 130);
        Assert.InRange(compiled.Methods.Count(m => m.HasInputs && m.Source.Contains("x.Left", StringComparison.Ordinal)), 20, 130);
        Assert.True(compiled.Methods.Average(m => m.Source.Split("var v").Length) > 7);
        Assert.True(compiled.Methods.Count(m => m.Source.Split("| m.L0").Length > 2) > 10, "Few programs share weights.");
    }

    public sealed class Compiled
    {
        public Compiled()
        {
            var programs = Gen.Choose(0, 1 << 20).ArrayOf(90);
            Methods = [.. programs.Sample(Programs).Select((choices, i) => RandomMethod.Of($"Net{i}", choices))];
            All = ForwardLaws.Compile([.. Methods.Select(m => (m.Name, m.Source))]);
        }

        internal IReadOnlyList<RandomMethod> Methods { get; }

        internal IReadOnlyList<ForwardCase> All { get; }
    }
}
