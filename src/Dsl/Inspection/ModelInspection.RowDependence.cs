using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.FeatureRecords;
using ModelDsl.Inspection;
using ModelDsl.Training;

namespace ModelDsl;

public static partial class ModelInspection
{
    extension<TModel, TRow>(IFeatureModel<TModel, TRow> model)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        /// <summary>
        /// Computes how the prediction depends on one column of the rows, on average over the rows. Each row's value is set to a value of
        /// the table and the predictions are averaged, for each value of a grid. A missing value is a point of its own if some row lacks
        /// one.
        /// </summary>
        /// <param name="rows">The rows; all of them have labels, or none has. They are averaged by their weights if they have some.</param>
        /// <param name="column">
        /// Name of the parameter, or of the column in tables. A category, a yes or no, or an interval has a point for each value that
        /// occurs; a vocabulary for at most <paramref name="points"/> words, the most frequent first, and one for unknown words.
        /// </param>
        /// <param name="points">
        /// Number of points of numbers and dates, at least 2, at equal distances from <paramref name="low"/> to <paramref name="high"/>. A
        /// column with fewer different values gets a point for each of them.
        /// </param>
        /// <param name="low">The share of rows below the first point, between 0 and 1; rows without a value don't count.</param>
        /// <param name="high">The share of rows below the last point, between <paramref name="low"/> and 1.</param>
        /// <param name="grid">The values themselves, for a column of numbers; null to choose them by the rows.</param>
        /// <param name="individual">Whether the predictions of every row are kept: <see
        /// cref="ModelDsl.PartialDependence.Individual"/>.</param>
        /// <param name="batchSize">Number of rows computed together; at least 1. It changes memory and time only.</param>
        /// <returns>
        /// The curve. Its labels are values as the table has them, its values numbers in the table's units: for a date the days since the
        /// year 2000 began, for a time of day the days since midnight, for other values nothing. Predictions of a number are in the label's
        /// own unit. Otherwise an error: rows that can't be encoded, a prediction that is not finite, or <see cref="InvalidFit"/> with
        /// everything that is wrong.
        /// </returns>
        public Fin<PartialDependence> PartialDependence(
            IEnumerable<TRow> rows, string column, int points = 20, double low = 0.05, double high = 0.95,
            IReadOnlyList<double>? grid = null, bool individual = false, int batchSize = ModelCalls.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(rows);
            ArgumentNullException.ThrowIfNull(column);
            var own = (TModel)model;
            return
                from table in Table<TRow>.Of(rows)
                from encoder in FeatureCalls.EncoderOf<TModel, TRow>(own)
                from data in FeatureCalls.Encode(own, table, orNone: true)
                from curve in ModelTraining.Reading<PartialDependence>(ModelCalls.EngineOf(own), () =>
                {
                    List<string> faults = [.. RangeFaults(points, low, high), .. WeightFaults(data)];
                    var found = ColumnGrid<TRow>.Find(column, faults);
                    if (grid is not null) faults.AddRange(GridFaults(grid, null));
                    var chooser = faults.Count > 0 ? null : new ColumnGrid<TRow>(encoder, found, faults);
                    var chosen = chooser?.Of(table, points, low, high, grid);
                    if (chosen is not null) faults.AddRange(SizeFaults(TModel.Description, data, chosen.Length, individual));
                    return ModelTraining.CheckPrediction(own, data, batchSize, "inspected", faults)
                        .Bind(_ => Dependence(own, data, chooser!.Feature, chosen!, individual, batchSize,
                            LabelledOutputs<TModel, TRow>.UnitsOfPrediction(encoder)));
                })
                select curve;
        }
    }
}
