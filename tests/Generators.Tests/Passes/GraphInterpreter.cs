using ModelDsl.Engines;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Tests.Scalars;
using ElementType = ModelDsl.Engines.ElementType;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>
/// Runs a graph on an engine, one operation after the other, without emitted code. Unless memory is given, every value has its own memory,
/// even a view. On the reference engine, the result defines the meaning of a graph.
/// </summary>
internal sealed class GraphInterpreter(ITensorEngine engine, int rows, RandomKey key = default)
{
    private readonly Dictionary<Value, TensorBuffer> buffers = [];

    public ITensorEngine Engine => engine;

    public static GraphInterpreter Run(Graph graph, RandomData data)
    {
        var interpreter = new GraphInterpreter(ModelDsl.Engine.Reference, data.Rows, data.Key);
        foreach (var operation in graph.Operations) interpreter.Execute(operation, data);
        return interpreter;
    }

    /// <summary>Returns the loss of a graph; operations that use the loss are not run.</summary>
    public static double LossOf(Graph graph, RandomData data)
    {
        var interpreter = new GraphInterpreter(ModelDsl.Engine.Reference, data.Rows, data.Key);
        var loss = graph.Output(OutputRole.Loss)!;
        foreach (var operation in graph.Operations)
        {
            interpreter.Execute(operation, data);
            if (operation.Results.Contains(loss)) break;
        }
        return interpreter[loss][0];
    }

    public double[] this[Value value]
    {
        get
        {
            var numbers = new double[buffers[value].Count];
            engine.Read(buffers[value], numbers);
            return numbers;
        }
    }

    /// <summary>Returns the numbers of every output, in order.</summary>
    public double[][] Outputs(Graph graph) => [.. graph.Outputs.Select(o => this[o.Value])];

    public Shape ShapeOf(TensorType type) => Shape.Create([.. type.Dims.Select(d => d.IsBatch ? rows : d.Size)]);

    public TensorBuffer Allocate(TensorType type) =>
        engine.Allocate(type.Element == Generators.Ir.ElementType.Float ? ElementType.Float : ElementType.Int32, ShapeOf(type));

    /// <summary>Gives a value memory that the caller chose.</summary>
    public void Place(Value value, TensorBuffer buffer) => buffers[value] = buffer;

    public TensorBuffer BufferOf(Value value) => buffers[value];

    public void Execute(Operation operation, RandomData data)
    {
        foreach (var result in operation.Results)
            if (!buffers.ContainsKey(result)) buffers[result] = Allocate(result.Type);
        if (operation.Definition.IsSource) Fill(operation, data);
        else if (operation.Definition.IsView) engine.Copy(buffers[operation.Operands[0]], buffers[operation.Result]);
        else Compute(operation);
    }

    private void Fill(Operation source, RandomData data)
    {
        var buffer = buffers[source.Result];
        if (source.Result.Type.Element == Generators.Ir.ElementType.Int32) engine.Write(data.Classes(source.Result, buffer.Count), buffer);
        else engine.Write(data.Numbers(source.Result, buffer.Count), buffer);
    }

    /// <summary>
    /// Computes each operation by a call of the engine. The calls are written a second time, independent of the table's instructions.
    /// </summary>
    private void Compute(Operation operation)
    {
        var x = operation.Operands.Select(o => buffers[o]).ToArray();
        var y = operation.Results.Select(r => buffers[r]).ToArray();
        var attributes = operation.Attributes;
        var factor = attributes.Factor.BatchPower switch
        {
            0 => attributes.Factor.Value,
            > 0 and var power => attributes.Factor.Value * Math.Pow(rows, power),
            var power => attributes.Factor.Value / Math.Pow(rows, -power),
        };
        var activation = Enum.Parse<ActivationKind>(attributes.Activation);
        var gates = Enum.Parse<ActivationKind>(attributes.RecurrentActivation);
        Action call = operation.Definition.Name switch
        {
            nameof(Elementwise.Fill) => () => engine.Fill(factor, y[0]),
            nameof(Elementwise.Copy) => () => engine.Copy(x[0], y[0]),
            nameof(Elementwise.Add) => () => engine.Add(x[0], x[1], y[0]),
            nameof(Elementwise.Subtract) => () => engine.Subtract(x[0], x[1], y[0]),
            nameof(Elementwise.Multiply) => () => engine.Multiply(x[0], x[1], y[0]),
            nameof(Elementwise.Scale) => () => engine.Scale(x[0], factor, y[0]),
            nameof(Elementwise.AddScaled) => () => engine.AddScaled(x[0], x[1], factor, y[0]),
            nameof(Elementwise.Activate) when activation == ActivationKind.Linear => () => engine.Copy(x[0], y[0]),
            nameof(Elementwise.Activate) => () => engine.Activate(activation, x[0], y[0]),
            nameof(Elementwise.ActivateGradient) when activation == ActivationKind.Linear => () => engine.Copy(x[1], y[0]),
            nameof(Elementwise.ActivateGradient) => () => engine.ActivateGradient(activation, x[0], x[1], y[0]),
            nameof(Elementwise.Dropout) =>
                () => engine.Dropout(x[0], attributes.Rate, key, RandomStreams.Dropout + (uint)attributes.Index, y[0]),
            nameof(Maps.Map) => () => ScalarInterpreter.Map(attributes.Function!, engine, x, y[0],
                [.. attributes.Given.Select(g => g.Value * Math.Pow(rows, g.BatchPower))]),
            nameof(Arithmetic.Divide) => () => engine.Divide(x[0], x[1], y[0]),
            nameof(Arithmetic.Abs) => () => engine.Abs(x[0], y[0]),
            nameof(Arithmetic.Sign) => () => engine.Sign(x[0], y[0]),
            nameof(Arithmetic.Log) => () => engine.Log(x[0], y[0]),
            nameof(Arithmetic.Sqrt) => () => engine.Sqrt(x[0], y[0]),
            nameof(Arithmetic.Clamp) => () => engine.Clamp(x[0], attributes.Least, attributes.Most, y[0]),
            nameof(Arithmetic.ClampGradient) => () => engine.ClampGradient(x[0], x[1], attributes.Least, attributes.Most, y[0]),
            nameof(Arithmetic.Less) => () => engine.Less(x[0], x[1], attributes.Index == 1, y[0]),
            nameof(Arithmetic.Where) => () => engine.Where(x[0], x[1], x[2], y[0]),
            nameof(Layouts.ConcatColumns) => () => engine.ConcatColumns(x[0], x[1], y[0]),
            nameof(Layouts.Flip) => () => engine.Flip(x[0], attributes.Index, y[0]),
            nameof(Layouts.Permute) => () => engine.Permute(x[0],
                operation.Operands[0].Type.IsPerSample ? [0, .. attributes.Axes.Select(a => a + 1)] : [.. attributes.Axes], y[0]),
            nameof(Elementwise.Normal) => () => engine.Normal(key, RandomStreams.Dropout + (uint)attributes.Index, y[0]),
            nameof(Elementwise.Uniform) => () => engine.Uniform(key, RandomStreams.Dropout + (uint)attributes.Index, y[0]),
            nameof(Images.Pixels) => () => engine.Pixels(x[0], x[1], y[0]),
            nameof(Images.PixelsGradient) => () => engine.PixelsGradient(x[0], x[1], y[0]),
            nameof(Images.ChannelDropout) =>
                () => engine.ChannelDropout(x[0], attributes.Rate, key, RandomStreams.Dropout + (uint)attributes.Index, y[0]),
            nameof(RowActivations.LogSoftmax) => () => engine.LogSoftmax(x[0], y[0]),
            nameof(RowActivations.LogSoftmaxGradient) => () => engine.LogSoftmaxGradient(x[0], x[1], y[0]),
            nameof(RowActivations.Sparsemax) => () => engine.Sparsemax(x[0], y[0]),
            nameof(RowActivations.SparsemaxGradient) => () => engine.SparsemaxGradient(x[0], x[1], y[0]),
            nameof(RowActivations.Glu) => () => engine.Glu(x[0], y[0]),
            nameof(RowActivations.GluGradient) => () => engine.GluGradient(x[0], x[1], y[0]),
            nameof(RowActivations.PRelu) => () => engine.PRelu(x[0], x[1], y[0]),
            nameof(RowActivations.PReluGradient) => () => engine.PReluGradient(x[0], x[1], x[2], y[0]),
            nameof(RowActivations.PReluSlopeGradient) => () => engine.PReluSlopeGradient(x[0], x[1], y[0]),
            nameof(Matrices.MatMul) => () => engine.MatMul(x[0], x[1], Transposed(attributes), y[0]),
            nameof(Matrices.BatchMatMul) => () => engine.BatchMatMul(x[0], x[1], Transposed(attributes), y[0]),
            nameof(Matrices.MatMulAdd) => () => engine.MatMulAdd(x[0], x[1], Transposed(attributes), x[2], factor, y[0]),
            nameof(Matrices.GroupedMatMul) => () => engine.GroupedMatMul(x[0], x[1], attributes.Groups, Transposed(attributes), y[0]),
            nameof(Matrices.AddBias) => () => engine.AddBias(x[0], x[1], y[0]),
            nameof(Matrices.Dense) => () => engine.Dense(x[0], x[1], Transposed(attributes), x.Length == 3 ? x[2] : null, activation, y[0]),
            nameof(Matrices.DenseGradient)
                when activation == ActivationKind.Linear => () => engine.MatMul(x[0], x[1], Transposed(attributes), y[0]),
            nameof(Matrices.DenseGradient) => () => engine.DenseGradient(x[0], x[1], Transposed(attributes), activation, x[2], y[0]),
            nameof(Reductions.SumRows) => () => engine.SumRows(x[0], y[0]),
            nameof(Reductions.MeanColumns) => () => engine.MeanColumns(x[0], y[0]),
            nameof(Reductions.BroadcastColumns) => () => engine.BroadcastColumns(x[0], factor, y[0]),
            nameof(Reductions.Sum) => () => engine.Sum(x[0], factor, y[0]),
            nameof(Reductions.SumOfSquares) => () => engine.SumOfSquares(x[0], factor, y[0]),
            nameof(Reductions.BroadcastScalar) => () => engine.BroadcastScalar(x[0], factor, y[0]),
            nameof(Images.Patches) => () => engine.Patches(x[0], Windowed(attributes), y[0]),
            nameof(Images.PatchesGradient) => () => engine.PatchesGradient(x[0], Windowed(attributes), y[0]),
            nameof(Images.Convolution) =>
                () => engine.Convolution(x[0], x[1], Windowed(attributes), x.Length == 3 ? x[2] : null, activation, y[0]),
            nameof(Images.ConvolutionImageGradient) => () => engine.ConvolutionImageGradient(x[0], x[1], Windowed(attributes), y[0]),
            nameof(Images.ConvolutionKernelGradient) => () => engine.ConvolutionKernelGradient(x[0], x[1], Windowed(attributes), y[0]),
            nameof(Images.MaxPool) => () => engine.MaxPool(x[0], Windowed(attributes), y[0]),
            nameof(Images.MaxPoolTangent) => () => engine.MaxPoolTangent(x[0], x[1], x[2], Windowed(attributes), y[0]),
            nameof(Images.MaxPoolGradient) => () => engine.MaxPoolGradient(x[0], x[1], x[2], Windowed(attributes), y[0]),
            nameof(Images.AveragePool) => () => engine.AveragePool(x[0], Windowed(attributes), y[0]),
            nameof(Images.AveragePoolGradient) => () => engine.AveragePoolGradient(x[0], Windowed(attributes), y[0]),
            nameof(Images.DepthwiseConvolution) => () => engine.DepthwiseConvolution(x[0], x[1], Windowed(attributes), y[0]),
            nameof(Images.DepthwiseImageGradient) => () => engine.DepthwiseImageGradient(x[0], x[1], Windowed(attributes), y[0]),
            nameof(Images.DepthwiseKernelGradient) => () => engine.DepthwiseKernelGradient(x[0], x[1], Windowed(attributes), y[0]),
            nameof(Normalizations.Standardize) => () => engine.Standardize(x[0], attributes.Groups, attributes.Epsilon, y[0], y[1], y[2]),
            nameof(Normalizations.StandardizeGradient) =>
                () => engine.StandardizeGradient(x[0], x[1], x[2], attributes.Groups, attributes.Epsilon, y[0]),
            nameof(Normalizations.ReciprocalSqrt) => () => engine.ReciprocalSqrt(x[0], attributes.Epsilon, y[0]),
            nameof(Normalizations.ScaleRows) => () => engine.ScaleRows(x[0], x[1], y[0]),
            nameof(Normalizations.ScaleShiftRows) => () => engine.ScaleShiftRows(x[0], x[1], x[2], y[0]),
            nameof(Normalizations.SumProducts) => () => engine.SumProducts(x[0], x[1], y[0]),
            nameof(Sequences.Gather) => () => engine.Gather(x[0], x[1], y[0]),
            nameof(Sequences.GatherGradient) => () => engine.GatherGradient(x[0], x[1], y[0]),
            nameof(Sequences.Columns) => () => engine.Columns(x[0], attributes.Index, y[0]),
            nameof(Sequences.PlaceColumns) => () => engine.PlaceColumns(x[0], attributes.Index, y[0]),
            nameof(Sequences.DelaySteps) => () => engine.DelaySteps(x[0], y[0]),
            nameof(Sequences.CausalMask) => () => engine.CausalMask(x[0], factor, y[0]),
            nameof(Constants.Numbers) => () => engine.Write(attributes.Given.Select(number => (float)number.Value).ToArray(), y[0]),
            nameof(Constants.Multiples) => () => engine.Write(Enumerable.Range(0, y[0].Count).Select(i => factor * i).ToArray(), y[0]),
            nameof(Recurrences.SimpleRnnSteps) => () => engine.SimpleRnnSteps(x[0], x[1], activation, y[0], y[1], Mask(2)),
            nameof(Recurrences.SimpleRnnStepsGradient) => () => engine.SimpleRnnStepsGradient(x[0], x[1], x[2], activation, y[0], Mask(3)),
            nameof(Recurrences.LstmSteps) => () => engine.LstmSteps(x[0], x[1], activation, gates, y[0], y[1], Mask(2)),
            nameof(Recurrences.LstmStepsGradient) => () => engine.LstmStepsGradient(x[0], x[1], x[2], activation, gates, y[0], Mask(3)),
            nameof(Recurrences.GruSteps) => () => engine.GruSteps(
                x[0], x[1], Recurrences.BiasOf(operation) is null ? null : x[2], activation, gates, y[0], y[1], Mask(2)),
            nameof(Recurrences.GruStepsGradient) => () => engine.GruStepsGradient(
                x[0], x[1], x[2], x[3], activation, gates, y[0], y[1], Mask(4)),
            nameof(Masks.MaskedMatMul) => () => engine.MaskedMatMul(x[0], x[1], Transposed(attributes), x[2], y[0]),
            nameof(Masks.MaskedSum) => () => engine.MaskedSum(x[0], x[1], factor, y[0]),
            nameof(Masks.MaskedMean) => () => engine.MaskedMean(x[0], x[1], y[0]),
            nameof(Masks.MaskedMeanGradient) => () => engine.MaskedMeanGradient(x[0], x[1], y[0]),
            nameof(Losses.Softmax) => () => engine.Softmax(x[0], y[0]),
            nameof(Losses.SoftmaxGradient) => () => engine.SoftmaxGradient(x[0], x[1], y[0]),
            nameof(Losses.ClassIndices) => () => engine.ClassIndices(x[0], y[0]),
            nameof(Losses.SparseSoftmaxCrossEntropy) => () => engine.SparseSoftmaxCrossEntropy(x[0], x[1], y[0], y[1]),
            nameof(Losses.SparseSoftmaxCrossEntropyGradient) => () => engine.SparseSoftmaxCrossEntropyGradient(x[0], x[1], x[2], y[0]),
            nameof(Losses.SoftmaxCrossEntropy) => () => engine.SoftmaxCrossEntropy(x[0], x[1], y[0], y[1]),
            nameof(Losses.SoftmaxCrossEntropyGradient) => () => engine.SoftmaxCrossEntropyGradient(x[0], x[1], x[2], y[0]),
            nameof(Losses.SigmoidCrossEntropy) => () => engine.SigmoidCrossEntropy(x[0], x[1], y[0], y[1]),
            nameof(Losses.SigmoidCrossEntropyGradient) => () => engine.SigmoidCrossEntropyGradient(x[0], x[1], x[2], y[0]),
            _ => throw new InvalidOperationException($"The interpreter does not know {operation.Definition}: say here what it means."),
        };
        call();

        TensorBuffer? Mask(int first) => x.Length > first && Recurrences.MaskOf(operation) is not null ? x[^1] : null;
    }

    private static ModelDsl.Engines.Window Windowed(OperationAttributes attributes) => attributes.Window is var (rows, columns)
        ? new(rows.Size, columns.Size, rows.Stride, columns.Stride, rows.Dilation, columns.Dilation, rows.Before, columns.Before)
        : throw new InvalidOperationException("The window is missing.");

    private static Transpose Transposed(OperationAttributes attributes) => (attributes.TransposeLeft, attributes.TransposeRight) switch
    {
        (false, false) => Transpose.None,
        (true, false) => Transpose.Left,
        (false, true) => Transpose.Right,
        (true, true) => Transpose.Both,
    };
}
