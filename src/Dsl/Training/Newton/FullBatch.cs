using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Metrics;

namespace ModelDsl.Training;

/// <summary>
/// The loss of a data set as a function of the model. Batches are streamed through programs that are compiled once. Their results are
/// averaged, weighted by the number of samples. A batch draws the same random numbers in every pass.
/// </summary>
internal sealed class FullBatch<T> : IDisposable where T : class, IModel<T>
{
    private readonly Dataset data;
    private readonly int batchSize;
    private readonly int seed;
    private readonly ParameterArena gradient;
    private readonly ParameterArena term;
    private readonly ParameterArena lost;
    private readonly Batches batches;
    private readonly int[] order;
    private ParameterArena sum;
    private ParameterArena next;

    public FullBatch(ITensorEngine engine, Dataset data, int batchSize, int seed)
    {
        (Engine, this.data, this.batchSize, this.seed) = (engine, data, Math.Min(batchSize, data.Count), seed);
        (Parameters, gradient) = (NewArena(), NewArena());
        (sum, next, term, lost) = (NewArena(), NewArena(), NewArena(), NewArena());
        batches = NewBatches(rows => T.Compile(ProgramKind.Gradient, engine, rows, Parameters, gradient));
        order = [.. Enumerable.Range(0, data.Count)];
    }

    /// <summary>The engine that computes it.</summary>
    public ITensorEngine Engine { get; }

    /// <summary>The memory from which programs read the model.</summary>
    public ParameterArena Parameters { get; }

    /// <summary>Allocates memory for a point of the model's space.</summary>
    public ParameterArena NewArena() => new(Engine, T.Description);

    /// <summary>Cuts the data set into batches; each program is compiled for its number of rows.</summary>
    public Batches NewBatches(Func<int, ModelProgram> compile) =>
        new(data, batchSize, compile, RowWeights.For(T.Description, data.HasWeights));

    /// <summary>Returns the loss at a model, as training computes it, and its gradient.</summary>
    public (double Loss, T Gradient) At(T model) => Mean(model, batches, gradient);

    /// <summary>
    /// Runs all batches at a model. Returns the mean of their losses, and the mean of the values that each batch writes into an arena.
    /// </summary>
    public (double Loss, T Mean) Mean(T model, Batches of, ParameterArena written)
    {
        var loss = 0.0;
        Engine.Fill(0.0, sum.All);
        Engine.Fill(0.0, lost.All);
        for (var step = 0; step < of.Steps; step++)
        {
            // Written before every batch, because a training step changes the statistics of normalisation.
            if (step == 0 || T.Description.TrainableCount < T.Description.ParameterCount) Parameters.Write(model.Parameters);
            var batch = of.Load(step, order);
            batch.Run(new RandomKey((ulong)seed, (ulong)step));
            var share = (double)batch.Rows / data.Count;
            loss += share * batch.Loss;
            Add(written.All, share);
        }
        return (loss, model.WithParameters(sum.Read()).ThrowIfFail());
    }

    public void Dispose() => batches.Dispose();

    /// <summary>
    /// Adds a batch's share. The rounding error of a sum is subtracted from the next term, so the mean of a million batches is as exact as
    /// that of two. Kahan, 1965.
    /// </summary>
    private void Add(TensorBuffer written, double share)
    {
        Engine.Scale(written, share, term.All);
        Engine.Subtract(term.All, lost.All, term.All);
        Engine.Add(sum.All, term.All, next.All);
        Engine.Subtract(next.All, sum.All, lost.All);
        Engine.Subtract(lost.All, term.All, lost.All);
        (sum, next) = (next, sum);
    }
}

/// <summary>The Hessian of a data set's loss, computed as products with directions.</summary>
internal sealed class FullBatchHessian<T> : IDisposable where T : class, IHessianVectorProduct<T>
{
    private readonly FullBatch<T> loss;
    private readonly ParameterArena along;
    private readonly ParameterArena product;
    private readonly Batches batches;

    public FullBatchHessian(FullBatch<T> loss)
    {
        (this.loss, along, product) = (loss, loss.NewArena(), loss.NewArena());
        var gradient = loss.NewArena();
        batches = loss.NewBatches(rows => T.CompileHessianVectorProduct(loss.Engine, rows, loss.Parameters, along, gradient, product));
    }

    /// <summary>Returns the product of the Hessian at a model and a direction.</summary>
    public T Times(T model, T direction)
    {
        along.Write(direction.Parameters);
        return loss.Mean(model, batches, product).Mean;
    }

    public void Dispose() => batches.Dispose();
}
