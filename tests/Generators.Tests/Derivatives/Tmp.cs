using ModelDsl.Generators.Tests.Emit;
namespace ModelDsl.Generators.Tests.Derivatives;
public class Tmp
{
    [Fact]
    public void Find()
    {
        var text = new System.Text.StringBuilder();
        foreach (var (i, layer) in EveryLayerTests.Layers.Index())
        {
            try
            {
                var source = $$"""
                [Model({{layer.Input}}, {{DerivativeCase.All}}), MeanSquaredError]
                public sealed partial record Net{{i}}(
                    [Dense({{layer.Input.Split(", ")[^1]}}, Activation.Sigmoid)] Dense Before, [{{layer.Attribute}}] {{EveryLayerTests.NameOf(layer.Attribute)}} A,
                    [Flatten] Flatten F, [Dense(2, Activation.Tanh)] Dense Z);
                """;
                DerivativeCase.Compile([($"Net{i}", source)]);
            }
            catch (Exception e) { text.AppendLine($"{i} {layer} {e.Message}"); }
        }
        Assert.Equal("", text.ToString());
    }
}
