using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Benchmarks.Peers;
using LanguageExt;
using ModelDsl.Examples;

namespace Benchmarks;

/// <summary>
/// TABLE: the five tables of <c>run.sh table</c>, each in the same five folds for all sides. A sample is the time of five trainings and
/// evaluations, encoding included, and the mean figure on the rows held out.
/// </summary>
public static class FiveTables
{
    private const string Peer = "scikit-learn";
    private const string Script = "table_folds.py";
    private const string InFolds = " in five folds";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly FitOptions Options = new()
    {
        Threads = 1,
        Epochs = TableTraining.Epochs,
        BatchSize = TableTraining.BatchSize,
        Seed = TableTraining.Seed,
        Optimizer = new Adam(TableTraining.Rate),
    };

    /// <summary>A contest for each table.</summary>
    public static IEnumerable<Contest> Open()
    {
        yield return Of<Flower>("iris", File("iris.csv"), IrisModel.Description, (rows, options) =>
            IrisModel.CrossValidate(rows, options, TableTraining.Folds, stratified: true, threads: 1));
        yield return Of<Wine>("wine", File("wine.csv"), WineModel.Description, (rows, options) =>
            WineModel.CrossValidate(rows, options, TableTraining.Folds, stratified: true, threads: 1));
        yield return Of<CellImage>("breast cancer", File("breast-cancer.csv"), CancerModel.Description, (rows, options) =>
            CancerModel.CrossValidate(rows, options, TableTraining.Folds, stratified: true, threads: 1));
        yield return Of<Patient>("diabetes", File("diabetes.csv"), DiabetesModel.Description, (rows, options) =>
            DiabetesModel.CrossValidate(rows, options, TableTraining.Folds, threads: 1));
        yield return Of<Booking>("bookings", Booking.ToCsv(Booking.Draw(TableTraining.Bookings, TableTraining.Seed)),
            BookingModel.Description, (rows, options) =>
                BookingModel.CrossValidate(rows, options, TableTraining.Folds, stratified: true, threads: 1));
    }

    /// <summary>
    /// Returns the figures as the file that <c>run.sh table</c> shows beside its own: src/Examples/Tables/peers.json.
    /// </summary>
    public static (string Name, string Text) Record(IReadOnlyList<Outcome> outcomes)
    {
        var tables = outcomes.Where(outcome => outcome.Contest.Title.Contains(InFolds, StringComparison.Ordinal)).Select(outcome => new
        {
            table = outcome.Contest.Title.Split(InFolds)[0],
            sides = outcome.Contest.Sides.Select((side, i) => new
            {
                name = side.Name,
                figure = Math.Round(outcome.Sides[i].Accuracy!.Value, 4),
                seconds = double.Parse(outcome.Sides[i].Median.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
            }),
        });
        return ("peers.json", JsonSerializer.Serialize(
            new { machine = FiguresFile.Machine, date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), tables }, Indented) + "\n");
    }

    private static byte[] File(string name) => System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Tables", name));

    private static Contest Of<TRow>(
        string name, byte[] csv, ModelDescription model, Func<Table<TRow>, FitOptions, Fin<ModelDsl.CrossValidation>> validate)
        where TRow : IFeatures<TRow>
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("modeldsl-bench-").FullName, $"{name}.csv");
        System.IO.File.WriteAllBytes(file, csv);
        var rows = Csv.Load<TRow>(file).ThrowIfFail();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        var figure = TableTraining.Figure(model);
        var cells = new TableCells(Encoding.UTF8.GetString(csv), isNumber: figure == Metric.R2Score);
        var sklearn = PythonPeer.Open(Peer, "sklearn", Script, [Encoding.UTF8.GetBytes(cells.ToCsv())], name, $"{TableTraining.Epochs}",
            $"{TableTraining.BatchSize}", FormattableString.Invariant($"{TableTraining.Rate}"), $"{TableTraining.Seed}",
            FormattableString.Invariant($"{TableTraining.Penalty}"));
        return new Contest($"{name}{InFolds}, {rows.Count} rows, one thread; training, encoding and evaluation; {figure.Name} on the rows held out",
            [new(Side.ModelDsl, () => Validate(rows, figure, validate)), .. sklearn.Sides, .. MlNetTables.Sides(name, cells)], sklearn)
        {
            Notes = [.. sklearn.Notes, .. MlNet.Notes],
        };
    }

    private static Sample Validate<TRow>(
        Table<TRow> rows, Metric figure, Func<Table<TRow>, FitOptions, Fin<ModelDsl.CrossValidation>> validate)
        where TRow : IFeatures<TRow>
    {
        var clock = Stopwatch.StartNew();
        var scores = validate(rows, Options with { Metrics = [figure] }).ThrowIfFail();
        return new Sample(clock.Elapsed.TotalSeconds, scores.Mean);
    }
}
