using ModelDsl.Generators.Tests.Diagnostics;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>The right models that consist of models.</summary>
public sealed class RightCompositionTests(
    RightCompositionTests.Compiled compiled) : RightMethodLaws<RightCompositionTests.Compiled>(compiled)
{
    /// <summary>A record equals its method written out, with its own draws in training, wherever it is used.</summary>
    [Fact]
    public void ARecordIsItsMethodWrittenOut()
    {
        const string Block = """
            [Block] public sealed partial record Noisy([Dense(8)] Dense P)
            {
                [Forward] static Tensor Run(Noisy m, Tensor x, bool training, Noise noise) => (training ? 2 * (x | m.P) : x | m.P) + noise.Normal(x);
            }
            """;
        const string Records = "Noisy A, Noisy C, [Dense(4)] Dense B";
        const string Written = "foreach (var layer in new Layer[] { m.A, m.C }) x = (training ? 2 * (x | layer) : x | layer) + noise.Normal(x); return x | m.B;";
        var models = ForwardLaws.Compile(
        [
            ("Written", ForwardModel.Of(Written, layers: "[Dense(8)] Dense A, [Dense(8)] Dense C, [Dense(4)] Dense B", name: "Written", signature: "Written m, Tensor x, bool training, Noise noise")),
            ("Method", ComposedModel.Of(Records, "return x | m.A | m.C | m.B;", "Method")),
            ("Chain", ComposedModel.Chain(Records, "Chain")),
        ], Block);
        double[][] trained = [.. models.Select(model => model.Train(Engine.Reference, rows: 3, seed: 5, new RandomKey(7, 11)).Compiled)];
        Assert.All(trained, numbers => Assert.Equal(trained[0], numbers, (a, b) => Math.Abs(a - b) < 1e-12));
        ForwardLaws.TrainedIsEager(models[0]);
        Assert.All(models, model => ForwardLaws.CompiledIsEager(model));
    }

    public sealed class Compiled() : RightMethods(RightComposition.Models.Select((model, i) => ($"Net{i}", "using LanguageExt;\n" + (model.Body is { } body
        ? ComposedModel.Of(model.Layers, body, $"Net{i}")
        : ComposedModel.Chain(model.Layers, $"Net{i}")))), ComposedModel.File), IRightMethods
    {
        public static int Count => RightComposition.Models.Length;
    }
}
