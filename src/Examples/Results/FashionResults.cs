using System.Text.Json;
using System.Text.Json.Serialization;
using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>All numbers of the chapter, in the form of <c>results.json</c>.</summary>
internal sealed record FashionResults(
    DataFigures Data, SettingFigures Settings, BaselineFigures Baseline, NetworkFigures Network, Verdict Verdict)
{
    /// <summary>Returns the file's bytes: JSON with names in snake_case.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FashionResultsJson.Default.FashionResults);
}

/// <summary>The data.</summary>
/// <param name="TrainImages">Images of the training set.</param>
/// <param name="TestImages">Images of the test set.</param>
/// <param name="ImageShape">Rows and columns of an image.</param>
/// <param name="LabelCounts">Number of training images per class.</param>
internal sealed record DataFigures(int TrainImages, int TestImages, IReadOnlyList<int> ImageShape, IReadOnlyList<LabelCount> LabelCounts);

/// <summary>The number of images of a class.</summary>
internal sealed record LabelCount(int Label, string Name, int Count);

/// <summary>The settings of the command line.</summary>
internal sealed record SettingFigures(int Epochs, int BatchSize, int Seed);

/// <summary>A cross-validation of the baseline.</summary>
/// <param name="Passes">How often every image was seen.</param>
/// <param name="CvScores">Accuracy on each fold.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Seconds">Duration in seconds.</param>
/// <param name="MorePasses">The same cross-validation with more passes.</param>
internal sealed record BaselineFigures(
    int Passes, IReadOnlyList<double> CvScores, double Mean, double Deviation, double Seconds, BaselineFigures? MorePasses)
{
    public static BaselineFigures Of(int passes, CrossValidation validation, BaselineFigures? morePasses = null) => new(
        passes, [.. validation.Scores], validation.Mean, validation.Deviation, validation.Duration.TotalSeconds, morePasses);
}

/// <summary>The network.</summary>
/// <param name="Parameters">Number of learned parameters.</param>
/// <param name="TrainAccuracy">Accuracy on the training part in the last epoch; null if no epoch was completed.</param>
/// <param name="ValidationLoss">Loss of the trained network on the validation part.</param>
/// <param name="ValidationAccuracy">Accuracy of the trained network on the validation part.</param>
/// <param name="TestLoss">Loss on the test set.</param>
/// <param name="TestAccuracy">Accuracy on the test set.</param>
/// <param name="Interrupted">True if Ctrl+C ended the training.</param>
/// <param name="Epochs">The completed epochs, exactly as <c>Fit</c> returned them.</param>
/// <param name="ConfusionMatrix">For the test set: rows are true classes, columns predictions.</param>
/// <param name="WrongPredictions">The first wrong predictions of the test set.</param>
internal sealed record NetworkFigures(
    int Parameters, double? TrainAccuracy, double ValidationLoss, double ValidationAccuracy, double TestLoss, double TestAccuracy,
    bool Interrupted, IReadOnlyList<EpochRow> Epochs, IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix,
    IReadOnlyList<WrongPrediction> WrongPredictions);

/// <summary>An epoch.</summary>
internal sealed record EpochRow(double Loss, double Accuracy, double ValLoss, double ValAccuracy, double Seconds)
{
    public static EpochRow Of(Epoch epoch) =>
        new(epoch.Loss, epoch.Accuracy, epoch.ValidationLoss, epoch.ValidationAccuracy, epoch.Duration.TotalSeconds);
}

/// <summary>A test image with a wrong prediction.</summary>
/// <param name="Index">Its index, from 0.</param>
/// <param name="True">Its class.</param>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Probability">The probability of the prediction.</param>
internal sealed record WrongPrediction(int Index, string True, string Predicted, double Probability);

/// <summary>The better of the two, on images that neither has learned from.</summary>
/// <param name="Winner"><c>network</c>, <c>baseline</c> or <c>tie</c>, by the network's accuracy on the validation part.</param>
/// <param name="ValidationMinusBaseline">The network's accuracy on the validation part minus the baseline's mean.</param>
/// <param name="TestMinusBaseline">The network's accuracy on the test set minus the baseline's mean.</param>
internal sealed record Verdict(string Winner, double ValidationMinusBaseline, double TestMinusBaseline)
{
    public static Verdict Of(double baseline, double validation, double test) =>
        new(validation > baseline ? "network" : validation < baseline ? "baseline" : "tie", validation - baseline, test - baseline);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FashionResults))]
internal sealed partial class FashionResultsJson : JsonSerializerContext;
