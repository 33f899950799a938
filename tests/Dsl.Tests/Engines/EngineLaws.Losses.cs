using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public abstract partial class EngineLaws
{
    [Fact]
    public void Sparse_and_one_hot_cross_entropy_are_equal_bit_for_bit() => ForAll(60, trial =>
    {
        foreach (var bound in new[] { 3.0, 1e4 })
        {
            var (rows, columns) = (trial.Rows, trial.Columns);
            var memory = new GuardedMemory(Engine, trial.Seed);
            var (z, upstream) = (memory.Random([rows, columns], -bound, bound), memory.Random([rows]));
            var labels = memory.Labels(rows, columns);
            var classes = new int[rows];
            Engine.Read(labels, classes);
            var oneHot = new double[rows * columns];
            for (var i = 0; i < rows; i++) oneHot[i * columns + classes[i]] = 1.0;
            var y = memory.Of([rows, columns], oneHot);

            var (losses, p, gradient) = (memory.Result([rows]), memory.Result([rows, columns]), memory.Result([rows, columns]));
            Engine.SparseSoftmaxCrossEntropy(z, labels, losses, p);
            Engine.SparseSoftmaxCrossEntropyGradient(p, labels, upstream, gradient);
            var sparse = memory.Results().Select(Bits).ToArray();
            Engine.SoftmaxCrossEntropy(z, y, losses, p);
            Engine.SoftmaxCrossEntropyGradient(p, y, upstream, gradient);
            Assert.Equal(sparse, memory.Results().Select(Bits).ToArray());
            Assert.All(memory.Read(losses), loss => Assert.True(loss >= 0.0 && double.IsFinite(loss)));
        }

        static long[] Bits(double[] values) => Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);
    });

    [Fact]
    public void Categorical_cross_entropy_has_Keras_values()
    {
        var memory = new GuardedMemory(Engine, 1);
        var z = memory.Of([3, 3], 8, 1, 1, 0, 9, 1, 2, 3, 5);
        var (losses, p) = (memory.Result([3]), memory.Result([3, 3]));
        Engine.SoftmaxCrossEntropy(z, memory.Of([3, 3], 1, 0, 0, 0, 1, 0, 0, 0, 1), losses, p);
        AssertClose([.001822103, .000458767, .169846020], memory.Read(losses), 2e-7);
    }

    [Fact]
    public void Smoothed_labels_have_Keras_loss()
    {
        var memory = new GuardedMemory(Engine, 1);
        var (losses, p) = (memory.Result([1]), memory.Result([1, 3]));
        Engine.SoftmaxCrossEntropy(memory.Of([1, 3], 100, -100, -100), memory.Of([1, 3], .9 + .1 / 3, .1 / 3, .1 / 3), losses, p);
        AssertClose([13.3333333], memory.Read(losses), 1e-6);
    }

    [Fact]
    public void Binary_cross_entropy_has_Keras_value()
    {
        var memory = new GuardedMemory(Engine, 1);
        var (losses, p) = (memory.Result([2]), memory.Result([2, 3]));
        Engine.SigmoidCrossEntropy(memory.Of([2, 3], 10, -10, 10, 10, 10, -10), memory.Of([2, 3], 1, 0, 1, 0, 1, 1), losses, p);
        Assert.Equal(3.3333787322, memory.Read(losses).Average(), 1e-6);
    }

    [Fact]
    public void Cross_entropy_of_a_class_at_minus_infinity_is_infinite_only_where_it_counts()
    {
        var memory = new GuardedMemory(Engine, 1);
        var z = memory.Of([2, 3], double.NegativeInfinity, 0, 0, double.NegativeInfinity, 0, 0);
        var (losses, p) = (memory.Result([2]), memory.Result([2, 3]));
        Engine.SoftmaxCrossEntropy(z, memory.Of([2, 3], 0, 1, 0, 1, 0, 0), losses, p);
        AssertClose([Math.Log(2.0), double.PositiveInfinity], memory.Read(losses), Tolerance);
    }

    [Fact]
    public void Sigmoid_cross_entropy_is_right_for_large_logits()
    {
        var memory = new GuardedMemory(Engine, 1);
        var (z, y) = (memory.Of([4, 1], 1e4, -1e4, 1e4, -1e4), memory.Of([4, 1], 1, 0, 0, 1));
        var (losses, p) = (memory.Result([4]), memory.Result([4, 1]));
        Engine.SigmoidCrossEntropy(z, y, losses, p);
        AssertClose([0, 0, 1e4, 1e4], memory.Read(losses), Tolerance);
        AssertClose([1, 0, 1, 0], memory.Read(p), Tolerance);
        var gradient = memory.Result([4, 1]);
        Engine.SigmoidCrossEntropyGradient(p, y, memory.Of([4], 1, 1, 1, 1), gradient);
        AssertClose([0, 0, 1, -1], memory.Read(gradient), Tolerance);
    }

    [Fact]
    public void Small_losses_of_good_predictions_keep_their_digits()
    {
        var memory = new GuardedMemory(Engine, 1);
        var (losses, p) = (memory.Result([1]), memory.Result([1, 1]));
        Engine.SigmoidCrossEntropy(memory.Of([1, 1], 20), memory.Of([1, 1], 1), losses, p);
        Assert.Equal(1.0, memory.Read(losses)[0] / 2.0611536e-9, 1e-5);
    }

    [Fact]
    public void A_batch_gives_each_row_the_bits_that_it_has_alone() => ForAll(25, CheckRowsAlone);

    /// <summary>The sizes divide sums into ranges: deep products with few columns.</summary>
    [Theory]
    [InlineData(8, 10, 64), InlineData(33, 10, 784), InlineData(32, 1, 784), InlineData(13, 17, 300)]
    [InlineData(9, 33, 785), InlineData(32, 100, 784)]
    public void A_batch_of_deep_products_gives_each_row_the_bits_that_it_has_alone(int rows, int columns, int inner) =>
        CheckRowsAlone(new Trial(rows, columns, inner, rows + columns));

    private void CheckRowsAlone(Trial trial)
    {
        var (rows, columns, inner) = (trial.Rows, trial.Columns, trial.Inner);
        var memory = new GuardedMemory(Engine, trial.Seed);
        var (x, kernel, bias) = (memory.Random([rows, inner]), memory.Random([inner, columns]), memory.Random([columns]));
        var (transposed, y) = (memory.Random([columns, inner]), memory.Random([rows, columns], 0.0, 1.0));
        var labels = memory.Labels(rows, columns);
        var whole = Results(rows, x, y, labels);
        for (var i = 0; i < rows; i += 1 + rows / 5)
        {
            var (sample, target) = (Engine.View(x, i * inner, [1, inner]), Engine.View(y, i * columns, [1, columns]));
            var one = Results(1, sample, target, Engine.View(labels, i, [1]));
            for (var k = 0; k < whole.Length; k++)
            {
                var length = whole[k].Length / rows;
                var row = whole[k][(i * length)..((i + 1) * length)];
                if (rowsDependOnBatch) AssertClose(row, one[k], Tolerance * Math.Sqrt(inner) * 4.0);
                else Assert.Equal(row, one[k]);
            }
        }

        double[][] Results(int n, TensorBuffer input, TensorBuffer targets, TensorBuffer classes)
        {
            var results = new List<double[]>();
            var (z, losses, p) = (memory.Result([n, columns]), memory.Result([n]), memory.Result([n, columns]));
            foreach (var kind in InstructionTable.Activations.Append(ActivationKind.Linear))
                Add(() => Engine.Dense(input, kernel, Transpose.None, bias, kind, z), z);
            Add(() => Engine.MatMul(input, transposed, Transpose.Right, p), p);
            Add(() => Engine.Softmax(z, p), p);
            Add(() => Engine.MeanColumns(z, losses), losses);
            Add(() => Engine.SparseSoftmaxCrossEntropy(z, classes, losses, p), losses, p);
            Add(() => Engine.SoftmaxCrossEntropy(z, targets, losses, p), losses, p);
            Add(() => Engine.SigmoidCrossEntropy(z, targets, losses, p), losses, p);
            return [.. results];

            void Add(Action call, params TensorBuffer[] outputs)
            {
                call();
                results.AddRange(outputs.Select(memory.Read));
            }
        }
    }
}
