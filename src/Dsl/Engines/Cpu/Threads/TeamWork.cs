namespace ModelDsl.Engines.Cpu;

/// <summary>Work where a team's threads can find it.</summary>
internal abstract class TeamWork
{
    /// <inheritdoc cref="IRangeWork.Run"/>
    public abstract void Run(nuint start, nuint end);

    /// <summary>Lets the buffers go.</summary>
    public abstract void Forget();
}

/// <summary>Work of one kind. Each thread that leads keeps one for every kind, so that a step allocates nothing.</summary>
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
