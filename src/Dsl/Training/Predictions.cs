using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Tensors;

namespace ModelDsl.Training;

/// <summary>Runs a model's forward program over many samples, in memory for only a few.</summary>
internal static class Predictions
{
    /// <summary>Returns predictions for a data set that fits the model.</summary>
    public static Tensor Of<T>(T model, Dataset data, int batchSize) where T : class, IModel<T>
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        using var programs = new CallPrograms<T>(model);
        using var batches = new Batches(data, batchSize, programs.For);
        return Gather(programs.Engine, data.Count, batches.Steps, step =>
        {
            var batch = batches.Load(step, order);
            batch.Run(default);
            return batch.Program;
        });
    }

    /// <summary>Returns predictions for samples that fit the model, in the precision of its engine.</summary>
    public static Tensor Of<T>(T model, Tensor samples, int batchSize) where T : class, IModel<T>
    {
        var count = samples.Shape[0];
        using var programs = new CallPrograms<T>(model);
        if (count == batchSize) return OfBatch(programs, samples);
        var engine = programs.Engine;
        var all = samples.On(engine);
        var full = programs.For(batchSize);
        var last = count % batchSize == 0 ? full : programs.For(count % batchSize);
        return Gather(engine, count, (count - 1) / batchSize + 1, step =>
        {
            var program = step < count / batchSize ? full : last;
            var offset = step * full.Input.Count;
            engine.Copy(engine.View(all, offset, program.Input.Shape), program.Input);
            program.Run(default);
            return program;
        });
    }

    private static Tensor OfBatch<T>(CallPrograms<T> programs, Tensor samples) where T : class, IModel<T>
    {
        using var team = ThreadTeam.Enter(Environment.ProcessorCount);
        return programs.Predict(samples);
    }

    private static Tensor Gather(ITensorEngine engine, int samples, int steps, Func<int, ModelProgram> run)
    {
        using var team = ThreadTeam.Enter(Environment.ProcessorCount);
        TensorBuffer? all = null;
        var home = engine.Home;
        for (int step = 0, offset = 0; step < steps; step++)
        {
            var output = run(step).Output;
            all ??= home.Allocate(ElementType.Float, output.Shape.Tail.Prepend(samples));
            home.Copy(new Tensor(engine, output).To(home).Buffer, home.View(all, offset, output.Shape));
            offset += output.Count;
        }
        return new Tensor(home, all!);
    }
}
