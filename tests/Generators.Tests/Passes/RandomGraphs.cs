using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Tests.Scalars;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>
/// Graphs of random operations on random values: values used many times, views of views, constants, neutral factors, repeated computations,
/// and unused parts. The functions are smooth, so rounding cannot move a value over a kink.
/// </summary>
internal sealed class RandomGraphs
{
    private static readonly Dim N = Dim.Batch;

    private static readonly TensorType[] Types =
    [
        TensorType.Float(N, 6), TensorType.Float(N, 2, 3), TensorType.Float(N, 3), TensorType.Float(N), TensorType.Float(3),
        TensorType.Float(6),
        TensorType.Float(2, 3), TensorType.Float(3, 3), TensorType.Scalar,
    ];

    private static readonly Coefficient[] Factors = [1, 0, -1, 2, 0.5, new(1, -1), new(-0.25, -1)];
    private static readonly string[] Smooth = ["Linear", "Sigmoid", "Tanh", "Softplus", "Silu", "Softsign"];

    /// <summary>Choices of a function without kinks.</summary>
    private static readonly int[] Smoothly = [0, 1, 2, 3, 4, 6, 7, 8, 9];

    private readonly GraphBuilder graph = new();
    private readonly Random random;
    private readonly List<Value> values = [];
    private readonly List<Value> labels = [];
    private int parameters;

    private RandomGraphs(int seed)
    {
        random = new Random(seed);
        values.Add(graph.Source(Sources.Input, "input", TensorType.Float(N, 2, 3)));
        labels.Add(graph.Source(Sources.Labels, "classes", new TensorType(ElementType.Int32, [N])));
        labels.Add(graph.Source(Sources.Labels, "targets", TensorType.Float(N, 3)));
    }

    /// <summary>Returns a graph with a prediction and a loss.</summary>
    public static Graph WithLoss(int seed) => new RandomGraphs(seed).Build();

    private Graph Build()
    {
        Parameter();
        Parameter();
        var steps = 4 + random.Next(16);
        while (values.Count < steps) Step();

        // The loss uses some of the values, always including the last parameter, so that the loss has a derivative.
        Value? loss = null;
        foreach (var value in values.Where(v => v.Producer.Is(Sources.Parameter) || random.Next(3) == 0).Append(values[^1]).ToArray())
        {
            var bounded = graph.Append(Elementwise.Activate, "bounded", new OperationAttributes { Activation = "Tanh" }, value);
            var sum = value.Type.Rank == 0 ? bounded : graph.Append(Reductions.Sum, "sum", new OperationAttributes { Factor = new Coefficient(0.5, value.Type.IsPerSample ? -1 : 0) }, bounded);
            loss = loss is null ? sum : graph.Append(Elementwise.Add, "loss", loss, sum);
        }
        var outputs = new List<GraphOutput> { new(OutputRole.Loss, loss!) };
        if (random.Next(2) == 0) outputs.Add(new(OutputRole.Prediction, Any(v => !v.Producer.Definition.IsSource) ?? loss!));
        if (random.Next(2) == 0) outputs.Add(new(OutputRole.Losses, Any(_ => true)!));
        return graph.Build(outputs);
    }

    private Value Parameter()
    {
        var index = parameters++;
        return Keep(graph.Source(Sources.Parameter, "parameter", Types[random.Next(Types.Length)], index));
    }

    private void Step()
    {
        var x = random.Next(3) == 0 ? values[random.Next(values.Count)] : values[^(1 + random.Next(Math.Min(3, values.Count)))];
        switch (random.Next(16))
        {
            case 0 or 1:
                var elementwise = new[] { Elementwise.Add, Elementwise.Subtract, Elementwise.Multiply }[random.Next(3)];
                var y = Any(v => v.Type == x.Type)!;
                Keep(random.Next(2) == 0 ? graph.Append(elementwise, "e", x, y) : graph.Append(elementwise, "e", y, x));
                break;
            case 2: Keep(graph.Append(Elementwise.Scale, "s", new OperationAttributes { Factor = Factors[random.Next(Factors.Length)] }, x)); break;
            case 3 when random.Next(2) == 0: Mapped(x); break;
            case 3 or 4: Keep(graph.Append(Elementwise.Activate, "a", new OperationAttributes { Activation = Smooth[random.Next(Smooth.Length)] }, x)); break;
            case 5: Keep(graph.Append(Elementwise.Dropout, "d", new OperationAttributes { Rate = random.Next(3) * 0.25, Index = random.Next(2) }, x)); break;
            case 6: Keep(graph.Constant("c", x.Type, Factors[random.Next(Factors.Length)])); break;
            case 7 or 8: Product(x); break;
            case 9: Reshape(x); break;
            case 10 when x.Type.Rank > 0: Keep(graph.Append(Matrices.AddBias, "b", x, graph.Source(Sources.Parameter, "bias", TensorType.Float(x.Type.Columns), parameters++))); break;
            case 11 when x.Type.Rank > 1: Keep(graph.Append(Reductions.SumRows, "r", OperationAttributes.None, graph.Append(Elementwise.Scale, "mean", new OperationAttributes { Factor = new Coefficient(1, x.Type.IsPerSample ? -1 : 0) }, x))); break;
            case 12 when x.Type.Rank > 1: Rows(x); break;
            case 13 when x.Type.Rank > 0: Keep(graph.Append(Reductions.Sum, "t", new OperationAttributes { Factor = new Coefficient(0.5, x.Type.IsPerSample ? -1 : 0) }, random.Next(2) == 0 ? x : graph.Append(Elementwise.Multiply, "squared", x, x))); break;
            case 14 when x.Type.Rank == 0: Keep(graph.Append(Reductions.BroadcastScalar, "f", new OperationAttributes { Factor = Factors[random.Next(Factors.Length)], Type = Types[random.Next(Types.Length)] }, x)); break;
            case 15: CrossEntropy(x); break;
        }
    }

    /// <summary>Appends a function of numbers, with one or two values.</summary>
    private void Mapped(Value x)
    {
        var function = RandomFunction.Of(
            [.. Enumerable.Range(0, 8).Select(_ => 12 * random.Next(1000) + Smoothly[random.Next(Smoothly.Length)])], 1 + random.Next(2));
        Value[] operands = function.Arguments == 1 ? [x] : [x, Any(v => v.Type == x.Type)!];
        Keep(graph.Append(Maps.Map, "f", new OperationAttributes { Function = function }, operands));
    }

    private void Product(Value x)
    {
        if (x.Type.Rank < 2 || x.Type.Columns.IsBatch) return;
        var kernel = graph.Source(Sources.Parameter, "kernel", TensorType.Float(x.Type.Columns, random.Next(2) == 0 ? 3 : 6), parameters++);
        var product = graph.Append(Matrices.MatMul, "p", x, kernel);
        if (random.Next(2) == 0) Keep(product);
        if (random.Next(2) == 0) product = Keep(graph.Append(Matrices.AddBias, "q", product, graph.Source(Sources.Parameter, "bias", TensorType.Float(kernel.Type.Columns), parameters++)));
        if (random.Next(2) == 0) Keep(graph.Append(Elementwise.Activate, "z", new OperationAttributes { Activation = Smooth[random.Next(Smooth.Length)] }, product));
    }

    private void Reshape(Value x)
    {
        var types = Types.Where(t => t.Elements == x.Type.Elements && t.IsPerSample == x.Type.IsPerSample).ToArray();
        if (types.Length == 0) return;
        Keep(graph.Append(Sources.Reshape, "v", new OperationAttributes { Type = types[random.Next(types.Length)] }, x));
    }

    private void Rows(Value x)
    {
        var means = Keep(graph.Append(Reductions.MeanColumns, "m", x));
        if (random.Next(2) == 0) Keep(graph.Append(Reductions.BroadcastColumns, "w", new OperationAttributes { Type = x.Type, Factor = Factors[random.Next(Factors.Length)] }, means));
    }

    private void CrossEntropy(Value x)
    {
        if (x.Type != TensorType.Float(N, 3))
        {
            if (x.Type.Rank > 0) Keep(graph.Append(Losses.Softmax, "softmax", x));
            return;
        }
        var operation = new[] { Losses.SparseSoftmaxCrossEntropy, Losses.SoftmaxCrossEntropy, Losses.SigmoidCrossEntropy }[random.Next(3)];
        var results = graph.AppendAll(operation, [x, labels[operation == Losses.SparseSoftmaxCrossEntropy ? 0 : 1]], OperationAttributes.None, ["losses", "probabilities"]);
        foreach (var result in results)
            if (random.Next(3) > 0) Keep(result);
    }

    private Value? Any(Func<Value, bool> fitting) =>
        values.Where(fitting).ToArray() is { Length: > 0 } found ? found[random.Next(found.Length)] : null;

    private Value Keep(Value value)
    {
        values.Add(value);
        return value;
    }
}
