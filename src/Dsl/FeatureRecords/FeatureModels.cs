using LanguageExt;

namespace ModelDsl;

/// <summary>The way from a model of feature records to everything that takes data sets.</summary>
public static class FeatureModels
{
    extension<TModel, TRow>(IFeatureModel<TModel, TRow> model)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        /// <summary>
        /// Encodes rows into a data set for this model: samples as its encoder makes them, with the names of the record's columns;
        /// labels in the form that its loss takes; weights. <c>PermutationImportance</c>, <c>Calibration</c>, <c>Minimize</c> and other
        /// functions take it.
        /// </summary>
        /// <param name="rows">The rows; all of them have labels, or none has.</param>
        /// <returns>
        /// The data set, or an error: the model has not learnt how its rows become numbers, or values that can't be encoded, each with its
        /// row.
        /// </returns>
        public Fin<Dataset> Encode(IEnumerable<TRow> rows)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(rows);
            return Table<TRow>.Of(rows).Bind(table => FeatureCalls.Encode((TModel)model, table, orNone: true));
        }
    }
}
