using LanguageExt;
using ModelDsl.Formatting;
using ModelDsl.IO;

namespace ModelDsl;

/// <summary>
/// The state of a run when a callback is called: an immutable value. Data that it reads on demand is also of that moment: read it in the
/// call.
/// </summary>
[JsonConverter(typeof(TextJson))]
public readonly struct TrainingContext
{
    private readonly TrainingRun run;
    private readonly double? loss;

    /// <param name="run">The run.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="step">Number of steps made in it.</param>
    /// <param name="loss">The mean loss; null if it is read from a device when somebody asks.</param>
    internal TrainingContext(TrainingRun run, int epoch, int step, double? loss) =>
        (this.run, Epoch, Step, this.loss) = (run, epoch, step, loss);

    /// <summary>The run's name if there are several, <c>fold 2/5</c> in cross-validation; otherwise empty.</summary>
    public string RunName => run.Name;

    /// <summary>The description of the model.</summary>
    public ModelDescription Description => run.Description;

    /// <summary>The run's options.</summary>
    public FitOptions Options => run.Options;

    /// <summary>The epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; }

    /// <summary>Number of steps made in this epoch.</summary>
    public int Step { get; }

    /// <summary>Number of steps of an epoch.</summary>
    public int Steps => run.Steps;

    /// <summary>Number of steps made in all epochs; the epochs before this one were complete.</summary>
    public long TotalSteps => (long)(Epoch - 1) * Steps + Step;

    /// <summary>
    /// Mean loss of the epoch's samples so far; NaN before the first step. On an engine that is asynchronous
    /// (<see cref="Engines.IDeviceEngine.IsAsynchronous"/>) asking for it, or for the metrics, makes the run wait for the device.
    /// </summary>
    public double Loss => loss ?? run.ReadLoss();

    /// <summary>The metrics over the epoch's samples so far.</summary>
    public Seq<MetricValue> Metrics => run.ReadMetrics();

    /// <summary>The epochs completed.</summary>
    public Seq<Epoch> History => run.History;

    /// <summary>Learning rate of the next step.</summary>
    public double LearningRate => run.LearningRate;

    /// <summary>
    /// Sets the learning rate of all further steps, between epochs only: in <see cref="Callback.OnTrainBegin"/>,
    /// <see cref="Callback.OnEpochBegin"/> and <see cref="Callback.OnEpochEnd"/>. It is part of a checkpoint.
    /// </summary>
    /// <param name="rate">The rate; finite and not negative.</param>
    /// <exception cref="InvalidOperationException">The optimizer's learning rate is a schedule, or an epoch is under way.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not finite, or negative.</exception>
    /// <exception cref="ObjectDisposedException">The run has ended.</exception>
    public void SetLearningRate(double rate) => run.SetLearningRate(rate);

    /// <summary>
    /// Returns the path for a file of this run, and makes its folder. If there are several runs, each has a folder with its name:
    /// <c>logs/a.csv</c> of fold 2/5 is <c>logs/fold-2-of-5/a.csv</c>.
    /// </summary>
    /// <exception cref="IOException">The folder can't be made.</exception>
    public string FileOfRun(string path)
    {
        var file = RunFiles.Of(path, RunName);
        RunFiles.MakeFolderOf(file);
        return file;
    }

    /// <summary>
    /// Returns the path for a folder of this run, and makes it. If there are several runs, each has a folder with its name: <c>logs</c> of
    /// fold 2/5 is <c>logs/fold-2-of-5</c>.
    /// </summary>
    /// <exception cref="IOException">The folder can't be made.</exception>
    public string FolderOfRun(string path)
    {
        var folder = Path.Combine(path, RunFiles.FolderOf(RunName));
        RunFiles.MakeFolder(folder);
        return folder;
    }

    /// <summary>Returns a copy of the current parameters.</summary>
    public Seq<Tensor> ReadParameters() => run.ReadParameters();

    /// <summary>Returns a copy of the current model.</summary>
    /// <typeparam name="T">The model's type.</typeparam>
    /// <exception cref="InvalidCastException">Another type of model is being trained.</exception>
    public T ReadModel<T>() where T : class, IModel<T> => (T)run.ReadModel();

    /// <summary>
    /// Asks the run to stop. Asked after a step, the run ends the epoch there, with validation; asked after an epoch, it makes no further
    /// one.
    /// </summary>
    /// <param name="reason">
    /// The reason, in words for people: <see cref="Fitted{T}.StopReason"/>. The default says that a callback asked for it.
    /// </param>
    public void Stop(string? reason = null) => run.Stop(string.IsNullOrWhiteSpace(reason) ? "A callback asked for it." : reason);

    /// <summary>Gives the trained model other parameters; only in <see cref="Callback.OnTrainEnd"/>.</summary>
    /// <exception cref="InvalidOperationException">The run is not at its end.</exception>
    /// <exception cref="ObjectDisposedException">The run has ended.</exception>
    public void Restore(Seq<Tensor> parameters) => run.Restore(parameters);

    /// <summary>Returns the position of the run: <c>Epoch 2, step 3 of 40: loss 0.5432</c>.</summary>
    public override string ToString() => run is null
        ? "no run"
        : $"Epoch {NumberText.Of(Epoch)}, step {NumberText.Of(Step)} of {NumberText.Of(Steps)}: loss {FigureText.Of(Loss)}";

    /// <summary>Whether so far nothing has failed and nobody has cancelled.</summary>
    internal bool EndsWell => run.EndsWell;

    /// <summary>Writes a checkpoint, between two epochs or after a step.</summary>
    internal Fin<Unit> WriteCheckpoint(string path) => run.WriteCheckpoint(path);

    /// <summary>Checks whether checkpoints after steps are possible; an error says why not.</summary>
    internal Fin<Unit> CheckStepCheckpoints() => run.CheckStepCheckpoints();

    /// <summary>Resumes from a checkpoint; before the first epoch.</summary>
    internal Fin<Unit> GoOnFrom(string path) => run.GoOnFrom(path);
}

/// <summary>The view of a run that callbacks have.</summary>
internal abstract class TrainingRun
{
    public abstract string Name { get; }

    public abstract ModelDescription Description { get; }

    public abstract FitOptions Options { get; }

    public abstract int Steps { get; }

    public abstract Seq<Epoch> History { get; }

    public virtual double ReadLoss() => double.NaN;

    public abstract Seq<MetricValue> ReadMetrics();

    public abstract Seq<Tensor> ReadParameters();

    public abstract object ReadModel();

    public abstract double LearningRate { get; }

    public abstract void SetLearningRate(double rate);

    public abstract void Stop(string reason);

    public abstract void Restore(Seq<Tensor> parameters);

    public virtual bool EndsWell => true;

    public virtual Fin<Unit> WriteCheckpoint(string path) => throw new NotSupportedException("This run has no checkpoints.");

    public virtual Fin<Unit> CheckStepCheckpoints() => throw new NotSupportedException("This run has no checkpoints.");

    public virtual Fin<Unit> GoOnFrom(string path) => throw new NotSupportedException("This run has no checkpoints.");
}
