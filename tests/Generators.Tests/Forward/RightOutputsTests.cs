using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right methods of several outputs, all compiled in one project without a warning.</summary>
public sealed class RightOutputsTests(RightOutputsTests.Compiled compiled) : IClassFixture<RightOutputsTests.Compiled>
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, RightOutputs.Models.Length + 1)];

    [Theory, MemberData(nameof(Numbers))]
    public void CompiledIsEager(int number) => ForwardLaws.CompiledIsEager(compiled.All[number]);

    [Theory, MemberData(nameof(Numbers))]
    public void TrainedIsEager(int number) => ForwardLaws.TrainedIsEager(compiled.All[number]);

    [Theory, MemberData(nameof(Numbers))]
    public void SamplesStayApart(int number) => ForwardLaws.SamplesStayApart(compiled.All[number]);

    [Theory, MemberData(nameof(Numbers))]
    public void GradientMatchesFiniteDifference(int number) => ForwardLaws.GradientMatchesFiniteDifference(compiled.All[number]);

    public sealed class Compiled
    {
        internal IReadOnlyList<ForwardCase> All { get; } = ForwardLaws.Compile(
            [.. RightOutputs.Models.Select((_, i) => ($"Net{i}", RightOutputs.Of(i, $"Net{i}"))), ("Three", RightOutputs.Three)], RightOutputs.Records);
    }
}
