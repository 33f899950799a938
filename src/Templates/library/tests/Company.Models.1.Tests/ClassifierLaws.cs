using ModelDsl.Engines;

namespace Company.Models._1.Tests;

/// <summary>
/// Laws that hold for every model, whatever its parameters are. Each test draws a hundred models and batches. Add the laws of your own
/// problem: what must not change the answer, what must make it larger.
/// </summary>
public sealed class ClassifierLaws
{
    private const int Rows = 6, Inputs = 4, Classes = 3;

    /// <summary>The outputs of a softmax are probabilities: from 0 to 1, and 1 together.</summary>
    [Property]
    public void ProbabilitiesSumToOne(int seed)
    {
        var predictions = Classifier.Initialize(seed).Predict(Samples(seed)).ThrowIfFail().ToArray();
        foreach (var row in predictions.Chunk(Classes))
        {
            Assert.All(row, p => Assert.InRange(p, 0, 1));
            Assert.Equal(1, row.Sum(), 1e-5);
        }
    }

    /// <summary>The loss for class numbers is the loss for one-hot rows.</summary>
    [Property]
    public void SparseLabelsMeanTheSameAsOneHotLabels(int seed)
    {
        var sparse = Classifier.Initialize(seed);
        var twin = new OneHotClassifier(sparse.Hidden, sparse.Output);
        var (samples, labels) = (Samples(seed), Labels(seed));
        var oneHot = new float[Rows * Classes];
        for (var row = 0; row < Rows; row++) oneHot[row * Classes + labels[row]] = 1;

        var expected = sparse.Loss(new Batch(samples, Tensor.Create([Rows], labels)));
        Assert.Equal(expected, twin.Loss(new Batch(samples, Tensor.Create([Rows, Classes], oneHot))), 1e-5);
    }

    /// <summary>
    /// The slope of the loss along a direction is the scalar product of gradient and direction. Finite differences find it, in double
    /// precision. A model, its gradient and a direction are points of one space, so a step is arithmetic with models.
    /// </summary>
    [Property]
    public void TheGradientIsTheSlopeOfTheLoss(int seed)
    {
        const double step = 1e-5;
        var model = Classifier.Initialize(seed).To(Engine.Reference);
        var direction = Classifier.Initialize(unchecked(seed + 1)).To(Engine.Reference);
        var batch = new Batch(Samples(seed), Tensor.Create([Rows], Labels(seed)));

        var slope = ((model + step * direction).Loss(batch) - (model - step * direction).Loss(batch)) / (2 * step);
        Assert.Equal(slope, ScalarProduct(model.LossAndGradient(batch).Gradient, direction), 1e-4 * Math.Max(1, Math.Abs(slope)));
    }

    /// <summary>A model that was saved and loaded predicts the same bits.</summary>
    [Property]
    public void AModelFromItsFileIsTheSame(int seed)
    {
        var model = Classifier.Initialize(seed);
        var loaded = Classifier.Load(model.ToBytes().ThrowIfFail()).ThrowIfFail();
        Assert.Equal(model.Predict(Samples(seed)).ThrowIfFail().ToArray(), loaded.Predict(Samples(seed)).ThrowIfFail().ToArray());
    }

    /// <summary>The same seed trains the same bits, and the loss falls.</summary>
    [Property(MaxTest = 5)]
    public void TrainingIsRepeatableAndLearns(int seed)
    {
        var samples = Samples(seed).ToArray();
        var data = Dataset.Create<float>([Inputs], samples, Labels(seed)).ThrowIfFail();
        var options = new FitOptions { Epochs = 50, BatchSize = 3, Seed = 1, Optimizer = new Adam(0.01) };
        var once = Classifier.Initialize(seed).Fit(data, options).ThrowIfFail();
        var again = Classifier.Initialize(seed).Fit(data, options).ThrowIfFail();
        Assert.Equal(once.Model.ToBytes().ThrowIfFail(), again.Model.ToBytes().ThrowIfFail());
        Assert.True(once.History.Last.Loss < once.History.Head.Loss);
    }

    private static Tensor Samples(int seed)
    {
        var random = new Random(seed);
        var numbers = new float[Rows * Inputs];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = 4 * random.NextSingle() - 2;
        return Tensor.Create([Rows, Inputs], numbers);
    }

    private static int[] Labels(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Classes))];
    }

    private static double ScalarProduct(Classifier a, Classifier b) => Numbers(a).Zip(Numbers(b), (x, y) => (double)x * y).Sum();

    private static IEnumerable<float> Numbers(Classifier model) => model.Parameters.SelectMany(tensor => tensor.ToArray());
}

/// <summary>The classifier with the loss for one-hot labels.</summary>
[Model(4), CategoricalCrossentropy]
internal sealed partial record OneHotClassifier(
    [Dense(8, Activation.Tanh)] Dense Hidden,
    [Dense(3, Activation.Softmax)] Dense Output);
