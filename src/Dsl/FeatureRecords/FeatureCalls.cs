using System.ComponentModel;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.FeatureRecords;

namespace ModelDsl;

/// <summary>The common part of the methods that the generator emits for a model of feature records.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class FeatureCalls
{
    /// <summary>
    /// Returns a model whose encoder learnt from these rows, and whose layers that adapt to data (<c>[Normalization]</c>) did too.
    /// </summary>
    public static Fin<TModel> Adapt<TModel, TRow>(TModel model, IEnumerable<TRow> rows)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        return
            from table in Table<TRow>.Of(rows)
            from encoder in FeatureEncoder<TRow>.Learn(table)
            let adapted = model.WithEncoder(encoder)
            from ready in TModel.Description.Adapted.IsEmpty ? Fin<TModel>.Succ(adapted)
                : encoder.Encode(table, withLabels: false).Bind(encoded => encoded.ToDataset()).Bind(data => adapted.Adapt(data))
            select ready;
    }

    /// <summary>Trains a model on rows. Its encoder learns from them first, unless it has learnt already.</summary>
    /// <param name="model">The model.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="options">The options of training.</param>
    /// <param name="validation">Rows to evaluate the model on after every epoch; null for none. Nothing is learnt from them.</param>
    public static Fin<Fitted<TModel>> Fit<TModel, TRow>(
        TModel model, IEnumerable<TRow> train, FitOptions? options, IEnumerable<TRow>? validation)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new FitOptions();
        if (validation is not null && options.Validation is not null)
            return Error.New($"{TModel.Description.Name}: there are validation rows, and FitOptions.Validation too; give one of them.");
        return
            from rows in Table<TRow>.Of(train)
            from adapted in model.Encoder is null ? Adapt(model, rows) : Fin<TModel>.Succ(model)
            from data in Encode(adapted, rows)
            from all in validation is null ? Fin<FitOptions>.Succ(options)
                : Table<TRow>.Of(validation, "the validation rows").Bind(table => Encode(adapted, table)).Map(held => options with { Validation = held })
            from fitted in adapted.Fit(data, InUnits<TModel, TRow>(adapted, all))
            select fitted;
    }

    /// <summary>Returns loss and metrics of a model on rows.</summary>
    public static Fin<Evaluation> Evaluate<TModel, TRow>(TModel model, IEnumerable<TRow> rows, IReadOnlyList<Metric> metrics)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        return
            from table in Table<TRow>.Of(rows)
            from data in Encode(model, table)
            from score in model.Evaluate(data, LabelledOutputs<TModel, TRow>.InUnits(model.Encoder!, metrics))
            select score;
    }

    /// <summary>
    /// Trains a fresh model on all folds except one, for every fold. Its encoder learns from the rows of these folds alone.
    /// </summary>
    public static Fin<CrossValidation> CrossValidate<TModel, TRow>(
        IEnumerable<TRow> rows, FitOptions? options, int folds, bool stratified, int? seed, int? threads)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new FitOptions();
        // The encoder of all rows gives the classes that stratified folds need; no model sees its samples.
        return
            from table in Table<TRow>.Of(rows)
            from whole in FeatureEncoder<TRow>.Learn(table)
            from encoded in whole.Encode(table, withLabels: true)
            from data in TRow.Schema.Labels.Length > 1 ? WithoutClasses(encoded, stratified) : encoded.ToDataset()
            from foldOf in data.FoldOfEach(folds, stratified, seed)
            from scores in ModelTraining.ValidateFolds(
                folds, options, threads, fold => Prepare<TModel, TRow>(table, foldOf, fold, options))
            select scores;
    }

    /// <summary>Returns the predictions for rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows; their labels are not looked at.</param>
    /// <param name="read">Reads a prediction from the model's outputs for a row.</param>
    public static Fin<Seq<TPrediction>> Predict<TModel, TRow, TPrediction>(
        TModel model, IEnumerable<TRow> rows, Func<RowOutputs, TPrediction> read)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(read);
        return
            from labelled in LabelledOutputs<TModel, TRow>.All
            from outputs in Outputs(model, rows)
            select Each(outputs, labelled, model.Encoder?.LabelUnits ?? [], read);

        static Seq<TPrediction> Each(float[] outputs, LabelledOutput[] labelled, LabelUnit[] units, Func<RowOutputs, TPrediction> read)
        {
            var width = TModel.Description.OutputShape.Size;
            var predictions = new TPrediction[outputs.Length / width];
            for (var i = 0; i < predictions.Length; i++)
                predictions[i] = read(new RowOutputs(outputs.AsSpan(i * width, width), labelled, units));
            return Prelude.toSeq(predictions);
        }
    }

    /// <summary>Returns the prediction for a row.</summary>
    /// <param name="model">The model.</param>
    /// <param name="row">The row; its labels are not looked at.</param>
    /// <param name="read">Reads a prediction from the model's outputs.</param>
    public static Fin<TPrediction> Predict<TModel, TRow, TPrediction>(TModel model, TRow row, Func<RowOutputs, TPrediction> read)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(read);
        return
            from labelled in LabelledOutputs<TModel, TRow>.All
            from outputs in Outputs(model, row)
            select read(new RowOutputs(outputs, labelled, model.Encoder!.LabelUnits));
    }

    private static Fin<float[]> Outputs<TModel, TRow>(TModel model, IEnumerable<TRow> rows)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        IReadOnlyList<TRow> all = rows as Table<TRow> ?? (IReadOnlyList<TRow>)[.. rows];
        if (all.Count == 0) return Array.Empty<float>();
        return
            from encoder in EncoderOf<TModel, TRow>(model)
            from table in Table<TRow>.Of(all)
            from encoded in encoder.Encode(table, withLabels: false)
            from outputs in Outputs(model, encoded.Samples, table.Count)
            select outputs;
    }

    private static Fin<float[]> Outputs<TModel, TRow>(TModel model, TRow row)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(row);
        return EncoderOf<TModel, TRow>(model).Bind(encoder =>
        {
            var sample = new float[encoder.Width];
            return encoder.Encode(row, sample).Bind(_ => Outputs(model, sample, 1));
        });
    }

    private static Fin<float[]> Outputs<TModel>(TModel model, float[] samples, int count) where TModel : class, IModel<TModel> =>
        model.Predict(Tensor.Create(TModel.Description.InputShape.Prepend(count), samples)).Bind<float[]>(outputs =>
        {
            var numbers = outputs.ToArray();
            // No class and no whole number is NaN, so a reader would get a wrong one.
            return Array.FindIndex(numbers, float.IsNaN) is >= 0 and var wrong
                ? Error.New(FormattableString.Invariant($"{TModel.Description.Name} predicts NaN for row {wrong / (numbers.Length / count)}: its numbers grow beyond float32."))
                : numbers;
        });

    /// <summary>Returns the encoder of a model, or an error: it has not learnt.</summary>
    internal static Fin<FeatureEncoder<TRow>> EncoderOf<TModel, TRow>(TModel model)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow> => model.Encoder is { } encoder
        ? encoder
        : Error.New($"{TModel.Description.Name} has not learnt how its rows become numbers. Train it with Fit(rows), or call Adapt(rows) with the training rows.");

    /// <summary>Returns rows as a data set for a model.</summary>
    /// <param name="model">The model, whose encoder has learnt.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="orNone">Whether all rows may lack their labels; then the data set has none.</param>
    internal static Fin<Dataset> Encode<TModel, TRow>(TModel model, Table<TRow> rows, bool orNone = false)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow> =>
        from encoder in EncoderOf<TModel, TRow>(model)
        from encoded in encoder.Encode(rows, withLabels: true)
        from outputs in LabelledOutputs<TModel, TRow>.All
        from data in orNone && encoded.HasNoLabels ? encoded.Unlabelled() : encoded.ToDataset(outputs)
        select data;

    /// <summary>Returns the samples of rows with several labels, to divide them into folds.</summary>
    private static Fin<Dataset> WithoutClasses(EncodedRows rows, bool stratified) => stratified
        ? Error.New($"{rows.Name}: stratified folds have each class in the same proportion, but {rows.Schema.Name} has several labels. Leave `stratified` out.")
        : rows.Unlabelled();

    /// <summary>Returns options whose metrics are in the units of the table.</summary>
    private static FitOptions InUnits<TModel, TRow>(TModel model, FitOptions options)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow> =>
        options with { Metrics = LabelledOutputs<TModel, TRow>.InUnits(model.Encoder!, options.Metrics) };

    private static Fin<FoldToFit<TModel>> Prepare<TModel, TRow>(Table<TRow> rows, int[] foldOf, int fold, FitOptions options)
        where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
    {
        var parts = Enumerable.Range(0, rows.Count).ToLookup(row => foldOf[row] == fold);
        var train = rows.View([.. parts[false]], $"{rows.Name}, training part");
        return
            from adapted in Adapt(TModel.Initialize(options.Seed), train)
            from data in Encode(adapted, train)
            from held in Encode(adapted, rows.View([.. parts[true]], $"{rows.Name}, held-out part"))
            select new FoldToFit<TModel>(adapted, data, held, InUnits<TModel, TRow>(adapted, options));
    }
}
