using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Metrics;
using ModelDsl.Tensors;

namespace ModelDsl.Training;

/// <summary>
/// Makes steps: gathers samples, runs the gradient program and lets the optimizer change the parameters in place. All memory is allocated
/// before the first step; a step allocates nothing.
/// </summary>
internal sealed class StepRunner<T> : IDisposable where T : class, IModel<T>
{
    private readonly T model;
    private readonly FitOptions options;
    private readonly ParameterArena gradient;
    private readonly Batches batches;
    private readonly int[] order;
    private readonly TrainedOn trained;

    public StepRunner(T model, Dataset train, FitOptions options, DeviceRoom room, StreamPages? pages = null)
    {
        (this.model, this.options, Engine) = (model, options, options.EngineInPrecision!);
        var description = options.TrainedBy(T.Description);
        Parameters = new ParameterArena(Engine, description);
        Parameters.Write(model.Parameters);
        gradient = new ParameterArena(Engine, description);
        Optimizer = new OptimizerState(options.Optimizer, Parameters);
        var weights = RowWeights.For(T.Description, train.HasWeights, options.ClassWeights);
        batches = new Batches(train, options.BatchSize, Compile, weights, room, options.Threads, pages);
        order = [.. Enumerable.Range(0, train.Count)];
        trained = TrainedOn.After(model, train);
    }

    public ITensorEngine Engine { get; }

    public ParameterArena Parameters { get; }

    public OptimizerState Optimizer { get; }

    /// <summary>Number of steps of an epoch.</summary>
    public int Steps => batches.Steps;

    /// <summary>Learning rate of the next step.</summary>
    public double LearningRate
    {
        get
        {
            try
            {
                return Optimizer.LearningRate;
            }
            catch (Exception thrown)
            {
                throw FaultOf(thrown);
            }
        }
    }

    /// <summary>Returns a copy of the current model.</summary>
    public T ReadModel() => model.WithParameters(ReadParameters()).ThrowIfFail();

    /// <summary>Returns a copy of its parameters, with what the model knows of its data.</summary>
    public Seq<Tensor> ReadParameters() => trained.Remember(Parameters.Model.Name, Parameters.Read());

    /// <summary>Begins the next epoch: shuffles the samples, and draws other random numbers for functions of them.</summary>
    public void Enter(int epochsBefore)
    {
        batches.Enter(epochsBefore);
        if (options.Shuffle) Philox.Shuffle(order, new RandomKey((uint)options.Seed, (ulong)epochsBefore), RandomStreams.Shuffle);
    }

    /// <summary>Computes the gradient of a batch.</summary>
    /// <param name="at">Index of the step in the epoch, from 0.</param>
    /// <returns>The batch, which has the loss.</returns>
    public BatchFeed RunGradient(int at)
    {
        var batch = batches.Load(at, order);
        batch.Run(new RandomKey((uint)options.Seed, (ulong)Optimizer.Step));
        return batch;
    }

    /// <summary>Changes the parameters. If the optimizer throws and no device has failed, the fault is the optimizer's.</summary>
    /// <returns>The learning rate of the step.</returns>
    public double Apply()
    {
        try
        {
            return Optimizer.Apply(gradient);
        }
        catch (Exception thrown) when (Engine.FaultOf(thrown) is null)
        {
            throw FaultOf(thrown);
        }
    }

    /// <summary>Ends the thread that reads data.</summary>
    public void Dispose() => batches.Dispose();

    private OptionFault FaultOf(Exception thrown) =>
        OptionFault.Of(options.Optimizer, Optimizer.Step, nameof(ModelDsl.Optimizer.Update), thrown);

    /// <summary>Compiles the program for the steps of a batch.</summary>
    private ModelProgram Compile(int rows)
    {
        var program = T.Compile(ProgramKind.Gradient, Engine, rows, Parameters, gradient);
        Optimizer.MarkSoleReader(gradient, program);
        return program;
    }
}
