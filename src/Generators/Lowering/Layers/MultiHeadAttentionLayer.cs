using System.Collections.Immutable;
using System.Numerics;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record AttentionSpec(
    string Name, int Heads, int KeyDim, int ValueDim, double Dropout, bool UseBias, bool Causal, WeightSpec Kernel, WeightSpec Bias)
        : LayerSpec(Name)
{
    public override string Text
    {
        get
        {
            var values = ValueDim == KeyDim ? "" : $", values {Literal.Of(ValueDim)}";
            var dropout = Dropout == 0 ? "" : $", dropout {Literal.Of(Dropout)}";
            return $"MultiHeadAttention({Literal.Of(Heads)}, {Literal.Of(KeyDim)}{values}{dropout}{(Causal ? ", causal" : "")}{(UseBias ? "" : ", no bias")})";
        }
    }
}

/// <summary>
/// Multi-head attention. One product gives the queries of all heads, one the keys, and one the values. Up to the output, each head works by
/// itself.
/// </summary>
internal sealed class MultiHeadAttentionLayer() : LayerDefinition<AttentionSpec>("MultiHeadAttention", "MultiHeadAttention(4, 16)")
{
    public override FeatureAxes Features => FeatureAxes.Rows;

    /// <summary>The value of a masked score. Softmax makes it 0, and without infinities no NaN can arise.</summary>
    private const double Masked = -1e9;

    public override ImmutableArray<string> Tensors =>
        ["QueryKernel", "QueryBias", "KeyKernel", "KeyBias", "ValueKernel", "ValueBias", "OutputKernel", "OutputBias"];

    public override ImmutableArray<string> Optional => ["QueryBias", "KeyBias", "ValueBias", "OutputBias"];

    public override string SizeArgument => "numHeads";

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var heads = SequenceReader.Positive(name, attribute, "numHeads");
        var keyDim = SequenceReader.Positive(name, attribute, "keyDim");
        var valueDim = SequenceReader.Positive(name, attribute, "ValueDim") ?? keyDim;
        var dropout = attribute.Double("Dropout", 0);
        var kernel = WeightReader.Read(name, attribute, "Kernel", "GlorotUniform");
        var bias = WeightReader.Read(name, attribute, "Bias", "Zeros");
        if (heads is null || keyDim is null || valueDim is null || dropout is null) return null;

        if (!(dropout >= 0 && dropout < 1)) attribute.Report(Rules.DropoutRate, "Dropout", name, Literal.Of(dropout.Value));
        return new AttentionSpec(
            name, heads.Value, keyDim.Value, valueDim.Value, dropout.Value, attribute.Bool("UseBias", true), attribute.Bool("UseCausalMask", false),
            kernel, bias);
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, AttentionSpec spec, Value x)
    {
        if (!SequenceReader.IsSequence(build, x)) return (x, 0);
        var (graph, name, steps, features) = (build.Graph, spec.Name, x.Type.Dims[1].Size, x.Type.Columns.Size);

        build.CheckNumbers("heads", (BigInteger)spec.Heads * steps * Math.Max(steps, Math.Max(spec.KeyDim, spec.ValueDim)));
        if (build.Failed) return (x, 0);
        var query = Heads(build, spec, x, "Query", spec.KeyDim);
        var key = Heads(build, spec, x, "Key", spec.KeyDim);
        var value = Heads(build, spec, x, "Value", spec.ValueDim);
        if (build.Failed) return (x, 0);
        query = graph.Append(Elementwise.Scale, name + "ScaledQuery", new OperationAttributes { Factor = 1 / Math.Sqrt(spec.KeyDim) }, query);
        var scores = graph.Append(Matrices.BatchMatMul, name + "Scores", new OperationAttributes { TransposeRight = true }, query, key);
        if (spec.Causal) scores = graph.Append(Sequences.CausalMask, name + "MaskedScores", new OperationAttributes { Factor = Masked }, scores);
        var weights = graph.Append(Losses.Softmax, name + "Weights", scores);
        if (build.Training && spec.Dropout > 0)
        {
            var dropout = new OperationAttributes { Rate = spec.Dropout, Index = build.Stream };
            weights = graph.Append(Elementwise.Dropout, name + "KeptWeights", dropout, weights);
        }
        var answers = Swapped(graph, name + "Answers", graph.Append(Matrices.BatchMatMul, name + "HeadAnswers", weights, value));

        var width = spec.Heads * spec.ValueDim;
        answers = graph.Reshape(answers, name + "AllAnswers", TensorType.Float(Dim.Batch, steps, width));
        var kernel = build.Parameter("OutputKernel", TensorType.Float(spec.Heads, spec.ValueDim, features), Kernel(spec, inputAxes: 2));
        var matrix = graph.Reshape(kernel, name + "OutputMatrix", TensorType.Float(width, features));
        var output = graph.Append(Matrices.MatMul, spec.UseBias ? name + "OutputProduct" : name, answers, matrix);
        if (spec.UseBias)
            output = graph.Append(Matrices.AddBias, name, output, build.Parameter("OutputBias", TensorType.Float(features), spec.Bias));
        return (output, Flops(spec, steps, features));
    }

    private static WeightSpec Kernel(AttentionSpec spec, int inputAxes) =>
        spec.Kernel with { Initializer = spec.Kernel.Initializer with { InputAxes = inputAxes } };

    /// <summary>Returns the product with a kernel <c>[features, heads, size]</c>, plus bias, as <c>[N, heads, steps, size]</c>.</summary>
    private static Value Heads(LayerBuilder build, AttentionSpec spec, Value x, string part, int size)
    {
        if (build.Failed) return x;
        var (graph, name, width) = (build.Graph, spec.Name + part, spec.Heads * size);
        var kernel = build.Parameter(part + "Kernel", TensorType.Float(x.Type.Columns, spec.Heads, size), Kernel(spec, inputAxes: 1));
        var bias = spec.UseBias ? build.Parameter(part + "Bias", TensorType.Float(spec.Heads, size), spec.Bias) : null;
        if (build.Failed) return x;

        var product = graph.Append(Matrices.MatMul, name + "Product", x, graph.Reshape(kernel, name + "Matrix", TensorType.Float(x.Type.Columns, width)));
        if (bias is not null) product = graph.Append(Matrices.AddBias, name + "Sums", product, graph.Reshape(bias, name + "Biases", TensorType.Float(width)));
        var heads = graph.Reshape(product, name + "Heads", TensorType.Float(Dim.Batch, x.Type.Dims[1], spec.Heads, size));
        return Swapped(graph, name, heads);
    }

    /// <summary>Turns <c>[N, steps, heads, size]</c> into <c>[N, heads, steps, size]</c>, or back.</summary>
    private static Value Swapped(GraphBuilder graph, string name, Value x) =>
        graph.Append(Layouts.Permute, name, new OperationAttributes { Axes = [1, 0, 2] }, x);

    private static long Flops(AttentionSpec spec, long steps, long features)
    {
        var (keys, values) = ((long)spec.Heads * spec.KeyDim, (long)spec.Heads * spec.ValueDim);
        var biases = spec.UseBias ? 2 * keys + values + features : 0;
        var products = 2 * features * (2 * keys + values) + 2 * values * features + keys + biases;
        return steps * products + steps * steps * (2 * keys + 2 * values + spec.Heads * ActivationTable.Of(ActivationTable.Softmax).Flops);
    }
}
