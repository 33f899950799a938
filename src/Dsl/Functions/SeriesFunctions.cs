using LanguageExt;

namespace ModelDsl;

public static partial class Functions
{
    /// <summary>
    /// Cuts a series into windows: <c>steps | Windows(length: 24)</c>. Each sample of the set is a step, in the order of time; each window
    /// is a sample <c>[length, …]</c>. Nothing is copied. Keras: <c>timeseries_dataset_from_array</c>.
    /// </summary>
    /// <remarks>
    /// If the steps have no labels, the targets of a window are numbers of the <paramref name="horizon"/> steps behind it, in the scale of
    /// the samples: <c>[targets]</c> for one step, <c>[horizon]</c> for one target, <c>[horizon, targets]</c> for several of both. If the
    /// steps have labels, a window gets those of these steps; with a horizon of 0 that of its own last step. A model that forecasts must
    /// not be tested on steps that it was trained on: cut the series into parts first, <c>steps | Split(validation: 0.2, shuffle:
    /// false)</c>.
    /// </remarks>
    /// <param name="length">Number of steps of a window; at least 1.</param>
    /// <param name="horizon">
    /// Number of steps to forecast; with 0, windows of steps without labels have no targets: data for prediction.
    /// </param>
    /// <param name="gap">Number of steps between a window and the first step to forecast.</param>
    /// <param name="stride">Number of steps from the beginning of a window to that of the next; at least 1.</param>
    /// <param name="targets">Names of the features to forecast; by default all of them.</param>
    /// <returns>
    /// The windows, or an error: too few steps, samples that are not in the order of storage, a feature that does not exist, steps with
    /// weights.
    /// </returns>
    public static Func<Dataset, Fin<Dataset>> Windows(int length, int horizon = 1, int gap = 0, int stride = 1, params string[] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return OnData(data => data.Windows(length, horizon, gap, stride, targets));
    }

    /// <summary>
    /// Applies a function to both parts of a data set: <c>parts | Both(Windows(length: 24))</c>.
    /// </summary>
    /// <param name="function">The function; it sees one part at a time.</param>
    /// <returns>The parts, or the error of the first part that fails.</returns>
    public static Func<Parts, Fin<Parts>> Both(Func<Dataset, Fin<Dataset>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return parts =>
        {
            ArgumentNullException.ThrowIfNull(parts);
            return from train in function(parts.Train)
                   from validation in function(parts.Validation)
                   select new Parts(train, validation);
        };
    }

    /// <inheritdoc cref="Both(Func{Dataset, Fin{Dataset}})"/>
    public static Func<Parts, Parts> Both(Func<Dataset, Dataset> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return parts =>
        {
            ArgumentNullException.ThrowIfNull(parts);
            return new Parts(function(parts.Train), function(parts.Validation));
        };
    }
}
