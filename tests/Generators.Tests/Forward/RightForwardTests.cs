using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right methods, all compiled in one project without a warning.</summary>
public sealed class RightForwardTests(RightForwardTests.Compiled compiled) : IClassFixture<RightForwardTests.Compiled>
{
    [Fact]
    public void ThereAreEnough() => Assert.True(All.Distinct().Count() >= 150, $"{All.Distinct().Count()} right methods.");

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, All.Length)];

    private static (string Body, string Input)[] All =>
    [
        .. RightForward.Bodies.Select(body => (body, "8")), .. RightForward.Language.Select(body => (body, "8")),
        .. RightForward.Named.Select(body => (body, "4, 2, Axes = [\"height\", \"width\"]")),
    ];

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
            [.. RightForwardTests.All.Select((right, i) => ($"Net{i}", ForwardModel.Of(right.Body, RightForward.Members, input: right.Input, name: $"Net{i}", signature: RightForward.Signature(right.Body, $"Net{i}"))))], RightForward.Blocks);
    }
}
