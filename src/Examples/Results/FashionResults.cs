using System.Text.Json;
using System.Text.Json.Serialization;
using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>Every figure of the chapter, as <c>results.json</c> holds it.</summary>
internal sealed record FashionResults(
    DataFigures Data, SettingFigures Settings, BaselineFigures Baseline, NetworkFigures Network, Verdict Verdict)
{
    /// <summary>The file's bytes: JSON with names in snake_case.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FashionResultsJson.Default.FashionResults);
}

/// <summary>What was learned from.</summary>
/// <param name="TrainImages">Images of the training set.</param>
/// <param name="TestImages">Images of the test set.</param>
/// <param name="ImageShape">Rows and columns of an image.</param>
/// <param name="LabelCounts">How many training images each class has.</param>
internal sealed record DataFigures(int TrainImages, int TestImages, IReadOnlyList<int> ImageShape, IReadOnlyList<LabelCount> LabelCounts);

/// <summary>How many images a class has.</summary>
internal sealed record LabelCount(int Label, string Name, int Count);

/// <summary>What the command line said.</summary>
internal sealed record SettingFigures(int Epochs, int BatchSize, int Seed);

/// <summary>A cross-validation of the baseline.</summary>
/// <param name="Passes">How many times every image was seen.</param>
/// <param name="CvScores">Accuracy on each fold.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="MorePasses">The same with more passes.</param>
internal sealed record BaselineFigures(
    int Passes, IReadOnlyList<double> CvScores, double Mean, double Deviation, double Seconds, BaselineFigures? MorePasses)
{
    public static BaselineFigures Of(int passes, CrossValidation validation, BaselineFigures? morePasses = null) => new(
        passes, [.. validation.Scores], validation.Mean, validation.Deviation, validation.Duration.TotalSeconds, morePasses);
}

/// <summary>The network.</summary>
/// <param name="Parameters">How many numbers it learned.</param>
/// <param name="TrainAccuracy">Accuracy on the training part in the last epoch; null where no epoch was completed.</param>
/// <param name="ValidationLoss">Loss of the trained network on the validation part.</param>
/// <param name="ValidationAccuracy">Accuracy of the trained network on the validation part.</param>
/// <param name="TestLoss">Loss on the test set.</param>
/// <param name="TestAccuracy">Accuracy on the test set.</param>
/// <param name="Interrupted">Whether training was ended by Ctrl+C.</param>
/// <param name="Epochs">The epochs completed, exactly as <c>Fit</c> returned them.</param>
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

/// <summary>A test image that was taken for something else.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="True">Its class.</param>
/// <param name="Predicted">What it was taken for.</param>
/// <param name="Probability">How sure the network was.</param>
internal sealed record WrongPrediction(int Index, string True, string Predicted, double Probability);

/// <summary>Which of the two is better, on images that neither has learned from.</summary>
/// <param name="Winner"><c>network</c>, <c>baseline</c> or <c>tie</c>, by the network's accuracy on the validation part.</param>
/// <param name="ValidationMinusBaseline">The network's accuracy on the validation part less the baseline's mean.</param>
/// <param name="TestMinusBaseline">The network's accuracy on the test set less the baseline's mean.</param>
internal sealed record Verdict(string Winner, double ValidationMinusBaseline, double TestMinusBaseline)
{
    public static Verdict Of(double baseline, double validation, double test) =>
        new(validation > baseline ? "network" : validation < baseline ? "baseline" : "tie", validation - baseline, test - baseline);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FashionResults))]
internal sealed partial class FashionResultsJson : JsonSerializerContext;
