namespace ModelDsl.Gpu;

/// <summary>Recorded launches that are started together.</summary>
internal interface ILaunchGraph : IDisposable
{
    /// <summary>Takes the latest arguments of a launch.</summary>
    /// <param name="launch">Its index.</param>
    void Set(int launch);

    /// <summary>Starts all launches, one after the other.</summary>
    void Start();
}

/// <summary>Launches that are started one by one, for drivers that can't start several at once.</summary>
internal sealed class LaunchList(GpuDevice device, IReadOnlyList<IRecordedLaunch> launches) : ILaunchGraph
{
    public void Set(int launch)
    {
    }

    public void Start()
    {
        for (var i = 0; i < launches.Count; i++) launches[i].Start(device, device.Compute);
    }

    public void Dispose()
    {
    }
}
