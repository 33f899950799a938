namespace ModelDsl.Import.Python;

/// <summary>Attention: PyTorch's module if keys and values together are as wide as the input, otherwise a class of the file.</summary>
internal static class AttentionLayers
{
    public static PrintedLayer MultiHeadAttention(MultiHeadAttention layer, LayerPlace place)
    {
        Dense[] parts = [layer.Query, layer.Key, layer.Value, layer.Output];
        var hasBias = parts.Any(part => part.Bias is not null);
        var bias = hasBias ? null : "bias=False";
        var (inputs, heads) = (PythonText.Number(layer.Query.In), PythonText.Number(layer.Heads));
        if (parts.All(part => part.Out == layer.Query.In))
        {
            return new(
                [place.Makes("nn.MultiheadAttention", inputs, heads, bias, "batch_first=True")],
                place.Stores(
                    ("in_proj_weight", Layouts.Joined([.. parts.Take(3).Select(SimpleLayers.Weight)])),
                    ("in_proj_bias", hasBias ? Layouts.Joined([.. parts.Take(3).Select(Bias)]) : null),
                    ("out_proj.weight", SimpleLayers.Weight(layer.Output)),
                    ("out_proj.bias", hasBias ? Bias(layer.Output) : null)),
                x => new(Expression.Call(
                    place.Self, [x.Text, x.Text, x.Text, .. layer.IsCausal ? ["attn_mask=causal_mask(" + x.Text + ")"] : Array.Empty<string>(),
                    "need_weights=False"]) + "[0]"))
            {
                Helpers = layer.IsCausal ? [Helpers.CausalMask] : [],
            };
        }
        return new(
            [place.Makes(
                Helpers.SelfAttention.Name, inputs, heads, PythonText.Number(layer.Key.Out / layer.Heads),
                PythonText.Number(layer.Value.Out / layer.Heads), bias, layer.IsCausal ? "causal=True" : null)],
            place.Stores([.. new[] { "query", "key", "value", "output" }.Zip(parts, (name, part) => (name, part)).SelectMany(named => new[]
            {
                (named.name + ".weight", (Tensor?)SimpleLayers.Weight(named.part)),
                (named.name + ".bias", hasBias ? Bias(named.part) : null),
            })]),
            place.Call)
        {
            Helpers = [Helpers.SelfAttention],
        };

        // PyTorch has all biases or none.
        static Tensor Bias(Dense part) => part.Bias ?? Layouts.Zeros("bias", part.Out);
    }
}
