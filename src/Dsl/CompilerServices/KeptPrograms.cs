using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>
/// Keeps programs and parameters of a model from one prediction to the next, so that they need not be made again. It holds the parameters
/// side by side, and programs for a few numbers of samples. It lives as long as the model and belongs to this instance: a copy made by
/// <c>with</c> has its own. It keeps only garbage-collected memory, and little of it.
/// </summary>
internal sealed class KeptPrograms<T> where T : class, IModel<T>
{
    /// <summary>Larger models are compiled in every call, because a second copy of their parameters would be too much to keep.</summary>
    private const int MostParameters = 4 << 20;

    /// <summary>
    /// Limit of bytes of idle programs for one number of samples. A larger program takes much longer to run than to compile.
    /// </summary>
    private const long MostBytes = 16 << 20;

    /// <summary>
    /// Number of different sample counts that are kept: single samples, whole batches and the rest of a set, or the sizes of gathered
    /// requests, 1, 2, 4 … 128.
    /// </summary>
    private const int MostSizes = 8;

    private static readonly ConditionalWeakTable<T, KeptPrograms<T>> OfModels = [];

    private readonly Seq<Tensor> tensors;
    private readonly ParameterArena parameters;
    private readonly Sized?[] sizes = new Sized?[MostSizes];
    private int newest = -1;

    private KeptPrograms(T model, Seq<Tensor> tensors, ITensorEngine engine) =>
        (this.tensors, parameters) = (tensors, ModelCalls.ConstantParametersOf(model, engine));

    /// <summary>Returns the programs of a model for a number of samples; null if none are kept.</summary>
    public static ProgramPool<T>? Of(T model, ITensorEngine engine, int rows)
    {
        if (engine is IDeviceEngine) return null;
        var tensors = model.Parameters;
        if (!OfModels.TryGetValue(model, out var kept) || !kept.Fits(tensors))
        {
            if (T.Description.ParameterCount > MostParameters) return null;
            kept = new KeptPrograms<T>(model, tensors, engine);
            OfModels.AddOrUpdate(model, kept);
        }
        return kept.For(rows);
    }

    /// <summary>Returns whether these are still the model's tensors. Generated models never change, but anyone may write a model.</summary>
    private bool Fits(Seq<Tensor> now)
    {
        if (now.Count != tensors.Count) return false;
        for (var i = 0; i < now.Count; i++)
            if (!ReferenceEquals(now[i], tensors[i])) return false;
        return true;
    }

    private ProgramPool<T> For(int rows)
    {
        foreach (var size in sizes)
            if (size?.Rows == rows) return size.Programs;
        var made = new Sized(rows, new ProgramPool<T>(parameters, rows, mostBytes: MostBytes));
        sizes[(uint)Interlocked.Increment(ref newest) % MostSizes] = made;
        return made.Programs;
    }

    private sealed record Sized(int Rows, ProgramPool<T> Programs);
}
