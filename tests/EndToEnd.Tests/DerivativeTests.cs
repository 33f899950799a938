using FsCheck.Xunit;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Second derivatives against those known on paper, and their uses.</summary>
[Properties(MaxTest = 40)]
public class DerivativeTests
{
    /// <summary>
    /// The loss is the mean over N samples and k outputs of (xW + b − y)². Its Hessian is <c>2/(N·k)·X'ᵀX'</c> for every output; X' is X
    /// with a column of ones. The penalty adds 2·0.25 on the kernel.
    /// </summary>
    [Property]
    public void Hessian_of_linear_regression_is_that_of_its_quadratic(int seed)
    {
        var batch = Numbers.Random<Plane>(5, seed);
        var (model, direction) = (Numbers.Point<Plane>(seed, Engine.Reference), Numbers.Point<Plane>(seed + 1, Engine.Reference));
        var (loss, gradient, product) = model.HessianVectorProduct(batch, direction);
        Assert.Equal(model.LossAndGradient(batch), (loss, gradient));

        var (x, v) = (Rows(batch.Inputs), Affine(direction.Output));
        Close(Times(x, v, (row, move) => 2.0 / (5 * 2) * move, columns: 2, ridge: 0.25), Affine(product.Output));
        // The gradient of a quadratic changes by exactly H·v.
        Close(Numbers.Of((model + direction).LossAndGradient(batch).Gradient - gradient), Numbers.Of(product));
    }

    /// <summary>The mean of cross-entropies has the Hessian <c>1/N·Σ x'x'ᵀ ⊗ (diag(p) − ppᵀ)</c>; the penalty adds its own.</summary>
    [Property]
    public void Hessian_of_softmax_regression_is_that_of_its_closed_form(int seed)
    {
        var batch = Numbers.Random<Softmax3>(6, seed);
        var (model, direction) = (Numbers.Point<Softmax3>(seed, Engine.Reference), Numbers.Point<Softmax3>(seed + 1, Engine.Reference));
        var probabilities = Rows(model.Forward(batch.Inputs));
        var product = model.HessianVectorProduct(batch, direction).Product;
        Close(Times(Rows(batch.Inputs), Affine(direction.Output), Softened(probabilities, 6), columns: 3, ridge: 0.01),
            Affine(product.Output));
    }

    [Property]
    public void Hessian_of_a_kernel_that_is_stored_transposed_is_the_same(int seed)
    {
        var batch = Numbers.Random<Narrow>(4, seed);
        batch = batch with { Labels = Softmax(batch.Labels) };
        var (model, direction) = (Numbers.Point<Narrow>(seed, Engine.Reference), Numbers.Point<Narrow>(seed + 1, Engine.Reference));
        Assert.True(Narrow.Description.Parameters[0].StoredTransposed);
        var product = model.HessianVectorProduct(batch, direction).Product;
        Close(Times(Rows(batch.Inputs), Affine(direction.Output), Softened(Rows(model.Forward(batch.Inputs)), 4), columns: 4, ridge: 0.01),
            Affine(product.Output));
    }

    /// <summary>The mean over samples and outputs has the Hessian <c>1/(N·k)·Σ x'x'ᵀ·p(1 − p)</c> for every output.</summary>
    [Property]
    public void Hessian_of_logistic_regression_is_that_of_its_closed_form(int seed)
    {
        var batch = Numbers.Random<Logistic2>(5, seed);
        var (model, direction) = (Numbers.Point<Logistic2>(seed, Engine.Reference), Numbers.Point<Logistic2>(seed + 1, Engine.Reference));
        var probabilities = Rows(model.Forward(batch.Inputs));
        double[] Curved(int row, double[] move) =>
            [.. move.Select((m, c) => probabilities[row][c] * (1 - probabilities[row][c]) * m / (5 * 2))];
        var product = model.HessianVectorProduct(batch, direction).Product;
        Close(Times(Rows(batch.Inputs), Affine(direction.Output), Curved, columns: 2, ridge: 0), Affine(product.Output));
    }

    [Property]
    public void The_product_belongs_to_the_gradient_of_the_same_draw_and_leaves_the_model_as_it_is(int seed)
    {
        var (batch, key) = (Numbers.Random<Bowl>(6, seed), new RandomKey((ulong)(uint)seed, 5));
        var (model, direction) = (Bowl.Initialize(seed).To(Engine.Reference), Bowl.Initialize(seed + 1).To(Engine.Reference));
        var before = Numbers.Of(model);
        var (loss, gradient, product) = model.HessianVectorProduct(batch, direction, key);
        var (expected, expectedGradient) = model.LossAndGradient(batch, key);
        Close([expected, .. Numbers.Of(expectedGradient)], [loss, .. Numbers.Of(gradient)]);
        Assert.Equal(before, Numbers.Of(model));
        Assert.All(product.Norm.MovingMean.ToDoubles().Concat(product.Norm.MovingVariance.ToDoubles()), number => Assert.Equal(0, number));

        // Moving statistics in the direction change nothing.
        var other = direction with
        {
            Norm =
            direction.Norm with { MovingMean = 7 * direction.Norm.MovingVariance, MovingVariance = direction.Norm.MovingVariance * 3 }
        };
        Assert.Equal(Numbers.Of(product), Numbers.Of(model.HessianVectorProduct(batch, other, key).Product));
    }

    [Fact]
    public void Forward_mode_along_the_parameters_and_along_the_input()
    {
        var (model, direction) = (Numbers.Point<Plane>(1, Engine.Reference), Numbers.Point<Plane>(2, Engine.Reference));
        var batch = Numbers.Random<Plane>(4, 3);
        var (prediction, tangent) = model.JacobianVectorProduct(batch.Inputs, direction);
        Assert.Equal(model.Forward(batch.Inputs).ToDoubles(), prediction.ToDoubles());
        // The output is affine in the parameters, so the tangent is the prediction of the direction itself.
        Close(direction.Forward(batch.Inputs).ToDoubles(), tangent.ToDoubles());

        var inputs = Numbers.Random<Plane>(4, 5).Inputs;
        var unbiased = model with { Output = model.Output with { Bias = 0 * model.Output.Bias! } };
        Close(unbiased.Forward(inputs).ToDoubles(), model.JacobianVectorProduct(batch.Inputs, inputs).Tangent.ToDoubles());
    }

    [Fact]
    public void A_direction_of_another_shape_than_the_samples_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => Plane.Initialize(1).JacobianVectorProduct(Tensor.Zeros([4, 3]), Tensor.Zeros([3, 3])));
        Assert.Contains("The samples [4, 3] need a direction of real numbers with their shape, but this one is [3, 3].", error.Message);
    }

    [Fact]
    public void Indices_don_t_move()
    {
        Assert.Single(typeof(Indexed).GetMethods(), m => m.Name == "JacobianVectorProduct");
        var (model, direction) = (Numbers.Point<Indexed>(1, Engine.Reference), Numbers.Point<Indexed>(2, Engine.Reference));
        var x = Numbers.Tensor([2, 4], 0, 1, 4, 4, 2, 3, 0, 1);
        var step = 1e-6;
        var measured = (model + step * direction).Forward(x).ToDoubles().Zip((model - step * direction).Forward(x).ToDoubles(),
            (a, b) => (a - b) / (2 * step));
        foreach (var (expected, actual) in measured.Zip(model.JacobianVectorProduct(x, direction).Tangent.ToDoubles()))
            Assert.Equal(expected, actual, 1e-7);
    }

    /// <summary>Newton's step on a quadratic reaches its minimum.</summary>
    [Fact]
    public void The_Hessian_solves_linear_regression_in_one_step()
    {
        var data = Dataset.Create([3], [.. Numbers.Random<Plane>(20, 4).Inputs.ToDoubles().Select(v => (float)v)],
            Numbers.Random<Plane>(20, 6).Labels.ToArray(), [2]);
        var minimum = data.Bind(set => Numbers.Point<Plane>(1, Engine.Reference).Minimize(set,
            new NewtonCg { GradientTolerance = 1e-12, BatchSize = 7 })).ThrowIfFail();
        Assert.Equal(MinimumEnd.Converged, minimum.End);
        Assert.InRange(minimum.GradientNorm, 0, 1e-12);
        Assert.All(minimum.Iterations.Tail, iteration => Assert.Equal(1, iteration.Step));
    }

    /// <summary>
    /// Returns <c>Σ over rows of x'·c(x'ᵀV)</c>, plus twice the ridge times V except its last row. Here c is the curvature of a row's loss
    /// in its logits.
    /// </summary>
    private static double[] Times(double[][] x, double[] v, Func<int, double[], double[]> curved, int columns, double ridge)
    {
        var features = v.Length / columns;
        var result = v.Select((value, i) => i / columns < features - 1 ? 2 * ridge * value : 0).ToArray();
        for (var row = 0; row < x.Length; row++)
        {
            double[] extended = [.. x[row], 1];
            var moved = curved(row,
                [.. Enumerable.Range(0, columns).Select(c => extended.Select((value, f) => value * v[f * columns + c]).Sum())]);
            for (var i = 0; i < result.Length; i++) result[i] += extended[i / columns] * moved[i % columns];
        }
        return result;
    }

    private static double[] Times(double[][] x, double[] v, Func<int, double, double> curved, int columns, double ridge) =>
        Times(x, v, (row, move) => [.. move.Select(m => curved(row, m))], columns, ridge);

    private static Func<int, double[], double[]> Softened(double[][] probabilities, int samples) => (row, move) =>
    {
        var p = probabilities[row];
        var mean = p.Zip(move, (a, b) => a * b).Sum();
        return [.. p.Zip(move, (a, b) => a * (b - mean) / samples)];
    };

    /// <summary>Returns kernel and bias as one matrix, the bias last.</summary>
    private static double[] Affine(Dense layer) => [.. layer.Kernel.ToDoubles(), .. layer.Bias!.ToDoubles()];

    private static double[][] Rows(Tensor tensor) => [.. tensor.ToDoubles().Chunk(tensor.Shape[^1])];

    /// <summary>Returns rows that sum to 1, so that they are probabilities.</summary>
    private static Tensor Softmax(Tensor numbers) => Tensor.Create(
        numbers.Shape, [.. Rows(numbers).SelectMany(row => row.Select(value => Math.Exp(value) / row.Sum(Math.Exp)))], Engine.Reference);

    private static void Close(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        var size = expected.Select(Math.Abs).Append(1).Max();
        for (var i = 0; i < expected.Count; i++) Assert.Equal(expected[i], actual[i], 1e-11 * size);
    }
}
