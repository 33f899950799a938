using LanguageExt;

/// <summary>Trains the model if it is not there yet, and serves it.</summary>
internal static class PenguinServing
{
    /// <summary>
    /// Serves the model's file, and looks at it twice a second: a newer file is served once it is at rest. If there is no file, trains a
    /// model on a table and saves it.
    /// </summary>
    /// <param name="file">The path of the model's file.</param>
    /// <param name="table">The path of the table.</param>
    /// <returns>The served model, or an error: the model can't be trained, saved or read.</returns>
    public static Fin<ServedModel<PenguinModel>> Open(string file, string table) =>
        from trained in File.Exists(file) ? Prelude.unit : Train(file, table)
        from served in ServedModel<PenguinModel>.Open(file, new ServingOptions { Watch = TimeSpan.FromSeconds(0.5) })
        select served;

    private static Fin<Unit> Train(string file, string table) =>
        from rows in Csv.Load<Penguin>(table)
        from fitted in PenguinModel.Initialize(seed: 42).Fit(rows, new FitOptions
        {
            Epochs = 30,
            BatchSize = 16,
            Seed = 42,
            Optimizer = new Adam(0.005),
        })
        from saved in fitted.Model.Save(file)
        select saved;
}
