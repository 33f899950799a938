using LanguageExt;
using LanguageExt.Common;
using ModelDsl.EndToEnd.Tests.Models;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Labels of several outputs: how they are joined, and which do not fit.</summary>
public class OutputLabelsTests
{
    [Fact]
    public void Labels_are_joined_whatever_their_order()
    {
        var data = OutputTrainingTests.Data(20);
        var (digits, boxes) = Sets(data.ToBatch());
        Assert.Equal(data.ToBatch().Labels, Detector.JoinLabels(digits, boxes).ThrowIfFail().ToBatch().Labels);
        // Views of different storages, with the samples in the same order.
        var order = Detector.JoinLabels((digits | Shuffle(2)) | Take(9), (boxes | Shuffle(2)) | Take(9)).ThrowIfFail();
        var expected = (data | Shuffle(2)) | Take(9);
        Assert.Equal(expected.ToBatch().Labels, order.ToBatch().Labels);
        Assert.Equal(expected.ToTensor(), order.ToTensor());
        Assert.Equal("digits: 9 samples of shape [6], labels: class indices, numbers of shape [4]", order.ToString());
        // A view, and a set whose own storage has that order.
        var (digitView, boxView) = ((digits | Shuffle(2)) | Take(9), (boxes | Shuffle(2)) | Take(9));
        var (digitCopy, boxCopy) = Sets(expected.ToBatch());
        Assert.Equal(expected.ToBatch().Labels, Detector.JoinLabels(digitView, boxCopy).ThrowIfFail().ToBatch().Labels);
        Assert.Equal(expected.ToBatch().Labels, Detector.JoinLabels(digitCopy, boxView).ThrowIfFail().ToBatch().Labels);
        // One storage, with labels derived from one another.
        var both = Dataset.JoinLabels(digits, (digits | OneHot(3)).ThrowIfFail(),
            (digits | IsClass(2)).ThrowIfFail()).ThrowIfFail().ToBatch().Labels.ToDoubles();
        for (var i = 0; i < 20; i++)
        {
            var label = both[5 * i];
            Assert.Equal([label, label == 0 ? 1 : 0, label == 1 ? 1 : 0, label == 2 ? 1 : 0, label == 2 ? 1 : 0],
                both[(5 * i)..(5 * i + 5)]);
        }

        var wrong = ((Error)Detector.JoinLabels(digits, boxes | Shuffle(2)).Case).Message;
        Assert.Contains("sample 0 is not the same in digits and in boxes", wrong, StringComparison.Ordinal);
        Assert.Contains("has 20 samples, but boxes has 9", ((Error)Detector.JoinLabels(digits, boxes | Take(9)).Case).Message, StringComparison.Ordinal);
        Assert.Contains("takes labels of shape [4]", ((Error)Detector.JoinLabels(digits, (digits | OneHot(3)).ThrowIfFail()).Case).Message, StringComparison.Ordinal);
        Assert.Contains("Detector.Digit", ((Error)Detector.JoinLabels(boxes, boxes).Case).Message, StringComparison.Ordinal);

        Assert.Contains("sample 0 is not the same", Failure(digits, digits | Scale(2)), StringComparison.Ordinal);
        Assert.Contains("sample 0 is not the same", Failure(digits, Dataset.Create<float>([2, 3], digits.ToTensor().ToArray(), new int[20]).ThrowIfFail()), StringComparison.Ordinal);
        Assert.Contains("digits has the labels of several outputs already", Failure(data, digits), StringComparison.Ordinal);
        Assert.Contains("no labels", Failure(digits, Dataset.Unlabelled<float>([6], digits.ToTensor().ToArray()).ThrowIfFail()), StringComparison.Ordinal);
        var (light, heavy) = ((digits | WithSampleWeights(new float[20])).ThrowIfFail(),
            (digits | WithSampleWeights([.. Enumerable.Repeat(1f, 20)])).ThrowIfFail());
        Assert.Contains("the weight of sample 0 is not the same", Failure(light, heavy), StringComparison.Ordinal);

        static string Failure(params Dataset[] sets) => ((Error)Dataset.JoinLabels(sets).Case).Message;
        static (Dataset, Dataset) Sets(Batch batch)
        {
            var (samples, labels) = (batch.Inputs.ToArray(), batch.Labels.ToArray());
            int[] classes = [.. labels.Where((_, i) => i % 5 == 0).Select(c => (int)c)];
            return (Dataset.Create<float>([6], samples, classes, name: "digits").ThrowIfFail(),
                Dataset.Create<float>([6], samples, labels.Where((_, i) => i % 5 > 0).ToArray(), [4], name: "boxes").ThrowIfFail());
        }
    }

    [Fact]
    public void Labels_of_an_output_may_have_an_axis_of_one()
    {
        var (classes, boxes) = (new[] { 2, 0, 1 }, Tensor.Zeros([3, 4]));
        var packed = Detector.PackLabels(Tensor.Create([3], classes), boxes);
        Assert.Equal(packed, Detector.PackLabels(Tensor.Create([3, 1], classes), boxes));
        var digits = Dataset.Create<float>([6], new float[18], classes, labelShape: [1]).ThrowIfFail();
        var boxed = Dataset.Create<float>([6], new float[18], new float[12], [4, 1]).ThrowIfFail();
        var joined = Detector.JoinLabels(digits, boxed).ThrowIfFail();
        Assert.Equal(packed, joined.ToBatch().Labels);
        Assert.True(Detector.Initialize(1).Evaluate(joined).IsSucc);
        Assert.Throws<ArgumentNullException>("part", () => Detector.JoinLabels(digits, null!));
        Assert.Throws<ArgumentNullException>("part", () => Detector.PackLabels(null!, boxes));
    }

    /// <summary>Samples may stay in their files; a file that can no longer be read is an error, as everywhere.</summary>
    [Fact]
    public void Labels_of_mapped_samples_are_joined()
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl-").FullName;
        try
        {
            byte[] pixels = [.. Enumerable.Range(0, 60).Select(i => (byte)i)], classes =
                [.. Enumerable.Range(0, 10).Select(i => (byte)(i % 3))];
            string images = Write("images", [10, 6], pixels), labels = Write("labels", [10], classes);
            var mapped = Idx.Map([new IdxPart(images, labels)]).ThrowIfFail();
            var boxes = Dataset.Create<byte>([6], pixels, new float[40], [4]).ThrowIfFail();
            var joined = Detector.JoinLabels(mapped, boxes).ThrowIfFail();
            Assert.Equal(classes.Select(c => (double)c), joined.ToBatch().Labels.ToDoubles().Where((_, i) => i % 5 == 0));
            Assert.True(Detector.Initialize(1).Fit(joined | Scale(0.01f), new FitOptions { Epochs = 1, BatchSize = 4 }).IsSucc);
            File.SetLastWriteTimeUtc(images, DateTime.UtcNow.AddHours(1));
            // A check of the file is trusted for a tenth of a second.
            Thread.Sleep(150);
            Assert.Contains("images", ((Error)Detector.JoinLabels(mapped, boxes).Case).Message, StringComparison.Ordinal);
            Assert.Contains("images", ((Error)Dataset.JoinLabels(boxes, mapped).Case).Message, StringComparison.Ordinal);
        }
        finally
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Directory.Delete(folder, recursive: true);
        }

        string Write(string name, int[] shape, byte[] content)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, [0, 0, 8, (byte)shape.Length,
                .. shape.SelectMany(d => new byte[] { 0, 0, (byte)(d >> 8), (byte)d }), .. content]);
            return path;
        }
    }

    [Fact]
    public void What_does_not_fit_names_the_output()
    {
        var (model, data) = (Detector.Initialize(1), OutputTrainingTests.Data(20));
        Assert.Contains(
            "the metric accuracy does not say which of the outputs Digit and Box it belongs to: write .Of(\"Digit\") after it",
            ((Error)model.Fit(data, new FitOptions { BatchSize = 4, Metrics = [Metric.Accuracy] }).Case).Message, StringComparison.Ordinal);
        Assert.Contains("but Detector has the outputs Digit and Box", Failure(Metric.Accuracy.Of("digit")), StringComparison.Ordinal);
        Assert.Contains("Detector.Box has the loss MeanSquaredError", Failure(Metric.Accuracy.Of("Box")), StringComparison.Ordinal);
        Assert.Contains(
            "has one output: remove Of", ((Error)DigitDetector.Initialize(1).Evaluate(Dataset.Create<float>([6], new float[6], [0]).ThrowIfFail(), Metric.Accuracy.Of("Digit")).Case).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "has the outputs Digit and Box: give samples weights instead",
            ((Error)model.Fit(data, new FitOptions { BatchSize = 4, ClassWeights = new Dictionary<int, double> { [1] = 2 } }).Case).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "labels are class indices, but Detector has the outputs Digit and Box: join data sets with the labels of each by Detector.JoinLabels",
            ((Error)model.Evaluate(Dataset.Create<float>([6], new float[6], [0]).ThrowIfFail()).Case).Message, StringComparison.Ordinal);
        Assert.Contains("labels are those of 2 outputs, but DigitDetector has one", ((Error)DigitDetector.Initialize(1).Evaluate(data).Case).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Detector.Digit has the classes 0 … 2",
            ((Error)Detector.JoinLabels(Dataset.Create<float>([6], new float[6], [3]).ThrowIfFail(),
                Dataset.Create<float>([6], new float[6], new float[4], [4]).ThrowIfFail()).Case).Message,
            StringComparison.Ordinal);

        var batch = Numbers.Random<Detector>(2, 1);
        Assert.Equal(
            "Detector takes the labels of its outputs Digit and Box in rows [2, 5], but these labels are [2]: make them with Detector.PackLabels.",
            Thrown(() => model.Loss(batch with { Labels = Tensor.Create([2], [0, 1]) })));
        Assert.Equal("Detector.Digit knows the classes 0 to 2, but the label of sample 1 is 7.", Thrown(() => Packed([0, 7])));
        Assert.Equal("Detector was given labels of 2 samples for Digit, but of 1 for Box.", Thrown(() => Detector.PackLabels(Tensor.Create([2], [0, 1]), Tensor.Zeros([1, 4]))));
        Assert.Equal("Detector.Digit takes class indices, but the label of sample 0 is 0.5.", Thrown(() => model.Loss(batch with { Labels = Tensor.Create([2, 5], [.5f, 0, 0, 0, 0, 1, 0, 0, 0, 0]) })));
        Assert.Equal("Detector predicts rows of its outputs Digit and Box, [N, 7], but this is [2, 3].", Thrown(() => Detector.UnpackOutputs(Tensor.Zeros([2, 3]))));

        string Failure(Metric metric) => ((Error)model.Evaluate(data, metric).Case).Message;
        static string Thrown(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
        static Tensor Packed(int[] classes) => Detector.PackLabels(Tensor.Create([2], classes), Tensor.Zeros([2, 4]));
    }
}
