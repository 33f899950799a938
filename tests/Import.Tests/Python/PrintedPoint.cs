using LanguageExt;
using ModelDsl.CompilerServices;

namespace ModelDsl.Printed;

/// <summary>Random models and batches whose numbers float32 holds exactly.</summary>
internal static class PrintedPoint
{
    /// <summary>Returns a model at a random point. Biases are drawn, too, and variances are positive.</summary>
    public static T Model<T>(int seed) where T : class, IOnnxModel<T>
    {
        var random = new Random(seed);
        var tensors = T.Description.Parameters.Select(parameter => Tensor.Create(
            parameter.Shape, [.. Enumerable.Range(0, parameter.Shape.Size).Select(_ => Number(random, parameter.Name))]));
        return T.Initialize(0).WithParameters(tensors.ToSeq().Strict()).ThrowIfFail();
    }

    /// <summary>Draws samples and labels that a model takes.</summary>
    public static Batch Batch<T>(int rows, int seed) where T : class, IOnnxModel<T>
    {
        var (random, model) = (new Random(seed), T.Description);
        var width = model.InputShape.Size;
        var numbers = Enumerable.Range(0, rows * width).Select(_ => 2 * random.NextSingle() - 1).ToArray();
        foreach (var range in model.Indices)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var i = 0; i < range.Count; i++) numbers[row * width + range.First + i * range.Step] = random.Next(range.Limit);
            }
        }
        var labels = model.LabelShape.Prepend(rows);
        return new(
            Tensor.Create(model.InputShape.Prepend(rows), numbers),
            model.Labels == LabelKind.ClassIndices
                ? Tensor.Create(labels, [.. Enumerable.Range(0, labels.Size).Select(_ => random.Next(model.Classes))])
                : Tensor.Create(labels, [.. Labels(random, model, rows)]));
    }

    private static IEnumerable<float> Labels(Random random, ModelDescription model, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            if (model.Outputs.IsEmpty)
            {
                var targets = Enumerable.Range(0, model.LabelShape.Size).Select(_ => random.NextSingle()).ToArray();
                var sum = model.Loss == LossKind.CategoricalCrossentropy ? targets.Sum() : 1;
                foreach (var target in targets) yield return target / sum;
            }
            foreach (var output in model.Outputs)
            {
                for (var i = 0; i < output.LabelShape.Size; i++)
                    yield return output.Labels == LabelKind.ClassIndices ? random.Next(output.Shape[^1]) : random.NextSingle();
            }
        }
    }

    private static float Number(Random random, string name) =>
        name.EndsWith("Variance", StringComparison.Ordinal) ? 0.5f + random.NextSingle()
        : name.EndsWith("Count", StringComparison.Ordinal) ? 1
        : 1.6f * random.NextSingle() - 0.8f;
}
