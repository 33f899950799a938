using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl.Training;

/// <summary>
/// Computes the statistics of a model's layers from data, one layer after the other: each sees what those before it make.
/// </summary>
internal static class Adapting
{
    private const int BatchSize = 256;

    /// <summary>Returns a phrase for each layer that was never adapted.</summary>
    public static IEnumerable<string> Missing<T>(T model) where T : class, IModel<T>
    {
        var adapted = T.Description.Adapted;
        if (adapted.IsEmpty) yield break;
        var tensors = model.Parameters;
        foreach (var layer in adapted)
        {
            // A tensor that does not fit is reported by the checks of parameters.
            if (layer.Count >= tensors.Count || tensors[layer.Count] is not { } count || count.ToDoubles() is not [var known] || known > 0)
                continue;
            yield return $"{layer} was never adapted: model.Adapt(train) returns the model with the statistics of training data";
        }
    }

    /// <summary>Returns the model if all its layers were adapted, or an error that names the others.</summary>
    public static Fin<T> Check<T>(T model) where T : class, IModel<T>
    {
        if (T.Description.Adapted.IsEmpty) return model;
        var missing = string.Join("; ", Missing(model));
        return missing.Length == 0 ? model : Error.New($"{T.Description.Name} can't be used yet: {missing}.");
    }

    /// <summary>Returns the model with the statistics of data that fits it.</summary>
    public static Fin<T> Run<T>(T model, Dataset data) where T : class, IModel<T>
    {
        var home = ModelCalls.EngineOf(model);
        for (var i = 0; i < T.Description.Adapted.Count; i++)
        {
            var layer = T.Description.Adapted[i];
            var statistics = layer.Kind == AdaptationKind.Normalization
                ? Moments(model, data, i, layer)
                : Boundaries(model, data, i, layer);
            if (statistics.Case is not Tensor[] tensors) return (Error)statistics.Case!;
            var parameters = model.Parameters.Select((tensor, index) => index < layer.First || index > layer.Count
                ? tensor
                : tensors[index - layer.First].To(home)).ToSeq().Strict();
            model = model.WithParameters(TrainedOn.Of(model).Remember(T.Description.Name, parameters)).ThrowIfFail();
        }
        return model;
    }

    private static Fin<Tensor[]> Moments<T>(T model, Dataset data, int index, AdaptedLayer layer) where T : class, IModel<T>
    {
        var columns = T.Description.Parameters[layer.First].Shape.Size;
        var moments = new ExactMoments(columns);
        if (ForEachBatch(model, data, index, moments.Add) is { } fault) return NotFinite(layer, fault);
        var (means, variances) = (new float[columns], new float[columns]);
        for (var i = 0; i < columns; i++)
        {
            var (mean, variance) = moments.Of(i);
            (means[i], variances[i]) = ((float)mean, (float)variance);
            if (!float.IsFinite(variances[i]))
                return Error.New($"{layer} can't be adapted: the variance {variance:G3} of feature {i} is too large for float32.");
        }
        return new[] { Tensor.Create([columns], means), Tensor.Create([columns], variances), Tensor.Create([1], [(float)moments.Rows]) };
    }

    private static Fin<Tensor[]> Boundaries<T>(T model, Dataset data, int index, AdaptedLayer layer) where T : class, IModel<T>
    {
        float[] numbers = [];
        var (width, end) = (0L, 0);
        int Keep(ReadOnlySpan<float> batch)
        {
            if (numbers.Length == 0)
            {
                width = batch.Length / Math.Min(BatchSize, data.Count);
                if (width * data.Count > Array.MaxLength) return -1;
                numbers = new float[width * data.Count];
            }
            batch.CopyTo(numbers.AsSpan(end));
            end += batch.Length;
            for (var i = 0; i < batch.Length; i++) if (!float.IsFinite(batch[i])) return i;
            return -1;
        }

        if (ForEachBatch(model, data, index, Keep) is { } fault) return NotFinite(layer, fault);
        var shape = T.Description.Parameters[layer.First].Shape;
        return width * data.Count > Array.MaxLength
            ? Error.New($"{layer} can't be adapted: its quantiles need all {width * data.Count} numbers at once, more than an array can hold: adapt it to a part of the data, as Take gives it.")
            : new[] { Tensor.Create(shape, Quantiles.Boundaries(numbers, shape.Size + 1)), Tensor.Create([1], [(float)numbers.Length]) };
    }

    private delegate int BatchAction(ReadOnlySpan<float> batch);

    /// <summary>
    /// Passes what a layer reads to an action, batch by batch, in the order of the data, computed in float32 as the model computes it.
    /// </summary>
    /// <returns>The sample of the first number that is not finite, and the number; null if all are finite.</returns>
    private static (int Sample, float Number)? ForEachBatch<T>(T model, Dataset data, int index, BatchAction action)
        where T : class, IModel<T>
    {
        var parameters = ModelCalls.ParametersOf(model, Engine.Cpu);
        int[] order = [.. Enumerable.Range(0, data.Count)];
        using var batches = new Batches(data, BatchSize, rows => T.CompileAdaptation(index, Engine.Cpu, rows, parameters));
        for (var step = 0; step < batches.Steps; step++)
        {
            var batch = batches.Load(step, order);
            batch.Run(default);
            var numbers = batch.ReadOutputs();
            if (action(numbers) is >= 0 and var position)
                return (step * BatchSize + position / (numbers.Length / batch.Rows), numbers[position]);
        }
        return null;
    }

    private static Error NotFinite(AdaptedLayer layer, (int Sample, float Number) fault) =>
        Error.New(FormattableString.Invariant($"{layer} can't be adapted: it reads {fault.Number} in sample {fault.Sample} of the data."));
}
