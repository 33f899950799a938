namespace ModelDsl;

/// <summary>What counts as better.</summary>
public enum MonitorMode
{
    /// <summary>Lower for a loss, and what the metric says for a metric.</summary>
    Auto,

    /// <summary>A lower figure.</summary>
    Min,

    /// <summary>A higher figure.</summary>
    Max,
}
