namespace ModelDsl.Engines.Cpu;

/// <summary>Work in a place where a team's threads can find it.</summary>
internal abstract class TeamWork
{
    /// <inheritdoc cref="IRangeWork.Run"/>
    public abstract void Run(nuint start, nuint end);

    /// <summary>Releases the buffers.</summary>
    public abstract void Forget();
}

/// <summary>Work of one kind. Each leading thread keeps one object per kind, so that a step allocates nothing.</summary>
internal sealed class TeamWork<TWork> : TeamWork where TWork : struct, IRangeWork
{
    [ThreadStatic]
    private static TeamWork<TWork>? ofThread;

    private TWork work;

    public static TeamWork Of(in TWork work)
    {
        var holder = ofThread ??= new TeamWork<TWork>();
        holder.work = work;
        return holder;
    }

    public override void Run(nuint start, nuint end) => work.Run(start, end);

    public override void Forget() => work = default;
}
