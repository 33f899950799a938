using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right methods, all compiled in one project without a warning.</summary>
public sealed class RightForwardTests(RightForwardTests.Compiled compiled) : IClassFixture<RightForwardTests.Compiled>
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, RightForward.Bodies.Length)];

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
            [.. RightForward.Bodies.Select((body, i) => ($"Net{i}", ForwardModel.Of(body, RightForward.Members, name: $"Net{i}", signature: RightForward.Signature(body, $"Net{i}"))))], RightForward.Blocks);
    }
}
