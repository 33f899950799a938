using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

public class EmbeddingTests
{
    [Fact]
    public void Every_index_is_replaced_by_its_vector()
    {
        var model = VectorTable.Initialize(3);
        var vectors = model.Vectors.Embeddings.ToArray().Chunk(3).ToArray();
        var output = model.Forward(Tensor.Create([2, 2, 2], [4f, 0, 2, 2, 1, 3, 0, 4]));
        Assert.Equal(Shape.Create(2, 2, 2, 3), output.Shape);
        Assert.Equal(new[] { 4, 0, 2, 2, 1, 3, 0, 4 }.SelectMany(i => vectors[i]), output.ToArray());
        Assert.Equal(Initializers.RandomUniform([5, 3], 3, 0).ToArray(), model.Vectors.Embeddings.ToArray());
        Assert.All(model.Vectors.Embeddings.ToArray(), v => Assert.InRange(v, -0.05f, 0.05f));
    }

    /// <summary>The loss is the squared error to zeros: a vector's gradient counts the occurrences of its index.</summary>
    [Fact]
    public void A_vector_gets_the_gradient_of_every_place_where_it_stands()
    {
        var model = VectorTable.Initialize(3);
        var batch = new Batch(Tensor.Create([2, 2, 2], [4f, 0, 2, 2, 1, 2, 0, 4]), Tensor.Zeros([2, 2, 2, 3]));
        var gradient = model.LossAndGradient(batch).Gradient.Vectors.Embeddings.ToArray();
        int[] counts = [2, 1, 3, 0, 2];
        var vectors = model.Vectors.Embeddings.ToArray();
        for (var i = 0; i < 15; i++) Assert.Equal(counts[i / 3] * 2 * vectors[i] / 24, gradient[i], 1e-7);
    }

    [Fact]
    public void What_is_no_index_is_named_when_data_meets_the_model()
    {
        Assert.Equal(12, Words.Description.IndexLimit);
        Assert.Null(Adder.Description.IndexLimit);
        Assert.Contains("sample 1 is 12 at [2], but Words takes indices, whole numbers from 0 to 11", Error(12));
        Assert.Contains("sample 1 is -1 at [2]", Error(-1));
        Assert.Contains("sample 1 is 0.5 at [2]", Error(0.5f));
        Assert.Contains(
            "Words takes indices, whole numbers from 0 to 11, but sample 1 has 12 at 2",
            Assert.Throws<ArgumentException>(() => Words.Initialize(1).Forward(Tensor.Create([2, 7], Wrong(12)))).Message);

        static float[] Wrong(float number) => [.. Enumerable.Range(0, 14).Select(i => i == 9 ? number : i % 12)];

        static string Error(float number)
        {
            var data = Dataset.Create<float>([7], Wrong(number), [0f, 1f], [1]).ThrowIfFail();
            var errors = new[]
            {
                Words.Initialize(1).Fit(data, new FitOptions { BatchSize = 2 }).Match(_ => "", e => e.Message),
                Words.Initialize(1).Predict(data).Match(_ => "", e => e.Message),
                Words.Initialize(1).Evaluate(data).Match(_ => "", e => e.Message),
            };
            return Assert.Single(errors.Select(e => e[e.IndexOf("sample", StringComparison.Ordinal)..].TrimEnd('.')).Distinct());
        }
    }

    [Fact]
    public void A_model_of_words_learns_which_one_comes_before_the_other()
    {
        var random = new Random(5);
        var (x, y) = (new float[500 * 7], new float[500]);
        for (var i = 0; i < 500; i++)
        {
            for (var j = 0; j < 7; j++) x[i * 7 + j] = random.Next(10);
            var (first, second) = (random.Next(3), 3 + random.Next(4));
            y[i] = random.Next(2);
            (x[i * 7 + first], x[i * 7 + second]) = y[i] == 1 ? (10, 11) : (11, 10);
        }
        var data = Dataset.Create<float>([7], x, y, [1]).ThrowIfFail();
        var fitted = Words.Initialize(3).Fit(data, new FitOptions { Epochs = 40, Optimizer = new Adam(0.02) }).ThrowIfFail();
        Assert.InRange(fitted.Model.Evaluate(data).ThrowIfFail().Loss, 0, 0.1);
    }
}
