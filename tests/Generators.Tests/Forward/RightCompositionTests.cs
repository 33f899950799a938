using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right models of models.</summary>
public sealed class RightCompositionTests(RightCompositionTests.Compiled compiled) : RightMethodLaws<RightCompositionTests.Compiled>(compiled)
{
    public sealed class Compiled() : RightMethods(RightComposition.Models.Select((model, i) => ($"Net{i}", "using LanguageExt;\n" + (model.Body is { } body
        ? ComposedModel.Of(model.Layers, body, $"Net{i}")
        : ComposedModel.Chain(model.Layers, $"Net{i}")))), ComposedModel.File), IRightMethods
    {
        public static int Count => RightComposition.Models.Length;
    }
}
