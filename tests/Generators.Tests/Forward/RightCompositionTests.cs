using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right models of models, all compiled in one project without a warning.</summary>
public sealed class RightCompositionTests(RightCompositionTests.Compiled compiled) : IClassFixture<RightCompositionTests.Compiled>
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, RightComposition.Models.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void CompiledIsEager(int number) => ForwardLaws.CompiledIsEager(compiled.All[number]);

    [Theory, MemberData(nameof(Numbers))]
    public void SamplesStayApart(int number) => ForwardLaws.SamplesStayApart(compiled.All[number]);

    [Theory, MemberData(nameof(Numbers))]
    public void GradientMatchesFiniteDifference(int number) => ForwardLaws.GradientMatchesFiniteDifference(compiled.All[number]);

    public sealed class Compiled
    {
        internal IReadOnlyList<ForwardCase> All { get; } = ForwardLaws.Compile(
            [.. RightComposition.Models.Select((model, i) => ($"Net{i}", "using LanguageExt;\n" + (model.Body is { } body
                ? ComposedModel.Of(model.Layers, body, $"Net{i}")
                : ComposedModel.Chain(model.Layers, $"Net{i}"))))], ComposedModel.File);
    }
}
