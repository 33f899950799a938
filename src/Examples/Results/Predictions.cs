using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>A classifier's predictions for labelled images.</summary>
/// <param name="Images">The images, unchanged from the data set.</param>
/// <param name="Labels">Their true classes.</param>
/// <param name="Classes">The predicted classes.</param>
/// <param name="Probabilities">The probabilities of the classes, one row per image, one row after the other.</param>
/// <param name="Confusion">The count of each pair of true and predicted class.</param>
internal sealed record Predictions(Dataset Images, int[] Labels, Seq<int> Classes, float[] Probabilities, ConfusionMatrix Confusion)
{
    /// <summary>The positions of the images with a wrong prediction, in order.</summary>
    public IEnumerable<int> Wrong => Enumerable.Range(0, Labels.Length).Where(i => Classes[i] != Labels[i]);

    /// <summary>Makes a model predict.</summary>
    /// <param name="model">A model that returns probabilities of classes.</param>
    /// <param name="images">Images whose pixels are bytes.</param>
    public static Fin<Predictions> Of<T>(T model, Dataset images) where T : class, IModel<T> =>
        from probabilities in model.Predict(images | Scale(1 / 255f))
        let labels = images.ReadClasses()
        let classes = Argmax(probabilities)
        from confusion in ConfusionMatrix.Create(labels, [.. classes], T.Description.Classes)
        select new Predictions(images, labels, classes, probabilities.ToArray(), confusion);

    /// <summary>Returns the probability of the prediction for an image.</summary>
    public double ProbabilityOf(int image) => Probabilities[image * Confusion.Classes + Classes[image]];

    /// <summary>Describes the wrong prediction for an image.</summary>
    public WrongPrediction Mistake(int image) =>
        new(image, Images.ClassNames[Labels[image]], Images.ClassNames[Classes[image]], ProbabilityOf(image));
}
