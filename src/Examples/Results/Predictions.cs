using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>What a classifier makes of labelled images.</summary>
/// <param name="Images">The images as they are in the data set.</param>
/// <param name="Labels">Their true classes.</param>
/// <param name="Classes">The predicted ones.</param>
/// <param name="Probabilities">For each image its classes' probabilities, one row after the other.</param>
/// <param name="Confusion">How often which class was taken for which.</param>
internal sealed record Predictions(Dataset Images, int[] Labels, Seq<int> Classes, float[] Probabilities, ConfusionMatrix Confusion)
{
    /// <summary>The positions of the images that were taken for something else, in order.</summary>
    public IEnumerable<int> Wrong => Enumerable.Range(0, Labels.Length).Where(i => Classes[i] != Labels[i]);

    /// <summary>Lets a model predict.</summary>
    /// <param name="model">A model that returns probabilities of classes.</param>
    /// <param name="images">Images whose pixels are bytes.</param>
    public static Fin<Predictions> Of<T>(T model, Dataset images) where T : class, IModel<T> =>
        from probabilities in model.Predict(images | Scale(1 / 255f))
        let labels = images.ReadClasses()
        let classes = Argmax(probabilities)
        from confusion in ConfusionMatrix.Create(labels, [.. classes], T.Description.Classes)
        select new Predictions(images, labels, classes, probabilities.ToArray(), confusion);

    /// <summary>How sure the model was of its prediction for an image.</summary>
    public double ProbabilityOf(int image) => Probabilities[image * Confusion.Classes + Classes[image]];

    /// <summary>An image that was taken for something else.</summary>
    public WrongPrediction Mistake(int image) =>
        new(image, Images.ClassNames[Labels[image]], Images.ClassNames[Classes[image]], ProbabilityOf(image));
}
