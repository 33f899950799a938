using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right methods with several outputs.</summary>
public sealed class RightOutputsTests(RightOutputsTests.Compiled compiled) : RightMethodLaws<RightOutputsTests.Compiled>(compiled)
{
    public sealed class Compiled()
        : RightMethods([.. RightOutputs.Models.Select((_, i) => ($"Net{i}", RightOutputs.Of(i, $"Net{i}"))), ("Three", RightOutputs.Three)], RightOutputs.Records), IRightMethods
    {
        public static int Count => RightOutputs.Models.Length + 1;
    }
}
