using ILGPU;
using Math32 = ModelDsl.Engines.Float32Math<ModelDsl.Gpu.GpuFloat, float>;

namespace ModelDsl.Gpu;

/// <summary>The reads and writes of a loss of rows, and of its gradient.</summary>
internal struct LossArguments
{
    /// <summary>X holds logits, or the probabilities of a gradient.</summary>
    public ArrayView<float> X, Targets, Upstream, Losses, Destination;

    public ArrayView<int> Labels;

    /// <summary>Rows, their numbers, and the threads of each.</summary>
    public int Rows, Columns, Threads;

    /// <summary>A factor of each row's sum.</summary>
    public float Factor;

    public Divisor Width;
    public int Count;
}

/// <summary>The targets of a loss.</summary>
internal interface ITargets
{
    /// <summary>Returns the target at a place of a row.</summary>
    static abstract float At(LossArguments a, RowPart row, int place);
}

/// <summary>A target for each class.</summary>
internal readonly struct DenseTargets : ITargets
{
    public static float At(LossArguments a, RowPart row, int place) => a.Targets[place];
}

/// <summary>The label of the row: 1 for its class, otherwise 0.</summary>
internal readonly struct LabelTargets : ITargets
{
    public static float At(LossArguments a, RowPart row, int place) => place - row.Index * a.Columns == a.Labels[row.Index] ? 1f : 0f;
}

/// <summary>The softmax and losses of rows, a launch each. The trees of sums depend on the length of a row alone.</summary>
internal static class SoftmaxKernels
{
    public static readonly GpuKernel<RowArguments> Softmax = new(RunSoftmax), SoftmaxGradient = new(RunSoftmaxGradient),
        LogSoftmax = new(RunLogSoftmax);
    public static readonly GpuKernel<LossArguments> SparseCrossEntropy = new(RunCrossEntropy<LabelTargets>),
        CrossEntropy = new(RunCrossEntropy<DenseTargets>), SparseCrossEntropyGradient = new(RunSparseCrossEntropyGradient),
        CrossEntropyGradient = new(RunCrossEntropyGradient), SigmoidCrossEntropy = new(RunSigmoidCrossEntropy),
        SigmoidCrossEntropyGradient = new(RunSigmoidCrossEntropyGradient);

    private static void RunSoftmax(RowArguments a)
    {
        var row = RowPart.Of(a.Rows, a.Columns, a.Threads);
        var max = Largest(a.X, row);
        var sum = SumOfPowers(a.X, row, max);
        for (var i = row.First; i < row.End; i += row.Threads) a.Destination[i] = Math32.Exp(a.X[i] - max) / sum;
    }

    private static void RunLogSoftmax(RowArguments a)
    {
        var row = RowPart.Of(a.Rows, a.Columns, a.Threads);
        var max = Largest(a.X, row);
        var logarithm = GpuFloat.Log(SumOfPowers(a.X, row, max));
        for (var i = row.First; i < row.End; i += row.Threads) a.Destination[i] = a.X[i] - max - logarithm;
    }

    private static void RunSoftmaxGradient(RowArguments a)
    {
        var row = RowPart.Of(a.Rows, a.Columns, a.Threads);
        var sum = 0f;
        for (var i = row.First; i < row.End; i += row.Threads) sum += a.X[i] * a.Gradient[i];
        sum = Team.Sum(sum, row.Threads);
        for (var i = row.First; i < row.End; i += row.Threads) a.Destination[i] = a.X[i] * (a.Gradient[i] - sum);
    }

    /// <summary>A class whose target is 0 adds nothing, however small its probability is; NaN stays.</summary>
    private static void RunCrossEntropy<TTargets>(LossArguments a) where TTargets : struct, ITargets
    {
        var row = RowPart.Of(a.Rows, a.Columns, a.Threads);
        var max = Largest(a.X, row);
        var powers = SumOfPowers(a.X, row, max);
        var logarithm = GpuFloat.Log(powers);
        var sum = 0f;
        for (var i = row.First; i < row.End; i += row.Threads)
        {
            var excess = a.X[i] - max;
            var log = excess - logarithm;
            var target = TTargets.At(a, row, i);
            if (target != 0f) sum += target * log;
            else if (float.IsNaN(log)) sum += log;
            a.Destination[i] = Math32.Exp(excess) / powers;
        }
        sum = Team.Sum(sum, row.Threads);
        if (row.IsFirst) a.Losses[row.Index] = -sum;
    }

    private static void RunSparseCrossEntropyGradient(LossArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var row = a.Width.Quotient(i);
            var target = i - row * a.Width.Value == a.Labels[row] ? 1f : 0f;
            a.Destination[i] = a.Upstream[row] * (a.X[i] - target);
        }
    }

    private static void RunCrossEntropyGradient(LossArguments a)
    {
        var row = RowPart.Of(a.Rows, a.Columns, a.Threads);
        var sum = 0f;
        for (var i = row.First; i < row.End; i += row.Threads) sum += a.Targets[i];
        sum = Team.Sum(sum, row.Threads);
        for (var i = row.First; i < row.End; i += row.Threads)
            a.Destination[i] = a.Upstream[row.Index] * (a.X[i] * sum - a.Targets[i]);
    }

    private static void RunSigmoidCrossEntropy(LossArguments a)
    {
        var row = RowPart.Of(a.Rows, a.Columns, a.Threads);
        var sum = 0f;
        for (var i = row.First; i < row.End; i += row.Threads)
        {
            var z = a.X[i];
            sum += Math32.Positive(z) - z * a.Targets[i] + Math32.Softplus(-MathF.Abs(z));
            a.Destination[i] = Math32.Sigmoid(z);
        }
        sum = Team.Sum(sum, row.Threads);
        if (row.IsFirst) a.Losses[row.Index] = a.Factor * sum;
    }

    private static void RunSigmoidCrossEntropyGradient(LossArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
            a.Destination[i] = (a.X[i] - a.Targets[i]) * (a.Factor * a.Upstream[a.Width.Quotient(i)]);
    }

    private static float Largest(ArrayView<float> x, RowPart row)
    {
        var max = float.NegativeInfinity;
        for (var i = row.First; i < row.End; i += row.Threads) max = Team.Larger(max, x[i]);
        return Team.Max(max, row.Threads);
    }

    private static float SumOfPowers(ArrayView<float> x, RowPart row, float max)
    {
        var sum = 0f;
        for (var i = row.First; i < row.End; i += row.Threads) sum += Math32.Exp(x[i] - max);
        return Team.Sum(sum, row.Threads);
    }
}
