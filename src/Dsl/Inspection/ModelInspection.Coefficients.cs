using System.Runtime.CompilerServices;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.FeatureRecords;
using ModelDsl.Inspection;
using ModelDsl.Training;

namespace ModelDsl;

public static partial class ModelInspection
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Returns the coefficients of a linear model: one Dense layer without a hidden one, linear or followed by softmax, sigmoid or
        /// exponential. <c>Flatten</c>, <c>Reshape</c> and layers of noise may stand beside it, <c>Rescaling</c> and <c>Normalization</c>
        /// before it.
        /// </summary>
        /// <param name="data">
        /// The data, for the names of features and classes, and for the units: the table also has the weights for the numbers before
        /// <c>Scale</c> and <c>Standardize</c>. Raw data of a model that remembers the scaling of its training data counts as scaled so.
        /// </param>
        /// <returns>
        /// The table, or an error: it says why the model is not linear, or that the data is scaled otherwise than the model's training
        /// data.
        /// </returns>
        public Fin<Coefficients> Coefficients(Dataset data)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(data);
            return data.SampleShape != T.Description.InputShape
                ? Error.New($"{data.Name}: samples have the shape {data.SampleShape}, but {T.Description.Name} takes samples of shape {T.Description.InputShape}.")
                : model.Prepare(data).Bind(prepared =>
                    CoefficientsOf(model, FeatureNames.Columns(data), OutputNames.Legends(model, data), UnitOf(model, prepared.UnitOf)));
        }

        /// <summary>Returns the coefficients of a linear model, as for a data set, with names for the columns.</summary>
        /// <param name="columns">A name for each number of a sample; none to name them by their positions: <c>x0</c>, <c>x1</c>.</param>
        /// <returns>The table, or an error that says why the model is not linear, or that there is another number of names.</returns>
        public Fin<Coefficients> Coefficients(params IReadOnlyList<string> columns)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(columns);
            var size = T.Description.InputShape.Size;
            if (columns.Count != 0 && columns.Count != size)
                return Error.New($"{T.Description.Name} takes {Words.Counted(size, "number")}, but there are {Words.Counted(columns.Count, "column name")}.");
            var names = columns.Count > 0 ? columns.ToSeq().Strict()
                : Enumerable.Range(0, size).Select(i => FormattableString.Invariant($"x{i}")).ToSeq().Strict();
            return CoefficientsOf(model, names, OutputNames.Legends(model, null), UnitOf(model, _ => (0, 1)));
        }
    }

    extension<TModel, TRow>(IFeatureModel<TModel, TRow> model)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        /// <summary>
        /// Returns the coefficients of a linear model of rows, with the names of the columns. The weights are for the encoded numbers:
        /// those of normalized columns can be compared. The raw weights are for the columns' own units: how much an output grows if the
        /// number in the table grows by 1, for <c>Log</c> if log(1 + number) does, for a trend with each day. A label that is a normalized
        /// number counts in its own unit, too.
        /// </summary>
        /// <returns>
        /// The table, or an error: the model has not learnt how its rows become numbers, or why it is not linear.
        /// </returns>
        [OverloadResolutionPriority(1)]
        public Fin<Coefficients> Coefficients()
        {
            ArgumentNullException.ThrowIfNull(model);
            var own = (TModel)model;
            return
                from encoder in FeatureCalls.EncoderOf<TModel, TRow>(own)
                from terms in Terms(own)
                select terms.ToTable(encoder.NumberUnits, OutputNames.Of(TModel.Description, OutputNames.Legends(own, null)),
                    terms.Link.Length == 0 ? LabelledOutputs<TModel, TRow>.UnitsOfPrediction(encoder)[0] : LabelUnit.OfTable);
        }
    }

    private static Fin<Coefficients> CoefficientsOf<T>(
        T model, Seq<string> columns, Seq<ClassLegend> legends, Func<int, (double Center, double Scale)> unitOf)
        where T : class, IModel<T> => Terms(model).Map(terms => terms.ToTable(
            [.. columns.Select((name, i) => (name, unitOf(i).Center, unitOf(i).Scale))], OutputNames.Of(T.Description, legends),
            LabelUnit.OfTable));

    private static Fin<LinearTerms> Terms<T>(T model) where T : class, IModel<T> =>
        ModelTraining.Reading(ModelCalls.EngineOf(model), () => LinearTerms.Of(model));

    /// <summary>Returns the units of a model's training data, if it remembers them; otherwise those given.</summary>
    private static Func<int, (double Center, double Scale)> UnitOf<T>(T model, Func<int, (double Center, double Scale)> given)
        where T : class, IModel<T> => TrainedOn.Of(model).Scaling is { } scaling ? scaling.Transform.At : given;
}
