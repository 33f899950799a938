using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// Terms that are added to the loss of the outputs: regularizers of weights and of layers' outputs, and losses that a method adds.
/// </summary>
/// <param name="graph">The graph to which operations are appended.</param>
/// <param name="isJudged">True when the program has a loss.</param>
internal sealed class Penalties(GraphBuilder graph, bool isJudged)
{
    private static readonly Coefficient MeanOverBatch = new(1, BatchPower: -1);

    private readonly List<Value> all = [];

    public IReadOnlyList<Value> All => all;

    /// <summary>Adds a loss with a number for each sample: the mean of these over the batch, times a weight.</summary>
    public void Add(Value numbers, double weight) => Add(numbers.Name + "Loss", MeanOverBatch * weight, numbers);

    /// <summary>Adds the regularizer of a weight.</summary>
    public void AddWeight(Value weight, PenaltySpec penalty) => Add(weight, penalty, Coefficient.One);

    /// <summary>Adds the regularizer of a layer's output: the mean over the batch of each sample's penalty.</summary>
    public void AddActivity(Value output, PenaltySpec penalty) => Add(output, penalty, MeanOverBatch);

    private void Add(Value x, PenaltySpec penalty, Coefficient scale)
    {
        if (penalty.L1 != 0 && isJudged) Add(x.Name + "MagnitudesPenalty", scale * penalty.L1, Magnitudes(x));
        if (penalty.L2 != 0 && isJudged)
            Add(x.Name + "Penalty", scale * penalty.L2, graph.Append(Elementwise.Multiply, x.Name + "Squared", x, x));
    }

    private void Add(string name, Coefficient factor, Value numbers)
    {
        if (isJudged) all.Add(graph.Append(Reductions.Sum, name, new OperationAttributes { Factor = factor }, numbers));
    }

    /// <summary>Returns |x| as max(x, 0) + max(−x, 0). Its derivative at 0 is 0.</summary>
    private Value Magnitudes(Value x)
    {
        var minus = graph.Append(Elementwise.Scale, x.Name + "Minus", new OperationAttributes { Factor = -1 }, x);
        return graph.Append(Elementwise.Add, x.Name + "Magnitudes", Positive(x), Positive(minus));

        Value Positive(Value of) =>
            graph.Append(Elementwise.Activate, of.Name + "Positive", new OperationAttributes { Activation = "Relu" }, of);
    }
}
