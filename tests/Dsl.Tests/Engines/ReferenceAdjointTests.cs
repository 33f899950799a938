using FsCheck.Xunit;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

/// <summary>
/// Checks pairs of instructions that the generator differentiates into one another, on the reference engine. The oracle is central
/// differences or, for a linear instruction, ⟨u, L·x⟩ = ⟨Lᵀ·u, x⟩.
/// </summary>
public class ReferenceAdjointTests
{
    private const int Rows = 3;
    private const int Columns = 5;
    private static readonly Shape Matrix = [Rows, Columns];

    [Property(MaxTest = 20)]
    public void Activations(int seed)
    {
        foreach (var kind in InstructionTable.Activations)
        {
            var memory = new GuardedMemory(Engine.Reference, seed);
            // Two thousandths from a multiple of one half, so that no kink lies within a step of the difference.
            var x = memory.Of(Matrix, [.. memory.Read(memory.Random(Matrix, -8.0, 8.0)).Select(v => Math.Round(2.0 * v) / 2.0 + 0.002)]);
            CheckGradient(memory, x, y => Engine.Reference.Activate(kind, x, y), (y, u, g) =>
                Engine.Reference.ActivateGradient(kind, ModelDsl.Engines.Activations.DerivativeFromOutput(kind) ? y : x, u, g));
        }
    }

    [Property(MaxTest = 20)]
    public void Softmax(int seed)
    {
        var memory = new GuardedMemory(Engine.Reference, seed);
        var x = memory.Random(Matrix);
        CheckGradient(memory, x, p => Engine.Reference.Softmax(x, p), (p, u, g) => Engine.Reference.SoftmaxGradient(p, u, g));
    }

    [Property(MaxTest = 20)]
    public void Activations_of_rows(int seed)
    {
        var (memory, e) = (new GuardedMemory(Engine.Reference, seed), Engine.Reference);
        var x = memory.Random(Matrix);
        CheckGradient(memory, x, y => e.LogSoftmax(x, y), (y, u, g) => e.LogSoftmaxGradient(y, u, g));
        CheckGradient(memory, x, y => e.Sparsemax(x, y), (y, u, g) => e.SparsemaxGradient(y, u, g));
        var halves = memory.Random([Rows, 2 * Columns]);
        CheckGradient(memory, halves, y => e.Glu(halves, y), (_, u, g) => e.GluGradient(halves, u, g), Matrix);
        var image = memory.Of([2, 2, 3, 2], [.. memory.Read(memory.Random([2, 2, 3, 2])).Select(v => v + Math.CopySign(0.1, v))]);
        foreach (var shape in new Shape[] { [2, 3, 2], [1, 1, 2], [1, 3, 1], [2, 1, 2], [1, 1, 1] })
        {
            var slopes = memory.Random(shape);
            CheckGradient(memory, image, y => e.PRelu(image, slopes, y), (_, u, g) => e.PReluGradient(image, slopes, u, g));
            CheckGradient(memory, slopes, y => e.PRelu(image, slopes, y), (_, u, g) => e.PReluSlopeGradient(image, u, g), image.Shape);
        }
    }

    [Property(MaxTest = 20)]
    public void Losses(int seed)
    {
        var memory = new GuardedMemory(Engine.Reference, seed);
        var (z, labels) = (memory.Random(Matrix), memory.Labels(Rows, Columns));
        var (y, p) = (memory.Random(Matrix, 0.0, 1.0), memory.Result(Matrix));
        CheckGradient(memory, z, l => Engine.Reference.SparseSoftmaxCrossEntropy(z, labels, l, p),
            (_, u, g) => Engine.Reference.SparseSoftmaxCrossEntropyGradient(p, labels, u, g), [Rows]);
        CheckGradient(memory, z, l => Engine.Reference.SoftmaxCrossEntropy(z, y, l, p),
            (_, u, g) => Engine.Reference.SoftmaxCrossEntropyGradient(p, y, u, g), [Rows]);
        CheckGradient(memory, z, l => Engine.Reference.SigmoidCrossEntropy(z, y, l, p),
            (_, u, g) => Engine.Reference.SigmoidCrossEntropyGradient(p, y, u, g), [Rows]);
    }

    [Property(MaxTest = 20)]
    public void Dropout_is_its_own_adjoint(int seed)
    {
        var memory = new GuardedMemory(Engine.Reference, seed);
        var key = new RandomKey((ulong)seed, 3);
        CheckLinear(
            memory, Matrix, Matrix,
            (x, y) => Engine.Reference.Dropout(x, 0.4, key, 1, y),
            (u, g) => Engine.Reference.Dropout(u, 0.4, key, 1, g));
    }

    [Property(MaxTest = 20)]
    public void Sums_and_broadcasts_are_adjoint(int seed)
    {
        var (memory, e) = (new GuardedMemory(Engine.Reference, seed), Engine.Reference);
        var zeros = memory.Of(Matrix, new double[Rows * Columns]);
        CheckLinear(memory, Matrix, [], (x, y) => e.Sum(x, 0.3, y), (u, g) => e.BroadcastScalar(u, 0.3, g));
        CheckLinear(memory, Matrix, [Rows], (x, y) => e.MeanColumns(x, y), (u, g) => e.BroadcastColumns(u, 1.0 / Columns, g));
        CheckLinear(memory, [Columns], Matrix, (x, y) => e.AddBias(zeros, x, y), (u, g) => e.SumRows(u, g));
    }

    [Property(MaxTest = 20)]
    public void Matrix_products_are_adjoint_to_products_with_the_other_operand_transposed(int seed)
    {
        var (memory, e) = (new GuardedMemory(Engine.Reference, seed), Engine.Reference);
        var (a, b) = (memory.Random([Rows, 4]), memory.Random([4, Columns]));
        CheckLinear(memory, a.Shape, Matrix, (x, y) => e.MatMul(x, b, Transpose.None, y), (u, g) => e.MatMul(u, b, Transpose.Right, g));
        CheckLinear(memory, b.Shape, Matrix, (x, y) => e.MatMul(a, x, Transpose.None, y), (u, g) => e.MatMul(a, u, Transpose.Left, g));
        var (aT, bT) = (memory.Random([4, Rows]), memory.Random([Columns, 4]));
        CheckLinear(memory, aT.Shape, Matrix, (x, y) => e.MatMul(x, bT, Transpose.Both, y), (u, g) => e.MatMul(bT, u, Transpose.Both, g));
    }

    [Property(MaxTest = 20)]
    public void Sum_of_squares(int seed)
    {
        var memory = new GuardedMemory(Engine.Reference, seed);
        var x = memory.Random(Matrix);
        CheckGradient(memory, x, y => Engine.Reference.SumOfSquares(x, 0.01, y), (_, u, g) =>
            Engine.Reference.Scale(x, 2.0 * 0.01 * memory.Read(u)[0], g), []);
    }

    /// <summary>
    /// Compares the gradient of ⟨u, f(x)⟩ from an instruction with central differences; the relative error is at most 1e-7.
    /// </summary>
    private static void CheckGradient(
        GuardedMemory memory, TensorBuffer x, Action<TensorBuffer> forward, Action<TensorBuffer, TensorBuffer, TensorBuffer> backward,
        Shape? outputShape = null)
    {
        var (y, gradient) = (memory.Result(outputShape ?? x.Shape), memory.Result(x.Shape));
        var u = memory.Random(y.Shape);
        forward(y);
        backward(y, u, gradient);
        var (actual, point) = (memory.Read(gradient), memory.Read(x));
        var scale = Math.Max(1e-3, actual.Max(Math.Abs));
        for (var i = 0; i < point.Length; i++)
        {
            const double Step = 1e-4;
            // Richardson's extrapolation of two central differences: the error falls with the fourth power of the step.
            var expected = (4.0 * Difference(i, Step / 2.0) - Difference(i, Step)) / 3.0;
            var isNear = Math.Abs(expected - actual[i]) <= 1e-7 * scale;
            if (!isNear) Assert.Fail($"Element {i} at {point[i]:R}: expected {expected:R}, got {actual[i]:R}.");
        }
        memory.Engine.Write(point, x);

        double Difference(int i, double step) => (At(i, point[i] + step) - At(i, point[i] - step)) / (2.0 * step);

        double At(int i, double value)
        {
            var moved = (double[])point.Clone();
            moved[i] = value;
            memory.Engine.Write(moved, x);
            forward(y);
            return Dot(memory.Read(u), memory.Read(y));
        }
    }

    private static void CheckLinear(
        GuardedMemory memory, Shape domain, Shape range, Action<TensorBuffer, TensorBuffer> map, Action<TensorBuffer, TensorBuffer> adjoint)
    {
        var (x, u, y, g) = (memory.Random(domain), memory.Random(range), memory.Result(range), memory.Result(domain));
        map(x, y);
        adjoint(u, g);
        Assert.Equal(Dot(memory.Read(u), memory.Read(y)), Dot(memory.Read(g), memory.Read(x)), 1e-12);
        Assert.Contains(memory.Read(y), v => v != 0.0);
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
