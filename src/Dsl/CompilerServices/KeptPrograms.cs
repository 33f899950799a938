using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>
/// What a model keeps from one prediction to the next, so that it need not be laid out anew: its parameters side by side, and programs for
/// a few numbers of samples. It lives as long as the model, and belongs to this instance: a copy made by <c>with</c> has its own. Only
/// memory of the garbage collector is kept, and not much.
/// </summary>
internal sealed class KeptPrograms<T> where T : class, IModel<T>
{
    /// <summary>Larger models are laid out in every call: a second copy of their parameters is not for us to keep.</summary>
    private const int MostParameters = 4 << 20;

    /// <summary>Bytes of idle programs for one number of samples. A larger program computes much longer than it is laid out.</summary>
    private const long MostBytes = 16 << 20;

    /// <summary>Numbers of samples that are known at a time: single ones, whole batches, and what is left of a set.</summary>
    private const int MostSizes = 4;

    private static readonly ConditionalWeakTable<T, KeptPrograms<T>> OfModels = [];

    private readonly Seq<Tensor> tensors;
    private readonly ParameterArena parameters;
    private readonly Sized?[] sizes = new Sized?[MostSizes];
    private int newest = -1;

    private KeptPrograms(T model, Seq<Tensor> tensors, ITensorEngine engine) =>
        (this.tensors, parameters) = (tensors, ModelCalls.ConstantParametersOf(model, engine));

    /// <summary>The programs of a model for a number of samples; null where none are kept.</summary>
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

    /// <summary>Whether these are the model's tensors still. Generated models never change, but anyone may write one.</summary>
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
