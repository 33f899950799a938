using System.Globalization;
using ModelDsl.Data;
using ModelDsl.FeatureRecords;

namespace ModelDsl.Inspection;

/// <summary>
/// Chooses the values of a column of rows at which a partial dependence is computed: values as the table has them, encoded as the model's
/// encoder does.
/// </summary>
/// <param name="encoder">The model's encoder.</param>
/// <param name="column">The column's position in the schema.</param>
/// <param name="faults">Receives what is wrong.</param>
internal sealed class ColumnGrid<TRow>(FeatureEncoder<TRow> encoder, int column, List<string> faults) where TRow : IFeatures<TRow>
{
    private const string Missing = "missing";
    private const string Unknown = "unknown";
    private static readonly DateTime Epoch = new(2000, 1, 1);

    private readonly EncodedColumn place = encoder.At(column);

    private static string NameOf(int column) => TRow.Schema.Columns[column].Name;

    private FeatureEncoding Encoding => TRow.Schema.Columns[column].Encoding;

    /// <summary>The column as a feature of encoded rows.</summary>
    public DataFeature Feature => new(NameOf(column), place.First, place.Width);

    /// <summary>Returns the position of a column by its name, or by its name in tables; −1 and a fault if there is none.</summary>
    public static int Find(string name, List<string> faults)
    {
        var (columns, wanted) = (TRow.Schema.Columns.ToArray(), CsvText.FormC(name));
        var found = Array.FindIndex(columns, one => CsvText.FormC(one.Name) == wanted);
        if (found < 0) found = Array.FindIndex(columns, one => CsvText.FormC(one.Header) == wanted);
        if (found >= 0 && columns[found].Encoding is not NoFeatureEncoding) return found;
        string[] names = [.. columns.Where(one => one.Encoding is not NoFeatureEncoding).Select(one => one.Name)];
        var close = Array.Find(names, one => string.Equals(one, name, StringComparison.OrdinalIgnoreCase));
        faults.Add(found >= 0 ? $"the model does not get {columns[found].Name}: the features are {CsvText.Listed(names)}"
            : $"there is no feature {CsvText.Quoted(name)}: "
                + (close is not null ? $"write {close}" : $"the features are {CsvText.Listed(names)}"));
        return -1;
    }

    /// <summary>Returns the points; faults say why there are none.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="points">The largest number of points of a column with many values.</param>
    /// <param name="low">The percentile of the first point, from 0 to 1.</param>
    /// <param name="high">The percentile of the last point.</param>
    /// <param name="grid">The numbers themselves; null to choose them.</param>
    public GridPoint[] Of(Table<TRow> rows, int points, double low, double high, IReadOnlyList<double>? grid)
    {
        var cells = new List<Cell>(rows.Count);
        var collector = new CellCollector(column, cells);
        for (var row = 0; row < rows.Count; row++) TRow.Visit(rows[row], ref collector);
        if (grid is not null)
        {
            if (Encoding is NumberEncoding or CyclicEncoding or IntervalEncoding) return [.. grid.Select(Point)];
            faults.Add($"a grid needs a column of numbers, but {NameOf(column)} has {(Encoding is DateEncoding ? "dates" : "categories")}");
            return [];
        }
        if (Encoding is TextEncoding)
        {
            faults.Add($"a partial dependence needs a column whose values can be listed, but {NameOf(column)} has texts");
            return [];
        }
        var present = cells.FindAll(cell => !cell.IsMissing);
        var chosen = Encoding switch
        {
            NumberEncoding or CyclicEncoding => Numbers(present, points, low, high).Select(Point),
            DateEncoding => Dates(present, points, low, high),
            _ => Values(present, Encoding is VocabularyEncoding ? points : int.MaxValue),
        };
        return [.. chosen, .. present.Count < cells.Count ? [Point(Missing, [], default)] : Array.Empty<GridPoint>()];
    }

    private double[] Numbers(List<Cell> cells, int points, double low, double high) =>
        Chosen([.. cells.Select(cell => cell.Number ?? 0)], points, low, high);

    private double[] Chosen(double[] numbers, int points, double low, double high)
    {
        if (numbers.Length == 0) return [];
        Array.Sort(numbers);
        return DependenceGrid.OfNumbers(numbers, NameOf(column), points, low, high, faults) ?? [];
    }

    private GridPoint Point(double number) => Point(number.ToString("G6", CultureInfo.InvariantCulture), [number], new Cell(Number: number));

    /// <summary>Returns days if all dates are days, seconds otherwise; times of a day have no date.</summary>
    private IEnumerable<GridPoint> Dates(List<Cell> cells, int points, double low, double high)
    {
        var dates = cells.ConvertAll(cell => cell.Date ?? default);
        var areTimes = dates.TrueForAll(date => date.Date == DateTime.MinValue);
        var areDays = !areTimes && dates.TrueForAll(date => date.TimeOfDay == TimeSpan.Zero);
        var zero = areTimes ? DateTime.MinValue : Epoch;
        var unit = areDays ? TimeSpan.TicksPerDay : TimeSpan.TicksPerSecond;
        var format = areTimes ? "HH:mm:ss" : areDays ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss";
        return Chosen([.. dates.Select(date => (date.Ticks - zero.Ticks) / (double)unit)], points, low, high)
            .Select(number => zero.AddTicks((long)Math.Round(number) * unit)).Distinct()
            .Select(date => Point(date.ToString(format, CultureInfo.InvariantCulture),
                [(date.Ticks - zero.Ticks) / (double)TimeSpan.TicksPerDay], new Cell(Date: date)));
    }

    /// <summary>
    /// Returns the values that occur, in the order of the encoding, the first of them if they are too many; then unknown ones.
    /// </summary>
    private IEnumerable<GridPoint> Values(List<Cell> cells, int most)
    {
        var (known, unknown) = (new SortedDictionary<int, GridPoint>(), Array.Empty<GridPoint>());
        foreach (var cell in cells)
        {
            var point = Point(Unknown, [], cell);
            var at = Encoding.IsIndex || Encoding is FlagEncoding ? (int)point.Numbers[0]
                : Array.FindIndex(point.Numbers, number => number != 0);
            if (encoder.ValueName(column, at) is not { } name) unknown = [point];
            else known.TryAdd(at, point with { Label = name });
        }
        return known.Values.Take(most).Concat(unknown);
    }

    private GridPoint Point(string label, double[] value, Cell cell)
    {
        var numbers = new float[place.Width];
        if (cell.Encode(place.Encoder!, numbers) is { } wrong) faults.Add($"the point {label} of {NameOf(column)} {wrong}");
        return new GridPoint(label, value, numbers);
    }
}
