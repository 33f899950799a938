namespace ModelDsl;

/// <summary>Whether lower or higher figures are better.</summary>
public enum MonitorMode
{
    /// <summary>Lower for a loss; for a metric, as the metric says.</summary>
    Auto,

    /// <summary>A lower figure.</summary>
    Min,

    /// <summary>A higher figure.</summary>
    Max,
}
