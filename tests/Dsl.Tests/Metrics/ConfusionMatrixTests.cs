using FsCheck.Xunit;
using LanguageExt;

namespace ModelDsl.Tests.Metrics;

public class ConfusionMatrixTests
{
    [Fact]
    public void Rows_are_true_classes_and_columns_predicted_ones()
    {
        var matrix = ConfusionMatrix.Create([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 1, 1], 4).ThrowIfFail();
        Assert.Equal((2, 1, 0, 2, 1), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1], matrix[2, 1]));
        Assert.Equal(4.0 / 6, matrix.Accuracy, 15);
        Assert.Equal(2.0 / 3, matrix.Recall(0).IfNone(-1), 15);
        Assert.Equal(1, matrix.Precision(0).IfNone(-1), 15);
        Assert.Equal(.5, matrix.Precision(1).IfNone(-1), 15);
        Assert.True(matrix.Precision(2).IsNone);
        Assert.True(matrix.Recall(3).IsNone);
    }

    [Property]
    public bool Every_sample_is_counted_once(byte[] labels)
    {
        int[] classes = [.. labels.Select(l => l % 5)];
        var matrix = ConfusionMatrix.Create(classes, classes, 5).ThrowIfFail();
        return matrix.Total == labels.Length && Enumerable.Range(0, 5).All(c => matrix[c, c] == classes.Count(x => x == c));
    }

    [Theory]
    [InlineData(new[] { 0, 3 }, new[] { 0, 0 }, "label of sample 1 is 3")]
    [InlineData(new[] { 0, 1 }, new[] { 0, -1 }, "NaN")]
    [InlineData(new[] { 0, 1 }, new[] { 7, 0 }, "prediction of sample 0 is 7")]
    [InlineData(new[] { 0, 1 }, new[] { 0 }, "2 labels but 1 predictions")]
    public void What_cannot_be_counted_is_named(int[] labels, int[] predictions, string said) =>
        Assert.Contains(said, ConfusionMatrix.Create(labels, predictions, 3).Match(_ => "", e => e.Message));

    [Fact]
    public void Argmax_takes_the_first_of_equals_in_each_row_and_knows_no_largest_NaN()
    {
        Fin<Tensor> predictions = Tensor.Create([4, 3], [0, 1, 0, 2, 2, 1, -5, -4, -3, 1, float.NaN, 0f]);
        var classes = predictions | Functions.Argmax;
        Assert.Equal([1, 0, 2, -1], classes.ThrowIfFail().ToArray());
    }
}
