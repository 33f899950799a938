using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Serving;

namespace ModelDsl;

/// <summary>
/// A model that answers requests while it can be replaced by a newer one. A request ends on the model with which it began, and each answer
/// names its version. A file that is broken, or of another model, is refused, and the old model stays.
/// </summary>
/// <remarks>
/// Any number of threads may use it at the same time: register one for a whole service. Its metrics are in the meter <c>ModelDsl</c>.
/// Dispose it when no more requests will begin: those that are running then end normally.
/// </remarks>
/// <typeparam name="T">The model's type.</typeparam>
[JsonConverter(typeof(TextJson))]
public sealed class ServedModel<T> : IDisposable, IServed where T : class, IModel<T>
{
    private readonly Lock changes = new();
    private readonly ModelSource? source;
    private readonly FileWatch? watch;
    private readonly ServingMetrics metrics;
    private ServedVersion<T>? current;
    private Error? fault;

    private ServedModel(ServedVersion<T> first, ModelSource? source, FileStamp stamp, ServingOptions options)
    {
        (current, this.source, Options) = (first, source, options);
        metrics = ServingMetrics.Begin(this);
        if (source is not null && options.Watch is { } time) watch = new FileWatch(source, stamp, time, () => Reload());
    }

    /// <summary>Serves a model from its file.</summary>
    /// <param name="path">The file, as <c>model.Save(path)</c> wrote it.</param>
    /// <param name="options">The options.</param>
    /// <returns>The served model, or an error: the file can't be read, or is of another model; an option is wrong.</returns>
    public static Fin<ServedModel<T>> Open(string path, ServingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new ServingOptions();
        if (options.Fault(hasFile: true) is { } wrong) return Error.New(wrong);
        var source = new ModelSource(path);
        return
            from read in source.Read<T>()
            from first in VersionOf(read.Model, 1, read.Content, options)
            select new ServedModel<T>(first, source, read.Stamp, options);
    }

    /// <summary>Serves a model that this program made; <see cref="Replace"/> exchanges it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The options.</param>
    /// <returns>The served model, or an error: a number of the model is not finite; an option is wrong.</returns>
    public static Fin<ServedModel<T>> Of(T model, ServingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new ServingOptions();
        if (options.Fault(hasFile: false) is { } wrong) return Error.New(wrong);
        return
            from content in model.ToBytes().Map(ModelSource.ContentOf)
            from first in VersionOf(model, 1, content, options)
            select new ServedModel<T>(first, null, default, options);
    }

    /// <summary>The options.</summary>
    public ServingOptions Options { get; }

    /// <summary>The version that answers requests which begin now.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    [JsonIgnore]
    public ModelVersion Version => Now().Version;

    /// <summary>The model that answers requests which begin now.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    [JsonIgnore]
    public T Model => Now().Model;

    /// <summary>Why the newest file or model was refused; none if it was not.</summary>
    public Option<Error> Fault => Prelude.Optional(Volatile.Read(ref fault));

    /// <summary>
    /// Predicts one sample, as <see cref="Predictor{T}"/> does. It allocates nothing, unless more calls run at the same time than before.
    /// </summary>
    /// <param name="sample">The numbers of the sample, row-major.</param>
    /// <param name="prediction">Receives the prediction, row-major.</param>
    /// <returns>The version that predicted.</returns>
    /// <exception cref="ArgumentException">
    /// One of the two has another length, or the sample has a number that is no valid index.
    /// </exception>
    /// <exception cref="ObjectDisposedException">It was disposed before the call.</exception>
    public ModelVersion Predict(ReadOnlySpan<float> sample, Span<float> prediction)
    {
        var started = metrics.Now();
        var version = Enter();
        var isRight = false;
        try
        {
            version.Single.Predict(sample, prediction);
            isRight = true;
            return version.Version;
        }
        finally
        {
            version.Leave();
            metrics.Answered(started, isRight);
        }
    }

    /// <summary>
    /// Asks the current model anything, for instance about a row: <c>served.Predict(model => model.Predict(passenger))</c>.
    /// </summary>
    /// <param name="predict">The question.</param>
    /// <returns>The answer with the version of the model, or the error that the question gave.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed before the call.</exception>
    public Fin<Answer<TAnswer>> Predict<TAnswer>(Func<T, Fin<TAnswer>> predict)
    {
        ArgumentNullException.ThrowIfNull(predict);
        var started = metrics.Now();
        var isRight = false;
        try
        {
            var answer = Use(version => predict(version.Model));
            isRight = answer.IsSucc;
            return answer;
        }
        finally
        {
            metrics.Answered(started, isRight);
        }
    }

    /// <summary>
    /// Returns a predictor that gathers requests for single samples, and runs them together. A sample is as many numbers as the model's
    /// input has; the answer is as many numbers as its output has.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <returns>The predictor, or an error: an option is wrong.</returns>
    public Fin<BatchingPredictor<ReadOnlyMemory<float>, float[]>> Batching(BatchingOptions? options = null) =>
        BatchingPredictor<ReadOnlyMemory<float>, float[]>.Begin(SampleBatches.Runner(this), metrics, options ?? new BatchingOptions());

    /// <summary>
    /// Returns a predictor that gathers requests, for instance for rows, and answers them together:
    /// <c>served.Batching((Titanic model, IReadOnlyList&lt;Passenger&gt; rows) => model.Predict(rows))</c>.
    /// </summary>
    /// <param name="predict">
    /// Answers requests in their order. If it returns an error, or another number of answers, each request is asked alone.
    /// </param>
    /// <param name="options">The options.</param>
    /// <returns>The predictor, or an error: an option is wrong.</returns>
    public Fin<BatchingPredictor<TRequest, TAnswer>> Batching<TRequest, TAnswer>(
        Func<T, IReadOnlyList<TRequest>, Fin<Seq<TAnswer>>> predict, BatchingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predict);
        return BatchingPredictor<TRequest, TAnswer>.Begin(
            requests => Use(version => predict(version.Model, requests)), metrics, options ?? new BatchingOptions());
    }

    /// <summary>Reads the model's file again, and serves it from now on. Requests that are running end on the model before.</summary>
    /// <returns>
    /// The new version; the present one if the file has the same bytes. Or an error, after which the present model stays: the file can't be
    /// read, is of another model, or changed while it was read; or this model is not from a file.
    /// </returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Fin<ModelVersion> Reload() => Change(() => source is null
        ? Error.New($"{T.Description.Name} is not served from a file: use Replace(model).")
        : source.Read<T>().Map(read => (read.Model, read.Content)));

    /// <summary>Serves another model from now on. Requests that are running end on the model before.</summary>
    /// <param name="model">The model.</param>
    /// <returns>
    /// The new version; the present one if the model would have the same file. Or an error, after which the present model stays.
    /// </returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Fin<ModelVersion> Replace(T model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Change(() => model.ToBytes().Map(bytes => (model, ModelSource.ContentOf(bytes))));
    }

    /// <summary>Ends serving. Requests that are running end normally; one that begins afterwards throws.</summary>
    public void Dispose()
    {
        watch?.Dispose();
        lock (changes) Interlocked.Exchange(ref current, null)?.Leave();
        metrics.Dispose();
    }

    /// <summary>Returns the model and its version: <c>Served FashionMlp, version 2 (…), since …</c>.</summary>
    public override string ToString() => Volatile.Read(ref current) is { } now
        ? $"Served {T.Description.Name}, {now.Version}" : $"Served {T.Description.Name}, disposed";

    string IServed.Name => Options.Name ?? T.Description.Name;

    ModelVersion? IServed.Version => Volatile.Read(ref current)?.Version;

    /// <summary>Looks at the file as the watch does.</summary>
    internal void Look() => watch?.Look();

    /// <summary>Answers by the current version, which lives until the end of the call.</summary>
    internal Fin<Answer<TAnswer>> Use<TAnswer>(Func<ServedVersion<T>, Fin<TAnswer>> answer)
    {
        var version = Enter();
        try
        {
            return answer(version).Map(value => new Answer<TAnswer>(value, version.Version));
        }
        finally
        {
            version.Leave();
        }
    }

    private Fin<ModelVersion> Change(Func<Fin<(T Model, string Content)>> read)
    {
        lock (changes)
        {
            var before = Now();
            var changed =
                from newer in read()
                from version in newer.Content == before.Version.Content
                    ? before
                    : VersionOf(newer.Model, before.Version.Number + 1, newer.Content, Options)
                select version;
            Volatile.Write(ref fault, changed.Case as Error);
            if (changed.Case is ServedVersion<T> next && next != before)
            {
                Interlocked.Exchange(ref current, next)!.Leave();
                metrics.Reloaded(isRight: true);
            }
            else if (changed.IsFail) metrics.Reloaded(isRight: false);
            return changed.Map(version => version.Version);
        }
    }

    private static Fin<ServedVersion<T>> VersionOf(T model, int number, string content, ServingOptions options) =>
        model.Predictor(1, options.Samples).Map(predictor =>
            new ServedVersion<T>(model, predictor, new ModelVersion(number, TimeProvider.System.GetUtcNow(), content)));

    private ServedVersion<T> Enter()
    {
        while (true)
        {
            var version = Now();
            if (version.TryEnter()) return version;
        }
    }

    private ServedVersion<T> Now() => Volatile.Read(ref current)
        ?? throw new ObjectDisposedException(null, $"The served {T.Description.Name} was disposed.");
}
