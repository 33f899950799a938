using System.Globalization;

namespace ModelDsl.Training;

/// <summary>A figure that a callback monitors, and when it is better than another. Keras 3: <c>MonitorCallback</c>.</summary>
/// <param name="Callback">The callback's name, for faults.</param>
/// <param name="Figure">The figure, by Keras's names.</param>
/// <param name="Mode">Whether lower or higher figures are better.</param>
/// <param name="MinDelta">The smallest change that counts as an improvement; its sign does not matter.</param>
internal readonly record struct Monitored(string Callback, string Figure, MonitorMode Mode, double MinDelta = 0)
{
    private const string Validation = "val_";

    /// <summary>Returns the faults of the options, one sentence each.</summary>
    public IEnumerable<string> Faults(FitOptions options)
    {
        if (!Enum.IsDefined(Mode)) yield return $"{Callback}'s mode is {(int)Mode}, but must be Auto, Min or Max";
        if (!double.IsFinite(MinDelta)) yield return $"{Callback}'s minDelta is {Text(MinDelta)}, but must be a finite number";
        if (string.IsNullOrWhiteSpace(Figure)) yield return $"{Callback}'s monitor is empty, but must name a figure, loss for instance";
        else if (FigureFault(Callback, Figure, options) is { } fault) yield return fault;
    }

    /// <summary>Returns why a figure does not exist at the end of an epoch, or null.</summary>
    public static string? FigureFault(string callback, string figure, FitOptions options)
    {
        var measured = options.Metrics.Select(m => m.Name).Prepend("loss").ToArray();
        if (options.Validation is null && figure.StartsWith(Validation, StringComparison.Ordinal))
            return $"{callback} looks at {figure}, but there is no validation data: give Validation, or monitor another figure";
        return measured.Contains(WithoutPrefix(figure))
            ? null
            : $"{callback} looks at {figure}, which is not measured; measured are {string.Join(", ", measured)}, and these with val_ before them";
    }

    /// <summary>Returns the worst possible figure: every other one is better.</summary>
    public double Worst(FitOptions options) => HigherIsBetter(options) ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Returns whether a figure is better than another by more than <see cref="MinDelta"/>; NaN never is.</summary>
    public bool IsBetter(double current, double reference, FitOptions options) =>
        HigherIsBetter(options) ? current - Math.Abs(MinDelta) > reference : current + Math.Abs(MinDelta) < reference;

    private bool HigherIsBetter(FitOptions options)
    {
        if (Mode != MonitorMode.Auto) return Mode == MonitorMode.Max;
        var name = WithoutPrefix(Figure);
        return options.Metrics.Any(m => m.Name == name && m.HigherIsBetter);
    }

    private static string WithoutPrefix(string figure) =>
        figure.StartsWith(Validation, StringComparison.Ordinal) ? figure[Validation.Length..] : figure;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
