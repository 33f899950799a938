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
