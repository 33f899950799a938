using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>An instruction that sums, ready to sum any number of terms.</summary>
/// <param name="Method">The interface's method.</param>
/// <param name="Form">Its form, if it has several.</param>
/// <param name="Run">Runs it on an engine with a given number of terms and returns the sums. The memory gives the operands.</param>
/// <param name="Units">
/// The allowed error of a sum, in units of the last place of the sum of all terms' sizes. It is the same at any length.
/// </param>
public sealed record Reduction(string Method, string Form, Func<TermMemory, int, TensorBuffer> Run, int Units = Reductions.Exact)
{
    /// <summary>The largest number of terms.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>The least sum of the terms' sizes, for terms that cancel.</summary>
    public double Least { get; init; }

    public override string ToString() => Form.Length == 0 ? Method : $"{Method} {Form}";
}

/// <summary>Operands whose numbers come from a formula.</summary>
public sealed class TermMemory(ITensorEngine engine, Func<double, double> term)
{
    public ITensorEngine Engine => engine;

    /// <summary>Returns a buffer of terms, from the first to the last.</summary>
    public TensorBuffer Terms(params int[] shape)
    {
        var buffer = engine.Allocate(ElementType.Float, Shape.Create(shape));
        var values = new float[buffer.Count];
        for (var i = 0; i < values.Length; i++) values[i] = (float)term((i + 1.0) / values.Length);
        engine.Write(values, buffer);
        return buffer;
    }

    /// <summary>Returns a buffer filled with one number.</summary>
    public TensorBuffer Fill(double number, params int[] shape) => Result(shape, to => engine.Fill(number, to));

    public TensorBuffer Ones(params int[] shape) => Fill(1, shape);

    /// <summary>Returns class indices or rows of a table, all 0.</summary>
    public TensorBuffer Zeros(params int[] shape) => engine.Allocate(ElementType.Float, Shape.Create(shape));

    public TensorBuffer Labels(int rows) => engine.Allocate(ElementType.Int32, [rows]);

    /// <summary>Returns the buffer after a call that writes it.</summary>
    public TensorBuffer Result(int[] shape, Action<TensorBuffer> call)
    {
        var result = engine.Allocate(ElementType.Float, Shape.Create(shape));
        call(result);
        return result;
    }
}

/// <summary>Every instruction that sums, grouped by accuracy.</summary>
public static class Reductions
{
    /// <summary>The error of a few roundings.</summary>
    public const int Exact = 6;

    /// <summary>The error of blocks of products, each a float32 sum, as in every library.</summary>
    public const int Product = 256;

    public static readonly Reduction[] All =
    [
        new(nameof(Instructions.Sum), "", (m, n) => m.Result([], to => m.Engine.Sum(m.Terms(n), 1.0, to))),
        new(nameof(ITensorEngine.SumColumns), "", (m, n) => m.Result([2], to => m.Engine.SumColumns(m.Terms(2, n / 2), 1.0, to))),
        new(nameof(ITensorEngine.SumOfSquares), "", (m, n) => m.Result([], to => m.Engine.SumOfSquares(m.Terms(n), 1.0, to))),
        new(nameof(Instructions.MeanColumns), "", (m, n) => m.Result([1], to => m.Engine.MeanColumns(m.Terms(1, n), to))),
        new(nameof(ITensorEngine.SumRows), "of a column", (m, n) => m.Result([1], to => m.Engine.SumRows(m.Terms(n, 1), to))),
        new(nameof(ITensorEngine.SumRows), "of five", (m, n) => m.Result([5], to => m.Engine.SumRows(m.Terms(n / 5, 5), to))),
        new(nameof(ITensorEngine.SumProducts), "", (m, n) => m.Result([3], to => m.Engine.SumProducts(m.Terms(n / 3, 3), m.Terms(n / 3, 3), to))),
        new(nameof(ITensorEngine.ClipNorm), "", (m, n) =>
        {
            var x = m.Terms(n);
            m.Engine.ClipNorm(x, 1e-3);
            return x;
        }),
        .. Normalisation(), .. Rows(), .. Products(), .. Images(), .. Tables(), .. Sequences(),
    ];

    private static IEnumerable<Reduction> Normalisation()
    {
        (string Form, Func<int, int[]> Shape, int Groups, int[] Statistics)[] layouts =
            [("of columns", n => [n / 3, 3], 3, [3]), ("of groups", n => [n / 40, 40], 2, [2]), ("of a piece", n => [1, n], 1, [1])];
        foreach (var (form, shape, groups, statistics) in layouts)
            foreach (var wanted in new[] { "mean", "variance" })
                yield return new(nameof(ITensorEngine.Standardize), $"{form}, {wanted}", (m, n) =>
                {
                    var (x, to, mean, variance) = (m.Terms(shape(n)), m.Zeros(shape(n)), m.Zeros(statistics), m.Zeros(statistics));
                    m.Engine.Standardize(x, groups, 1e-3, to, mean, variance);
                    return wanted == "mean" ? mean : variance;
                })
                { Least = 0.01 };
        foreach (var (form, shape, groups, statistics) in layouts)
            yield return new(nameof(ITensorEngine.StandardizeGradient), form, (m, n) => m.Result(shape(n), to =>
                m.Engine.StandardizeGradient(m.Ones(shape(n)), m.Ones(statistics), m.Terms(shape(n)), groups, 1e-3, to)));
    }

    private static IEnumerable<Reduction> Rows()
    {
        yield return new(nameof(ITensorEngine.Softmax), "", (m, n) => m.Result([1, n], to => m.Engine.Softmax(m.Terms(1, n), to)));
        yield return new(nameof(ITensorEngine.LogSoftmax), "", (m, n) => m.Result([1, n], to => m.Engine.LogSoftmax(m.Terms(1, n), to)));
        yield return new(nameof(ITensorEngine.SoftmaxGradient), "", (m, n) => m.Result([1, n], to => m.Engine.SoftmaxGradient(m.Ones(1, n), m.Terms(1, n), to)));
        yield return new(nameof(Instructions.LogSoftmaxGradient), "", (m, n) => m.Result([1, n], to => m.Engine.LogSoftmaxGradient(m.Zeros(1, n), m.Terms(1, n), to)));
        yield return new(nameof(ITensorEngine.Sparsemax), "", (m, n) => m.Result([1, n], to => m.Engine.Sparsemax(m.Terms(1, n), to)));
        yield return new(nameof(Instructions.SparsemaxGradient), "", (m, n) => m.Result([1, n], to => m.Engine.SparsemaxGradient(m.Ones(1, n), m.Terms(1, n), to)));
        yield return new(nameof(ITensorEngine.SparseSoftmaxCrossEntropy), "", (m, n) =>
            m.Result([1], to => m.Engine.SparseSoftmaxCrossEntropy(m.Terms(1, n), m.Labels(1), to, m.Zeros(1, n))));
        yield return new(nameof(ITensorEngine.SoftmaxCrossEntropy), "", (m, n) => m.Result([1], to => m.Engine.SoftmaxCrossEntropy(m.Zeros(1, n), m.Terms(1, n), to, m.Zeros(1, n))));
        yield return new(nameof(ITensorEngine.SoftmaxCrossEntropyGradient), "", (m, n) =>
            m.Result([1, n], to => m.Engine.SoftmaxCrossEntropyGradient(m.Ones(1, n), m.Terms(1, n), m.Ones(1), to)));
        yield return new(nameof(ITensorEngine.SigmoidCrossEntropy), "", (m, n) => m.Result([1], to => m.Engine.SigmoidCrossEntropy(m.Terms(1, n), m.Zeros(1, n), to, m.Zeros(1, n))));
        yield return new(nameof(ITensorEngine.PReluSlopeGradient), "of one slope", (m, n) => m.Result([1], to => m.Engine.PReluSlopeGradient(m.Fill(-1, 7, n / 7), m.Terms(7, n / 7), to)));
        yield return new(nameof(ITensorEngine.PReluSlopeGradient), "of channels", (m, n) =>
            m.Result([1, 3], to => m.Engine.PReluSlopeGradient(m.Fill(-1, 1, n / 3, 3), m.Terms(1, n / 3, 3), to)));
    }

    private static IEnumerable<Reduction> Products()
    {
        foreach (var (rows, columns) in new[] { (1, 1), (1, 40), (10, 3), (3, 33) })
        {
            yield return new(nameof(ITensorEngine.MatMul), $"to {rows} × {columns}", (m, n) =>
                m.Result([rows, columns], to => m.Engine.MatMul(m.Terms(rows, n), m.Terms(n, columns), Transpose.None, to)), Product)
            { Most = 70_001 };
            yield return new(nameof(ITensorEngine.MatMul), $"right to {rows} × {columns}", (m, n) =>
                m.Result([rows, columns], to => m.Engine.MatMul(m.Terms(rows, n), m.Terms(columns, n), Transpose.Right, to)), Product)
            { Most = rows * columns == 1 ? int.MaxValue : 70_001 };
            yield return new(nameof(ITensorEngine.MatMulAdd), $"left to {rows} × {columns}", (m, n) => m.Result([rows, columns], to =>
                m.Engine.MatMulAdd(m.Terms(n, rows), m.Terms(n, columns), Transpose.Left, m.Ones(rows, columns), 0.5, to)), Product)
            { Most = 70_001 };
        }
        yield return new(nameof(ITensorEngine.BatchMatMul), "", (m, n) =>
            m.Result([2, 3, 5], to => m.Engine.BatchMatMul(m.Terms(2, 3, n), m.Terms(2, n, 5), Transpose.None, to)), Product)
        { Most = 70_001 };
        yield return new(nameof(ITensorEngine.GroupedMatMul), "", (m, n) =>
            m.Result([2, 10], to => m.Engine.GroupedMatMul(m.Terms(2, 2 * n), m.Terms(n, 10), 2, Transpose.None, to)), Product)
        { Most = 70_001 };
        yield return new(nameof(ITensorEngine.Dense), "", (m, n) =>
            m.Result([2, 33], to => m.Engine.Dense(m.Terms(2, n), m.Terms(n, 33), Transpose.None, m.Ones(33), ActivationKind.Relu, to)),
            Product)
        { Most = 70_001 };
        yield return new(nameof(ITensorEngine.DenseGradient), "", (m, n) => m.Result([2, 33], to =>
            m.Engine.DenseGradient(m.Terms(2, n), m.Terms(n, 33), Transpose.None, ActivationKind.Relu, m.Ones(2, 33), to)), Product)
        { Most = 70_001 };
    }

    private static IEnumerable<Reduction> Images()
    {
        yield return new(nameof(ITensorEngine.AveragePool), "of a column", (m, n) =>
            m.Result([1, 1, 1, 1], to => m.Engine.AveragePool(m.Terms(1, n, 1, 1), new Window(n, 1), to)));
        yield return new(nameof(ITensorEngine.AveragePool), "of channels", (m, n) =>
            m.Result([1, 1, 1, 3], to => m.Engine.AveragePool(m.Terms(1, n / 60, 20, 3), new Window(n / 60, 20), to)));
        yield return new(nameof(ITensorEngine.DepthwiseConvolution), "", (m, n) =>
            m.Result([1, 1, 1, 3], to =>
                m.Engine.DepthwiseConvolution(m.Terms(1, n / 60, 20, 3), m.Terms(n / 60, 20, 3, 1), new Window(n / 60, 20), to)));
        yield return new(nameof(ITensorEngine.DepthwiseKernelGradient), "", (m, n) =>
            m.Result([1, 1, 3, 1], to =>
                m.Engine.DepthwiseKernelGradient(m.Terms(1, n / 60, 20, 3), m.Terms(1, n / 60, 20, 3), new Window(1, 1), to)));
        yield return new(nameof(ITensorEngine.Convolution), "", (m, n) => m.Result([1, 1, 1, 4], to =>
            m.Engine.Convolution(m.Terms(1, n / 60, 20, 3), m.Terms(n / 60 * 60, 4), new Window(n / 60, 20), m.Ones(4),
                ActivationKind.Relu, to)), Product)
        { Most = 70_001 };
        yield return new(nameof(ITensorEngine.ConvolutionImageGradient), "", (m, n) => m.Result([1, 1, 1, 3], to =>
            m.Engine.ConvolutionImageGradient(m.Terms(1, 1, 1, n), m.Terms(3, n), new Window(1, 1), to)), Product)
        { Most = 70_001 };
        yield return new(nameof(ITensorEngine.ConvolutionKernelGradient), "", (m, n) => m.Result([3, 4], to =>
            m.Engine.ConvolutionKernelGradient(m.Terms(1, n / 20, 20, 3), m.Terms(1, n / 20, 20, 4), new Window(1, 1), to)), Product)
        { Most = 70_001 };

        // A cell gets one term from each window that covers it.
        yield return new(nameof(ITensorEngine.PatchesGradient), "", (m, n) => m.Result([1, n, 1, 1], to =>
            m.Engine.PatchesGradient(m.Terms(1, n, 1, n), new Window(n, 1, Top: n / 2), to)), Product)
        { Most = 1000 };
        yield return new(nameof(ITensorEngine.AveragePoolGradient), "", (m, n) => m.Result([1, n, 1, 1], to =>
            m.Engine.AveragePoolGradient(m.Terms(1, n, 1, 1), new Window(n, 1, Top: n / 2), to)), Product)
        { Most = 1000 };
        yield return new(nameof(ITensorEngine.DepthwiseImageGradient), "", (m, n) => m.Result([1, n, 1, 1], to =>
            m.Engine.DepthwiseImageGradient(m.Terms(1, n, 1, 1), m.Terms(n, 1, 1, 1), new Window(n, 1, Top: n / 2), to)), Product)
        { Most = 1000 };
        yield return new(nameof(ITensorEngine.MaxPoolGradient), "", (m, n) => m.Result([1, n, 1, 1], to =>
            m.Engine.MaxPoolGradient(m.Ones(1, n, 1, 1), m.Ones(1, n, 1, 1), m.Terms(1, n, 1, 1),
                new Window(n, 1, Top: n / 2), to)), Product)
        { Most = 1000 };
    }

    private static IEnumerable<Reduction> Tables()
    {
        yield return new(nameof(ITensorEngine.GatherGradient), "", (m, n) => m.Result([2, 3], to => m.Engine.GatherGradient(m.Zeros(n / 3), m.Terms(n / 3, 3), to)));
        yield return new(nameof(Instructions.PixelsGradient), "", (m, n) => m.Result([1, 2, 1, 3],
            to => m.Engine.PixelsGradient(m.Zeros(1, n / 3), m.Terms(1, n / 3, 3), to)));
    }

    private static IEnumerable<Reduction> Sequences()
    {
        yield return new(nameof(Instructions.MaskedSum), "", (m, n) => m.Result([], to => m.Engine.MaskedSum(m.Terms(n), m.Ones(n), 1, to)));
        yield return new(nameof(Instructions.MaskedMean), "", (m, n) =>
            m.Result([1, 3], to => m.Engine.MaskedMean(m.Terms(1, n / 3, 3), m.Ones(1, n / 3), to)));
        yield return new(nameof(Instructions.MaskedMatMul), "", (m, n) => m.Result([1, 1], to =>
            m.Engine.MaskedMatMul(m.Terms(1, n), m.Ones(n, 1), Transpose.None, m.Ones(1), to)), Product);
        // Each unit sums over all units at the second step.
        yield return new(nameof(ITensorEngine.SimpleRnnSteps), "", (m, n) => m.Result([1, 2, n], to =>
            m.Engine.SimpleRnnSteps(m.Terms(1, 2, n), m.Terms(n, n), ActivationKind.Linear, to, m.Zeros(1, 2, n))), Product)
        { Most = 1000 };
        yield return new(nameof(ITensorEngine.SimpleRnnStepsGradient), "", (m, n) => m.Result([1, 2, n], to =>
            m.Engine.SimpleRnnStepsGradient(m.Zeros(1, 2, n), m.Terms(n, n), m.Terms(1, 2, n), ActivationKind.Linear, to)), Product)
        { Most = 1000 };
        yield return new(nameof(ITensorEngine.LstmSteps), "", (m, n) => m.Result([1, 2, n], to =>
            m.Engine.LstmSteps(m.Terms(1, 2, 4 * n), m.Zeros(n, 4 * n), ActivationKind.Tanh, ActivationKind.Sigmoid, to,
                m.Zeros(1, 2, 5 * n))), Product)
        { Most = 100 };
        yield return new(nameof(ITensorEngine.LstmStepsGradient), "", (m, n) => m.Result([1, 2, 4 * n], to =>
            m.Engine.LstmStepsGradient(m.Ones(1, 2, 5 * n), m.Terms(n, 4 * n), m.Terms(1, 2, n), ActivationKind.Linear,
                ActivationKind.Linear, to)), Product)
        { Most = 100 };
        yield return new(nameof(ITensorEngine.GruSteps), "", (m, n) => m.Result([1, 2, n], to =>
            m.Engine.GruSteps(m.Terms(1, 2, 3 * n), m.Zeros(n, 3 * n), null, ActivationKind.Tanh, ActivationKind.Sigmoid, to,
                m.Zeros(1, 2, 4 * n))), Product)
        { Most = 100 };
        yield return new(nameof(ITensorEngine.GruStepsGradient), "", (m, n) => m.Result([1, 2, 3 * n], to =>
            m.Engine.GruStepsGradient(
                m.Ones(1, 2, n), m.Zeros(1, 2, 4 * n), m.Terms(n, 3 * n), m.Terms(1, 2, n), ActivationKind.Linear, ActivationKind.Linear,
                to, m.Zeros(1, 2, 3 * n))), Product)
        { Most = 100 };
    }

    /// <summary>The instructions whose numbers are sums of no more terms than there are operands.</summary>
    public static readonly string[] Others =
    [
        nameof(ITensorEngine.Allocate), nameof(ITensorEngine.View), nameof(ITensorEngine.Write), nameof(ITensorEngine.Read),
        nameof(ITensorEngine.TryGetSpan), nameof(ITensorEngine.CopyBlocks),
        nameof(Instructions.Fill), nameof(Instructions.Copy), nameof(Instructions.Add), nameof(Instructions.Subtract),
        nameof(Instructions.Multiply),
        nameof(Instructions.Scale), nameof(ITensorEngine.AddScaled), nameof(ITensorEngine.Activate), nameof(ITensorEngine.ActivateGradient),
        nameof(ITensorEngine.Dropout), nameof(Instructions.Divide),
        nameof(Instructions.Abs), nameof(Instructions.Sign), nameof(Instructions.Log), nameof(Instructions.Sqrt),
        nameof(Instructions.Clamp),
        nameof(Instructions.ClampGradient), nameof(Instructions.Less), nameof(Instructions.Where), nameof(ITensorEngine.Map),
        nameof(Instructions.ConcatColumns),
        nameof(ITensorEngine.Permute), nameof(ITensorEngine.Normal), nameof(ITensorEngine.Uniform), nameof(Instructions.Glu),
        nameof(Instructions.GluGradient),
        nameof(ITensorEngine.PRelu), nameof(ITensorEngine.PReluGradient), nameof(Instructions.AddBias),
        nameof(ITensorEngine.BroadcastColumns), nameof(Instructions.MaskedMeanGradient),
        nameof(Instructions.BroadcastScalar), nameof(ITensorEngine.Patches), nameof(ITensorEngine.MaxPool),
        nameof(ITensorEngine.MaxPoolTangent),
        nameof(Instructions.ChannelDropout), nameof(Instructions.ReciprocalSqrt), nameof(Instructions.ScaleRows),
        nameof(ITensorEngine.ScaleShiftRows),
        nameof(ITensorEngine.Gather), nameof(Instructions.Columns), nameof(Instructions.PlaceColumns),
        nameof(Instructions.Numbers), nameof(Instructions.Multiples), nameof(Instructions.Flip), nameof(Instructions.Pixels),
        nameof(Instructions.DelaySteps), nameof(ITensorEngine.CausalMask), nameof(ITensorEngine.ClassIndices),
        nameof(ITensorEngine.SparseSoftmaxCrossEntropyGradient),
        nameof(ITensorEngine.SigmoidCrossEntropyGradient),
    ];
}
