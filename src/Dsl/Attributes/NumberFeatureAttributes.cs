namespace ModelDsl;

/// <summary>The number that stands for a missing one.</summary>
public enum Missing
{
    /// <summary>
    /// <see cref="Median"/> for <c>[Normalize]</c> and <c>[MinMax]</c>. All other encodings of numbers need an explicit choice for a
    /// nullable parameter.
    /// </summary>
    Default,

    /// <summary>The median of the training rows.</summary>
    Median,

    /// <summary>The mean of the training rows.</summary>
    Mean,

    /// <summary>Zero, before scaling.</summary>
    Zero,
}

/// <summary>
/// Base of the encodings of a number that keep it a number. A nullable parameter may be missing: then <see cref="Missing"/> says which
/// number takes its place, and a column beside it is 1 (otherwise 0).
/// </summary>
public abstract class NumberFeatureAttribute : FeatureAttribute
{
    /// <summary>The number that stands for a missing one. scikit-learn: <c>SimpleImputer</c>.</summary>
    public Missing Missing { get; set; }

    /// <summary>
    /// Whether a nullable parameter has a second column, 1 for a missing number; true by default. scikit-learn: <c>add_indicator</c>.
    /// </summary>
    public bool Indicator { get; set; } = true;
}

/// <summary>The number as it is, rounded to float32.</summary>
public sealed class NumberAttribute : NumberFeatureAttribute;

/// <summary>
/// <c>(x − mean) / deviation</c>, both learnt from the training rows; the deviation divides by their count, and is 1 for a constant column.
/// A missing number is replaced first and then counts as any other. scikit-learn: <c>StandardScaler</c>.
/// </summary>
public sealed class NormalizeAttribute : NumberFeatureAttribute
{
    /// <summary>
    /// Whether the logarithm of 1 + x is normalized, for numbers of very different sizes such as prices; each must be greater than −1.
    /// </summary>
    public bool Log { get; set; }
}

/// <summary>
/// <c>(x − min) / (max − min)</c>, both learnt from the training rows; 0 for a constant column. Other rows may lie outside 0 … 1.
/// scikit-learn: <c>MinMaxScaler</c>.
/// </summary>
public sealed class MinMaxAttribute : NumberFeatureAttribute;

/// <summary>
/// A column for each interval between boundaries, 1 for the interval that the number lies in and 0 for the others. A boundary belongs to
/// the interval that begins there: <c>[Bucket(18, 65)]</c> has the columns <c>&lt; 18</c>, <c>18 … &lt; 65</c> and <c>≥ 65</c>. A nullable
/// parameter has one more column, for missing numbers. Keras: <c>Discretization</c>.
/// </summary>
/// <param name="boundaries">The boundaries: finite, each larger than the one before.</param>
public sealed class BucketAttribute(params double[] boundaries) : FeatureAttribute
{
    /// <summary>The boundaries.</summary>
    public IReadOnlyList<double> Boundaries { get; } = boundaries;

    /// <summary>Whether the number of the interval is given instead, for an <c>Embedding</c>.</summary>
    public bool AsIndex { get; set; }
}

/// <summary>How boundaries are learnt.</summary>
public enum BinStrategy
{
    /// <summary>As many training rows in each interval, as far as that is possible.</summary>
    Quantile,

    /// <summary>Intervals of the same width, from the smallest to the largest number.</summary>
    Uniform,
}

/// <summary>
/// A column for each of some intervals, as <see cref="BucketAttribute"/>; the boundaries are learnt from the training rows. scikit-learn:
/// <c>KBinsDiscretizer</c>.
/// </summary>
/// <param name="count">Number of intervals; at least 2.</param>
public sealed class BinsAttribute(int count) : FeatureAttribute
{
    /// <summary>Number of intervals.</summary>
    public int Count { get; } = count;

    /// <summary>How boundaries are learnt.</summary>
    public BinStrategy Strategy { get; set; }

    /// <summary>Whether the number of the interval is given instead, for an <c>Embedding</c>.</summary>
    public bool AsIndex { get; set; }
}

/// <summary>
/// <c>sin(2πx / period)</c> and <c>cos(2πx / period)</c>, for numbers that go round: hours, months, angles. A nullable parameter has one
/// more column, for missing numbers; the other two are then 0.
/// </summary>
/// <param name="period">The number after which all begins again: 24 for hours; positive.</param>
public sealed class CyclicAttribute(double period) : FeatureAttribute
{
    /// <summary>The number after which all begins again.</summary>
    public double Period { get; } = period;
}

/// <summary>The parts of a date or time that become columns; join several with <c>|</c>.</summary>
[Flags]
public enum DateParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Days since the year 2000 began, with fractions; normalized by the training rows. One column.</summary>
    Trend = 1,

    /// <summary>The month, as sine and cosine over 12 months.</summary>
    Month = 2,

    /// <summary>The day of the month, as sine and cosine over the days of that month.</summary>
    DayOfMonth = 4,

    /// <summary>The day of the week, as sine and cosine over 7 days from Monday.</summary>
    DayOfWeek = 8,

    /// <summary>The day of the year, as sine and cosine over the days of that year.</summary>
    DayOfYear = 16,

    /// <summary>The time of day, as sine and cosine over 24 hours.</summary>
    TimeOfDay = 32,

    /// <summary>1 on Saturday and Sunday. One column.</summary>
    Weekend = 64,
}

/// <summary>
/// Parts of a <see cref="DateTime"/>, <see cref="DateTimeOffset"/> (its own clock), <see cref="DateOnly"/> or <see cref="TimeOnly"/> (time
/// of day only). A nullable parameter has one more column, for missing dates; the others are then 0.
/// </summary>
/// <param name="parts">The parts; at least one.</param>
public sealed class DateAttribute(DateParts parts) : FeatureAttribute
{
    /// <summary>The parts.</summary>
    public DateParts Parts { get; } = parts;
}
