using ModelDsl.Generators.Specs;

namespace ModelDsl.DiffSharp.Tests.Oracle;

/// <summary>Losses of rows by Keras's formulas, in operations that DiffSharp differentiates.</summary>
internal static class TextbookLosses
{
    /// <summary>
    /// Returns a loss for each row, [rows, 1], from the output of a model's last activation and the targets, both [rows, columns].
    /// </summary>
    public static DiffTensor Of(LossSpec loss, string last, DiffTensor y, DiffTensor t)
    {
        var (e, columns, s) = (y - t, y.shape[1], loss.LabelSmoothing);
        return loss.Name switch
        {
            "MeanSquaredError" => (e * e).Average(1),
            "MeanAbsoluteError" => e.abs().Average(1),
            "MeanAbsolutePercentageError" => (e.abs() / AtLeast(t.abs(), 1e-7)).Average(1) * 100.0,
            "MeanSquaredLogarithmicError" => Squared((AtLeast(y, 1e-7) + 1.0).log() - (AtLeast(t, 1e-7) + 1.0).log()).Average(1),
            "Huber" => Huber(e, loss.Delta).Average(1),
            "LogCosh" => ((e.exp() + (-e).exp()) * 0.5).log().Average(1),
            "Poisson" => (y - t * (y + 1e-7).log()).Average(1),
            "KLDivergence" => (t * (t.log() - Clip(y, 1e-7, 1.0).log())).Total(1),
            "CosineSimilarity" => -(y * t).Total(1) / Squared(y).Total(1).sqrt() / Squared(t).Total(1).sqrt(),
            "Hinge" => (1.0 - y * (t * 2.0 - 1.0)).relu().Average(1),
            "SquaredHinge" => Squared((1.0 - y * (t * 2.0 - 1.0)).relu()).Average(1),
            "CategoricalHinge" => (1.0 + Largest((1.0 - t) * y) - (y * t).Total(1)).relu(),
            "BinaryCrossentropy" => BinaryTerms(last == "Sigmoid" ? y : y.sigmoid(), t * (1.0 - s) + s / 2.0).Average(1),
            "BinaryFocalCrossentropy" => BinaryFocal(loss, last == "Sigmoid" ? y : y.sigmoid(), t * (1.0 - s) + s / 2.0).Average(1),
            "CategoricalFocalCrossentropy" => CategoricalFocal(loss, Probabilities(last, y), t * (1.0 - s) + s / columns),
            "CategoricalCrossentropy" or "SparseCategoricalCrossentropy" => -((t * (1.0 - s) + s / columns) * Probabilities(last, y).log()).Total(1),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss.Name, null),
        };
    }

    private static DiffTensor Probabilities(string last, DiffTensor y) => last == "Softmax" ? y : TextbookActivations.Softmax(y);

    private static DiffTensor Squared(DiffTensor x) => x * x;

    private static DiffTensor Huber(DiffTensor e, double delta)
    {
        var isNear = e.Where(v => Math.Abs(v) <= delta);
        return isNear * e * e * 0.5 + (1.0 - isNear) * (e.abs() * delta - delta * delta / 2.0);
    }

    private static DiffTensor BinaryTerms(DiffTensor p, DiffTensor t) => -(t * p.log() + (1.0 - t) * (1.0 - p).log());

    private static DiffTensor BinaryFocal(LossSpec loss, DiffTensor p, DiffTensor t)
    {
        var terms = (1.0 - t * p - (1.0 - t) * (1.0 - p)).pow(loss.Gamma) * BinaryTerms(p, t);
        return loss.ApplyClassBalancing ? terms * (t * loss.Alpha + (1.0 - t) * (1.0 - loss.Alpha)) : terms;
    }

    private static DiffTensor CategoricalFocal(LossSpec loss, DiffTensor p, DiffTensor t) =>
        -(t * (1.0 - p).pow(loss.Gamma) * p.log()).Total(1) * loss.Alpha;

    /// <summary>Returns the largest number of each row; among equal numbers, the first.</summary>
    private static DiffTensor Largest(DiffTensor x)
    {
        var isLargest = x.Values().Chunk(x.shape[1])
            .SelectMany(row => row.Select((_, i) => i == Array.IndexOf(row, row.Max()) ? 1.0 : 0.0));
        return (x * Reverse.Constant([.. isLargest], x.shape)).Total(1);
    }

    private static DiffTensor AtLeast(DiffTensor x, double least) => Clip(x, least, double.PositiveInfinity);

    private static DiffTensor Clip(DiffTensor x, double least, double most) => x.clamp(
        Microsoft.FSharp.Core.FSharpOption<IConvertible>.Some(least), Microsoft.FSharp.Core.FSharpOption<IConvertible>.Some(most));
}
