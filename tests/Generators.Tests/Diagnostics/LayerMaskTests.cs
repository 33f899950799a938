using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Every kind of layer behind a mask.</summary>
public class LayerMaskTests
{
    /// <summary>A layer that is not here refuses: it would have to say why it may read padding.</summary>
    [Fact]
    public void The_layers_that_take_a_mask()
    {
        Assert.Equal(
            [
                "Activation", "Dense", "Dropout", "ELU", "GaussianDropout", "GaussianNoise", "LayerNormalization", "LeakyReLU", "RMSNormalization",
                "ReLU", "Rescaling", "Softmax",
            ], Named(MaskRule.Carries));
        Assert.Equal(["GRU", "GlobalAveragePooling1D", "LSTM", "SimpleRNN"], Named(MaskRule.Uses));
        Assert.Equal(["Embedding", "Masking"], Named(MaskRule.Makes));

        static IEnumerable<string> Named(MaskRule rule) =>
            LayerTable.All.Where(layer => layer.Mask == rule).Select(layer => layer.Name).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Every_layer_takes_a_mask_or_refuses_it()
    {
        var layers = LayerTable.All;
        var run = GeneratorHarness.Run("using ModelDsl;\n" + string.Join("\n", layers.Select((layer, i) =>
            $"[Model(6, 2), MeanSquaredError] public sealed partial record Net{i}([Masking] Masking A, [{layer.Example}] {layer.Name} B{i});")));
        for (var i = 0; i < layers.Count; i++)
        {
            var ids = run.Findings.Where(finding => finding.GetMessage().Contains($"'B{i}'")).Select(finding => finding.Id).ToArray();
            if (layers[i].Mask is MaskRule.Refuses or MaskRule.Makes) Assert.True(ids is ["MDSL250"], $"{layers[i].Name}: {string.Join(", ", ids)}");
            else Assert.DoesNotContain(ids, id => id.StartsWith("MDSL25", StringComparison.Ordinal));
        }
    }
}
