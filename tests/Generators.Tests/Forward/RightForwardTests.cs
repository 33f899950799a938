using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right methods.</summary>
public sealed class RightForwardTests(RightForwardTests.Compiled compiled) : RightMethodLaws<RightForwardTests.Compiled>(compiled)
{
    [Fact]
    public void ThereAreEnough() => Assert.True(All.Distinct().Count() >= 150, $"{All.Distinct().Count()} right methods.");

    private static (string Body, string Input)[] All =>
    [
        .. RightForward.Bodies.Select(body => (body, "8")), .. RightForward.Language.Select(body => (body, "8")),
        .. RightForward.Named.Select(body => (body, "4, 2, Axes = [\"height\", \"width\"]")),
    ];

    public sealed class Compiled() : RightMethods(RightForwardTests.All.Select((right, i) => ($"Net{i}",
        ForwardModel.Of(right.Body, RightForward.Members, input: right.Input, name: $"Net{i}", signature: RightForward.Signature(right.Body, $"Net{i}")))), RightForward.Blocks), IRightMethods
    {
        public static int Count => RightForwardTests.All.Length;
    }
}
