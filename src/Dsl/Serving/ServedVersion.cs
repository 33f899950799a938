using System.Numerics;

namespace ModelDsl.Serving;

/// <summary>
/// A version of a model, with the programs that predict. It lives as long as it is the current one, and until the last request that began
/// with it has ended.
/// </summary>
internal sealed class ServedVersion<T>(T model, Predictor<T> single, ModelVersion version) where T : class, IModel<T>
{
    private readonly Lock growth = new();
    private readonly Predictor<T>?[] sizes = [single, .. new Predictor<T>?[BatchingOptions.MostBatchLog2]];

    /// <summary>Number of requests that use it, plus 1 as long as it is the current version.</summary>
    private int users = 1;

    /// <summary>The model.</summary>
    public T Model { get; } = model;

    /// <summary>Its number, time and content.</summary>
    public ModelVersion Version { get; } = version;

    /// <summary>Predicts one sample at a time.</summary>
    public Predictor<T> Single { get; } = single;

    /// <summary>Begins a request; false if the version has ended.</summary>
    public bool TryEnter()
    {
        for (var before = Volatile.Read(ref users); before > 0; before = Volatile.Read(ref users))
            if (Interlocked.CompareExchange(ref users, before + 1, before) == before) return true;
        return false;
    }

    /// <summary>Ends a request, or the version's time as the current one.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref users) > 0) return;
        foreach (var predictor in sizes) predictor?.Dispose();
    }

    /// <summary>Returns the predictor of a number of samples, which is a power of two. The caller has entered.</summary>
    public Predictor<T> For(int samples)
    {
        ref var place = ref sizes[BitOperations.Log2((uint)samples)];
        if (Volatile.Read(ref place) is { } made) return made;
        lock (growth) return place ??= Single.OfSize(samples);
    }
}
