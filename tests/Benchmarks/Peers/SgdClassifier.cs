using System.Diagnostics;
using System.Text.Json;

namespace Benchmarks.Peers;

/// <summary>scikit-learn's SGDClassifier, cross-validated in a process of its own; only the cross-validation is timed.</summary>
public sealed class SgdClassifier : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("modeldsl-bench-");

    /// <summary>Hands the images over as files of raw bytes.</summary>
    public SgdClassifier(FashionBytes train)
    {
        File.WriteAllBytes(ImagesFile, train.Images);
        File.WriteAllBytes(LabelsFile, train.Labels);
    }

    private string ImagesFile => Path.Combine(folder.FullName, "images");

    private string LabelsFile => Path.Combine(folder.FullName, "labels");

    /// <summary>One five-fold cross-validation.</summary>
    public Sample CrossValidate()
    {
        var start = new ProcessStartInfo(Python)
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Peers", "sgd_classifier.py"), ImagesFile, LabelsFile },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // max_iter=5 does not converge, and it says so for each fold.
        start.Environment["PYTHONWARNINGS"] = "ignore";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{Python} failed:\n{errors.Result}");

        var result = JsonDocument.Parse(output).RootElement;
        return new Sample(
            result.GetProperty("seconds").GetDouble(),
            result.GetProperty("scores").EnumerateArray().Average(score => score.GetDouble()));
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);
}
